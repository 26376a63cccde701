"""From local wall time, timezone and weekdays to instants."""

from datetime import UTC, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import Rhythm
from bot.errors import UsageError
from bot.tips.rhythm import (
    days_text,
    next_slot,
    read_days,
    read_rhythm,
    read_time,
    read_timezone,
    slots_after,
    suggest_days,
    zones,
)

DAILY = frozenset(range(7))
NOT_A_TIME = "The time must be HH:MM on a 24-hour clock, for example 09:30."
NOT_A_ZONE = "That is no timezone I know. Use a name such as Europe/Berlin, America/New_York or UTC."
NOT_DAYS = "The days must be daily, weekdays, or a list such as mon,wed,fri."
ZONES = st.sampled_from(zones())
DAY_SETS = st.frozensets(st.integers(0, 6), min_size=1)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def at(text: str) -> datetime:
    """Return an instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def slots(hhmm: str, zone: str, after: str, count: int, days: frozenset[int] = DAILY) -> list[str]:
    """Return the next slots as UTC texts."""
    rhythm = Rhythm(time.fromisoformat(hhmm), zone, days)
    return [f"{slot:%Y-%m-%d %H:%M}" for slot in islice(slots_after(rhythm, at(after)), count)]


class TestReading:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [("09:30", time(9, 30)), ("9:30", time(9, 30)), (" 00:00 ", time(0)), ("23:59", time(23, 59))],
    )
    def test_a_time_is_read(self, text: str, expected: time) -> None:
        assert read_time(text) == expected

    @pytest.mark.parametrize(
        "text", ["", "9", "24:00", "12:60", "9:3", "009:30", "9.30", "9:30pm", "-1:30", "12:30:00", "\u00b2:30", "a:bc"]
    )
    def test_what_is_no_time_is_refused_with_an_example(self, text: str) -> None:
        with pytest.raises(UsageError) as caught:
            read_time(text)
        assert str(caught.value) == NOT_A_TIME

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Europe/Berlin", "Europe/Berlin"),
            (" america/new york ", "America/New_York"),
            ("UTC", "UTC"),
            ("asia/KOLKATA", "Asia/Kolkata"),
        ],
    )
    def test_a_timezone_is_read_in_any_case(self, text: str, expected: str) -> None:
        assert read_timezone(text) == expected

    @pytest.mark.parametrize(
        "text", ["", "Berlin", "CEST", "+02:00", "../../etc/passwd", "localtime", "Factory", "x" * 9999]
    )
    def test_what_is_no_timezone_is_refused_with_examples(self, text: str) -> None:
        with pytest.raises(UsageError) as caught:
            read_timezone(text)
        assert str(caught.value) == NOT_A_ZONE

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("daily", DAILY),
            ("", DAILY),
            ("Weekdays", frozenset(range(5))),
            ("mon,wed, FRI", frozenset((0, 2, 4))),
            ("Monday, thurs", frozenset((0, 3))),
            ("sun,sun", frozenset((6,))),
        ],
    )
    def test_days_are_read(self, text: str, expected: frozenset[int]) -> None:
        assert read_days(text) == expected

    @pytest.mark.parametrize("text", ["mo", "monkey", "mon;tue", "mon,", ",", "weekends", "montag", "every day", "0,1"])
    def test_what_are_no_days_is_refused_with_examples(self, text: str) -> None:
        with pytest.raises(UsageError) as caught:
            read_days(text)
        assert str(caught.value) == NOT_DAYS

    @given(DAY_SETS)
    def test_days_written_out_are_read_as_the_same_days(self, days: frozenset[int]) -> None:
        assert read_days(days_text(days)) == days

    def test_a_rhythm_is_read_from_its_three_texts(self) -> None:
        assert read_rhythm("7:05", "utc", "mon") == Rhythm(time(7, 5), "UTC", frozenset((0,)))


class TestSuggesting:
    @pytest.mark.parametrize(
        ("typed", "suggested"),
        [
            ("w", ["weekdays", "wed"]),
            ("mon,", ["mon,tue", "mon,wed", "mon,thu", "mon,fri", "mon,sat", "mon,sun"]),
            ("fri, MO", ["mon,fri"]),
            ("mon,tue,t", ["mon,tue,thu"]),
            ("mon,mon", []),
            ("daily,m", []),
            ("often,m", []),
        ],
    )
    def test_one_more_day_is_suggested_after_a_comma(self, typed: str, suggested: list[str]) -> None:
        assert suggest_days(typed) == suggested

    def test_what_is_suggested_can_be_read(self) -> None:
        assert [bool(read_days(days)) for days in suggest_days("")] == [True] * 11


class TestSlots:
    def test_a_slot_lies_strictly_after_the_given_instant(self) -> None:
        assert slots("12:00", "UTC", "2026-11-23 12:00", 2) == ["2026-11-24 12:00", "2026-11-25 12:00"]
        assert slots("12:00", "UTC", "2026-11-23 11:59:59.999999", 1) == ["2026-11-23 12:00"]

    def test_only_the_named_weekdays_count_in_the_local_calendar(self) -> None:
        # Monday 23:30 in New York is Tuesday in UTC.
        assert slots("23:30", "America/New_York", "2026-11-22 00:00", 2, frozenset((0,))) == [
            "2026-11-24 04:30",
            "2026-12-01 04:30",
        ]
        # Monday 00:30 in Auckland is Sunday in UTC.
        assert slots("00:30", "Pacific/Auckland", "2026-11-21 00:00", 1, frozenset((0,))) == ["2026-11-22 11:30"]

    def test_midnight_belongs_to_the_day_that_begins(self) -> None:
        assert slots("00:00", "Europe/Berlin", "2026-11-22 22:59", 2) == ["2026-11-22 23:00", "2026-11-23 23:00"]

    @pytest.mark.parametrize(
        ("zone", "after", "expected"),
        [
            # 02:30 does not exist on the day of the change and runs as 03:30 summer time.
            ("Europe/Berlin", "2026-03-28 12:00", ["2026-03-29 01:30", "2026-03-30 00:30"]),
            ("America/New_York", "2026-03-07 12:00", ["2026-03-08 07:30", "2026-03-09 06:30"]),
            # 02:30 in Berlin and 01:30 in New York exist twice; the first is meant.
            ("Europe/Berlin", "2026-10-24 12:00", ["2026-10-25 00:30", "2026-10-26 01:30"]),
        ],
    )
    def test_a_missing_time_is_shifted_and_a_double_one_is_the_first(
        self, zone: str, after: str, expected: list[str]
    ) -> None:
        assert slots("02:30", zone, after, 2) == expected

    def test_a_double_time_in_new_york_is_the_first(self) -> None:
        assert slots("01:30", "America/New_York", "2026-10-31 12:00", 2) == ["2026-11-01 05:30", "2026-11-02 06:30"]

    def test_a_shifted_slot_shows_the_hour_after_on_the_local_clock(self) -> None:
        rhythm = Rhythm(time(2, 30), "Europe/Berlin", DAILY)
        slot = next_slot(rhythm, at("2026-03-28 12:00"))
        assert f"{slot.astimezone(ZoneInfo('Europe/Berlin')):%H:%M}" == "03:30"

    def test_lord_howe_shifts_by_half_an_hour(self) -> None:
        # 02:15 does not exist on 4 October 2026 and runs as 02:45, eleven hours ahead of UTC.
        assert slots("02:15", "Australia/Lord_Howe", "2026-10-03 12:00", 2) == ["2026-10-03 15:45", "2026-10-04 15:15"]
        # 01:45 exists twice on 5 April 2026; the first is still eleven hours ahead.
        assert slots("01:45", "Australia/Lord_Howe", "2026-04-04 12:00", 2) == ["2026-04-04 14:45", "2026-04-05 15:15"]

    def test_a_day_that_a_zone_left_out_gives_no_slot_twice(self) -> None:
        # Samoa went from 29 to 31 December 2011.
        assert slots("09:00", "Pacific/Apia", "2011-12-29 12:00", 3) == [
            "2011-12-29 19:00",
            "2011-12-30 19:00",
            "2011-12-31 19:00",
        ]

    @given(ZONES, st.times(timezones=st.none()), DAY_SETS, MOMENTS)
    def test_slots_rise_strictly_and_fall_on_the_named_days(
        self, zone: str, wall: time, days: frozenset[int], after: datetime
    ) -> None:
        rhythm = Rhythm(wall.replace(second=0, microsecond=0), zone, days)
        found = list(islice(slots_after(rhythm, after), 8))
        assert all(left < right for left, right in pairwise([after, *found]))
        assert found[0] - after <= timedelta(days=9)
        assert all(right - left <= timedelta(days=9) for left, right in pairwise(found))
        local = [slot.astimezone(ZoneInfo(zone)) for slot in found]
        kept = [slot for slot in local if slot.time() == rhythm.local_time]
        assert all(slot.weekday() in days for slot in kept)
        assert len(kept) >= len(local) - 2  # a clock change moves one slot, at most two in a few weeks

    def test_a_zone_that_is_no_longer_known_is_refused_with_the_fix(self) -> None:
        with pytest.raises(UsageError, match="The timezone Mars/Base is no longer known; schedule again"):
            next_slot(Rhythm(time(9), "Mars/Base", DAILY), at("2026-11-23 12:00"))
