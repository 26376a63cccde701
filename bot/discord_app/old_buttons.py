"""Buttons and menus that nothing serves any more: whoever uses one is told so, instead of by a failure of Discord's."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

import discord

from bot.commands import card_words as words
from bot.commands.reply import say

if TYPE_CHECKING:
    from bot.discord_app.client import AssistantClient


class Templates:
    """The forms of the ids that are served."""

    def __init__(self) -> None:
        self._patterns: list[re.Pattern[str]] = []

    def add(self, items: Iterable[type[discord.ui.DynamicItem[Any]]]) -> None:
        """Note what items serve."""
        self._patterns += [item.__discord_ui_compiled_template__ for item in items]

    def serve(self, custom_id: str) -> bool:
        """Tell whether something serves an id."""
        return any(pattern.fullmatch(custom_id) for pattern in self._patterns)


async def serve_old(client: "AssistantClient", interaction: discord.Interaction[Any]) -> None:
    """Answer a click that nothing else answers."""
    data = cast("dict[str, Any]", interaction.data or {})
    if not client.templates.serve(str(data.get("custom_id"))):
        await client.serve(interaction, "old button", lambda: say(words.OLD_BUTTON, done=False))
