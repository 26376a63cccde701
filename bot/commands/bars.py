"""Numbers as bars of text, for wherever no picture can be shown."""

from collections.abc import Sequence

_WIDTH = 14  # with label and number a line fits a phone
_BLOCK = "\u2588"


def bars(rows: Sequence[tuple[str, int]]) -> list[str]:
    """Return a line for each label and number; the bars are in proportion, and none that counts is empty."""
    most = max((number for _, number in rows), default=0)
    wide = max((len(label) for label, _ in rows), default=0)
    return [" ".join(filter(None, (f"{label:<{wide}}", _bar(number, most), str(number)))) for label, number in rows]


def _bar(number: int, most: int) -> str:
    return _BLOCK * (max(round(number / most * _WIDTH), 1) if number else 0)
