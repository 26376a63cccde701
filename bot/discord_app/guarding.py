"""Who may use what owners use, and what the bot may do in a channel; checked here, whatever Discord let through."""

from collections.abc import Iterable
from typing import Any

import discord

from bot.commands import permission_words as names
from bot.commands import refusal_words as words
from bot.errors import UsageError

Interaction = discord.Interaction[Any]

_ATTRIBUTES = {
    names.VIEW: "view_channel",
    names.SEND: "send_messages",
    names.SEND_IN_THREADS: "send_messages_in_threads",
    names.READ_HISTORY: "read_message_history",
}
_IN_THREADS = {names.SEND: names.SEND_IN_THREADS}


def managed_guild(interaction: Interaction) -> int:
    """Return the id of the server; raises `UsageError` unless the caller may manage it."""
    if interaction.guild_id is None:
        raise UsageError(words.SERVER_ONLY)
    if not interaction.permissions.manage_guild:
        raise UsageError(words.MANAGERS_ONLY)
    return interaction.guild_id


def check_asker(interaction: Interaction) -> None:
    """Raise `UsageError` where somebody else clicks than the person whose command the message answers."""
    message = interaction.message
    asked = message.interaction_metadata if message is not None else None
    if asked is None or asked.user.id != interaction.user.id:
        raise UsageError(words.NOT_YOUR_COMMAND)


def missing_permissions(channel: discord.abc.GuildChannel | discord.Thread, needed: Iterable[str]) -> list[str]:
    """Return which of the permissions, by the names that Discord shows, the bot lacks in a channel."""
    return lacking(channel.permissions_for(channel.guild.me), needed, channel)


def lacking(held: discord.Permissions, needed: Iterable[str], channel: object) -> list[str]:
    """Return which of the permissions, by the names that Discord shows, are not held in a channel.

    In a thread it is Send Messages in Threads that lets somebody write.
    """
    names_there = (_IN_THREADS.get(name, name) for name in needed) if isinstance(channel, discord.Thread) else needed
    return [name for name in names_there if not getattr(held, _ATTRIBUTES[name])]
