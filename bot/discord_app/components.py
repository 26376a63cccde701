"""Buttons and the menu. Their ids say all they need, so they work weeks later and after a restart."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Protocol, Self, TypeVar, cast

import discord

from bot.commands.reply import Action, Do, Menu, Reply

_PREFIX = "po1"  # a number to change when the meaning of an id changes
_MAX_LABEL = 80
_MAX_OPTION = 100
_KNOWN = frozenset(Do)
_STYLES = {
    Do.SHARE: discord.ButtonStyle.primary,
    Do.ERASE: discord.ButtonStyle.danger,
    Do.REPLACE: discord.ButtonStyle.danger,
}


_AnyView = TypeVar("_AnyView", bound=discord.ui.View | discord.ui.LayoutView)


class Clicks(Protocol):
    """Who serves a click; the client is one."""

    async def clicked(self, interaction: discord.Interaction[Any], action: Action) -> None:
        """Serve a button."""
        ...

    async def chosen(self, interaction: discord.Interaction[Any], slug: str) -> None:
        """Serve the menu."""
        ...


def action_id(action: Action) -> str:
    """Return the button id, at most 100 characters."""
    return f"{_PREFIX}:{action.do}:{action.slug}:{action.key}"


def topic_of(message: discord.Message) -> str:
    """Return the topic that one of our messages is about, read from its buttons, or an empty text."""
    return next((match["slug"] for match in _button_ids(message) if match["slug"]), "")


def button_keys(message: discord.Message) -> list[str]:
    """Return the keys in the buttons of one of our messages."""
    return [match["key"] for match in _button_ids(message)]


def _button_ids(message: discord.Message) -> Iterator[re.Match[str]]:
    for row in message.components:
        for item in getattr(row, "children", ()):
            match = ActionButton.pattern.match(getattr(item, "custom_id", None) or "")
            if match:
                yield match


class ActionButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]],
    template=rf"{_PREFIX}:(?P<do>[a-z]+):(?P<slug>[a-z0-9-]*):(?P<key>[A-Za-z0-9._-]*)",
):
    """A button for an `Action`."""

    pattern = re.compile(rf"{_PREFIX}:(?P<do>[a-z]+):(?P<slug>[a-z0-9-]*):(?P<key>[A-Za-z0-9._-]*)$")

    def __init__(self, action: Action) -> None:
        self.action = action
        style = _STYLES.get(action.do, discord.ButtonStyle.secondary)
        super().__init__(
            discord.ui.Button(label=_short(action.label, _MAX_LABEL), style=style, custom_id=action_id(action)),
            row=action.row,
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Rebuild the button from its id alone; an unknown action opens the passage."""
        do = Do(match["do"]) if match["do"] in _KNOWN else Do.OPEN
        label = getattr(item, "label", None) or do.value
        return cls(Action(do, label, match["slug"], match["key"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the click to the client."""
        await cast("Clicks", interaction.client).clicked(interaction, self.action)


class TopicMenu(
    discord.ui.DynamicItem[discord.ui.Select[discord.ui.LayoutView]],
    template=rf"{_PREFIX}:menu",
):
    """The select that opens a topic."""

    def __init__(self, menu: Menu | None = None) -> None:
        options = [
            discord.SelectOption(
                label=_short(option.label, _MAX_OPTION),
                value=option.slug,
                description=_short(option.description, _MAX_OPTION) or None,
            )
            for option in (menu.options if menu else ())
        ]
        prompt = menu.prompt if menu else None
        super().__init__(discord.ui.Select(custom_id=f"{_PREFIX}:menu", placeholder=prompt, options=options))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Rebuild the select; what was chosen comes with the interaction."""
        return cls()

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the choice to the client."""
        data = cast("dict[str, Any]", interaction.data or {})
        values = data.get("values", [])
        await cast("Clicks", interaction.client).chosen(interaction, str(values[0]) if values else "")


def buttons(actions: Iterable[Action], *, private: bool = False) -> discord.ui.View | None:
    """Return the buttons of a text message, or None where there are none.

    What everybody sees need not be shared; what only one person sees, Discord itself lets them dismiss.
    """
    needless = Do.DISMISS if private else Do.SHARE
    shown = [action for action in actions if action.do is not needless]
    if not shown:
        return None
    view = discord.ui.View(timeout=None)
    for action in shown:
        view.add_item(ActionButton(action))
    return _not_watched(view)


def layout(text: str, menu: Menu, reply: Reply) -> discord.ui.LayoutView:
    """Return a Components V2 message: text, its buttons, and the menu below."""
    view = discord.ui.LayoutView(timeout=None)
    container: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(discord.ui.TextDisplay(text))
    shown = [ActionButton(action) for action in reply.actions]
    for start in range(0, len(shown), 5):
        container.add_item(discord.ui.ActionRow(*cast("list[Any]", shown[start : start + 5])))
    view.add_item(container)
    view.add_item(discord.ui.ActionRow(cast("Any", TopicMenu(menu))))
    return _not_watched(view)


def _not_watched(view: _AnyView) -> _AnyView:
    """Return a view that discord.py only sends: it would keep a private one, with a task, for a quarter of an hour."""
    view.stop()
    return view


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "\u2026"
