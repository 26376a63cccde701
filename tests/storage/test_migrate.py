"""Numbered migrations, each in one transaction with its record."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import StorageError
from bot.storage import migrate as migrating
from bot.storage.database import Database
from bot.storage.migrate import Migration, migrate, migrations, statements
from tests.conftest import HandClock

BROKEN = "CREATE TABLE half (n INTEGER) STRICT;\nINSERT INTO half VALUES (1);\nCREATE TABLE oops (;\n"

NOW = "2026-11-23T12:00:00+00:00"
OLDEST: dict[str, tuple[object, ...]] = {  # a row of every table of the first schema
    "usage": (1, NOW, "ask", "guild", "answer", "sprint", 0.9, 1.5, 7, "a" * 32),
    "schedules": (1, 7, 70, "09:30", "Europe/Berlin", 31, "", NOW, ""),
    "deliveries": (1, 1, 70, NOW, "tip-1", "sent", NOW),
    "notes": ("tree", "abc"),
}
DROPPED = {"schedule_id"}  # of deliveries; it was never read


def dump(path: Path) -> list[str]:
    """Return everything that is in the file."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


async def migrated(path: Path, clock: HandClock) -> None:
    async with Database.open(path) as database:
        await migrate(database, clock)


async def test_a_blank_file_gets_every_table_and_the_record_of_it(tmp_path: Path, clock: HandClock) -> None:
    path = tmp_path / "bot.sqlite3"
    await migrated(path, clock)
    first = {"migrations", "usage", "schedules", "deliveries", "notes"}
    assert tables(path) == first | {"servers", "questions", "gap_terms", "gap_words", "votes"}
    with closing(sqlite3.connect(path)) as connection:
        recorded = connection.execute("SELECT number, name, applied_at FROM migrations ORDER BY number").fetchall()
    assert recorded == [(one.number, one.name, clock.now().isoformat()) for one in migrations()]


async def test_a_second_opening_applies_nothing(tmp_path: Path, clock: HandClock) -> None:
    path = tmp_path / "bot.sqlite3"
    await migrated(path, clock)
    before = dump(path)
    clock.forward(days=1)
    await migrated(path, clock)
    assert dump(path) == before


async def test_rows_of_the_oldest_schema_survive_all_later_migrations(tmp_path: Path, clock: HandClock) -> None:
    path = tmp_path / "bot.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT;"
            "INSERT INTO migrations VALUES (1, 'first', '2026-11-23T12:00:00+00:00');" + migrations()[0].sql
        )
        for table, row in OLDEST.items():
            connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
        columns = {table: [row[1] for row in connection.execute(f"PRAGMA table_info({table})")] for table in OLDEST}
        connection.commit()
    await migrated(path, clock)
    async with Database.open(path) as database:
        for table, row in OLDEST.items():
            expected = {name: value for name, value in zip(columns[table], row, strict=True) if name not in DROPPED}
            (found,) = map(dict, await database.rows(f"SELECT * FROM {table}"))
            assert {name: found.get(name) for name in expected} == expected
        assert await database.value("SELECT count(*) FROM migrations") == len(migrations())
        assert await database.value("PRAGMA integrity_check") == "ok"


async def test_a_failing_migration_leaves_nothing_behind(
    tmp_path: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bot.sqlite3"
    await migrated(path, clock)
    before = dump(path)
    with_broken = [*migrations(), Migration(9999, "broken", BROKEN)]
    monkeypatch.setattr(migrating, "migrations", lambda: with_broken)
    with pytest.raises(StorageError, match="bot.sqlite3"):
        await migrated(path, clock)
    assert dump(path) == before


async def test_migrations_before_the_failing_one_are_kept(
    tmp_path: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bot.sqlite3"
    scripts = [Migration(1, "good", "CREATE TABLE good (n INTEGER) STRICT;"), Migration(2, "broken", BROKEN)]
    monkeypatch.setattr(migrating, "migrations", lambda: scripts)
    with pytest.raises(StorageError):
        await migrated(path, clock)
    assert tables(path) == {"migrations", "good"}


async def test_a_newer_schema_is_refused_and_nothing_is_changed(tmp_path: Path, clock: HandClock) -> None:
    path = tmp_path / "bot.sqlite3"
    await migrated(path, clock)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO migrations VALUES (9999, 'future', '2030-01-01T00:00:00+00:00')")
        connection.execute("CREATE TABLE from_the_future (n INTEGER) STRICT")
        connection.commit()
    before = dump(path)
    with pytest.raises(StorageError, match=r"schema 9999, made by a newer version.*Install the newer version again"):
        await migrated(path, clock)
    assert dump(path) == before


def test_migrations_are_numbered_from_1_without_a_gap() -> None:
    assert [one.number for one in migrations()] == list(range(1, len(migrations()) + 1))


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("SELECT 1;\nSELECT 2;\n", ["SELECT 1;\n", "SELECT 2;\n"]),
        ("SELECT\n1;", ["SELECT\n1;"]),
        ("SELECT ';\n';\n", ["SELECT ';\n';\n"]),
        ("SELECT 1; -- done\n", ["SELECT 1; -- done\n"]),
        ("-- a; b\nSELECT 1;", ["-- a; b\nSELECT 1;"]),
        ("SELECT 1;\nSELECT 2", ["SELECT 1;\n", "SELECT 2"]),
        ("\n\n", []),
    ],
)
def test_a_script_falls_into_its_statements(script: str, expected: list[str]) -> None:
    assert list(statements(script)) == expected


def test_a_trigger_is_one_statement() -> None:
    trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN\n  DELETE FROM b;\n  DELETE FROM c;\nEND;\n"
    assert list(statements(trigger)) == [trigger]
