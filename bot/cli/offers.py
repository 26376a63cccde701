"""What the numbers of a conversation open: the lines that list them, and reading one that was typed."""

import textwrap
from collections.abc import Iterator, Sequence

from bot.commands.reply import Action
from bot.errors import UsageError

_MOST_DIGITS = 3  # a longer number is nothing that was offered


def offer_lines(labels: Sequence[str], first: int, width: int) -> Iterator[str]:
    """Yield the choices with their numbers from `first` on: on one line where they fit, else one on each."""
    choices = [f"[{number}] {label}" for number, label in enumerate(labels, first)]
    together = "  ".join(choices)
    if len(together) <= width:
        choices = [together] if together else []
    for choice in choices:
        indent = " " * (choice.index("]") + 2)
        yield from textwrap.wrap(choice, width, subsequent_indent=indent, break_on_hyphens=False)


def picked(typed: str, offered: Sequence[Action]) -> Action:
    """Return what a number of digits only means; raises `UsageError` that names the numbers there are."""
    number = int(typed) if len(typed) <= _MOST_DIGITS else 0
    if 0 < number <= len(offered):
        return offered[number - 1]
    named = typed if len(typed) <= _MOST_DIGITS else "such number"
    raise UsageError(f"There is no {named} to pick. {_numbers(len(offered))}")


def _numbers(count: int) -> str:
    if not count:
        return "Ask in words."
    if count == 1:
        return "Type 1, or ask."
    return "Type 1 or 2, or ask." if count == 2 else f"Type a number from 1 to {count}, or ask."  # noqa: PLR2004
