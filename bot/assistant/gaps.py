"""The words of a question that got no answer: what the articles may lack."""

import re

from bot.domain import Answer
from bot.retrieval.text import FUNCTION_WORDS, stem, words

_MOST_TERMS = 20  # of one question
_SHORTEST, _LONGEST = 3, 40  # characters of a word
# Addresses; mentions and emoji as Discord writes them. Bounded, since the search begins anew at every character.
_NO_WORD = re.compile(r"\S{1,20}://\S+|<[^<>]{1,100}>")


def gap_terms(answer: Answer) -> dict[str, str]:
    """Return the content words of a question without an answer, by their stems; a number is no word."""
    if answer.answered or answer.small_talk:
        return {}
    corrected = {rewrite.written: rewrite.read_as for rewrite in answer.corrections}
    found: dict[str, str] = {}
    for word in words(_NO_WORD.sub(" ", answer.question)):
        meant = corrected.get(word, word)
        if meant not in FUNCTION_WORDS and _SHORTEST <= len(meant) <= _LONGEST and any(map(str.isalpha, meant)):
            found.setdefault(stem(meant), meant)
    return dict(list(found.items())[:_MOST_TERMS])
