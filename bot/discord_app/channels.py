"""Options that name a channel, and the channel as the bot knows it."""

from typing import Any

import discord
from discord import app_commands

from bot.commands.refusal_words import CANNOT_SEE
from bot.errors import UsageError

Interaction = discord.Interaction[Any]
Chosen = app_commands.AppCommandChannel | app_commands.AppCommandThread


class ChannelOption(app_commands.Transformer):
    """An option for a channel of some kinds, as Discord sends it; `discord.ForumChannel` would offer media channels."""

    def __init__(self, *kinds: discord.ChannelType) -> None:
        self._kinds = list(kinds)

    @property
    def type(self) -> discord.AppCommandOptionType:
        """A channel."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """What Discord offers."""
        return self._kinds

    async def transform(self, _: Interaction, value: Any, /) -> Chosen:  # noqa: ANN401  # discord.py's signature
        """Return the channel without looking it up: a closed thread or a hidden channel is not in the cache."""
        return value  # type: ignore[no-any-return]


def known_channel(interaction: Interaction, channel_id: int) -> discord.abc.GuildChannel | discord.Thread:
    """Return a channel of this server; raises `UsageError` for one that the bot does not see."""
    guild = interaction.guild
    known = guild.get_channel_or_thread(channel_id) if guild is not None and guild.me is not None else None
    if known is None:
        raise UsageError(CANNOT_SEE)
    return known
