"""`/privacy show|export|delete`: everywhere, for the one who asks."""

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.commands import command_words as words
from bot.commands.reply import Reply

if TYPE_CHECKING:
    from bot.discord_app.client import AssistantClient

Interaction = discord.Interaction[Any]


class PrivacyGroup(app_commands.Group):
    """The group `/privacy`."""

    def __init__(self, client: "AssistantClient") -> None:
        super().__init__(
            name="privacy",
            description=words.PRIVACY,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        self._client = client

    @app_commands.command(description=words.PRIVACY_SHOW)
    async def show(self, interaction: Interaction) -> None:
        """Say what is kept."""

        async def make() -> Reply:
            return await self._client.stored.privacy.show(interaction.user.id, interaction.guild_id)

        await self._client.serve(interaction, "privacy show", make)

    @app_commands.command(description=words.PRIVACY_EXPORT)
    async def export(self, interaction: Interaction) -> None:
        """Give the file; gathering it may take longer than the three seconds that Discord waits."""

        async def make() -> Reply:
            await interaction.response.defer(ephemeral=True, thinking=True)
            return await self._client.stored.privacy.export(interaction.user.id)

        await self._client.serve(interaction, "privacy export", make)

    @app_commands.command(description=words.PRIVACY_DELETE)
    async def delete(self, interaction: Interaction) -> None:
        """Ask before anything is deleted."""

        async def make() -> Reply:
            return await self._client.stored.privacy.ask_to_delete(interaction.user.id)

        await self._client.serve(interaction, "privacy delete", make)
