"""How SQLite finds what is asked for: nothing that happens while people wait reads a growing table from end to end."""

import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from datetime import datetime, time, timedelta
from pathlib import Path

from bot.clock import Clock
from bot.domain import Counted, DeliveryState, Place, Reason, Rhythm, UsageEvent, Vote
from bot.storage.storage import Storage

ANN, GUILD, CHANNEL = 5, 7, 70
RHYTHM = Rhythm(time(9, 0), "UTC", frozenset(range(7)))
GROWING = ("usage", "questions", "gap_terms", "gap_words", "votes", "deliveries")
MONTHS = "SELECT DISTINCT guild_id, month FROM gap_terms"  # read off the key when a person asks what is kept


@asynccontextmanager
async def traced(storage: Storage) -> AsyncIterator[list[str]]:
    """Collect the statements that run meanwhile, with their values, in the order in which they run."""
    ran: list[str] = []
    connection = storage._database._connection
    await connection.set_trace_callback(ran.append)
    yield ran
    await connection.set_trace_callback(None)  # type: ignore[arg-type]  # takes it, as sqlite3's does


async def work(storage: Storage, now: datetime) -> None:
    """Do once what the bot does while people wait, and what it does every few seconds."""
    await storage.servers.change(GUILD, keep_questions=True)
    event = UsageEvent(now, "ask", Place.GUILD, "unknown", "sprint", 0.1, 2.0, GUILD, storage.pseudonyms.of(ANN))
    await storage.record_all([Counted(event, {"kanban": "kanban"}, "how?")])
    await storage.feedback.put(Vote(event.person, "sprint", "", now, Reason.HARD, GUILD))
    await storage.feedback.since(now)
    await storage.usage.summary(now)
    await storage.server_usage.of(GUILD, now.date(), 30, 10)
    await storage.questions.gaps(GUILD)
    await storage.questions.not_answered(GUILD, 5)
    await work_on_tips(storage, now)
    await storage.overview()
    await storage.servers.known()
    await storage.personal.counts(ANN)
    await storage.personal.export(ANN)
    await storage.personal.delete(ANN)
    await storage.servers.change(GUILD, keep_questions=False)
    await storage.servers.left(GUILD)
    assert await storage.servers.purge_removed(now) == [GUILD]


async def work_on_tips(storage: Storage, now: datetime) -> None:
    schedules = storage.schedules
    await schedules.put(GUILD, CHANNEL, RHYTHM, "", now)
    await schedules.of_guild(GUILD)
    (schedule,) = await schedules.due(now)
    await schedules.has_delivery(CHANNEL, now, now)
    await schedules.given(CHANNEL)
    delivery = await schedules.claim(schedule, "tip", DeliveryState.CLAIMED, now + timedelta(days=1))
    assert delivery is not None
    await schedules.open_claims()
    await schedules.close(delivery, DeliveryState.SENT)
    await schedules.pause_guild(GUILD, "why")


def scans(path: Path, statements: list[str]) -> Iterator[str]:
    """Yield each step of a plan that reads a growing table from end to end, with its statement."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in dict.fromkeys(statements):
            if re.match(r"(SELECT|INSERT|UPDATE|DELETE|WITH)\b", statement):
                for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {statement}"):
                    if re.match(rf"SCAN ({'|'.join(GROWING)})\b", step) and statement != MONTHS:
                        yield f"{step}: {statement}"


async def test_no_growing_table_is_read_from_end_to_end(storage: Storage, clock: Clock, tmp_path: Path) -> None:
    async with traced(storage) as ran:
        await work(storage, clock.now())
    assert {table for table in GROWING if any(f" {table} " in statement for statement in ran)} == set(GROWING)
    assert list(scans(tmp_path / "bot.sqlite3", ran)) == []


async def test_a_scan_would_be_found(storage: Storage, tmp_path: Path) -> None:
    async with traced(storage) as ran:
        await storage._database.rows("SELECT count(*) FROM usage WHERE kind = ?", ("ask",))
    assert len(list(scans(tmp_path / "bot.sqlite3", ran))) == 1
