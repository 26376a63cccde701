"""Where the content is, and at which line of a file a word stands."""

import re
from collections.abc import Sequence
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def packaged_content() -> Path:
    """Return the content that comes with the program: inside the installed package, or beside it in a clone."""
    installed = _PACKAGE / "knowledge"
    return installed if installed.is_dir() else _PACKAGE.parent / "knowledge"


def last_file(folders: Sequence[Path], name: str) -> Path:
    """Return the file that counts: the one in the last folder that has it."""
    return next((folder / name for folder in reversed(folders) if (folder / name).exists()), folders[0] / name)


def line_of(path: Path, word: str, after: str = "") -> int:
    """Return the first line, counted from 1, that holds `word` at or after the line that begins with `after`.

    Where there is no such line the first one that holds `word` counts, else 1.
    """
    if not path.exists():
        return 1
    whole = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])", re.IGNORECASE)  # "sprint" is not in "sprint-goal"
    lines = path.read_text("utf-8").split("\n")
    start = next((number for number, line in enumerate(lines) if line.lstrip(" -").startswith(after)), 0)
    places = [number for number, line in enumerate(lines, 1) if whole.search(line)]
    return next((place for place in places if place > start), places[0] if places else 1)


def line_of_text(path: Path, text: str) -> int:
    """Return the line, counted from 1, on which a text begins that stands in the file word for word."""
    before, found, _ = path.read_text("utf-8").partition(text)
    return before.count("\n") + 1 if found else 1
