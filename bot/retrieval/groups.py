"""Scores by group: the passages or the questions of one topic, which stand side by side."""

import numpy as np

from bot.retrieval.postings import Numbers, Scores


class Groups:
    """Groups of neighbouring places, padded to a rectangle so that numpy ranks inside all of them at once."""

    def __init__(self, starts: Numbers, size: int) -> None:
        """Take the first place of each group, and how many places there are."""
        sizes = np.diff([*starts, size])
        columns = np.arange(sizes.max())
        inside = columns < sizes[:, None]
        self._table = np.where(inside, np.asarray(starts)[:, None] + columns, size)  # `size` is a place that scores 0
        self._sizes = sizes
        self._starts = starts

    def best(self, scores: Scores) -> Scores:
        """Return the highest score of each group, shape (groups,)."""
        return np.asarray(np.maximum.reduceat(scores, self._starts))

    def mean_of_best(self, scores: Scores, count: int) -> Scores:
        """Return the mean of each group's `count` highest scores, shape (groups,); of all where it has fewer."""
        padded = np.zeros(len(scores) + 1)
        padded[:-1] = scores
        table = padded[self._table]
        if count < table.shape[1]:
            table = np.partition(table, -count, axis=1)[:, -count:]
        return np.asarray(table.sum(axis=1) / np.minimum(self._sizes, count))
