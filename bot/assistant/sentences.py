"""The sentence of a passage that answers."""

import re
from collections.abc import Callable, Collection

from bot.retrieval.text import FUNCTION_WEIGHT, stem
from bot.sentences import Span, split_sentences

KIND_BONUS = 0.3  # the sentence shows the kind of thing that the question asks for: a person, a number, a reason
HINT_BONUS = 0.1  # it reads as an answer to such a question often does, which tells little
POSITION_BONUS = 0.25  # divided by the sentence's place, counted from 1: authors put the answer first
HEADING_WEIGHT = 0.5  # the whole section is about the words of its heading

# Words of a question's form and not of what it is about: "how long does it last", "what is the difference between".
_FRAME_WORDS = (
    "compare comparison differ difference different distinction good last long many much need often take versus"
)
_FRAME = frozenset(map(stem, _FRAME_WORDS.split()))
_COUNT = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|half)"

# What a question asks, what a sentence shows that answers it, and what that is worth.
_CUES: tuple[tuple[re.Pattern[str], re.Pattern[str], float], ...] = tuple(
    (re.compile(asked, re.IGNORECASE), re.compile(shown, re.IGNORECASE), worth)
    for asked, shown, worth in (
        (
            r"\bhow long\b",
            rf"\b(?:{_COUNT}|an?|few|several)(?: \w+)? (?:minute|hour|day|week|month|quarter|year|sprint)s?\b",
            KIND_BONUS,
        ),
        (
            r"\bhow (often|frequently)\b",
            r"\b(every|each|once|twice|daily|weekly|monthly|continuously|an? (day|week|sprint|month|quarter|year))\b",
            KIND_BONUS,
        ),
        (
            r"\bwhen\b",
            r"\b(before|after|during|every|until|once|weeks?|days?|hours?|months?|minutes?)\b",
            KIND_BONUS,
        ),
        (r"\bhow (many|much|big|large)\b", rf"\d|\b(?:{_COUNT}|most)\b", KIND_BONUS),
        (
            r"\b(who|whose|whom)\b",
            r"\b(Product Owner|Developers?|Scrum Master|Scrum Team|stakeholders?|managers?|sponsor|nobody|only)\b",
            KIND_BONUS,
        ),
        (r"\bwhy\b", r"\b(because|so that|since|due to|reason|otherwise)\b", KIND_BONUS),
        (
            r"\b(good for|(purpose|point|benefits?|use) of)\b",
            r"\b(helps? (you|us|them|people|to)|lets? (you|us|them|people)|so that|uses? \w+ to|used to)\b",
            KIND_BONUS,
        ),
        (
            r"\b(do|does) (\w+ ){1,3}(need|have to)\b|\b(necessary|required|mandatory|optional)\b",
            r"\b(requires?|required|prescribes?|need no|need not|do(es)? (not )?need|optional|mandatory|necessary)\b",
            KIND_BONUS,
        ),
        (r"\bhow (do|does|can|should|to)\b", r"\b(by|using|start|first|ask|write|use|agree|make)\b", HINT_BONUS),
        (
            r"\b(what('| i)?s|what are|meaning|define|definition)\b",
            r"\b(is an?|is the|are the|means|refers to|describes)\b",
            HINT_BONUS,
        ),
        (
            r"\b(can|may|should|must|does|is|are|do)\b",
            r"\b(yes|no|not|only|may|never|nothing|cannot)\b",
            HINT_BONUS,
        ),
    )
)


def cue_of(question: str) -> int | None:
    """Return the number of the kind of thing that a question asks for, or None."""
    return next((number for number, (asked, *_) in enumerate(_CUES) if asked.search(question)), None)


class SentenceScorer:
    """Scores sentences by the share of the question's weight that they hold.

    Words of the title weigh nothing, those of the heading half, and neither function words nor the frame of a question
    ("how long", "good for") weigh anything: they say what is asked, not what it is asked about.
    """

    def __init__(self, analyse: Callable[[str], frozenset[str]], idf: Callable[[str], float]) -> None:
        self._analyse = analyse
        self._idf = idf
        # Bounded: only texts of the content come here.
        self._held: dict[str, list[tuple[Span, frozenset[str]]]] = {}
        self._showing: dict[tuple[str, int], frozenset[Span]] = {}

    def best(
        self, text: str, terms: Collection[tuple[str, float]], cue: int | None, title: str, heading: str = ""
    ) -> Span | None:
        """Return the [start, end) of the sentence of `text` that answers best, or None where it holds no sentence.

        `terms` and `cue` (see `cue_of`) are the question's. Where nothing tells the sentences apart the first is best.
        Score: idf share of the question's terms (BM25 with b = 0 reduced to presence) + what the cue is worth
        + 0.25 / position.
        """
        of_title, of_heading = self._analyse(title), self._analyse(heading)
        silent = _FRAME | of_title
        own = dict.fromkeys(term for term, weight in terms if weight != FUNCTION_WEIGHT and term not in silent)
        total = sum(map(self._idf, own)) or 1.0
        values = {term: self._idf(term) / total * (HEADING_WEIGHT if term in of_heading else 1.0) for term in own}
        best: Span | None = None
        best_score = 0.0
        showing = self._that_show(text, cue) if cue is not None else ()
        worth = _CUES[cue][2] if cue is not None else 0.0
        for place, (span, held) in enumerate(self._sentences(text), 1):
            share = sum([value for term, value in values.items() if term in held])
            score = share + worth * (span in showing) + POSITION_BONUS / place
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
