"""Every error that a person can see, with its sentence and its exit status.

BotError                       2   base: one clear sentence that says what to do
├── UsageError                 2   a command was called the wrong way
├── SettingsError              2   one or more settings are wrong
├── ContentError               2   one or more content files are wrong
├── StorageError               2   the database cannot be used
│   └── RefusedRowError        2   the database works, but refuses a row
└── DiscordRefusedError        4   Discord refused the token or an intent
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in a content file: where it is, and what to do about it.

    `line` counts from 1; `key` is the front matter key or the heading concerned, or empty.
    """

    path: Path
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        subject = f"{self.key}: " if self.key else ""
        return f"{self.path}:{self.line}: {subject}{self.message}"


class BotError(Exception):
    """Base of all errors that reach a person; `str()` is the sentence to show."""

    exit_status = 2


class UsageError(BotError):
    """A command was called the wrong way."""


class SettingsError(BotError):
    """One or more settings are wrong; the text names each one with its fix."""


class ContentError(BotError):
    """One or more content files are wrong; `problems` holds them all, and the text ends with their number."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = f"{len(problems)} problem{'s' if len(problems) > 1 else ''}"
        end = f"{count} in the content; see python -m bot check."
        super().__init__("\n".join((*map(str, self.problems), end)))


class StorageError(BotError):
    """The database cannot be opened, read or written; what was stored is untouched."""


class RefusedRowError(StorageError):
    """The database refuses what was to be stored, and would refuse it again; anything else it takes."""


class DiscordRefusedError(BotError):
    """Discord refused the token or a privileged intent."""

    exit_status = 4
