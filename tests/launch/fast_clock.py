"""A clock that runs faster than the world's, the same in a test and in the bot's own process."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass
class FastClock:
    """Shows `start` at `since` (real Unix seconds), and from there runs `speed` times as fast. Unix seconds too."""

    start: float
    since: float
    speed: float

    @classmethod
    def read(cls, text: str) -> FastClock:
        """Return the clock that `str` gave."""
        return cls(*map(float, text.split()))

    def __str__(self) -> str:
        """Return what another process needs to know."""
        return f"{self.start!r} {self.since!r} {self.speed!r}"

    def __call__(self) -> float:
        """Return the present moment in Unix seconds."""
        return self.start + (time.time() - self.since) * self.speed

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.fromtimestamp(self(), UTC)

    def monotonic(self) -> float:
        """Return real seconds, for durations."""
        return time.perf_counter()

    def skip(self, span: timedelta) -> None:
        """Move on; processes that run do not hear of it."""
        self.start += span.total_seconds()
