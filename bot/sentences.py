"""Sentences of a passage with their place in it. Pure text work that content checks and answers share."""

import re
from collections.abc import Sequence
from functools import lru_cache

Span = tuple[int, int]

MAX_QUOTE = 900  # characters of a passage that is quoted
MAX_OPENING = 350  # characters of one that stands behind it, where two do

# A sentence ends at . ! or ? (with closing quotes or brackets) before white space and a capital, digit, quote or link.
_END = re.compile(r"(?<=[.!?])[\"')\]*]*\s+(?=[\"'(\[*]*[A-Z0-9])")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|Mr|Ms|Dr)|\b[A-Z])\.[\"')\]]*\s*$")
_ITEM = re.compile(r"(?:[-*]|\d{1,2}[.)])\s")
_LIST_MARK = re.compile(r"\s*(?:(?:[-*]|\d{1,2}[.)])\s+)?")


@lru_cache(maxsize=2_048)  # most texts are passages of the content, which come again
def split_sentences(text: str) -> tuple[Span, ...]:
    """Return the [start, end) of each sentence; a list item is at least one, and its mark is left out."""
    spans: list[Span] = []
    offset = 0
    for line in text.split("\n"):
        mark = _LIST_MARK.match(line)
        start = offset + (mark.end() if mark else 0)
        line_end = offset + len(line)
        for ending in _END.finditer(text, start, line_end):
            if not _ABBREVIATION.search(text, start, ending.start() + 1):
                spans.append((start, _trim(text, start, ending.end())))
                start = ending.end()
        if text[start:line_end].strip():
            spans.append((start, _trim(text, start, line_end)))
        offset = line_end + 1
    return tuple(spans)


def cut_at_sentence(text: str, limit: int) -> str:
    """Return the longest beginning of `text` of at most `limit` characters that ends with a sentence.

    Where it can, it does not stop inside a list's item, nor between a list and the colon that announces it.
    """
    if len(text) <= limit:
        return text
    ends = [end for _, end in split_sentences(text) if end <= limit]
    good = [end for end in ends if not _breaks_list(text, end)]
    return text[: (good or ends)[-1]] if ends else text[:limit].rsplit(None, 1)[0]


def _breaks_list(text: str, end: int) -> bool:
    """Tell whether a cut would fall inside a list's item, or between a list and the colon that announces it."""
    if _ITEM.match(text, text.rfind("\n", 0, end) + 1):
        return not text.startswith("\n", end)
    return text[end - 1] == ":"


def excerpts(texts: Sequence[str]) -> list[str]:
    """Return what is quoted of the passages of one answer: one or two whole; of three the openings of the others."""
    room = MAX_OPENING if len(texts) > 2 else MAX_QUOTE  # noqa: PLR2004
    return [cut_at_sentence(text, room if place else MAX_QUOTE) for place, text in enumerate(texts)]


def _trim(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())
