"""BM25 scores of rank-bm25, computed from postings.

`rank_bm25.BM25Plus` with `delta=0` is plain BM25 (Robertson and Zaragoza, 2009, section 3) with the always positive
idf log((N + 1) / df); its `BM25Okapi` has an idf floor that is not monotone. The package loops over every passage for
every term; here each term keeps the passages that hold it and the very number that the package would add, so that
scores are equal to the last bit.
"""

import math
from collections.abc import Iterable, Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Plus

Scores = NDArray[np.float64]


class PostingsBM25(BM25Plus):  # type: ignore[misc]  # rank-bm25 ships no types
    """An immutable index over passages that are lists of terms.

    Raises `ValueError` for a corpus without a single term.
    """

    def __init__(self, corpus: Sequence[Sequence[str]], k1: float = 1.5, b: float = 0.75) -> None:
        if not any(corpus):
            raise ValueError("an index needs at least one passage with a term")
        super().__init__(list(corpus), k1=k1, b=b, delta=0)
        self.unseen_idf = math.log(self.corpus_size + 1)  # the idf of a term that one passage holds
        self._build_postings()

    def __contains__(self, term: str) -> bool:
        return term in self._postings

    def get_scores(self, query: Sequence[str]) -> Scores:
        """Return the BM25 score of every passage, shape (passages,): the same bits as the package gives."""
        return self.weighted_scores((term, 1.0) for term in query)

    def weighted_scores(self, query: Iterable[tuple[str, float]]) -> Scores:
        """Return scores, shape (passages,), where each (term, weight) adds weight times its BM25 contribution."""
        passages, added = [], []
        for term, weight in query:
            posting = self._postings.get(term)
            if posting is not None:
                passages.append(posting[0])
                added.append(posting[1] if weight == 1.0 else weight * posting[1])
        if not passages:
            return np.zeros(self.corpus_size)
        # bincount adds in the order of its input, term by term as the package does: the sums are the same bits.
        weights = np.concatenate(added)
        return cast("Scores", np.bincount(np.concatenate(passages), weights, self.corpus_size))

    def holds(self, term: str, begin: int, end: int) -> bool:
        """Tell whether any of the passages [begin, end) holds the term."""
        posting = self._postings.get(term)
        if posting is None:
            return False
        place = int(posting[0].searchsorted(begin))
        return place < len(posting[0]) and bool(posting[0][place] < end)

    def ideal(self, query: Iterable[tuple[str, float]]) -> float:
        """Return the score that no passage can exceed; an unknown term counts as one that a single passage holds."""
        idf: dict[str, float] = self.idf
        return float(sum(weight * idf.get(term, self.unseen_idf) for term, weight in query) * (self.k1 + 1))

    def _build_postings(self) -> None:
        """Compute all postings in flat arrays sorted by term; `_postings` holds each term's stretch of them."""
        numbers = {term: number for number, term in enumerate(self.idf)}
        counts = np.array([len(frequencies) for frequencies in self.doc_freqs])
        term_of = np.array([numbers[term] for frequencies in self.doc_freqs for term in frequencies])
        frequency = np.array([count for frequencies in self.doc_freqs for count in frequencies.values()])
        passage = np.repeat(np.arange(self.corpus_size), counts)
        order = np.argsort(term_of, kind="stable")
        term_of, frequency, passage = term_of[order], frequency[order], passage[order]
        idf = np.array(list(self.idf.values()))[term_of]
        length = np.array(self.doc_len)[passage]
        # The same operations in the same order as BM25Plus.get_scores: the result is equal bit by bit.
        contribution = idf * (
            self.delta
            + (frequency * (self.k1 + 1)) / (self.k1 * (1 - self.b + self.b * length / self.avgdl) + frequency)
        )
        ends = np.searchsorted(term_of, np.arange(len(numbers)), side="right").tolist()
        self._postings = {
            term: (passage[start:end], contribution[start:end])
            for term, start, end in zip(numbers, [0, *ends], ends, strict=False)
        }
