"""Standard output for any terminal: colours only on one, plain letters where the locale has no others."""

import codecs
import sys
from functools import cache
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

_PLAIN = {
    "\u00b7": "-",  # middle dot
    "\u2502": "|",  # vertical line
    "\u2026": "...",
    "\u2013": "-",
    "\u2014": "-",
    "\u2018": "'",
    "\u2019": "'",
    "\u201c": '"',
    "\u201d": '"',
}
_MOST_COLUMNS = 100  # longer lines are hard to read


def prepare_streams() -> None:
    """Make standard output and error print what their encoding lacks as plain letters instead of failing."""
    codecs.register_error("plain", _plain)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="plain")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")


@cache
def console(*, error: bool = False) -> "Console":
    """Return the console for people; it obeys NO_COLOR, is plain in a pipe, and never reads markup in texts."""
    from rich.console import Console  # noqa: PLC0415  # --json does without

    found = Console(stderr=error, markup=False, emoji=False, highlight=False)
    found.width = min(found.width, _MOST_COLUMNS)
    return found


def print_error(sentence: str) -> None:
    """Print one sentence to standard error."""
    print(sentence, file=sys.stderr)


def is_interactive(stream: TextIO) -> bool:
    """Tell whether a person sits at the other end."""
    return stream.isatty()


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_PLAIN.get(char, "?") for char in error.object[error.start : error.end]), error.end
