"""Transactions: kept whole or undone whole, one at a time."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.errors import StorageError
from bot.storage.database import Database
from tests.conftest import PRAGMAS


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database.open(tmp_path / "bot.sqlite3") as opened:
        await opened.write("CREATE TABLE words (word TEXT NOT NULL UNIQUE) STRICT")
        yield opened


async def words(database: Database) -> list[str]:
    return [row["word"] for row in await database.rows("SELECT word FROM words ORDER BY word")]


class BoomError(Exception):
    """What a test raises inside a transaction."""


async def test_the_pragmas_are_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.database._PRAGMAS", PRAGMAS)
    expected = {"journal_mode": "wal", "foreign_keys": 1, "secure_delete": 1, "synchronous": 2}
    async with Database.open(tmp_path / "bot.sqlite3") as database:
        assert {name: await database.value(f"PRAGMA {name}") for name in expected} == expected


async def test_a_transaction_is_on_disk_once_its_block_is_left(database: Database, tmp_path: Path) -> None:
    assert await database.write("INSERT INTO words VALUES ('kept')") == 1
    async with Database.open(tmp_path / "bot.sqlite3") as other:
        assert await words(other) == ["kept"]


async def test_an_error_undoes_the_whole_transaction(database: Database) -> None:
    with pytest.raises(BoomError):
        async with database.transaction() as connection:
            await connection.execute("INSERT INTO words VALUES ('undone')")
            raise BoomError
    assert await words(database) == []


async def test_a_constraint_that_fails_undoes_the_whole_transaction_and_is_a_storage_error(database: Database) -> None:
    with pytest.raises(StorageError, match="UNIQUE constraint failed"):
        async with database.transaction() as connection:
            await connection.execute("INSERT INTO words VALUES ('twice')")
            await connection.execute("INSERT INTO words VALUES ('twice')")
    assert await words(database) == []


async def test_two_transactions_at_once_do_not_mix(database: Database) -> None:
    """The trap of aiosqlite #19: a commit of one task kept the rows that another one undid."""
    inserted, committed = asyncio.Event(), asyncio.Event()

    async def undone() -> None:
        async with database.transaction() as connection:
            await connection.execute("INSERT INTO words VALUES ('undone')")
            inserted.set()
            for _ in range(50):  # gives the other task every chance to come in between
                await asyncio.sleep(0)
            assert not committed.is_set()
            raise BoomError

    async def kept() -> None:
        await inserted.wait()
        await database.write("INSERT INTO words VALUES ('kept')")
        committed.set()

    outcomes = await asyncio.gather(undone(), kept(), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [BoomError, type(None)]
    assert await words(database) == ["kept"]


@pytest.mark.parametrize("turns", range(6))
async def test_a_task_cancelled_at_any_point_leaves_no_transaction_open(database: Database, turns: int) -> None:
    writing = asyncio.create_task(database.write("INSERT INTO words VALUES ('perhaps')"))
    for _ in range(turns):
        await asyncio.sleep(0)
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    assert await database.write("INSERT INTO words VALUES ('after')") == 1
    assert "after" in await words(database)


async def test_a_hundred_writers_at_once_all_arrive(database: Database) -> None:
    await asyncio.gather(*(database.write("INSERT INTO words VALUES (?)", (f"{n:03}",)) for n in range(100)))
    assert len(await words(database)) == 100
