"""Buttons and the menu. Their ids say all they need, so they work weeks later and after a restart."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any, Protocol, Self, TypeVar, cast

import discord

from bot.commands.reply import Action, Do, Menu, Reply

_PREFIX = "po1"  # a number to change when the meaning of an id changes
BUTTON_ID = re.compile(rf"{_PREFIX}:(?P<do>[a-z]+):(?P<slug>[a-z0-9-]*):(?P<key>[A-Za-z0-9._-]*)")
_MENU_ID = f"{_PREFIX}:menu"
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


def action_id(action: Action) -> str:
    """Return the button id, at most 100 characters."""
    return f"{_PREFIX}:{action.do}:{action.slug}:{action.key}"


def is_served(custom_id: str) -> bool:
    """Tell whether a button or menu of this id does something."""
    return custom_id == _MENU_ID or BUTTON_ID.fullmatch(custom_id) is not None


def topic_of(message: discord.Message) -> str:
    """Return the topic that one of our messages is about, read from its buttons, or an empty text."""
    return next((match["slug"] for match in _button_ids(message) if match["slug"]), "")


def button_keys(message: discord.Message) -> list[str]:
    """Return the keys in the buttons of one of our messages."""
    return [match["key"] for match in _button_ids(message)]


def _button_ids(message: discord.Message) -> Iterator[re.Match[str]]:
    for row in message.components:
        for item in getattr(row, "children", ()):
            match = BUTTON_ID.fullmatch(getattr(item, "custom_id", None) or "")
            if match:
                yield match


class ActionButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]],
    template=BUTTON_ID,
):
    """A button for an `Action`."""

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
        return cls(read_action(match, getattr(item, "label", None) or ""))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the click to the client."""
        await cast("Clicks", interaction.client).clicked(interaction, self.action)


class ActionMenu(
    discord.ui.DynamicItem[discord.ui.Select[Any]],
    template=_MENU_ID,
):
    """The select below a message; each of its lines does what a button would, whose id is the line's value."""

    def __init__(self, menu: Menu | None = None) -> None:
        options = [
            discord.SelectOption(
                label=_short(option.action.label, _MAX_OPTION),
                value=action_id(option.action),
                description=_short(option.description, _MAX_OPTION) or None,
            )
            for option in (menu.options if menu else ())
        ]
        prompt = menu.prompt if menu else None
        super().__init__(discord.ui.Select(custom_id=_MENU_ID, placeholder=prompt, options=options))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Rebuild the select; what was chosen comes with the interaction."""
        return cls()

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the choice to the client."""
        data = cast("dict[str, Any]", interaction.data or {})
        match = BUTTON_ID.fullmatch("".join(data.get("values", [])[:1]))
        action = read_action(match, "") if match else Action(Do.OPEN, "")  # opens nothing, which is said
        await cast("Clicks", interaction.client).clicked(interaction, action)


def read_action(match: re.Match[str], label: str) -> Action:
    """Return the action that an id stands for; an unknown one opens the passage."""
    do = Do(match["do"]) if match["do"] in _KNOWN else Do.OPEN
    return Action(do, label or do.value, match["slug"], match["key"])


def buttons(actions: Iterable[Action], *, private: bool = False, menu: Menu | None = None) -> discord.ui.View | None:
    """Return the buttons of a text message and the menu below them, or None where there is neither.

    What everybody sees need not be shared; what only one person sees, Discord itself lets them dismiss.
    """
    needless = Do.DISMISS if private else Do.SHARE
    shown = [action for action in actions if action.do is not needless]
    if not shown and menu is None:
        return None
    view = discord.ui.View(timeout=None)
    for action in shown:
        view.add_item(ActionButton(action))
    if menu is not None:
        view.add_item(ActionMenu(menu))
    return _not_watched(view)


def layout(text: str, reply: Reply) -> discord.ui.LayoutView:
    """Return a Components V2 message: text and its buttons in a frame, and the menu below."""
    view = discord.ui.LayoutView(timeout=None)
    container: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(discord.ui.TextDisplay(text))
    shown = sorted(reply.actions, key=lambda one: one.row or 0)
    for _, row in groupby(shown, key=lambda one: one.row or 0):
        container.add_item(discord.ui.ActionRow(*[ActionButton(replace(one, row=None)) for one in row]))
    view.add_item(container)
    if reply.menu is not None:
        view.add_item(discord.ui.ActionRow(cast("Any", ActionMenu(reply.menu))))
    return _not_watched(view)


def _not_watched(view: _AnyView) -> _AnyView:
    """Return a view that discord.py only sends: it would keep a private one, with a task, for a quarter of an hour."""
    view.stop()
    return view


def can_replace(clicked: discord.Message | None, reply: Reply) -> bool:
    """Tell whether a reply may take the place of the message that was clicked.

    That has to be one which only the clicker sees, and of the same kind: Discord takes the frame off no message. A
    refusal leaves it as it is.
    """
    if clicked is None or not reply.done:
        return False
    return clicked.flags.ephemeral and clicked.flags.components_v2 == reply.explorer


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "\u2026"
