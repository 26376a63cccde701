"""Postings: for each term the places that hold it, and what each adds to a score. Plain arrays, immutable, storable."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Numbers = NDArray[np.intp]
Query = Sequence[tuple[str, float]]

K1, B = 1.5, 0.75  # BM25: how soon a repeated term stops counting, and how much a passage's length counts


@dataclass(frozen=True, slots=True)
class PostingArrays:
    """The storable form: `idf` and `ends` have an entry a term, `places` and `values` one a posting, by term."""

    terms: Sequence[str]
    idf: Scores
    ends: Numbers
    places: Numbers
    values: Scores
    size: int


class Postings:
    """Scores `size` places (passages or questions) by their terms."""

    def __init__(self, arrays: PostingArrays) -> None:
        self.arrays = arrays
        self.size = arrays.size
        self._idf: dict[str, float] = dict(zip(arrays.terms, arrays.idf.tolist(), strict=True))
        ends = arrays.ends.tolist()
        self._spans = dict(zip(arrays.terms, zip([0, *ends][:-1], ends, strict=True), strict=True))
        self._unseen_idf = math.log(arrays.size + 1)  # the idf of a term that one place holds

    def __contains__(self, term: str) -> bool:
        return term in self._idf

    def idf(self, term: str) -> float:
        """Return the term's inverse document frequency; for an unknown one the highest that there can be."""
        return self._idf.get(term, self._unseen_idf)

    def scores(self, query: Iterable[tuple[str, float]]) -> Scores:
        """Return scores, shape (size,), where each (term, weight) adds weight times the term's values."""
        places, added = [], []
        for term, weight in query:
            span = self._spans.get(term)
            if span is not None:
                places.append(self.arrays.places[span[0] : span[1]])
                values = self.arrays.values[span[0] : span[1]]
                added.append(values if weight == 1.0 else weight * values)
        if not places:
            return np.zeros(self.size)
        # bincount adds in the order of its input, term by term as rank-bm25 does: the sums are the same bits.
        return cast("Scores", np.bincount(np.concatenate(places), np.concatenate(added), self.size))

    def counts(self, terms: Iterable[str]) -> Numbers:
        """Return how many of the distinct terms each place holds, shape (size,)."""
        spans = [self._spans[term] for term in terms if term in self._spans]
        if not spans:
            return np.zeros(self.size, dtype=np.intp)
        return np.bincount(np.concatenate([self.arrays.places[begin:end] for begin, end in spans]), minlength=self.size)

    def holds(self, term: str, begin: int, end: int) -> bool:
        """Tell whether any of the places [begin, end) holds the term."""
        span = self._spans.get(term)
        if span is None:
            return False
        stretch = self.arrays.places[span[0] : span[1]]
        place = int(stretch.searchsorted(begin))
        return place < len(stretch) and bool(stretch[place] < end)


def ideal(postings: Postings, query: Query) -> float:
    """Return the BM25 score that no passage can exceed; an unknown term counts as one that a single passage holds."""
    return sum(weight * postings.idf(term) for term, weight in query) * (K1 + 1)
