"""Standard output for any terminal: colours only on one, plain letters where the locale has no others."""

import codecs
import os
import shutil
import sys
from dataclasses import dataclass
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
_FEWEST_COLUMNS, _MOST_COLUMNS = 30, 100  # longer lines are hard to read


@dataclass(frozen=True, slots=True)
class Paper:
    """Where a reply is printed: its width in columns, and whether it shows colours."""

    width: int
    coloured: bool

    def bold(self, text: str) -> str:
        """Return text that stands out."""
        return self._styled("1", text)

    def dim(self, text: str) -> str:
        """Return text that steps back."""
        return self._styled("2", text)

    def cyan(self, text: str) -> str:
        """Return text in cyan."""
        return self._styled("36", text)

    def _styled(self, code: str, text: str) -> str:
        return f"\033[{code}m{text}\033[0m" if self.coloured and text else text


def paper() -> Paper:
    """Return standard output as it is: https://no-color.org is obeyed, and a pipe gets no colours."""
    columns = shutil.get_terminal_size((80, 24)).columns
    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Paper(max(_FEWEST_COLUMNS, min(columns, _MOST_COLUMNS)), coloured)


def prepare_streams() -> None:
    """Make standard output and error print what their encoding lacks as plain letters instead of failing."""
    codecs.register_error("plain", _plain)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="plain")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")


def console(*, error: bool = False) -> "Console":
    """Return a console for tables and progress; it too obeys NO_COLOR and reads no markup in texts."""
    from rich.console import Console  # noqa: PLC0415  # an answer does without

    return Console(stderr=error, markup=False, emoji=False, highlight=False)


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
