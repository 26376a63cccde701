"""A database with a bit of everything, and ways to damage it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.clock import Clock
from bot.domain import Place, UsageEvent
from bot.storage.storage import Storage
from bot.tips.rhythm import next_slot, read_rhythm

EVENTS, CHANNELS = 2000, 40


async def fill(path: Path, clock: Clock, events: int = EVENTS, channels: int = CHANNELS) -> None:
    """Write usage and schedules, as `run` would."""
    rhythm = read_rhythm("09:30", "Europe/Berlin", "weekdays")
    async with Storage.open(path, "", clock) as storage:
        await storage.usage.add(
            UsageEvent(
                clock.now(), "ask", Place.GUILD, "answer", f"topic-{number}", 0.9, 1.5, 1, storage.pseudonyms.of(7)
            )
            for number in range(events)
        )
        for channel in range(1, channels + 1):
            await storage.schedules.put(1, channel, rhythm, "", next_slot(rhythm, clock.now()))


def count(path: Path, table: str) -> int:
    """Return how many rows a table of a file has."""
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def leaves(path: Path, table: str) -> list[int]:
    """Return the numbers of the pages that hold a table's rows, its root left out."""
    with closing(sqlite3.connect(path)) as connection:
        root = int(connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0])
        size = int(connection.execute("PRAGMA page_size").fetchone()[0])
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = path.read_bytes()
    page = content[(root - 1) * size : root * size]
    assert page[0] == 5, "the root is an inner page"  # https://sqlite.org/fileformat2.html#b_tree_pages
    cells = int.from_bytes(page[3:5], "big")
    pointers = [int.from_bytes(page[12 + 2 * n : 14 + 2 * n], "big") for n in range(cells)]
    return [int.from_bytes(page[at : at + 4], "big") for at in pointers] + [int.from_bytes(page[8:12], "big")]


def destroy(path: Path, *pages: int) -> None:
    """Overwrite pages with what a failing disk might return."""
    with closing(sqlite3.connect(path)) as connection:
        size = int(connection.execute("PRAGMA page_size").fetchone()[0])
    with path.open("r+b") as file:
        for number in pages:
            file.seek((number - 1) * size)
            file.write(b"\xa5" * size)
