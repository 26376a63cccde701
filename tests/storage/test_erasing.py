"""What was deleted while somebody read the file: gone at once for everybody, and from the disk soon after."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.app import App, Stored, open_stored
from bot.operations.upkeep import Upkeep
from bot.storage import database as opening
from tests.conftest import HandClock, Online
from tests.discord_app.helpers import counted, rows, stored_bytes

GAP = "which okonomiyaki recipe"


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.01)


@contextmanager
def reader(path: Path) -> Iterator[None]:
    """Hold a snapshot as the daily backup does while it copies."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM usage").fetchone()
        yield
        connection.execute("COMMIT")


async def test_a_deletion_during_a_backup_is_done_and_told_so_and_the_log_is_emptied_afterwards(online: Online) -> None:
    path, upkeep = online.app.settings.database_path, Upkeep(online.app, online.stored)
    await online.discord.slash(online.alice, online.channel, "ask", question=GAP)
    await counted(online.client)
    alice = online.stored.person(online.alice.id).encode()
    with reader(path):
        asks = await online.discord.slash(online.alice, online.channel, "privacy delete")
        done = await online.discord.click(online.alice, asks, label="Delete it all")
        assert "Deleted: uses: 1" in done.content
        assert "The last traces leave the disk within minutes." in done.content
        assert {row["person"] for row in rows(online.app.settings, "SELECT person FROM usage")} == {""}
        await upkeep.look()
        assert alice in stored_bytes(online.app.settings), "still read"
    await upkeep.look()
    assert alice not in stored_bytes(online.app.settings)


async def test_turning_texts_off_during_a_backup_is_saved_and_told_so(online: Online) -> None:
    await online.discord.slash(online.owner, online.channel, "assistant setup", keep_questions=True)
    await online.discord.slash(online.alice, online.channel, "ask", question=GAP)
    await counted(online.client)
    with reader(online.app.settings.database_path):
        saved = await online.discord.slash(online.owner, online.channel, "assistant setup", keep_questions=False)
        assert "The texts of questions kept so far are deleted" in saved.content
        assert "The last traces leave the disk within minutes." in saved.content
    await Upkeep(online.app, online.stored).look()
    assert GAP.encode() not in stored_bytes(online.app.settings)


async def test_what_a_former_process_or_another_one_owed_is_done_too(app: App, clock: HandClock) -> None:
    path = app.settings.database_path
    async with open_stored(app) as running, open_stored(app) as forgetting:
        await running.storage.set_note("filler", "x" * 100)
        with reader(path):
            assert not (await forgetting.storage.personal.delete(7)).is_erased
        await Upkeep(app, running).look()
        assert path.with_name(path.name + "-wal").stat().st_size < 10_000, "no more than that nothing is owed"
        assert not await running.storage.note("log to be emptied")


async def test_one_that_is_owed_meanwhile_stays_owed(stored: Stored, app: App) -> None:
    path = app.settings.database_path
    with reader(path):
        await stored.storage.personal.delete(7)
    async with stored.storage._database.transaction() as connection:  # Upkeep waits to empty the log
        looking = asyncio.create_task(stored.storage.empty_owed_log())
        for _ in range(20):
            await asyncio.sleep(0)
        await connection.execute("UPDATE notes SET value = value + 1 WHERE name = 'log to be emptied'")
    await looking
    assert await stored.storage.note("log to be emptied")
    await stored.storage.empty_owed_log()
    assert not await stored.storage.note("log to be emptied")


async def test_a_disk_that_fails_right_after_the_deletion_does_not_make_it_undone(
    stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows_of = stored.storage._database.rows

    async def failing(sql: str, *rest: tuple[object, ...]) -> list[sqlite3.Row]:
        if "wal_checkpoint" in sql:
            sql = "SELECT * FROM nothing_of_that_name"
        return await rows_of(sql, *rest)

    monkeypatch.setattr(stored.storage._database, "rows", failing)
    assert not (await stored.storage.personal.delete(7)).is_erased
