"""`/assistant setup|diagnose|stats|gaps`: for a server's owners."""

from typing import TYPE_CHECKING, Any, Literal

import discord
from discord import app_commands

from bot.commands import command_words as words
from bot.commands.reply import Reply
from bot.commands.setup import ASK_CHANNEL_NEEDS, FORUM_NEEDS
from bot.commands.stats import DEFAULT_DAYS, MOST_DAYS
from bot.discord_app.channels import ChannelOption, Chosen, known_channel
from bot.discord_app.diagnosing import surroundings
from bot.discord_app.guarding import managed_guild, missing_permissions
from bot.discord_app.owners import OwnersGroup
from bot.domain import Visibility

if TYPE_CHECKING:
    from bot.discord_app.client import AssistantClient

Interaction = discord.Interaction[Any]

_KINDS = discord.ChannelType
AskChannel = app_commands.Transform[Chosen, ChannelOption(_KINDS.text, _KINDS.news)]
Forum = app_commands.Transform[Chosen, ChannelOption(_KINDS.forum)]


class AssistantGroup(OwnersGroup):
    """The group `/assistant`."""

    def __init__(self, client: "AssistantClient") -> None:
        super().__init__(client, "assistant", words.ASSISTANT)

    @app_commands.command(description=words.ASSISTANT_SETUP)
    @app_commands.describe(**words.ASSISTANT_SETUP_OPTIONS)
    async def setup(
        self,
        interaction: Interaction,
        ask_channel: AskChannel | None = None,
        forum: Forum | None = None,
        answers: Literal["public", "private"] | None = None,
        keep_questions: bool | None = None,
    ) -> None:
        """Store what is given, unless I lack a permission there; show what holds."""
        given = {
            "ask_channel": ask_channel and ask_channel.id,
            "forum": forum and forum.id,
            "answers": answers and Visibility(answers),
            "keep_questions": keep_questions,
        }
        changes = {name: value for name, value in given.items() if value is not None}

        async def make() -> Reply:
            guild_id, setup = managed_guild(interaction), self._client.stored.setup
            for channel, needs in ((ask_channel, ASK_CHANNEL_NEEDS), (forum, FORUM_NEEDS)):
                if channel is None:
                    continue
                missing = missing_permissions(known_channel(interaction, channel.id), needs)
                if missing:
                    return setup.refused(channel.id, missing)
            if not changes:
                return setup.show(guild_id)
            await interaction.response.defer(ephemeral=True, thinking=True)  # the note in the ask channel takes a while
            changed = await setup.change(guild_id, changes)
            return await self._client.notices.follow(guild_id, changed, anew=ask_channel is not None)

        await self._client.serve(interaction, "assistant setup", make)

    @app_commands.command(description=words.ASSISTANT_DIAGNOSE)
    async def diagnose(self, interaction: Interaction) -> None:
        """Look at the server's channels, permissions and scheduled tips."""

        async def make() -> Reply:
            guild_id = managed_guild(interaction)
            return await self._client.stored.diagnosis.reply(guild_id, surroundings(self._client, interaction))

        await self._client.serve(interaction, "assistant diagnose", make)

    @app_commands.command(description=words.ASSISTANT_STATS)
    @app_commands.describe(days=words.ASSISTANT_STATS_DAYS.format(days=DEFAULT_DAYS))
    async def stats(self, interaction: Interaction, days: app_commands.Range[int, 1, MOST_DAYS] = DEFAULT_DAYS) -> None:
        """Show numbers; drawing the picture may take longer than Discord waits."""

        async def make() -> Reply:
            guild_id = managed_guild(interaction)
            await interaction.response.defer(ephemeral=True, thinking=True)
            return await self._client.stored.stats.reply(guild_id, days, self._client.app.corpus.articles)

        await self._client.serve(interaction, "assistant stats", make)

    @app_commands.command(description=words.ASSISTANT_GAPS)
    async def gaps(self, interaction: Interaction) -> None:
        """Show the server's gaps."""

        async def make() -> Reply:
            return await self._client.stored.gaps.reply(managed_guild(interaction))

        await self._client.serve(interaction, "assistant gaps", make)
