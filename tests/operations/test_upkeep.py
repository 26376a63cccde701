"""What a running bot does for itself: the database is missed and found again, and a backup is made every day."""

import asyncio
import logging
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from bot.app import App, Stored
from bot.domain import Place, UsageEvent
from bot.errors import StorageError
from bot.operations.health import Trouble
from bot.operations.upkeep import Upkeep
from bot.storage.copying import KEPT_DAYS, StoppedError, automatic_backups, backup_folder, daily_backup, file_problems
from tests.conftest import HandClock, Online
from tests.discord_app.helpers import CLEAR_QUESTION, counted, rows
from tests.storage.keeping import count, destroy, fill, leaves


@pytest.fixture
def upkeep(app: App, stored: Stored) -> Upkeep:
    app.health.discord_reached()
    return Upkeep(app, stored)


async def read_only(stored: Stored, on: bool) -> None:
    """Let the connection refuse every write, as a file system does that was remounted read-only."""
    await stored.storage._database._connection.execute(f"PRAGMA query_only = {'ON' if on else 'OFF'}")


async def test_nothing_is_amiss_at_first(upkeep: Upkeep, app: App) -> None:
    await upkeep.look()
    assert app.health.reasons() == {}
    assert len(automatic_backups(app.settings.database_path)) == 1


async def test_a_database_that_comes_back_ends_the_trouble_by_itself(
    upkeep: Upkeep, app: App, stored: Stored, clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    event = UsageEvent(clock.now(), "ask", Place.GUILD, "answer")
    await read_only(stored, True)
    for _ in range(3):
        await stored.record(event)
    assert caplog.text.count("usage was not counted") == 1, "those behind the first need not try"
    await upkeep.look()
    assert "cannot be written" in app.health.reasons()[Trouble.STORAGE]
    assert caplog.text.count("degraded, storage: The database") == 1
    await upkeep.look()
    assert caplog.text.count("degraded, storage: The database") == 1, "a change is told, not a state"
    await read_only(stored, False)
    await upkeep.look()
    assert app.health.reasons() == {}
    assert "storage is in order" in caplog.text
    assert "3 events since the start were not counted" in caplog.text
    await stored.record(event)
    assert count(app.settings.database_path, "usage") == 1


async def test_a_busy_bot_finds_its_database_again_without_waiting_for_upkeep(
    app: App, stored: Stored, clock: HandClock
) -> None:
    event = UsageEvent(clock.now(), "ask", Place.GUILD, "answer")
    await read_only(stored, True)
    await stored.record(event)
    await read_only(stored, False)
    clock.forward(seconds=6)
    await stored.record(event)
    assert not stored.storage.trouble()
    assert count(app.settings.database_path, "usage") == 1


async def test_help_says_so_while_nothing_can_be_kept_and_questions_are_answered(online: Online) -> None:
    upkeep = Upkeep(online.app, online.stored)
    await read_only(online.stored, True)
    await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION)
    await counted(online.client)
    shown = await online.discord.slash(online.alice, online.channel, "help")
    assert "At the moment I cannot reach my database: I answer questions" in shown.content
    assert (await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION)).answered
    await read_only(online.stored, False)
    await upkeep.look()
    shown = await online.discord.slash(online.alice, online.channel, "help")
    assert "database" not in shown.content


async def test_tips_wait_for_the_database_and_come_once(online: Online) -> None:
    await online.discord.slash(
        online.owner, online.channel, "tips schedule",
        channel=online.channel, time="12:00", timezone="UTC", days="daily",
    )  # fmt: skip
    online.clock.forward(days=1)
    await read_only(online.stored, True)
    for _ in range(3):
        with pytest.raises(StorageError):
            await online.client.tips.post_due()
    assert online.discord.bot_messages(online.channel) == []
    await read_only(online.stored, False)
    assert [await online.client.tips.post_due() for _ in range(3)] == [1, 0, 0]
    assert len(online.discord.bot_messages(online.channel)) == 1


async def test_a_tip_whose_arrival_could_not_be_noted_is_not_seen_twice(online: Online) -> None:
    await online.discord.slash(
        online.owner, online.channel, "tips schedule",
        channel=online.channel, time="12:00", timezone="UTC", days="daily",
    )  # fmt: skip
    online.clock.forward(days=1)
    hold = online.discord.hold_next("POST", rf"/channels/{online.channel.id}/messages$")
    posting = asyncio.create_task(online.client.tips.post_due())
    await hold.arrived.wait()
    await read_only(online.stored, True)
    hold.release()
    with pytest.raises(StorageError):
        await posting
    await read_only(online.stored, False)
    for _ in range(3):
        await online.client.tips.post_due()
        online.clock.forward(seconds=15)
    assert len(online.discord.bot_messages(online.channel)) == 1
    states = [row["state"] for row in rows(online.app.settings, "SELECT state FROM deliveries")]
    assert states == ["sent"]


async def test_a_lock_that_another_process_holds_is_a_trouble_that_passes(
    upkeep: Upkeep, app: App, stored: Stored, clock: HandClock
) -> None:
    await stored.storage._database._connection.execute("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(app.settings.database_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await stored.record(UsageEvent(clock.now(), "ask", Place.GUILD, "answer"))
        assert "is in use by another program" in app.health.reasons()[Trouble.STORAGE]
        assert app.ask(CLEAR_QUESTION)[0].answered
        other.execute("ROLLBACK")
    await upkeep.look()
    assert app.health.reasons() == {}


async def test_damage_does_not_pass_by_itself(upkeep: Upkeep, app: App, stored: Stored, clock: HandClock) -> None:
    path = app.settings.database_path
    await stored.storage.usage.add(
        UsageEvent(clock.now(), "ask", Place.GUILD, "answer", topic="t" * 100) for _ in range(2000)
    )
    destroy(path, *leaves(path, "usage"))
    await stored.storage._database._connection.execute("PRAGMA shrink_memory")
    with pytest.raises(StorageError, match="is damaged; stop the bot"):
        await stored.storage.usage.summary(clock.now())
    await upkeep.look()
    await upkeep.look()
    assert "is damaged" in app.health.reasons()[Trouble.STORAGE]
    assert app.ask(CLEAR_QUESTION)[0].answered


class TestDailyBackup:
    async def test_one_a_day_and_the_last_week_is_kept(self, upkeep: Upkeep, app: App, clock: HandClock) -> None:
        path = app.settings.database_path
        for _ in range(KEPT_DAYS + 3):
            await upkeep.look()
            await upkeep.look()
            clock.forward(days=1)
        kept = automatic_backups(path)
        assert [file.stem for file in kept] == [f"2026-11-{day}" for day in range(26, 31)] + [
            "2026-12-01",
            "2026-12-02",
        ]
        assert all(file_problems(file) == [] for file in kept)
        assert {file.stat().st_mode & 0o777 for file in kept} == {0o600}
        assert backup_folder(path).stat().st_mode & 0o777 == 0o700
        assert len(list(backup_folder(path).iterdir())) == KEPT_DAYS, "nothing else is left"

    async def test_it_never_holds_the_key(self, upkeep: Upkeep, app: App) -> None:
        path = app.settings.database_path
        await upkeep.look()
        key = path.with_name("bot.sqlite3.key").read_bytes()
        assert key not in automatic_backups(path)[0].read_bytes()

    async def test_where_it_cannot_be_made_the_operator_is_told_and_it_is_tried_again(
        self, upkeep: Upkeep, app: App, clock: HandClock
    ) -> None:
        folder = backup_folder(app.settings.database_path)
        folder.write_text("in the way")
        await upkeep.look()
        assert "the daily backup was not made" in app.health.reasons()[Trouble.BACKUP]
        folder.unlink()
        clock.forward(minutes=30)
        await upkeep.look()
        assert Trouble.BACKUP in app.health.reasons()
        clock.forward(minutes=31)
        await upkeep.look()
        assert app.health.reasons() == {}

    async def test_what_a_killed_process_left_unfinished_goes(self, upkeep: Upkeep, app: App) -> None:
        folder = backup_folder(app.settings.database_path)
        folder.mkdir(mode=0o700)
        for suffix in ("", "-journal"):
            (folder / f"2026-11-01.sqlite3.4711.part{suffix}").write_bytes(b"what somebody has deleted meanwhile")
        await upkeep.look()
        assert [file.name for file in folder.iterdir()] == ["2026-11-23.sqlite3"]

    async def test_a_damaged_database_makes_no_backup_and_costs_no_older_one(
        self, tmp_path: Path, clock: HandClock
    ) -> None:
        path = tmp_path / "bot.sqlite3"
        await fill(path, clock)
        for day in range(1, KEPT_DAYS + 1):
            assert daily_backup(path, date(2026, 11, day))
        destroy(path, leaves(path, "usage")[1])
        with pytest.raises(StorageError, match="failed its check"):
            daily_backup(path, date(2026, 11, 20))
        assert len(automatic_backups(path)) == KEPT_DAYS
        assert automatic_backups(path)[0].stem == "2026-11-01"

    async def test_a_stop_gives_up_a_copy_and_leaves_nothing(self, tmp_path: Path, clock: HandClock) -> None:
        path = tmp_path / "bot.sqlite3"
        await fill(path, clock)
        with pytest.raises(StoppedError):
            daily_backup(path, date(2026, 11, 20), lambda: True)
        assert list(backup_folder(path).iterdir()) == []

    async def test_a_stop_gives_up_a_check_too(self, tmp_path: Path, clock: HandClock) -> None:
        path = tmp_path / "bot.sqlite3"
        await fill(path, clock, events=10_000)
        assert file_problems(path) == []
        with pytest.raises(StoppedError):
            file_problems(path, lambda: True)

    async def test_it_is_made_off_the_event_loop(self, upkeep: Upkeep, app: App, stored: Stored) -> None:
        turns = 0

        async def others() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        await fill(app.settings.database_path, app.clock, events=20_000)
        working = asyncio.create_task(others())
        before = turns
        await upkeep._back_up()
        working.cancel()
        assert turns - before > 10


async def test_a_backup_under_load_is_one_moment(app: App, stored: Stored, tmp_path: Path, clock: HandClock) -> None:
    """Writers add pairs in one transaction each; no copy may hold a half."""
    stop = asyncio.Event()
    await stored.storage._database.write("CREATE TABLE pairs (n INTEGER, side TEXT) STRICT")

    async def write() -> None:
        n = 0
        while not stop.is_set():
            n += 1
            async with stored.storage._database.transaction() as connection:
                await connection.execute("INSERT INTO pairs VALUES (?, 'left' || hex(randomblob(2000)))", (n,))
                await connection.execute("INSERT INTO pairs VALUES (?, 'right' || hex(randomblob(2000)))", (n,))

    writing = asyncio.create_task(write())
    for number in range(8):
        day = date(2026, 1, 1 + number)
        await asyncio.to_thread(daily_backup, app.settings.database_path, day)
    stop.set()
    await writing
    sizes = []
    for copy in automatic_backups(app.settings.database_path):
        assert file_problems(copy) == []
        with closing(sqlite3.connect(copy)) as connection:
            odd = connection.execute("SELECT count(*) FROM (SELECT n FROM pairs GROUP BY n HAVING count(*) <> 2)")
            assert odd.fetchone() == (0,)
        sizes.append(count(copy, "pairs"))
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0], "the writers went on"
