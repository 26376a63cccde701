"""Questions that compare two things: "difference between X and Y", "X vs Y"."""

import re

_BETWEEN = re.compile(
    r"\b(?:differences?|compare[ds]?|comparison|distinction)\b.*?\b(?:between|of)\s+(.+?)\s+(?:and|vs\.?|versus)\s+(.+)",
    re.IGNORECASE,
)
_VERSUS = re.compile(r"(.+?)\s+(?:vs\.?|versus)\s+(.+)", re.IGNORECASE)
_DIFFERS = re.compile(
    r"\bhow (?:is|are|does|do) (.+?) (?:different from|differ from|compare (?:to|with)) (.+)", re.IGNORECASE
)
_LONGEST_SIDE = 60  # characters; a longer side is a story, not a thing
_CLAUSE_END = re.compile(r"[?!.,;:\n]")


def compared(question: str) -> tuple[str, str] | None:
    """Return the two things that a question compares, or None."""
    for pattern in (_BETWEEN, _DIFFERS, _VERSUS):
        match = pattern.search(question)
        if match:
            left = _CLAUSE_END.split(match[1])[-1].strip()
            right = _CLAUSE_END.split(match[2])[0].strip()
            if left and right and max(len(left), len(right)) <= _LONGEST_SIDE:
                return left, right
    return None
