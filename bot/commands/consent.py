"""What a button says that replaces a schedule: the whole new one, so that it works after a restart too."""

import hashlib
from datetime import time
from functools import cache

from bot.commands.tip_words import OLD_REPLACE
from bot.domain import Rhythm, days_of
from bot.errors import UsageError
from bot.tips.rhythm import zones

_MARK = 8  # characters that stand for a timezone: the longest names leave no room for a topic


def packed(channel_id: int, rhythm: Rhythm) -> str:
    """Return channel and rhythm as at most 37 characters of a button id."""
    return f"{channel_id}.{rhythm.local_time:%H%M}.{rhythm.bits:x}.{zone_mark(rhythm.timezone)}"


def unpacked(key: str) -> tuple[int, Rhythm]:
    """Return what `packed` was given; raises `UsageError` for anything else."""
    try:
        channel, clock, days, mark = key.split(".")
        weekdays = days_of(int(days, 16))
        local_time = time(int(clock[:2]), int(clock[2:]))
        if not weekdays:
            raise UsageError(OLD_REPLACE)
        return int(channel), Rhythm(local_time, _zones_by_mark()[mark], weekdays)
    except (ValueError, KeyError) as error:
        raise UsageError(OLD_REPLACE) from error


@cache  # hashing all names takes a while
def _zones_by_mark() -> dict[str, str]:
    return {zone_mark(name): name for name in zones()}


def zone_mark(timezone: str) -> str:
    """Return what stands for a timezone, another text for each."""
    return hashlib.sha256(timezone.encode()).hexdigest()[:_MARK]
