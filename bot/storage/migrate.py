"""Numbered SQL migrations; each runs in one transaction with the row that records it."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from bot.clock import Clock
from bot.errors import StorageError
from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Migration:
    """One file of `bot/storage/migrations`, named NNNN_what_it_does.sql."""

    number: int
    name: str
    sql: str


def migrations() -> list[Migration]:
    """Return all migrations in order."""
    folder = resources.files("bot.storage") / "migrations"
    found = []
    for file in folder.iterdir():
        if file.name.endswith(".sql"):
            number, _, name = file.name.removesuffix(".sql").partition("_")
            found.append(Migration(int(number), name, file.read_text("utf-8")))
    return sorted(found, key=lambda migration: migration.number)


async def migrate(database: Database, clock: Clock) -> None:
    """Bring the schema up to date.

    Raises `StorageError` where the file was written by a newer version of the bot; nothing is changed then.
    """
    await database.write(
        "CREATE TABLE IF NOT EXISTS migrations"
        " (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT"
    )
    applied = {int(row["number"]) for row in await database.rows("SELECT number FROM migrations")}
    known = migrations()
    newer = applied - {migration.number for migration in known}
    if newer:
        raise StorageError(
            f"The database has schema {max(newer)}, made by a newer version of the bot; this version knows up to "
            f"{known[-1].number}. Install the newer version again, or restore a backup from before the upgrade."
        )
    for migration in known:
        if migration.number not in applied:
            await _apply(database, migration, clock)


async def _apply(database: Database, migration: Migration, clock: Clock) -> None:
    async with database.transaction() as connection:
        # Statement by statement: executescript would commit before it runs, and a failure would leave half.
        for statement in statements(migration.sql):
            await connection.execute(statement)
        await connection.execute(
            "INSERT INTO migrations (number, name, applied_at) VALUES (?, ?, ?)",
            (migration.number, migration.name, clock.now().isoformat()),
        )


def statements(script: str) -> Iterator[str]:
    """Split a script into statements as SQLite itself sees them complete."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
    if pending.strip():
        yield pending  # without its semicolon; SQLite runs it, or says what is wrong with it
