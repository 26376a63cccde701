"""BM25 scores of rank-bm25, computed from postings.

`rank_bm25.BM25Plus` with `delta=0` is plain BM25 (Robertson and Zaragoza, 2009, section 3) with the always positive
idf log((N + 1) / df); its `BM25Okapi` has an idf floor that is not monotone. The package loops over every passage for
every term; here each term keeps the passages that hold it and the very number that the package would add, so that
scores are equal to the last bit.
"""

from collections.abc import Sequence

import numpy as np
from rank_bm25 import BM25Plus

from bot.retrieval.postings import K1, B, PostingArrays, Postings, Scores


class PostingsBM25(BM25Plus):  # type: ignore[misc]  # rank-bm25 ships no types
    """An immutable index over passages that are lists of terms.

    Raises `ValueError` for a corpus without a single term.
    """

    def __init__(self, corpus: Sequence[Sequence[str]], k1: float = K1, b: float = B) -> None:
        if not any(corpus):
            raise ValueError("an index needs at least one passage with a term")
        super().__init__(list(corpus), k1=k1, b=b, delta=0)
        self.postings = Postings(self._arrays())

    def get_scores(self, query: Sequence[str]) -> Scores:
        """Return the BM25 score of every passage, shape (passages,): the same bits as the package gives."""
        return self.postings.scores((term, 1.0) for term in query)

    def _arrays(self) -> PostingArrays:
        numbers = {term: number for number, term in enumerate(self.idf)}
        counts = np.array([len(frequencies) for frequencies in self.doc_freqs])
        term_of = np.array([numbers[term] for frequencies in self.doc_freqs for term in frequencies])
        frequency = np.array([count for frequencies in self.doc_freqs for count in frequencies.values()])
        passage = np.repeat(np.arange(self.corpus_size), counts)
        order = np.argsort(term_of, kind="stable")
        term_of, frequency, passage = term_of[order], frequency[order], passage[order]
        idf = np.array(list(self.idf.values()))
        length = np.array(self.doc_len)[passage]
        # The same operations in the same order as BM25Plus.get_scores: the result is equal bit by bit.
        values = idf[term_of] * (
            self.delta
            + (frequency * (self.k1 + 1)) / (self.k1 * (1 - self.b + self.b * length / self.avgdl) + frequency)
        )
        ends = np.searchsorted(term_of, np.arange(len(numbers)), side="right")
        return PostingArrays(list(numbers), idf, ends, passage, values, self.corpus_size)
