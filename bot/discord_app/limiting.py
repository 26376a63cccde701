"""The rate limit in Discord: whoever asks too much is told so once a minute, and nothing else is done."""

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import discord

from bot.commands import door_words as words
from bot.commands.rate_limit import RateLimit
from bot.discord_app.answering import UNANSWERED, held_at
from bot.errors import UsageError

if TYPE_CHECKING:
    from bot.discord_app.client import AssistantClient

_TOO_MANY = "\N{HOURGLASS WITH FLOWING SAND}"


class Limiter:
    """Lets questions through. Beyond the limit an interaction gets a private sentence, a message a reaction."""

    def __init__(self, client: "AssistantClient") -> None:
        self._client = client
        self._limit = RateLimit(client.app.clock)

    async def admits(self, interaction: discord.Interaction[Any], kind: str) -> bool:
        """Count a question asked by an interaction; returns False where it was one too many, and has seen to it."""
        if self._limit.admits(interaction.user.id, interaction.channel_id or 0):
            return True
        async with self._client.working():
            if self._limit.should_tell(interaction.user.id, "sentence"):
                await self._client.refuse(interaction, UsageError(words.TOO_MANY), kind)
            else:
                with suppress(*UNANSWERED):
                    await _acknowledge(interaction)
        return False

    async def admits_message(self, message: discord.Message) -> bool:
        """Count a question asked in a message; returns False where it was one too many, and has seen to it."""
        if self.admits_quietly(message):
            return True
        if self._limit.should_tell(message.author.id, "reaction") and _may_react(message):
            with suppress(*UNANSWERED):
                await message.add_reaction(_TOO_MANY)
        return False

    def admits_quietly(self, message: discord.Message) -> bool:
        """Count a question that nobody would miss the answer to; returns False where it was one too many."""
        return self._limit.admits(message.author.id, message.channel.id)


async def _acknowledge(interaction: discord.Interaction[Any]) -> None:
    """Let Discord stop waiting without a word: else it would say that the application did not respond."""
    if interaction.type is discord.InteractionType.application_command:
        await interaction.response.defer(ephemeral=True)
        await interaction.delete_original_response()
    else:
        await interaction.response.defer()


def _may_react(message: discord.Message) -> bool:
    held = held_at(message)
    return held is None or (held.add_reactions and held.read_message_history)
