"""Timing that holds on a shared machine: the contestants take turns, and percentiles are printed with their ratio."""

import gc
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.percentiles import nearest_rank

T = TypeVar("T")


def timed(call: Callable[[T], object], inputs: Sequence[T]) -> list[float]:
    """Return the milliseconds of each call, after one round that is not counted."""
    for one in inputs:
        call(one)
    gc.collect()
    spans = []
    for one in inputs:
        begun = time.perf_counter()
        call(one)
        spans.append((time.perf_counter() - begun) * 1000)
    return spans


def percentile(values: Sequence[float], share: float) -> float:
    """Return the nearest-rank percentile of at least one value."""
    found = nearest_rank(values, share)
    if found is None:
        raise ValueError("no values")
    return found


def line(name: str, values: Sequence[float], unit: str = "ms") -> str:
    """Return one row: p50, p99 and the number of values."""
    half, most = percentile(values, 0.5), percentile(values, 0.99)
    return f"{name:<42} p50 {half:9.3f} {unit}  p99 {most:9.3f} {unit}  n {len(values)}"
