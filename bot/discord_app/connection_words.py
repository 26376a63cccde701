"""What whoever runs the bot reads in the terminal where Discord does not let it start or stay."""

BAD_TOKEN = "Discord refused the token. Copy it again from the Developer Portal (Bot, Reset Token) into DISCORD_TOKEN."  # noqa: S105
NO_INTENT = (
    "Discord refused the Message Content intent. Turn it on in the Developer Portal (Bot, Privileged Gateway Intents), "
    "or set MESSAGE_CONTENT_INTENT=0; everything but reading an ask channel works without."
)
OFFLINE = "Discord cannot be reached. Check this machine's network and DNS, then start again."
CLOSED = "Discord closed the connection (code {code}); start again."
NOT_STARTED = (
    "Discord did not let the bot start (HTTP {status}, code {code}); look at https://discordstatus.com, then start "
    "again."
)
NOT_IN_SYNC_GUILD = "SYNC_GUILD_ID names a server that the bot is not in; invite it there, or unset SYNC_GUILD_ID."
