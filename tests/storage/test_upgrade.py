"""A database of the first release, with something in every table, opened by the present version."""

import hashlib
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path

from bot.storage.copying import file_problems
from bot.storage.storage import Storage
from tests.conftest import HandClock

RELEASED = Path(__file__).with_name("release-1.sql")
FIRST_MIGRATION = "1d433fd7bbd6a6601519c4cae7354e7bef25636c4e2ac8285e9f3ada677895f7"


def release_1(folder: Path) -> Path:
    """Return a database as the first release left it, with its key beside it."""
    path = folder / "bot.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(RELEASED.read_text("utf-8"))
    path.with_name("bot.sqlite3.key").write_text("0123456789abcdef" * 4)
    return path


async def test_everything_that_was_stored_is_there_after_an_upgrade(tmp_path: Path, clock: HandClock) -> None:
    path = release_1(tmp_path)
    async with Storage.open(path, "", clock) as storage:
        (daily, weekly) = await storage.schedules.of_guild(1001)
        assert (daily.channel_id, daily.rhythm.timezone) == (2001, "Europe/Berlin")
        assert f"{daily.rhythm.local_time:%H:%M}" == "09:30"
        assert daily.rhythm.days == frozenset(range(5))
        assert (weekly.topic, weekly.paused) == ("wsjf", "that channel is gone; schedule tips in another one")
        assert await storage.schedules.given(2001) == ["wsjf-1", "kano-1", "kano-2"]
        assert [claim.tip_id for claim in await storage.schedules.open_claims()] == ["kano-2"]
        assert {row[0] for row in await storage._database.rows("SELECT guild_id FROM deliveries")} == {1001}
        summary = await storage.usage.summary(datetime(2026, 11, 1, tzinfo=UTC))
        assert (summary.events, summary.people) == (3, 2)
        assert summary.places == {"guild": 1, "direct": 1, "terminal": 1}
        assert await storage.note("commands:42:global") == "f" * 64
        assert storage.pseudonyms.fingerprint == await storage.note("pseudonym_key")
    assert file_problems(path) == []


async def test_it_can_be_written_afterwards(tmp_path: Path, clock: HandClock) -> None:
    async with Storage.open(release_1(tmp_path), "", clock) as storage:
        (daily, _) = await storage.schedules.of_guild(1001)
        await storage.schedules.put(1001, 2003, daily.rhythm, "", clock.now() + timedelta(days=1))
        assert await storage.personal.purge(datetime(2026, 11, 23, tzinfo=UTC)) == 1


def test_a_released_migration_is_never_edited() -> None:
    script = (resources.files("bot.storage") / "migrations" / "0001_first.sql").read_bytes()
    assert hashlib.sha256(script).hexdigest() == FIRST_MIGRATION
