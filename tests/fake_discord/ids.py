"""Snowflakes, Discord's ids."""

from __future__ import annotations

import datetime

from tests.fake_discord.clock import Clock

#: First millisecond of 2015, from which snowflakes count (Discord reference, "Snowflakes").
EPOCH_MS = 1_420_070_400_000


class Snowflakes:
    """Hands out ids that grow, each holding the clock's millisecond in its upper 42 bits."""

    def __init__(self, clock: Clock) -> None:
        """Take the time from `clock` (Unix seconds)."""
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        """Return a new id, larger than each one before it."""
        fresh = (int(self._clock() * 1000) - EPOCH_MS) << 22
        self._last = max(fresh, self._last + 1)
        return self._last


def timestamp(seconds: float) -> str:
    """Return Unix `seconds` as Discord writes a time: ISO 8601 in UTC with microseconds."""
    moment = datetime.datetime.fromtimestamp(seconds, tz=datetime.UTC)
    return moment.isoformat(timespec="microseconds")
