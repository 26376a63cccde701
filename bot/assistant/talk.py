"""Telling questions from other talk, where people speak to each other and not to the assistant.

How often this is right on real talk stands in `docs/retrieval.md`.
"""

import re
from collections.abc import Sequence
from itertools import dropwhile

from bot.domain import Signals
from bot.retrieval.text import FUNCTION_WORDS, words

_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
_QUOTED = re.compile(r"^>.*$|[\"\u201c][^\"\u201c\u201d\n]*[\"\u201d]", re.MULTILINE)
_ADDRESS = re.compile(r"https?://\S+")
_SHOWN = " it "  # what stands for code, a quotation or an address: it may be what the sentence is about
_IS = re.compile(r"\b(what|when|where|who|how|why)['\u2019]?s\b", re.IGNORECASE)
_MARK = re.compile(r"\?(?!\w)")
_ENDS = re.compile(r"[.!;:\n]+(?:\s|$)")

_GREETINGS, _ASKING, _HELPERS, _SUBJECTS, _ROLES, _SEARCHED = (
    frozenset(line.split())
    for line in (
        "hi hello hey morning all everyone folks team guys so ok okay and but also please quick question",
        "who whom whose what when where which why how",
        "can could should shall would will is are am was were do does did has have had may must might isnt arent dont",
        "i im ive we weve you youre he she it its they theyre there this that these those my our your a an the",
        "anyone anybody someone any each po pos pm sm scrum product sprint dev devs developer developers team",
        "versus or how meaning difference definition example examples template explained",
    )
)
_COMMANDS = frozenset(
    f"{verb} {thing}" for verb in ("do", "had", "have") for thing in ("a", "an", "it", "that", "this")
)
_CLAUSES = frozenset(("when", "where"))  # these begin more clauses than questions
_RELATIVE = frozenset(("which", "who", "whom", "whose"))  # after a comma they say more of what stands before it
_REQUEST = re.compile(
    r"(?:tell me|explain|define|describe|help me|any (?:advice|clues?|ideas?|suggestions?|thoughts|tips))\b"
    r"|any(?:body|one) (?:else )?(?:got|has|have|know|knows|tried|using)\b"
    r"|(?:.* )?(?:need|want|looking for) (?:an |any |some )?(?:advice|help|tips)\b"
    r"|(?:.* )?(?:wondering|curious|(?:like|need|want) to know) (?:how|if|what|when|where|whether|which|who|why)\b"
)
_IN_SENTENCES = _HELPERS | _SUBJECTS - {"a", "an", "the"} | {"be", "been", "for", "no", "not", "yes"}
_MOST_SEARCHED = 8  # words
_FEWEST = 2  # words of a question; "ok?" is none


def is_question(text: str, *, goes_on: bool = False) -> bool:
    """Tell whether text asks for something: it has a question mark, opens as a question does, or is a search phrase.

    Only where it `goes_on` with an answer may it lack a subject of its own ("why is that?").
    """
    text = _ADDRESS.sub(_SHOWN, _IS.sub(r"\1 is", text))
    asked = words(text)
    if not goes_on and (len(asked) < _FEWEST or FUNCTION_WORDS.issuperset(asked)):
        return False
    own = _QUOTED.sub(_SHOWN, _CODE.sub(_SHOWN, text))
    return bool(_MARK.search(own)) or any(map(_asks, _ENDS.split(own))) or _is_search(asked)


def is_ours(signals: Signals) -> bool:
    """Tell whether a question is for us to take up where nobody spoke to us.

    It is where the first topic holds more of its weight than no page at all does. A long message about something else
    holds many of our words by accident, which makes the confidence high, but more that are none of ours.
    """
    return signals.coverage > signals.unknown


def _asks(sentence: str) -> bool:
    """Tell whether a sentence without a question mark asks: by its first words, or by those of a later clause."""
    first, *later = (words(clause) for clause in sentence.split(","))
    return _opens(list(dropwhile(_GREETINGS.__contains__, first))) or any(
        _opens(clause, later=True) for clause in later
    )


def _opens(clause: Sequence[str], *, later: bool = False) -> bool:
    if len(clause) < _FEWEST:
        return False
    first, second = clause[:2]
    if first in _ASKING:
        return _asks_for(first, second, later=later)
    if first in _HELPERS:
        return second in _SUBJECTS | _ROLES and f"{first} {second}" not in _COMMANDS
    return bool(_REQUEST.match(" ".join(clause)))


def _asks_for(first: str, second: str, *, later: bool) -> bool:
    """Tell a question from a clause: "when is" and "what to" ask, "when we", "what I" and "which is" go on."""
    if later or first in _CLAUSES:
        return first not in _RELATIVE and (second in _HELPERS or second == "to")
    if first == "which":
        return second not in FUNCTION_WORDS
    return second not in _SUBJECTS


def _is_search(asked: Sequence[str]) -> bool:
    """Tell whether a text is no sentence but a phrase as it is typed into a search: "outcome vs output example"."""
    return len(asked) <= _MOST_SEARCHED and not _SEARCHED.isdisjoint(asked[1:]) and _IN_SENTENCES.isdisjoint(asked)
