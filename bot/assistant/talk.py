"""Telling questions from other talk, where people speak to each other and not to the assistant."""

import re

from bot.retrieval.text import FUNCTION_WORDS, words

_ADDRESS = re.compile(r"https?://\S+")
_MARK = re.compile(r"\?(?!\w)")
_GREETINGS, _ASKING, _HELPERS, _SUBJECTS = (
    frozenset(line.split())
    for line in (
        "hi hello hey morning all everyone folks team guys so ok okay and but also please quick question",
        "who whos whom whose what whats when where which why how hows",
        "can could should shall would will is are am was were do does did has have had may must might isnt arent dont",
        "i we you he she it they there the this that these those a an my our your anyone anybody someone",
    )
)
_REQUESTS = ("tell me", "explain", "define", "describe", "help me", "any idea", "any advice", "any tips")
_FEWEST = 2  # words of a question; "ok?" is none
_EXCLAIMING = frozenset(("a", "an"))  # what a day


def is_question(text: str, *, goes_on: bool = False) -> bool:
    """Tell whether text asks for something: it has a question mark, or opens as a question or a request does.

    Only where it `goes_on` with an answer may it lack a subject of its own ("why is that?").
    """
    text = _ADDRESS.sub(" ", text)
    asked = words(text)
    if not goes_on and (len(asked) < _FEWEST or FUNCTION_WORDS.issuperset(asked)):
        return False
    return bool(_MARK.search(text)) or _opens_as_one(asked)


def _opens_as_one(asked: list[str]) -> bool:
    while asked and asked[0] in _GREETINGS:
        asked = asked[1:]
    first, second = ([*asked, "", ""])[:2]
    if first in _ASKING:
        return second not in _EXCLAIMING
    if first in _HELPERS:
        return second in _SUBJECTS
    return " ".join(asked).startswith(_REQUESTS)
