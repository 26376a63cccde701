"""The sentence of a passage that answers."""

import re
from collections.abc import Callable, Collection

from bot.sentences import Span, split_sentences

CUE_BONUS = 0.2  # the sentence shows the kind of thing that the question asks for
POSITION_BONUS = 0.2  # divided by the sentence's place, counted from 1: authors put the answer first

# What a question asks, and what a sentence shows that answers it.
_CUES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(asked, re.IGNORECASE), re.compile(shown, re.IGNORECASE))
    for asked, shown in (
        (
            r"\b(when|how often|how long)\b",
            r"\b(before|after|during|every|until|once|weeks?|days?|hours?|months?|minutes?)\b",
        ),
        (
            r"\bhow (many|much|big|large)\b",
            r"\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|half|most)\b",
        ),
        (
            r"\b(who|whose|whom)\b",
            r"\b(Product Owner|Developers?|Scrum Master|Scrum Team|stakeholders?|managers?|sponsor|nobody|only)\b",
        ),
        (r"\bwhy\b", r"\b(because|so that|since|due to|reason|otherwise)\b"),
        (r"\bhow (do|does|can|should|to)\b", r"\b(by|using|start|first|ask|write|use|agree|make)\b"),
        (
            r"\b(what('| i)?s|what are|meaning|define|definition)\b",
            r"\b(is an?|is the|are the|means|refers to|describes)\b",
        ),
        (r"\b(can|may|should|must|does|is|are|do)\b", r"\b(yes|no|not|only|may|never|nothing|cannot)\b"),
    )
)


def cue_of(question: str) -> int | None:
    """Return the number of the kind of thing that a question asks for, or None."""
    return next((number for number, (asked, _) in enumerate(_CUES) if asked.search(question)), None)


class SentenceScorer:
    """Scores sentences by the share of the question's weight that they hold; words of the title weigh nothing."""

    def __init__(self, analyse: Callable[[str], frozenset[str]], idf: Callable[[str], float]) -> None:
        self._analyse = analyse
        self._idf = idf
        # Bounded: only texts of the content come here.
        self._held: dict[str, list[tuple[Span, frozenset[str]]]] = {}
        self._showing: dict[tuple[str, int], frozenset[Span]] = {}

    def best(self, text: str, terms: Collection[tuple[str, float]], title: str, cue: int | None) -> Span | None:
        """Return the [start, end) of the sentence of `text` that answers best, or None where none shares a word.

        `terms` and `cue` (see `cue_of`) are the question's.
        Score: idf share of the question's terms (BM25 with b = 0 reduced to presence) + 0.2 for the answer's type
        + 0.2 / position; constants measured on WikiQA.
        """
        of_title = self._analyse(title)
        values = {term: weight * self._idf(term) for term, weight in terms if term not in of_title}
        total = sum(values.values()) or 1.0
        best: Span | None = None
        best_score = 0.0
        showing = self._that_show(text, cue) if cue is not None else ()
        for place, (span, held) in enumerate(self._sentences(text), 1):
            share = sum([value for term, value in values.items() if term in held]) / total
            score = share + CUE_BONUS * (span in showing) + POSITION_BONUS / place
            if score > best_score:
                best, best_score = span, score
        return best

    def _sentences(self, text: str) -> list[tuple[Span, frozenset[str]]]:
        """Return the sentences of a text with their terms."""
        known = self._held.get(text)
        if known is None:
            known = self._held[text] = [(span, self._analyse(text[slice(*span)])) for span in split_sentences(text)]
        return known

    def _that_show(self, text: str, cue: int) -> frozenset[Span]:
        """Return the sentences of a text that show a kind of thing."""
        known = self._showing.get((text, cue))
        if known is None:
            shown = _CUES[cue][1]
            found = (span for span in split_sentences(text) if shown.search(text[slice(*span)]))
            known = self._showing[text, cue] = frozenset(found)
        return known
