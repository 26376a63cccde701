"""Finding a thing by what somebody types: by any word of it, its other names, and small typos."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.retrieval.text import words

_ALIKE = 75  # of 100; below this two names only share letters by chance
_FAR_BEHIND = 10  # of 100; "definitoin of done" does not mean the Definition of Ready
_SLIPS = ((2, 8), (1, 4))  # so many in a word of so many letters; a shorter one must be right
MAX_CHOICES = 25  # Discord shows no more


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing with its id, the label people see, and its other names."""

    value: str
    label: str
    names: tuple[str, ...] = ()


def button_name(name: str) -> str:
    """Return a name as it can stand in a button: its words, joined by hyphens."""
    return "-".join(words(name))


class Lookup:
    """An immutable list of entries, searched on every key press: every word of a name leads to the names with it."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = list({entry.value: entry for entry in entries}.values())
        self._names: list[tuple[str, int]] = []  # as its words are spelled, and which entry's it is
        self._exact: dict[str, str] = {}
        self._holders: dict[str, set[int]] = {}
        for place, entry in enumerate(self._entries):
            for name in (entry.label, entry.value, *entry.names):
                spelled = words(name)
                for word in spelled:
                    self._holders.setdefault(word, set()).add(len(self._names))
                self._names.append((" ".join(spelled), place))
                self._exact.setdefault(" ".join(spelled), entry.value)
        self._words = sorted(self._holders)

    def exact(self, typed: str) -> str | None:
        """Return the id of the entry that is called `typed`, in any case, or None."""
        return self._exact.get(" ".join(words(typed)))

    def best(self, typed: str) -> str | None:
        """Return the id of the entry that `typed` clearly means, or None."""
        found = self.exact(typed)
        if found is None:
            near = self.search(typed, limit=2)
            found = near[0].value if len(near) == 1 else None
        return found

    def search(self, typed: str, limit: int = MAX_CHOICES) -> Sequence[Entry]:
        """Return the entries that `typed` may mean, best first; all in their order where nothing is typed.

        What counts is that a name holds the beginnings of all typed words, then that it holds words near them.
        """
        wanted = words(typed)
        if not wanted:
            return [] if typed.strip() else self._entries[:limit]
        names = self._holding(wanted, self._beginning) or self._holding(wanted, self._near)
        if not names:
            return self._alike(" ".join(wanted))[:limit]
        spelled = " ".join(wanted)
        ranks: dict[int, bool] = {}  # of each entry: False, which comes first, where a name of it begins as typed
        for name, place in (self._names[number] for number in names):
            ranks[place] = ranks.get(place, True) and not name.startswith(spelled)
        return [self._entries[place] for place in sorted(ranks, key=lambda place: (ranks[place], place))[:limit]]

    def _holding(self, wanted: Iterable[str], find: Callable[[str], set[int]]) -> set[int]:
        """Return the names that hold every wanted word, each as `find` understands it."""
        return set.intersection(*map(find, wanted))

    def _beginning(self, word: str) -> set[int]:
        """Return the names with a word that begins so."""
        first = bisect_left(self._words, word)
        found: set[int] = set()
        for place in range(first, len(self._words)):
            if not self._words[place].startswith(word):
                break
            found |= self._holders[self._words[place]]
        return found

    def _near(self, word: str) -> set[int]:
        """Return the names with a word that begins so or, where there is none, so but for a slip of the hand."""
        slips = next((slips for slips, length in _SLIPS if len(word) >= length), 0)
        found = self._beginning(word)
        if found or not slips:
            return found
        from rapidfuzz import process  # noqa: PLC0415  # 20 ms that only a misspelt name pays
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        # The word may be typed half; with a letter too few or too many it lines up with one more or one less.
        for length in (len(word), len(word) + 1, len(word) - 1):
            cut = {known[:length] for known in self._words}
            for beginning, _, _ in process.extract(word, cut, scorer=OSA.distance, score_cutoff=slips, limit=None):
                found |= self._beginning(beginning)
        return found

    def _alike(self, wanted: str) -> list[Entry]:
        """Return the entries whose whole name is spelled much like `wanted`: words joined, or cut apart."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415  # see above

        hits = process.extract(wanted, list(self._exact), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=MAX_CHOICES)
        near = dict.fromkeys(self._exact[name] for name, score, _ in hits if score >= hits[0][1] - _FAR_BEHIND)
        return [entry for value in near for entry in self._entries if entry.value == value]
