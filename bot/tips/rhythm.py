"""Schedule arithmetic: from local wall time, timezone and weekdays to instants. Pure."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.domain import Rhythm
from bot.errors import UsageError

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ALL_DAYS = frozenset(range(7))
_WORKING_DAYS = frozenset(range(5))
_OFFERED_DAYS = ("weekdays", "daily", "mon,wed,fri", "tue,thu")
_AROUND = timedelta(hours=36)  # zones have moved by a whole day
_MOST_AROUND = 4  # daily slots in twice that time


@cache  # listing them reads the disk
def zones() -> tuple[str, ...]:
    """Return the names of the timezones in order, without those that mean another one on each machine."""
    return tuple(sorted(available_timezones() - {"Factory", "localtime"}))


def read_rhythm(time_text: str, timezone: str, days_text: str) -> Rhythm:
    """Read what an owner typed: `HH:MM`, an IANA timezone, and `daily`, `weekdays` or `mon,wed,...`.

    Raises `UsageError` with a sentence that shows a right example.
    """
    return Rhythm(read_time(time_text), read_timezone(timezone), read_days(days_text))


def read_time(text: str) -> time:
    """Return the wall time of `HH:MM` on a 24-hour clock."""
    hours, colon, minutes = text.strip().partition(":")
    if colon and hours.isdecimal() and minutes.isdecimal() and len(hours) <= 2 and len(minutes) == 2:  # noqa: PLR2004
        try:
            return time(int(hours), int(minutes))
        except ValueError:
            pass
    raise UsageError("The time must be HH:MM on a 24-hour clock, for example 09:30.")


def read_timezone(text: str) -> str:
    """Return the IANA name that `text` spells in any case."""
    wanted = text.strip().casefold().replace(" ", "_")
    name = next((zone for zone in zones() if zone.casefold() == wanted), "")
    if not name:
        raise UsageError("That is no timezone I know. Use a name such as Europe/Berlin, America/New_York or UTC.")
    return name


def read_days(text: str) -> frozenset[int]:
    """Return weekday numbers, 0 for Monday."""
    wanted = text.strip().casefold()
    if wanted in ("", "daily"):
        return _ALL_DAYS
    if wanted == "weekdays":
        return _WORKING_DAYS
    return frozenset(_read_day(part.strip()) for part in wanted.split(","))


def suggest_days(typed: str) -> list[str]:
    """Return what `typed` may become, each as `read_days` reads it: one more day after a comma."""
    begun, comma, last = typed.strip().casefold().rpartition(",")
    try:
        named = sorted(read_days(begun)) if comma else []
    except UsageError:
        return []
    wanted = last.strip()
    whole = [] if comma else [days for days in _OFFERED_DAYS if days.startswith(wanted)]
    more = [day for day, full in enumerate(_FULL_NAMES) if full.startswith(wanted) and day not in named]
    return whole + [",".join(DAY_NAMES[day] for day in sorted([*named, day])) for day in more]


def _read_day(name: str) -> int:
    """Return the number of `mon`, `monday` or what lies between."""
    shortest = len(DAY_NAMES[0])
    for number, full in enumerate(_FULL_NAMES):
        if len(name) >= shortest and full.startswith(name):
            return number
    raise UsageError("The days must be daily, weekdays, or a list such as mon,wed,fri.")


def days_text(days: frozenset[int]) -> str:
    """Return days as an owner would type them."""
    if days == _ALL_DAYS:
        return "daily"
    if days == _WORKING_DAYS:
        return "weekdays"
    return ",".join(DAY_NAMES[day] for day in sorted(days))


def slots_after(rhythm: Rhythm, after: datetime) -> Iterator[datetime]:
    """Yield the instants, in UTC, that lie strictly after `after`, without end.

    A wall time that a clock change leaves out is the shifted instant (02:30 becomes 03:30); one that exists twice is
    the first: both are what PEP 495 gives for `fold=0`.
    """
    zone = _zone(rhythm.timezone)
    # One day back: near midnight a slot of "yesterday's" date can still lie ahead.
    day = after.astimezone(zone).date() - timedelta(days=1)
    while True:
        if day.weekday() in rhythm.days:
            slot = datetime.combine(day, rhythm.local_time, tzinfo=zone).astimezone(UTC)
            if slot > after:  # and not the same once more, where a zone leaves out a whole day
                after = slot
                yield slot
        day += timedelta(days=1)


def next_slot(rhythm: Rhythm, after: datetime) -> datetime:
    """Return the first instant, in UTC, strictly after `after`."""
    return next(slots_after(rhythm, after))


def nearest_slot(rhythm: Rhythm, moment: datetime) -> datetime:
    """Return the slot nearest to `moment`: itself, unless timezone data have changed since it was computed."""
    around = islice(slots_after(rhythm, moment - _AROUND), _MOST_AROUND)
    return min(around, key=lambda slot: abs(slot - moment))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError as error:  # a zone that a data update removed
        raise UsageError(f"The timezone {name} is no longer known; schedule again with a current name.") from error
