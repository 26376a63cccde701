"""How often somebody may ask: by person, by channel, in a window that slides, in bounded memory."""

import pytest

from bot.commands import rate_limit
from bot.commands.rate_limit import MOST_BY_PERSON, MOST_IN_CHANNEL, RateLimit
from tests.conftest import HandClock

ALICE, BOB, HERE, THERE = 1, 2, 10, 20


def asked(limit: RateLimit, times: int, person: int = ALICE, channel: int = HERE) -> int:
    """Return how many of so many questions are let through."""
    return sum(limit.admits(person, channel) for _ in range(times))


def test_a_person_has_ten_questions_a_minute_over_all_channels(clock: HandClock) -> None:
    limit = RateLimit(clock)
    assert MOST_BY_PERSON == 10
    assert asked(limit, 6) + asked(limit, 6, channel=THERE) == 10
    assert asked(limit, 12, BOB) == 10


def test_a_channel_has_thirty_questions_a_minute_by_all_persons(clock: HandClock) -> None:
    limit = RateLimit(clock)
    assert MOST_IN_CHANNEL == 30
    assert sum(asked(limit, 9, person) for person in range(5)) == 30
    assert asked(limit, 1, 99, THERE) == 1


def test_the_window_slides(clock: HandClock) -> None:
    limit = RateLimit(clock)
    assert asked(limit, 4) == 4
    clock.forward(seconds=40)
    assert asked(limit, 7) == 6
    clock.forward(seconds=19.9)
    assert asked(limit, 1) == 0
    clock.forward(seconds=0.1)  # the first four are a minute old
    assert asked(limit, 5) == 4


def test_what_was_refused_does_not_count(clock: HandClock) -> None:
    limit = RateLimit(clock)
    for _ in range(6):
        asked(limit, 10)
        clock.forward(seconds=30)
        assert asked(limit, 50) == 0
        clock.forward(seconds=30)
    assert asked(limit, 1) == 1


def test_a_question_that_the_channel_refused_is_not_the_persons(clock: HandClock) -> None:
    limit = RateLimit(clock)
    for person in range(10, 13):
        asked(limit, 10, person)
    assert asked(limit, 5) == 0
    assert asked(limit, 12, channel=THERE) == 10


def test_it_is_told_once_a_minute_in_each_way(clock: HandClock) -> None:
    limit = RateLimit(clock)
    assert [limit.should_tell(ALICE, "sentence") for _ in range(3)] == [True, False, False]
    assert limit.should_tell(ALICE, "reaction")
    assert limit.should_tell(BOB, "sentence")
    clock.forward(seconds=60)
    assert limit.should_tell(ALICE, "sentence")


def test_nothing_is_held_longer_than_a_minute(clock: HandClock) -> None:
    limit = RateLimit(clock)
    for person in range(100):
        limit.admits(person, person)
        limit.should_tell(person, "sentence")
    assert len(limit) == 300
    clock.forward(seconds=60)
    limit.admits(ALICE, HERE)
    limit.should_tell(ALICE, "sentence")
    assert len(limit) == 3


def test_memory_is_bounded_within_a_minute_too(clock: HandClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "MOST_COUNTED", 50)
    limit = RateLimit(clock)
    for person in range(1000):
        limit.admits(person, person)
    assert len(limit) == 100
    asked(limit, 20, 999, 5)
    assert asked(limit, 1, 999, 5) == 0
