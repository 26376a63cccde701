"""The forms that buttons open. A form's id says all it needs, so it can be sent back after a restart too.

discord.py 2.7.1 dispatches only forms that it holds in memory. Ours are not given to it (`stop`), and the client reads
what comes back from the interaction itself.
"""

from collections.abc import Iterator
from typing import Any, cast

import discord

from bot.commands import card_words as words
from bot.commands import door_words
from bot.commands.ask import MAX_ASKED
from bot.commands.reply import Action, Do
from bot.discord_app.components import BUTTON_ID, action_id

_ANSWER = "answer"  # the id of the one field of each form


def form_for(action: Action, title: str) -> discord.ui.Modal:
    """Return the form of **Not it** or **Ask more** for a passage of the article `title`."""
    if action.do is Do.ASK:
        return _form(action, words.ASK_TITLE, _question(words.ASK_HINT.format(title=title), words.ASK_EXAMPLE))
    return _form(action, words.NOT_IT_TITLE, _reasons())


def ask_form(action: Action, *, private: bool) -> discord.ui.Modal:
    """Return the form of the ask channel's **Ask**; it says who will see the answer."""
    hint = door_words.SEEN_BY_YOU if private else door_words.SEEN_BY_ALL
    return _form(action, door_words.ASK_TITLE, _question(hint, door_words.ASK_EXAMPLE))


def read_form(interaction: discord.Interaction[Any]) -> tuple[Action, str] | None:
    """Return the action of one of our forms and what was filled in, `""` if that cannot be read; None for others."""
    data = cast("dict[str, Any]", interaction.data or {})
    match = BUTTON_ID.fullmatch(str(data.get("custom_id")))
    if match is None or match["do"] not in (Do.NOT_IT, Do.ASK):
        return None
    given = (field.get("value") for field in _fields(data.get("components")) if field.get("custom_id") == _ANSWER)
    answer = next(given, "")
    return Action(Do(match["do"]), "", match["slug"], match["key"]), answer if isinstance(answer, str) else ""


def _form(action: Action, title: str, field: discord.ui.Label[Any]) -> discord.ui.Modal:
    form = discord.ui.Modal(title=title, custom_id=action_id(action))
    form.add_item(field)
    form.stop()
    return form


def _question(hint: str, example: str) -> discord.ui.Label[Any]:
    return discord.ui.Label(
        text=words.ASK_LABEL,
        description=hint,
        component=discord.ui.TextInput(
            custom_id=_ANSWER,
            style=discord.TextStyle.paragraph,
            placeholder=example,
            max_length=MAX_ASKED,
        ),
    )


def _reasons() -> discord.ui.Label[Any]:
    options = [discord.RadioGroupOption(label=label, value=reason.value) for reason, label in words.REASONS.items()]
    return discord.ui.Label(
        text=words.NOT_IT_LABEL,
        description=words.NOT_IT_HINT,
        component=discord.ui.RadioGroup(custom_id=_ANSWER, options=options),
    )


def _fields(components: object) -> Iterator[dict[str, Any]]:
    """Yield the fields in their labels; what has another shape is passed over."""
    for label in components if isinstance(components, list) else ():
        field = label.get("component") if isinstance(label, dict) else None
        if isinstance(field, dict):
            yield field
