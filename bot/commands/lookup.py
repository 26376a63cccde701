"""Finding a thing by what somebody types: by any word of it, its other names, and small typos."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.retrieval.text import words

_ALIKE = 75  # of 100; below this two names only share letters by chance
_FAR_BEHIND = 10  # of 100; "definitoin of done" does not mean the Definition of Ready
MAX_CHOICES = 25  # Discord shows no more


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing with its id, the label people see, and its other names."""

    value: str
    label: str
    names: tuple[str, ...] = ()


class Lookup:
    """An immutable list of entries, searched on every key press."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = {entry.value: entry for entry in entries}
        self._exact: dict[str, str] = {}
        self._words: dict[str, list[tuple[str, ...]]] = {}
        for entry in self._entries.values():
            spelled = [tuple(words(name)) for name in (entry.label, entry.value, *entry.names)]
            self._words[entry.value] = spelled
            for name in spelled:
                self._exact.setdefault(" ".join(name), entry.value)

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
        """Return the entries that `typed` may mean, best first; all in their order where nothing is typed."""
        wanted = words(typed)
        if not wanted:
            return [] if typed.strip() else list(self._entries.values())[:limit]
        ranked = sorted(
            (rank, place, value)
            for place, (value, names) in enumerate(self._words.items())
            if (rank := _prefix_rank(wanted, names)) is not None
        )
        found = [value for _, _, value in ranked]
        if not found:
            found = self._alike(" ".join(wanted))
        return [self._entries[value] for value in found[:limit]]

    def _alike(self, wanted: str) -> list[str]:
        from rapidfuzz import fuzz, process  # noqa: PLC0415  # 20 ms that only a misspelt name pays

        hits = process.extract(wanted, list(self._exact), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=MAX_CHOICES)
        return list(dict.fromkeys(self._exact[name] for name, score, _ in hits if score >= hits[0][1] - _FAR_BEHIND))


def _prefix_rank(wanted: Sequence[str], names: Sequence[tuple[str, ...]]) -> int | None:
    """Return 0 where a name begins as typed, 1 where one name holds every typed beginning, else None."""
    best: int | None = None
    for name in names:
        if " ".join(name).startswith(" ".join(wanted)):
            return 0
        if all(any(word.startswith(part) for word in name) for part in wanted):
            best = 1
    return best
