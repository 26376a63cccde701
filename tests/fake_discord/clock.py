"""A clock that a test moves by hand."""

from __future__ import annotations

from collections.abc import Callable

#: Anything that returns the present moment in Unix seconds.
Clock = Callable[[], float]

#: 2026-11-23 12:00:00 UTC, a fixed start so that no test depends on the day it runs.
DEFAULT_START = 1795435200.0


class ManualClock:
    """Unix seconds that stand still until `advance` is called."""

    def __init__(self, start: float = DEFAULT_START) -> None:
        """Start at `start` Unix seconds."""
        self.now = start

    def __call__(self) -> float:
        """Return the present moment in Unix seconds."""
        return self.now

    def advance(self, seconds: float) -> None:
        """Move forward by `seconds`; a negative number is refused, as real clocks here never go back."""
        if seconds < 0:
            raise ValueError("a clock does not go back")
        self.now += seconds
