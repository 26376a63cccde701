"""Reading a question with the turn before it, and remembering turns for a quarter of an hour."""

import re
from collections import OrderedDict
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

from bot.clock import Clock
from bot.retrieval.text import FUNCTION_WORDS, words

CONTEXT_WEIGHT = 0.3  # of the last topic's title words beside the new question's own
PULL = 0.6  # how far the last topic is ahead, divided by the number of the new question's own words
STANDS_ALONE = 0.8  # the cosine to an author question from which a question needs no turn before it
TURN_SECONDS = 15 * 60
MOST_TURNS = 10_000
_FEW_WORDS = 2
_MOST_WORDS = 14  # a longer text tells its own story

_OPENING = re.compile(r"^(and|but|so|ok|what about|how about|why|how come|then)\b", re.IGNORECASE)
_CORRECTING = re.compile(
    r"(?:(?:no|nope|nah|not that|wrong|sorry|oh|wait|actually)[\s,.!:;-]+)*"
    r"i (?:actually |really )?(?:mean|meant|was asking about|was talking about)[\s,:-]+(?P<meant>\w.*)",
    re.IGNORECASE,
)
_POINTING = frozenset(("it", "that", "they", "them", "this", "these", "those", "one", "its", "their"))


@dataclass(frozen=True, slots=True)
class Turn:
    """What the person was last told about: the topic of the answer."""

    topic: str


def leans_on_context(question: str) -> bool:
    """Tell whether a question may need the turn before it: very short, or pointing back."""
    asked = words(question)
    content = [word for word in asked if word not in FUNCTION_WORDS]
    return bool(asked) and (points_back(question) or (len(content) <= _FEW_WORDS and len(asked) <= _MOST_WORDS))


def points_back(question: str) -> bool:
    """Tell whether a question opens with "and" or the like, or points with "it"; a long text tells its own story."""
    asked = words(question)
    pointing = bool(_OPENING.match(question.strip())) or not _POINTING.isdisjoint(asked)
    return pointing and len(asked) <= _MOST_WORDS


def meant_instead(question: str) -> str | None:
    """Return what somebody says they meant ("no, I meant release planning"), or None for other questions."""
    match = _CORRECTING.match(question)
    return match["meant"] if match else None


def with_context(terms: Sequence[tuple[str, float]], title_terms: Collection[str]) -> tuple[tuple[str, float], ...]:
    """Return the question's terms with the last topic's title added at a small weight."""
    own = {term for term, _ in terms}
    return (*terms, *((term, CONTEXT_WEIGHT) for term in sorted(title_terms) if term not in own))


class TurnMemory:
    """The last turn of each person in each place, in memory only, forgotten after 15 minutes or when too many."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._turns: OrderedDict[Hashable, tuple[float, Turn]] = OrderedDict()

    def recall(self, key: Hashable) -> Turn | None:
        """Return the last turn under `key` (person and place), or None if there is none or it is too old."""
        held = self._turns.get(key)
        if held is None or self._clock.monotonic() - held[0] > TURN_SECONDS:
            self._turns.pop(key, None)
            return None
        return held[1]

    def forget(self, person: Hashable) -> None:
        """Drop every turn of a person: their key is the person, or begins with them."""
        of_person = [key for key in self._turns if key == person or (isinstance(key, tuple) and key[:1] == (person,))]
        for key in of_person:
            del self._turns[key]

    def expire(self) -> None:
        """Drop every turn that is too old; they stand in the order of their time."""
        oldest = self._clock.monotonic() - TURN_SECONDS
        while self._turns and next(iter(self._turns.values()))[0] < oldest:
            self._turns.popitem(last=False)

    def remember(self, key: Hashable, turn: Turn) -> None:
        """Keep `turn` as the last one under `key`."""
        self.expire()
        self._turns[key] = (self._clock.monotonic(), turn)
        self._turns.move_to_end(key)
        while len(self._turns) > MOST_TURNS:
            self._turns.popitem(last=False)
