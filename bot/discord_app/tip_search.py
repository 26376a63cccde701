"""Looking in a channel for a tip whose arrival was never learnt, by the delivery id in its buttons."""

from datetime import timedelta

import discord

from bot.discord_app.components import button_keys
from bot.tips.desk import ClaimedTip, TipDesk

CLOCK_ERROR = timedelta(days=1)  # how far our clock may be from Discord's, by which messages are dated
MOST_READ = 5_000  # messages; a channel with more since the claim counts as one that cannot be read


async def has_arrived(client: discord.Client, desk: TipDesk, claimed: ClaimedTip) -> bool | None:
    """Tell whether the tip stands in its channel; None where its history cannot be read back to the claim.

    Raises `discord.HTTPException` where Discord refuses or fails, and `discord.ClientException` while the server is in
    an outage since before the program began.
    """
    channel = await _readable_channel(client, claimed.delivery.channel_id)
    if channel is None:
        return None
    oldest = None
    read = 0
    since = desk.read_since(claimed, CLOCK_ERROR)
    async for message in channel.history(limit=MOST_READ, after=since, oldest_first=False):
        if message.author == client.user and claimed.id in button_keys(message):
            return True
        read, oldest = read + 1, message.created_at
    back_to_the_claim = read < MOST_READ or oldest is None or oldest < desk.read_since(claimed, timedelta())
    return False if back_to_the_claim else None


async def _readable_channel(client: discord.Client, channel_id: int) -> discord.TextChannel | discord.Thread | None:
    """Return the channel where the bot may read its history: without that right Discord shows an empty one."""
    channel = client.get_channel(channel_id) or await client.fetch_channel(channel_id)  # no archived thread is known
    if not isinstance(channel, discord.TextChannel | discord.Thread):
        return None
    me = channel.guild.me
    if me is None:
        raise discord.ClientException  # what the bot may do here is not known yet
    try:
        allowed = channel.permissions_for(me)
    except discord.ClientException:  # a thread whose parent is not known
        return None
    # Where the bot may not even look, asking brings the refusal that says so.
    return channel if allowed.read_message_history or not allowed.view_channel else None
