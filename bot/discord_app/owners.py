"""What all commands for a server's owners have in common towards Discord."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands

if TYPE_CHECKING:
    from bot.discord_app.client import AssistantClient


class OwnersGroup(app_commands.Group):
    """A group of commands for whoever manages a server, in servers that added the bot and nowhere else."""

    def __init__(self, client: "AssistantClient", name: str, description: str) -> None:
        super().__init__(
            name=name,
            description=description,
            guild_only=True,
            default_permissions=discord.Permissions(manage_guild=True),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        )
        self._client = client
