"""Matching a question against each question that the authors wrote, one by one.

A question as its own unit beats one bag of all questions: the nearest wordings decide.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from bot.retrieval.postings import Numbers, PostingArrays, Postings, Query, Scores


class QuestionMatcher:
    """Cosine similarity, in 0..1, between a question and every author question.

    Terms weigh by their idf among questions: "product owner" stands in almost every passage, but not in every question.
    """

    def __init__(self, postings: Postings, owners: Numbers, owner_count: int) -> None:
        """Take the questions' unit vectors as postings, and for each question the number of its passage."""
        self.postings = postings
        self.owners = owners
        self._owner_count = owner_count

    @classmethod
    def build(cls, questions: Sequence[Query], owners: Sequence[int], owner_count: int) -> "QuestionMatcher":
        """Build the matcher from questions as weighted terms."""
        frequency = Counter(term for question in questions for term in {term for term, _ in question})
        idf = {term: math.log((len(questions) + 1) / count) for term, count in frequency.items()}
        found: dict[str, list[tuple[int, float]]] = {term: [] for term in idf}
        for number, question in enumerate(questions):
            for term, value in _unit(question, idf.__getitem__).items():
                found[term].append((number, value))
        flat = [posting for postings in found.values() for posting in postings]
        arrays = PostingArrays(
            terms=list(idf),
            idf=np.array(list(idf.values())),
            ends=np.cumsum([len(postings) for postings in found.values()]),
            places=np.array([number for number, _ in flat], dtype=np.intp),
            values=np.array([value for _, value in flat]),
            size=len(questions),
        )
        return cls(Postings(arrays), np.array(owners, dtype=np.intp), owner_count)

    def cosines(self, query: Query) -> Scores:
        """Return the cosine of every author question, shape (questions,)."""
        return self.postings.scores(_unit(query, self.postings.idf).items())

    def best_by_owner(self, cosines: Scores) -> Scores:
        """Return for every passage the cosine of its nearest question, shape (passages,); 0 where it has none."""
        best = np.zeros(self._owner_count)
        np.maximum.at(best, self.owners, cosines)
        return best


def _unit(query: Query, idf: Callable[[str], float]) -> dict[str, float]:
    """Return the query's terms with idf weights, scaled to length 1; a repeated term counts once."""
    values = {term: weight * idf(term) for term, weight in query}
    length = math.sqrt(sum(value * value for value in values.values())) or 1.0
    return {term: value / length for term, value in values.items()}
