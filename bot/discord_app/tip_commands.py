"""`/tips ...`: for a server's owners. Discord checks Manage Server, and so does every call."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.commands import command_words as words
from bot.commands.lookup import Entry, Lookup
from bot.commands.reply import Reply
from bot.commands.schedules import ScheduledTips
from bot.discord_app.browsing import Choices, choices
from bot.discord_app.channels import Chosen
from bot.discord_app.guarding import managed_guild
from bot.discord_app.owners import OwnersGroup
from bot.discord_app.postable import POSTABLE, check_postable
from bot.tips.rhythm import suggest_days, zones

if TYPE_CHECKING:
    from bot.discord_app.client import AssistantClient

Interaction = discord.Interaction[Any]
Channel = app_commands.Transform[Chosen, POSTABLE]
ServerWork = Callable[[int, int], Awaitable[Reply]]


class TipsGroup(OwnersGroup):
    """The group `/tips`."""

    def __init__(self, client: "AssistantClient") -> None:
        super().__init__(client, "tips", words.TIPS)
        self._zones = Lookup(Entry(zone, zone, (zone.rsplit("/", 1)[-1],)) for zone in zones())

    @app_commands.command(description=words.TIPS_SCHEDULE)
    @app_commands.describe(**words.TIPS_SCHEDULE_OPTIONS)
    async def schedule(  # the options of the command
        self,
        interaction: Interaction,
        channel: Channel,
        time: app_commands.Range[str, 1, 5],
        timezone: app_commands.Range[str, 1, 64],
        days: app_commands.Range[str, 1, 40] | None = None,
        topic: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        """Create the channel's schedule, or ask whether to replace it."""
        rhythm = (time, timezone, days or "weekdays")

        async def checked(guild_id: int, channel_id: int) -> Reply:
            check_postable(interaction, channel)
            return await self._tips.schedule(guild_id, channel_id, rhythm, topic or "")

        await self._serve(interaction, "schedule", channel, checked)

    @app_commands.command(name="list", description=words.TIPS_LIST)
    async def show(self, interaction: Interaction) -> None:
        """Show the server's schedules."""

        async def make() -> Reply:
            return await self._tips.list(managed_guild(interaction))

        await self._client.serve(interaction, "tips list", make)

    @app_commands.command(description=words.TIPS_PREVIEW)
    @app_commands.describe(**words.OR_HERE)
    async def preview(self, interaction: Interaction, channel: Channel | None = None) -> None:
        """Show the next tip to the asker."""
        await self._serve(interaction, "preview", channel, self._tips.preview)

    @app_commands.command(description=words.TIPS_PAUSE)
    @app_commands.describe(**words.OR_HERE)
    async def pause(self, interaction: Interaction, channel: Channel | None = None) -> None:
        """Pause the channel's schedule."""
        await self._serve(interaction, "pause", channel, self._tips.pause)

    @app_commands.command(description=words.TIPS_RESUME)
    @app_commands.describe(**words.OR_HERE)
    async def resume(self, interaction: Interaction, channel: Channel | None = None) -> None:
        """Resume the channel's schedule, where the bot may post."""

        async def checked(guild_id: int, channel_id: int) -> Reply:
            check_postable(interaction, channel)
            return await self._tips.resume(guild_id, channel_id)

        await self._serve(interaction, "resume", channel, checked)

    @app_commands.command(description=words.TIPS_STOP)
    @app_commands.describe(**words.OR_HERE)
    async def stop(self, interaction: Interaction, channel: Channel | None = None) -> None:
        """End the channel's schedule."""
        await self._serve(interaction, "stop", channel, self._tips.stop)

    @schedule.autocomplete("timezone")
    async def _timezone(self, _: Interaction, typed: str) -> Choices:
        return choices(self._zones.search(typed))

    @schedule.autocomplete("days")
    async def _days(self, _: Interaction, typed: str) -> Choices:
        return choices([Entry(days, days) for days in suggest_days(typed)])

    @schedule.autocomplete("topic")
    async def _topic(self, _: Interaction, typed: str) -> Choices:
        return choices(self._client.app.topics_lookup.search(typed))

    @schedule.autocomplete("time")
    async def _time(self, _: Interaction, typed: str) -> Choices:
        wanted = typed.strip()
        times = [f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30)]
        return choices([Entry(time, time) for time in times if time.startswith(wanted)][:25])

    @property
    def _tips(self) -> ScheduledTips:
        return self._client.stored.scheduled_tips

    async def _serve(self, interaction: Interaction, name: str, channel: Chosen | None, work: ServerWork) -> None:
        """Serve a command about one channel of the server: the chosen one, else the one where it was typed."""

        async def make() -> Reply:
            where = channel.id if channel is not None else interaction.channel_id
            return await work(managed_guild(interaction), where or 0)

        await self._client.serve(interaction, f"tips {name}", make)
