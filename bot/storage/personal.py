"""What is kept about a person: counted, exported, deleted and purged over every table that is about persons."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiosqlite

from bot.domain import KeptRows
from bot.storage.database import Database
from bot.storage.erasing import empty_log
from bot.storage.pseudonyms import Pseudonyms


@dataclass(frozen=True, slots=True)
class PersonalTable:
    """A table with the columns `person`, `guild_id` and `at`. `title` and `about` are what `/privacy` says of it.

    `columns` are those that an export holds.
    """

    name: str
    title: str
    about: str
    columns: str


@dataclass(frozen=True, slots=True)
class Deletion:
    """What was deleted, and whether it has left the disk too; else the upkeep sees to it within minutes."""

    rows: list[KeptRows]
    is_erased: bool


# A further table about persons is added here, and nowhere else: it is then shown, exported, deleted and purged.
PERSONAL_TABLES = (
    PersonalTable(
        "usage",
        "Uses",
        "when you asked or ran something, what kind of thing, where, how it went and the topic; not your words",
        "at, kind, place, outcome, topic, confidence, latency_ms, CAST(guild_id AS TEXT) AS server",
    ),
    PersonalTable(
        "questions",
        "Question texts",
        "your questions word for word, only from servers whose owners turned that on",
        "at, text, outcome, topic, CAST(guild_id AS TEXT) AS server",
    ),
    PersonalTable(
        "gap_terms",
        "Single words without an answer",
        "scrambled, and without their order; one can be read only once three people of a server have used it",
        "at, (SELECT word FROM gap_words WHERE gap_words.guild_id = gap_terms.guild_id"
        " AND gap_words.month = gap_terms.month AND gap_words.term = gap_terms.term) AS word,"
        " CAST(guild_id AS TEXT) AS server",
    ),
    PersonalTable(
        "votes",
        "Votes",
        "which passages you called helpful or not, and why",
        "at, topic, section, helpful, reason, CAST(guild_id AS TEXT) AS server",
    ),
)


class Personal:
    """Every row about a person, found by the hashes that stand for them."""

    def __init__(self, database: Database, pseudonyms: Pseudonyms) -> None:
        self._database = database
        self._pseudonyms = pseudonyms

    async def counts(self, user_id: int) -> list[KeptRows]:
        """Return how many rows of each table are about a person."""
        hashes = self._hashes(user_id, await self._database.rows(_MONTHS))
        return [
            KeptRows(table.title, table.about, int(await self._database.value(_about("count(*)", table), (hashes,))))
            for table in PERSONAL_TABLES
        ]

    async def export(self, user_id: int) -> dict[str, dict[str, Any]]:
        """Return all rows about a person, by table, oldest first."""
        hashes = self._hashes(user_id, await self._database.rows(_MONTHS))
        return {
            table.name: {
                "about": f"{table.title}: {table.about}",
                "rows": [
                    dict(row)
                    for row in await self._database.rows(f"{_about(table.columns, table)} ORDER BY at", (hashes,))
                ],
            }
            for table in PERSONAL_TABLES
        }

    async def delete(self, user_id: int) -> Deletion:
        """Delete every row about a person, and what the write-ahead log holds of them."""
        deleted = []
        async with self._database.transaction() as connection:
            hashes = self._hashes(user_id, list(await connection.execute_fetchall(_MONTHS)))
            for table in PERSONAL_TABLES:
                cursor = await connection.execute(f"DELETE {_about('', table)}", (hashes,))
                deleted.append(KeptRows(table.title, table.about, cursor.rowcount))
        return Deletion(deleted, is_erased=await empty_log(self._database))

    async def purge(self, before: datetime) -> int:
        """Delete what is older than `before`, whoever it is about; returns how many rows."""
        deleted = 0
        async with self._database.transaction() as connection:
            for table in PERSONAL_TABLES:
                deleted += await _purge(connection, f"{table.name} WHERE at < ?", before)
            # Tips that were posted are about nobody; they are needed for as long as their channel gets more.
            spent = "deliveries WHERE due < ? AND channel_id NOT IN (SELECT channel_id FROM schedules)"
            deleted += await _purge(connection, spent, before)
        if deleted:
            await empty_log(self._database)
        return deleted

    def _hashes(self, user_id: int, months: list[Any]) -> str:
        """Return as a JSON list all that stands for a person: everywhere, and in each server and month."""
        person = self._pseudonyms.of(user_id)
        salted = [self._pseudonyms.in_month(person, row["guild_id"], row["month"]) for row in months]
        return json.dumps([person, *salted])


_MONTHS = "SELECT DISTINCT guild_id, month FROM gap_terms"


def _about(columns: str, table: PersonalTable) -> str:
    """Return the query for the rows about a person, whose hashes are its one parameter."""
    select = f"SELECT {columns} " if columns else ""
    return f"{select}FROM {table.name} WHERE person IN (SELECT value FROM json_each(?))"  # noqa: S608  # our own names


async def _purge(connection: aiosqlite.Connection, what: str, before: datetime) -> int:
    cursor = await connection.execute(f"DELETE FROM {what}", (before.isoformat(),))  # noqa: S608  # our own names
    return cursor.rowcount
