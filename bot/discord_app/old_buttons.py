"""Buttons and menus that nothing serves any more: whoever uses one is told so, instead of by a failure of Discord's."""

from typing import TYPE_CHECKING, Any, cast

import discord

from bot.commands import card_words as words
from bot.commands.reply import say
from bot.discord_app.components import is_served

if TYPE_CHECKING:
    from bot.discord_app.client import AssistantClient


async def serve_old(client: "AssistantClient", interaction: discord.Interaction[Any]) -> None:
    """Answer a click that nothing else answers."""
    data = cast("dict[str, Any]", interaction.data or {})
    if not is_served(str(data.get("custom_id"))):
        await client.serve(interaction, "old button", lambda: say(words.OLD_BUTTON, done=False))
