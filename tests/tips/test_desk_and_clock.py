"""The desk when the clock is set, or when timezone data change: no tip twice, none lost that can still come."""

import shutil
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain import Rhythm
from bot.storage.schedules import Schedules
from bot.storage.storage import Storage
from bot.tips.desk import TipDesk
from bot.tips.rhythm import nearest_slot, next_slot
from tests.conftest import HandClock
from tests.tiny import tips_on

TIPS = tips_on("sprint", 5)
GUILD, CHANNEL, OTHER = 1, 10, 11
ZONE = "Test/Town"
DAILY = Rhythm(time(12, 30), "UTC", frozenset(range(7)))
DUE = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)  # the hand clock begins half an hour before
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def store(storage: Storage) -> Schedules:
    return storage.schedules


async def look(store: Schedules, clock: HandClock, desk: TipDesk | None = None) -> list[datetime]:
    """Look once, by default as a fresh process, and send all that is due; return the slots."""
    desk = desk or TipDesk(store, TIPS, clock)
    await desk.align()
    sent = []
    for schedule in await desk.due():
        claimed = await desk.claim(schedule)
        if claimed is not None:
            await desk.sent(claimed)
            sent.append(claimed.delivery.due)
    return sent


async def due(store: Schedules, channel: int = CHANNEL) -> datetime:
    schedule = await store.of_channel(channel)
    assert schedule is not None
    return schedule.next_due


@pytest.mark.parametrize("restart", [False, True])
@pytest.mark.parametrize("back", [timedelta(minutes=5), 3 * HOUR, 400 * DAY])
async def test_a_clock_set_back_sends_nothing_twice(
    store: Schedules, clock: HandClock, back: timedelta, restart: bool
) -> None:
    await store.put(GUILD, CHANNEL, DAILY, "", DUE)
    desk = TipDesk(store, TIPS, clock)
    clock.moment = DUE
    assert await look(store, clock, desk) == [DUE]
    clock.moment -= back
    assert await look(store, clock, None if restart else desk) == []
    clock.moment = DUE + HOUR
    assert await look(store, clock, None if restart else desk) == []
    clock.moment = DUE + DAY
    assert await look(store, clock, None if restart else desk) == [DUE + DAY]


@pytest.mark.parametrize("restart", [False, True])
@pytest.mark.parametrize("ahead", [3 * HOUR, 5 * DAY, 4000 * DAY])
async def test_a_clock_that_ran_ahead_and_is_set_right_loses_no_slot(
    store: Schedules, clock: HandClock, ahead: timedelta, restart: bool
) -> None:
    await store.put(GUILD, CHANNEL, DAILY, "", DUE)
    desk = TipDesk(store, TIPS, clock)
    clock.moment += ahead
    assert await look(store, clock, desk) == []
    clock.moment -= ahead
    assert await look(store, clock, None if restart else desk) == []
    assert await due(store) == DUE
    clock.moment = DUE
    assert await look(store, clock, None if restart else desk) == [DUE]


async def test_an_ordinary_correction_of_the_clock_reads_no_schedules(store: Schedules, clock: HandClock) -> None:
    desk = TipDesk(store, TIPS, clock)
    await desk.align()
    await store.put(GUILD, CHANNEL, DAILY, "", DUE + 7 * DAY)
    clock.forward(seconds=-30)
    await desk.align()
    assert await due(store) == DUE + 7 * DAY
    clock.forward(seconds=-61)
    await desk.align()
    assert await due(store) == DUE


@pytest.fixture
def zones(tmp_path: Path) -> Iterator[Path]:
    """A folder of timezone data that a test can change between two runs of the program."""
    folder = tmp_path / "zoneinfo"
    (folder / "Test").mkdir(parents=True)
    before = zoneinfo.TZPATH
    zoneinfo.reset_tzpath([str(folder)])
    yield folder
    zoneinfo.reset_tzpath(before)
    ZoneInfo.clear_cache()


def let_zone_be(folder: Path, like: str) -> None:
    """Let the town keep another zone's time from now on, as after an update and a restart."""
    area, name = like.split("/")
    with resources.as_file(resources.files(f"tzdata.zoneinfo.{area}") / name) as data:
        shutil.copy(data, folder / ZONE)
    ZoneInfo.clear_cache()


@pytest.mark.parametrize(
    ("new", "moved"),
    [("Etc/GMT-3", 0), ("Etc/GMT-4", -1), ("Etc/GMT-2", 1), ("Etc/GMT-14", -11), ("Etc/GMT+5", 8)],
)
async def test_changed_timezone_data_move_the_slot_and_bring_no_tip_twice_a_day(
    store: Schedules, clock: HandClock, zones: Path, new: str, moved: int
) -> None:
    let_zone_be(zones, "Etc/GMT-3")  # three hours ahead of UTC
    noon = Rhythm(time(12), ZONE, frozenset(range(7)))
    clock.moment = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    await store.put(GUILD, CHANNEL, noon, "", next_slot(noon, clock.now()))
    clock.moment = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert await look(store, clock) == [clock.moment]
    let_zone_be(zones, new)
    expected = datetime(2026, 11, 24, 9, 0, tzinfo=UTC) + moved * HOUR
    sent = []
    while clock.moment < expected:
        clock.forward(minutes=30)
        sent += await look(store, clock)
    assert sent == [expected]
    assert f"{expected.astimezone(ZoneInfo(ZONE)):%H:%M}" == "12:00"


async def test_a_zone_that_an_update_removed_pauses_its_schedule_at_the_start_and_no_other(
    store: Schedules, clock: HandClock
) -> None:
    await store.put(GUILD, CHANNEL, Rhythm(time(12, 30), "Mars/Base", DAILY.days), "", DUE + DAY)
    await store.put(GUILD, OTHER, DAILY, "", DUE)
    await TipDesk(store, TIPS, clock).align()
    paused = {one.channel_id: one.paused for one in await store.of_guild(GUILD)}
    assert paused == {
        OTHER: "",
        CHANNEL: "The timezone Mars/Base is no longer known; schedule again with a current name",
    }


async def test_slots_fall_on_leap_days_too(store: Schedules, clock: HandClock) -> None:
    clock.moment = datetime(2028, 2, 28, 12, 30, tzinfo=UTC)
    await store.put(GUILD, CHANNEL, DAILY, "", clock.moment)
    days = []
    for _ in range(3):
        days += [f"{slot:%m-%d}" for slot in await look(store, clock)]
        clock.forward(days=1)
    assert days == ["02-28", "02-29", "03-01"]


def test_the_nearest_slot_of_a_slot_is_itself_on_any_rhythm() -> None:
    for zone in ("Australia/Lord_Howe", "America/New_York", "Pacific/Apia", "Asia/Kathmandu"):
        weekly = Rhythm(time(2, 30), zone, frozenset((6,)))
        slot = DUE
        for _ in range(60):
            slot = next_slot(weekly, slot)
            assert nearest_slot(weekly, slot) == slot
