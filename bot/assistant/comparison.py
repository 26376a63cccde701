"""Questions that compare two things: "difference between X and Y", "X vs Y"."""

import re

# Bounded, for a search without bounds takes seconds on a long text that repeats "difference of". Wider than a side may
# be, so that a long one is seen whole and refused.
_ANY = r".{1,100}?"

_BETWEEN = re.compile(
    rf"\b(?:differences?|compare[ds]?|comparison|distinction)\b.{{0,100}}?\b(?:between|of)\s+"
    rf"({_ANY})\s+(?:and|vs\.?|versus)\s+(.+)",
    re.IGNORECASE,
)
_VERSUS = re.compile(rf"({_ANY})\s+(?:vs\.?|versus)\s+(.+)", re.IGNORECASE)
_DIFFERS = re.compile(
    rf"\bhow (?:is|are|does|do) ({_ANY}) (?:different from|differ from|compare (?:to|with)) (.+)", re.IGNORECASE
)
_SIGN = re.compile(r"differ|compar|distinction|\b(?:vs|versus)\b", re.IGNORECASE)  # without one no pattern is tried
_LONGEST_SIDE = 60  # characters; a longer side is a story, not a thing
_CLAUSE_END = re.compile(r"[?!.,;:\n]")


def compared(question: str) -> tuple[str, str] | None:
    """Return the two things that a question compares, or None."""
    if not _SIGN.search(question):
        return None
    for pattern in (_BETWEEN, _DIFFERS, _VERSUS):
        match = pattern.search(question)
        if match:
            left = _CLAUSE_END.split(match[1])[-1].strip()
            right = _CLAUSE_END.split(match[2])[0].strip()
            if left and right and max(len(left), len(right)) <= _LONGEST_SIDE:
                return left, right
    return None
