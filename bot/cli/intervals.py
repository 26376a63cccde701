"""Bootstrap intervals: how far a share could be off for the few questions that it was measured on."""

from collections.abc import Sequence

import numpy as np

RESAMPLES = 2_000
_SHARES = (2.5, 97.5)  # per cent: the 95% percentile interval of Efron and Tibshirani, 1993, chapter 13


def interval(values: Sequence[float]) -> tuple[float, float]:
    """Return the 95% bootstrap interval of the mean; the same for the same values. For none, (0, 0)."""
    if not values:
        return 0.0, 0.0
    drawn = np.random.default_rng(0).integers(0, len(values), (RESAMPLES, len(values)))
    low, high = np.percentile(np.asarray(values, dtype=float)[drawn].mean(axis=1), _SHARES)
    return float(low), float(high)
