"""The schedules and deliveries tables."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.app import Stored
from bot.domain import CHANNEL_GONE, DeliveryState, Rhythm
from bot.storage.storage import Storage
from tests.conftest import HandClock

RHYTHM = Rhythm(time(9, 5), "Europe/Berlin", frozenset((0, 6)))
DUE = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)


async def test_a_schedule_is_read_as_it_was_put(storage: Storage) -> None:
    await storage.schedules.put(1, 2**62, RHYTHM, "sprint", DUE)
    found = await storage.schedules.of_channel(2**62)
    assert found is not None
    assert (found.guild_id, found.channel_id, found.rhythm, found.topic, found.next_due, found.paused) == (
        1,
        2**62,
        RHYTHM,
        "sprint",
        DUE,
        "",
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(st.frozensets(st.integers(0, 6), min_size=1), st.times().map(lambda one: one.replace(second=0, microsecond=0)))
async def test_any_days_and_time_come_back_as_they_were(storage: Storage, days: frozenset[int], wall: time) -> None:
    rhythm = Rhythm(wall, "UTC", days)
    await storage.schedules.put(1, 10, rhythm, "", DUE)
    found = await storage.schedules.of_channel(10)
    assert found is not None
    assert found.rhythm == rhythm


async def test_a_channel_has_one_schedule_and_the_last_put_counts(storage: Storage) -> None:
    await storage.schedules.put(1, 10, RHYTHM, "sprint", DUE)
    await storage.schedules.pause(10, "asked to")
    await storage.schedules.put(1, 10, RHYTHM, "", DUE + timedelta(hours=1))
    (only,) = await storage.schedules.of_guild(1)
    assert (only.topic, only.next_due, only.paused) == ("", DUE + timedelta(hours=1), "")


async def test_a_server_sees_its_own_schedules_the_next_due_first(storage: Storage) -> None:
    for guild, channel, hours in ((1, 10, 2), (1, 11, 1), (2, 12, 0)):
        await storage.schedules.put(guild, channel, RHYTHM, "", DUE + timedelta(hours=hours))
    assert [one.channel_id for one in await storage.schedules.of_guild(1)] == [11, 10]
    assert await storage.schedules.next_due() == DUE


async def test_of_what_is_due_the_longest_overdue_comes_first(storage: Storage) -> None:
    for channel, hours in ((10, 2), (11, 3), (12, 1), (13, -1)):
        await storage.schedules.put(1, channel, RHYTHM, "", DUE - timedelta(hours=hours))
    assert [one.channel_id for one in await storage.schedules.due(DUE)] == [11, 10, 12]


async def test_removing_says_whether_there_was_one(storage: Storage) -> None:
    await storage.schedules.put(1, 10, RHYTHM, "", DUE)
    assert await storage.schedules.remove(10)
    assert not await storage.schedules.remove(10)
    assert await storage.schedules.of_channel(10) is None
    assert await storage.schedules.next_due() is None


async def test_pausing_a_server_pauses_its_schedules_only(storage: Storage) -> None:
    await storage.schedules.put(1, 10, RHYTHM, "", DUE)
    await storage.schedules.put(2, 20, RHYTHM, "", DUE)
    await storage.schedules.pause_guild(1, "the bot was removed")
    assert [one.channel_id for one in await storage.schedules.due(DUE)] == [20]


async def test_what_a_channel_was_given_outlives_its_schedule(storage: Storage) -> None:
    await storage.schedules.put(1, 10, RHYTHM, "", DUE)
    (standing,) = await storage.schedules.due(DUE)
    delivery = await storage.schedules.claim(standing, "sprint-1", DeliveryState.CLAIMED, DUE + timedelta(days=1))
    assert delivery is not None
    await storage.schedules.close(delivery, DeliveryState.SENT)
    await storage.schedules.remove(10)
    assert await storage.schedules.given(10) == ["sprint-1"]


async def test_a_paused_schedule_cannot_be_claimed(storage: Storage) -> None:
    await storage.schedules.put(1, 10, RHYTHM, "", DUE)
    (standing,) = await storage.schedules.due(DUE)
    await storage.schedules.pause(10, "asked to")
    assert await storage.schedules.claim(standing, "sprint-1", DeliveryState.CLAIMED, DUE) is None
    assert await storage.schedules.given(10) == []


async def test_a_schedule_whose_channel_was_gone_for_a_week_goes_and_no_other(stored: Stored, clock: HandClock) -> None:
    schedules, week = stored.storage.schedules, timedelta(days=7)
    for channel, due in (
        (10, week + timedelta(hours=1)),
        (11, week - timedelta(hours=1)),
        (12, 2 * week),
        (13, 2 * week),
    ):
        await schedules.put(1, channel, RHYTHM, "", clock.now() - due)
    for channel in (10, 11):
        await schedules.pause(channel, CHANNEL_GONE)
    await schedules.pause(12, "asked to")
    await stored.purge(90)
    assert {one.channel_id for one in await schedules.of_guild(1)} == {11, 12, 13}
