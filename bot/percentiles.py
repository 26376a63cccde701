"""Percentiles as measured values, not interpolated ones."""

import math
from collections.abc import Collection


def nearest_rank(values: Collection[float], share: float) -> float | None:
    """Return the smallest value that at least `share` (above 0, at most 1) of all do not exceed, or None without any.

    https://en.wikipedia.org/wiki/Percentile#The_nearest-rank_method
    """
    ordered = sorted(values)
    return ordered[math.ceil(share * len(ordered)) - 1] if ordered else None
