"""Channels and threads that tips can be posted in, and what is missing where they cannot."""

from typing import Any

import discord
from discord import app_commands

from bot.commands import tip_words as words
from bot.commands.permission_words import SEND, VIEW
from bot.discord_app.channels import ChannelOption, Chosen, known_channel
from bot.discord_app.guarding import missing_permissions
from bot.errors import UsageError

Interaction = discord.Interaction[Any]

_KINDS = discord.ChannelType
POSTABLE = ChannelOption(_KINDS.text, _KINDS.news, _KINDS.public_thread, _KINDS.private_thread, _KINDS.news_thread)


def check_postable(interaction: Interaction, channel: Chosen | None) -> None:
    """Refuse a channel, by default the present one, that the bot could not post to; names what is missing."""
    if isinstance(channel, app_commands.AppCommandThread) and channel.archived:
        raise UsageError(words.CLOSED)
    check_postable_id(interaction, channel.id if channel is not None else interaction.channel_id or 0)


def check_postable_id(interaction: Interaction, channel_id: int) -> None:
    """Refuse a channel that is not in this server, or that the bot could not post to; names what is missing."""
    known = known_channel(interaction, channel_id)
    missing = " and ".join(missing_permissions(known, (VIEW, SEND)))
    if missing:
        raise UsageError(words.CANNOT_POST.format(permissions=missing))
