"""What `/assistant diagnose` has to know from Discord: which permissions the bot lacks, and where."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import discord

from bot.commands.diagnosis import HERE_NEEDS, Surroundings
from bot.commands.permission_words import SEND, SEND_IN_THREADS
from bot.discord_app.guarding import lacking, missing_permissions

if TYPE_CHECKING:
    from bot.discord_app.client import AssistantClient

Interaction = discord.Interaction[Any]

_IN_THREADS = {SEND: SEND_IN_THREADS}


def surroundings(client: "AssistantClient", interaction: Interaction) -> Surroundings:
    """Return how the server looks from where the command was run; all of it is known without asking Discord."""
    guild = client.get_guild(interaction.guild_id or 0)
    if guild is None or guild.me is None:
        return Surroundings(lambda *_: None, is_member=False)

    def missing(channel_id: int, needs: Sequence[str]) -> Sequence[str] | None:
        channel = guild.get_channel_or_thread(channel_id)
        return None if channel is None else missing_permissions(channel, _there(channel, needs))

    is_ask_channel = interaction.channel_id == client.stored.settings_of(guild.id).ask_channel
    here = lacking(interaction.app_permissions, _there(interaction.channel, HERE_NEEDS))
    return Surroundings(missing, silent_here=() if is_ask_channel else here)


def _there(channel: object, needs: Sequence[str]) -> list[str]:
    return [_IN_THREADS.get(one, one) for one in needs] if isinstance(channel, discord.Thread) else list(needs)
