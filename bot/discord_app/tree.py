"""The command tree: synced only when its payload changed, with its errors through the one door."""

import hashlib
import json
import logging
from typing import TYPE_CHECKING, Any, Protocol, cast

import discord
from discord import app_commands

from bot.discord_app.connection_words import NOT_IN_SYNC_GUILD
from bot.errors import SettingsError

if TYPE_CHECKING:
    from bot.discord_app.client import AssistantClient

log = logging.getLogger(__name__)

_GUILD_NOTE = "commands of guild"


class Notes(Protocol):
    """Where small things are remembered over a restart."""

    async def note(self, name: str) -> str:
        """Return a remembered value, or an empty text."""
        ...

    async def set_note(self, name: str, value: str) -> None:
        """Remember a value."""
        ...


class AssistantTree(app_commands.CommandTree[discord.Client]):
    """Registers global commands, or in development those of one guild."""

    def __init__(self, client: discord.Client, notes: Notes, guild_id: int | None) -> None:
        super().__init__(client)
        self._notes = notes
        self._guild = discord.Object(guild_id) if guild_id else None
        self.command_ids: dict[str, int] = {}

    def payload(self) -> list[dict[str, Any]]:
        """Return what Discord is told of the commands, in a fixed order."""
        payload = (command.to_dict(self) for command in self.get_commands())
        return sorted(payload, key=lambda command: str(command["name"]))

    def payload_hash(self) -> str:
        """Return a fingerprint of the payload."""
        text = json.dumps(self.payload(), sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    async def sync_if_changed(self) -> None:
        """Tell Discord of the commands if their payload changed or the registered ones do not match by name."""
        await self._clear_old_guild()
        if self._guild is not None:
            for command in self.get_commands():
                # A server's own commands exist nowhere else, and Discord refuses them with other places.
                command.allowed_contexts = command.allowed_installs = None
            self.copy_global_to(guild=self._guild)
            await self._notes.set_note(_GUILD_NOTE, str(self._guild.id))
        scope = f"commands:{self.client.application_id}:{self._guild.id if self._guild else 'global'}"
        fingerprint = self.payload_hash()
        registered = await self._registered()
        same_names = {command.name for command in registered} == {command["name"] for command in self.payload()}
        if not same_names or await self._notes.note(scope) != fingerprint:
            registered = await self.sync(guild=self._guild)
            await self._notes.set_note(scope, fingerprint)
            log.info("synced %d commands", len(registered))
        self.command_ids = {command.name: command.id for command in registered}

    async def _registered(self) -> list[app_commands.AppCommand]:
        try:
            return await self.fetch_commands(guild=self._guild)
        except (discord.Forbidden, discord.NotFound) as error:
            if self._guild is None:
                raise
            raise SettingsError(NOT_IN_SYNC_GUILD) from error

    async def on_error(
        self, interaction: discord.Interaction[discord.Client], error: app_commands.AppCommandError, /
    ) -> None:
        """Send what a command raised outside its own reply through the one door."""
        where = interaction.command.qualified_name if interaction.command else "a command"
        await cast("AssistantClient", self.client).refuse(interaction, error, where)

    async def _clear_old_guild(self) -> None:
        """Take back the copies of a development guild that is no longer set."""
        noted = await self._notes.note(_GUILD_NOTE)
        if noted and (self._guild is None or noted != str(self._guild.id)):
            old = discord.Object(int(noted))
            self.clear_commands(guild=old)
            try:
                await self.sync(guild=old)
            except (discord.Forbidden, discord.NotFound):
                log.warning("the commands of the former SYNC_GUILD_ID stay: the bot is no longer in that server")
            await self._notes.set_note(_GUILD_NOTE, "")
