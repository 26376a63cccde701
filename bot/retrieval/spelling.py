"""Correcting a word that the content does not know, only when one near word clearly fits."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from bot.retrieval.text import FUNCTION_WORDS, stem

_SHORTEST = 4  # shorter words have too many neighbours
_LONG_WORD = 8  # letters from which any slip, or two of them, is still clearly the same word
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS_MIXED_UP = {frozenset(pair) for pair in ("ae", "ei", "iy", "ou")}


class Spelling:
    """The content's words with their frequency, and the nearest of them to an unknown one."""

    def __init__(self, frequency: Mapping[str, int]) -> None:
        self.frequency = {word: n for word, n in frequency.items() if len(word) >= _SHORTEST and word.isalpha()}

    @cached_property
    def _known_stems(self) -> frozenset[str]:
        return frozenset(stem(word) for word in self.frequency)

    @cached_property
    def _by_form(self) -> dict[tuple[str, int], list[str]]:
        """Words by first letter and length."""
        groups: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in self.frequency:
            groups[word[0], len(word)].append(word)
        return groups

    def correct(self, word: str) -> str | None:
        """Return the known word that `word` is meant to be, or None where it is known, short or like nothing.

        Distance is optimal string alignment: one edit up to 7 letters, two from 8. In a short word a letter may be
        missing, doubled or swapped, or (but the first) replaced by a vowel that sounds alike or by a neighbour on the
        keyboard: "bread" is not "break". Of several nearest words the most frequent counts.
        """
        if len(word) < _SHORTEST or not word.isalpha() or word in FUNCTION_WORDS:
            return None
        if word in self.frequency or stem(word) in self._known_stems:
            return None
        from rapidfuzz import process  # noqa: PLC0415  # 20 ms that only a misspelt question pays
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        most = 2 if len(word) >= _LONG_WORD else 1
        best: tuple[int, int, str] | None = None
        forms = [(word[0], length) for length in range(len(word) - most, len(word) + most + 1)]
        if most == 1:
            forms.append((word[1], len(word)))  # the first two letters swapped; no other slip changes the first
        for form in forms:
            group = self._by_form.get(form, ())
            for known, distance, _ in process.extract(word, group, scorer=OSA.distance, score_cutoff=most, limit=None):
                if _is_slip(word, known):
                    rank = (distance, -self.frequency[known], known)
                    best = rank if best is None else min(best, rank)
        return best[2] if best else None


def _is_slip(word: str, known: str) -> bool:
    """Tell whether a hand that meant `known` would write `word`, which is within the distance and begins like it."""
    if len(word) >= _LONG_WORD or len(word) != len(known):
        return True
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415  # see above

    changes = [edit for edit in Levenshtein.editops(word, known) if edit.tag == "replace"]
    if len(changes) != 1:
        return True  # two neighbours swapped
    if changes[0].src_pos == 0:
        return False
    typed, meant = word[changes[0].src_pos], known[changes[0].dest_pos]
    return frozenset((typed, meant)) in _VOWELS_MIXED_UP or _are_neighbours(typed, meant)


def _are_neighbours(left: str, right: str) -> bool:
    """Tell whether two letters touch on a QWERTY keyboard."""
    places = [
        (row.index(letter), number) for letter in (left, right) for number, row in enumerate(_KEYBOARD) if letter in row
    ]
    if len(places) != 2:  # noqa: PLR2004  # a letter that is on no English keyboard
        return False
    (column, row), (other_column, other_row) = places
    return abs(row - other_row) <= 1 and abs(column - other_column) <= 1
