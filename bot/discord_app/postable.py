"""Channels and threads that tips can be posted in, and what is missing where they cannot."""

from typing import Any

import discord
from discord import app_commands

from bot.commands import tip_words as words
from bot.commands.permission_words import SEND, SEND_IN_THREADS, VIEW
from bot.discord_app.guarding import missing_permissions
from bot.errors import UsageError

Interaction = discord.Interaction[Any]
Chosen = app_commands.AppCommandChannel | app_commands.AppCommandThread


class PostableChannel(app_commands.Transformer):
    """An option for a text channel, an announcement channel or a thread, as Discord sends it."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """A channel."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """What Discord offers."""
        kinds = discord.ChannelType
        return [kinds.text, kinds.news, kinds.public_thread, kinds.private_thread, kinds.news_thread]

    async def transform(self, _: Interaction, value: Any, /) -> Chosen:  # noqa: ANN401  # discord.py's signature
        """Return the channel without looking it up: a closed thread or a hidden channel is not in the cache."""
        return value  # type: ignore[no-any-return]


def check_postable(interaction: Interaction, channel: Chosen | None) -> None:
    """Refuse a channel, by default the present one, that the bot could not post to; names what is missing."""
    if isinstance(channel, app_commands.AppCommandThread) and channel.archived:
        raise UsageError(words.CLOSED)
    check_postable_id(interaction, channel.id if channel is not None else interaction.channel_id or 0)


def check_postable_id(interaction: Interaction, channel_id: int) -> None:
    """Refuse a channel that is not in this server, or that the bot could not post to; names what is missing."""
    guild = interaction.guild
    known = guild.get_channel_or_thread(channel_id) if guild is not None else None
    if guild is None or guild.me is None or not isinstance(known, discord.TextChannel | discord.Thread):
        raise UsageError(words.CANNOT_SEE)
    writing = SEND_IN_THREADS if isinstance(known, discord.Thread) else SEND
    missing = " and ".join(missing_permissions(known, (VIEW, writing)))
    if missing:
        raise UsageError(words.CANNOT_POST.format(permissions=missing))
