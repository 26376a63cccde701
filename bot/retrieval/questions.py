"""Matching a question against each question that the authors wrote, one by one.

A question as its own unit beats one bag of all questions: the nearest single wording decides.
"""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.retrieval.bm25 import Scores

Query = Sequence[tuple[str, float]]


class QuestionMatcher:
    """Cosine similarity, in 0..1, between a question and every author question.

    Terms weigh by their idf among questions: "product owner" stands in almost every passage, but not in every question.
    """

    def __init__(self, questions: Sequence[Query], owners: Sequence[int], owner_count: int) -> None:
        """Take each question as weighted terms and the number of the passage that answers it."""
        frequency = Counter(term for question in questions for term in {term for term, _ in question})
        self._idf = {term: math.log((len(questions) + 1) / count) for term, count in frequency.items()}
        self._unseen = math.log(len(questions) + 1)
        self._owners = np.array(owners, dtype=np.intp)
        self._owner_count = owner_count
        postings: dict[str, list[tuple[int, float]]] = {}
        for number, question in enumerate(questions):
            for term, value in self._unit(question).items():
                postings.setdefault(term, []).append((number, value))
        self._postings: dict[str, tuple[NDArray[np.intp], Scores]] = {
            term: (np.array([number for number, _ in hits]), np.array([value for _, value in hits]))
            for term, hits in postings.items()
        }

    def best_by_owner(self, query: Query) -> Scores:
        """Return for every passage the cosine of its nearest question, shape (passages,); 0 where it has none."""
        cosines = np.zeros(len(self._owners))
        for term, value in self._unit(query).items():
            hit = self._postings.get(term)
            if hit is not None:
                cosines[hit[0]] += value * hit[1]
        best = np.zeros(self._owner_count)
        np.maximum.at(best, self._owners, cosines)
        return best

    def _unit(self, query: Query) -> dict[str, float]:
        """Return the query's terms with idf weights, scaled to length 1; a repeated term counts once."""
        values = {term: weight * self._idf.get(term, self._unseen) for term, weight in query}
        length = math.sqrt(sum(value * value for value in values.values())) or 1.0
        return {term: value / length for term, value in values.items()}
