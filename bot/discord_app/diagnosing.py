"""What `/assistant diagnose` has to know from Discord: which permissions the bot lacks, and where."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import discord

from bot.commands.diagnosis import HERE_NEEDS, Surroundings
from bot.discord_app.guarding import lacking, missing_permissions

if TYPE_CHECKING:
    from bot.discord_app.client import AssistantClient

Interaction = discord.Interaction[Any]


def surroundings(client: "AssistantClient", interaction: Interaction) -> Surroundings:
    """Return how the server looks from where the command was run; all of it is known without asking Discord."""
    guild = client.get_guild(interaction.guild_id or 0)
    if guild is None or guild.me is None:
        return Surroundings(lambda *_: None, is_member=False)

    def missing(channel_id: int, needs: Sequence[str]) -> Sequence[str] | None:
        channel = guild.get_channel_or_thread(channel_id)
        return None if channel is None else missing_permissions(channel, needs)

    is_ask_channel = interaction.channel_id == client.stored.settings_of(guild.id).ask_channel
    here = lacking(interaction.app_permissions, HERE_NEEDS, interaction.channel)
    return Surroundings(missing, silent_here=() if is_ask_channel else here)
