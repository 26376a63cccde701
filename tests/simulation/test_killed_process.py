"""Tips once, with `kill -9`: `python -m bot run` as a process of its own, killed at random times."""

import asyncio
import random
import sqlite3
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.domain import Rhythm
from bot.storage.storage import Storage
from bot.tips.rhythm import next_slot
from tests.fake_discord import Channel, FakeDiscord
from tests.launch.fast_clock import FastClock
from tests.simulation.conftest import Report
from tests.simulation.tally import Tally, slots_between, states_of
from tests.test_process import READY_SECONDS, running

KILLS = 200
SPEED = 60.0  # a minute in a second; the bot looks four times a second
EVERY_DAY = frozenset(range(7))
POSTS = r"^/channels/\d+/messages$"
pytestmark = pytest.mark.slow


@pytest.fixture
def fast() -> FastClock:
    return FastClock(datetime(2027, 6, 1, tzinfo=UTC).timestamp(), time.time(), SPEED)


@pytest.fixture
async def outside(fast: FastClock) -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord(redirect=False, clock=fast) as server:
        yield server


@pytest.fixture(autouse=True)
def own_cache(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))


def rhythm(number: int) -> Rhythm:
    """Return a daily time for each channel: one for every minute of the day."""
    return Rhythm(wall_time(number // 60, number % 60), "UTC", EVERY_DAY)


async def schedule(discord: FakeDiscord, database: Path, now: datetime) -> list[Channel]:
    """Schedule a channel for every minute of the day."""
    guild = discord.add_guild("Harbour")
    channels = [guild.add_text_channel(f"c{number}") for number in range(24 * 60)]
    async with Storage.open(database, "", SystemClock()) as storage:
        for number, channel in enumerate(channels):
            await storage.schedules.put(guild.id, channel.id, rhythm(number), "", next_slot(rhythm(number), now))
    return channels


async def live(discord: FakeDiscord, dice: random.Random) -> None:
    """Let a process live until a random moment: at times while it starts, mostly while it is at its tips."""
    if dice.random() > 0.15:
        before = len(discord.requests)

        def at_work() -> bool:
            return any(request.path.endswith("/messages") for request in discord.requests[before:])

        await discord.world.changes.wait_for(at_work, READY_SECONDS, "the first tip, or the first look for one")
    await asyncio.sleep(dice.uniform(0, 2))


def pass_time_down(fast: FastClock, dice: random.Random) -> None:
    """Stay down for seconds, beyond the nonce, or beyond the grace."""
    shortest, longest = dice.choices(((0, 40), (120, 1500), (3600, 5400)), (70, 27, 3))[0]
    fast.skip(timedelta(seconds=dice.uniform(shortest, longest)))


def waiting(database: Path, until: datetime) -> int:
    """Return how many slots before an instant are neither skipped nor settled."""
    with closing(sqlite3.connect(database)) as connection:
        due = connection.execute("SELECT count(*) FROM schedules WHERE next_due < ?", (until.isoformat(),))
        open_claims = connection.execute("SELECT count(*) FROM deliveries WHERE state = 'claimed'")
        return int(due.fetchone()[0] + open_claims.fetchone()[0])


async def test_two_hundred_kills(outside: FakeDiscord, fast: FastClock, tmp_path: Path, report: Report) -> None:
    database, dice, seen = tmp_path / "data" / "bot.sqlite3", random.Random(7), Counter[str]()
    start = fast.now()
    channels = await schedule(outside, database, start)
    for _ in range(KILLS):
        delay = outside.delay_next("POST", POSTS, dice.uniform(0, 0.3), times=10**6, lag=dice.uniform(0, 0.3))
        async with running(outside, tmp_path, LAUNCH_CLOCK=str(fast)) as process:
            await live(outside, dice)
            assert process.returncode is None
            seen["killed while a tip was on its way"] += bool(outside.rest.in_flight)
            process.kill()
        delay.times = 0
        await outside.world.changes.wait_for(lambda: not outside.rest.in_flight, READY_SECONDS, "the last requests")
        pass_time_down(fast, dice)
    end = fast.now()
    async with running(outside, tmp_path, LAUNCH_CLOCK=str(fast)) as process:
        async with asyncio.timeout(120):
            while waiting(database, end):  # noqa: ASYNC110  # another process, which rings no bell
                await asyncio.sleep(0.2)
        process.terminate()
        assert await asyncio.wait_for(process.wait(), READY_SECONDS) == 0
    tally = Tally()
    for number, channel in enumerate(channels):
        states = states_of(database, channel.id)
        slots = set(slots_between(rhythm(number), start, end)) | {due for due in states if due >= end}
        tally.add(channel, sorted(slots), states)
    report(f"kill -9 of the real process, seed 7, {SPEED:g} times as fast", {
        "kills": KILLS,
        **seen,
        "simulated hours": round((end - start) / timedelta(hours=1), 1),
        "slots": tally.slots,
        "posted": tally.messages,
        "requests to post": sum(one.method == "POST" and one.path.endswith("/messages") for one in outside.requests),
        "history reads": sum(one.method == "GET" and one.path.endswith("/messages") for one in outside.requests),
        **{f"slots that are {state}": count for state, count in sorted(tally.states.items())},
        "posted twice": tally.doubles,
        "lost without a reason": tally.lost,
    })  # fmt: skip
    assert tally.wrong == []
    assert (tally.doubles, tally.lost) == (0, 0)
    assert seen["killed while a tip was on its way"] > KILLS / 4
