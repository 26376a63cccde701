"""A long list, a page at a time; which page it is stands in the buttons."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.commands import browsing_words as words
from bot.commands.reply import Action

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """What one page shows; `number` counts from 0."""

    shown: Sequence[T]
    number: int
    count: int

    @property
    def place(self) -> str:
        """Which page it is, or an empty text where there is only one."""
        return words.PLACE.format(number=self.number + 1, count=self.count) if self.count > 1 else ""

    def turns(self, button: Callable[[str, int], Action]) -> list[Action]:
        """Return the buttons to the pages before and after, made from label and number."""
        near = ((words.PREVIOUS, self.number - 1), (words.NEXT, self.number + 1))
        return [button(label, number) for label, number in near if 0 <= number < self.count]


def page_of(things: Sequence[T], number: int, size: int) -> Page[T]:
    """Return a page of `size` things; a number beyond the last page, as an old button may hold, is the last one."""
    count = max(1, -(-len(things) // size))
    number = max(0, min(number, count - 1))
    return Page(things[number * size : (number + 1) * size], number, count)


def read_number(text: str) -> int:
    """Return the page number that stands in a button, 0 where none does."""
    return int(text[:6]) if text.isascii() and text.isdecimal() else 0
