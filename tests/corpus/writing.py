"""A small right content folder, and ways to break it."""

from pathlib import Path

from bot.corpus.loader import load_corpus
from bot.domain import Corpus
from bot.errors import ContentError, Problem

SECTION = " ".join(f"word{number}" for number in range(50)) + "."

# Tests count on the line numbers of this text: `title` is line 2, `questions` 5, `related` 14, the heading 24.
ALPHA = f"""\
---
title: Alpha
summary: Alpha is the first letter.
also_called: [first letter]
questions:
  - what is alpha
  - where does it begin
  - which letter comes first
  - what opens the alphabet
  - who invented it
  - is it a vowel
  - ask: how long is it
    section: Length
related: [beta]
resources:
  - title: Letters
    url: https://example.org/alpha
    kind: guide
reviewed: 2026-11-23
---

Alpha comes before all else.

## Length
{SECTION}
"""

BETA = ALPHA.replace("Alpha", "Beta").replace("first letter", "second letter").replace("[beta]", "[alpha]")


def write(folder: Path, name: str, text: str | bytes) -> Path:
    """Write a content file, making its folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def right_folder(folder: Path) -> Path:
    """Write alpha and beta, both without a mistake."""
    write(folder, "role/alpha.md", ALPHA)
    write(folder, "role/beta.md", BETA)
    return folder


def changed(old: str, new: str, text: str = ALPHA) -> str:
    """Return `text` with one place changed."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)


def problems(*folders: Path) -> tuple[Problem, ...]:
    """Return what loading the folders complains about."""
    try:
        load_corpus(folders)
    except ContentError as error:
        return error.problems
    return ()


def load(*folders: Path) -> Corpus:
    """Load folders that are right."""
    return load_corpus(folders)
