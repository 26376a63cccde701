"""Which servers the bot is in: what is kept of one that removed it is deleted some time later, unless it comes back."""

from typing import TYPE_CHECKING

from bot.commands.tip_words import PAUSED_REMOVED

if TYPE_CHECKING:
    from bot.app import Stored
    from bot.discord_app.client import AssistantClient


class Membership:
    """Notes in storage where the bot was removed. A server in an outage is one that the bot is in."""

    def __init__(self, client: "AssistantClient", stored: "Stored") -> None:
        self._client = client
        self._schedules = stored.storage.schedules
        self._servers = stored.storage.servers

    async def left(self, guild_id: int) -> None:
        """Stop posting to a server at once, and begin to count the days."""
        await self._schedules.pause_guild(guild_id, PAUSED_REMOVED)
        await self._servers.left(guild_id)
        if self._is_in(guild_id):  # added again while the disk was busy
            await self._servers.joined(guild_id)

    async def joined(self, guild_id: int) -> None:
        """Forget that the bot was ever removed."""
        await self._servers.joined(guild_id)

    async def reconcile(self) -> None:
        """Note what happened while the bot was not connected: Discord has just said which servers it is in."""
        for guild in self._client.guilds:
            await self._servers.joined(guild.id)
        for guild_id in await self._servers.known():
            # Asked one by one: a server may be added meanwhile.
            if not self._is_in(guild_id) and not self._servers.is_removed(guild_id):
                await self.left(guild_id)

    def _is_in(self, guild_id: int) -> bool:
        """Tell whether the bot is in a server at this moment."""
        return self._client.get_guild(guild_id) is not None
