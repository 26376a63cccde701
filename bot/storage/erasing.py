"""Emptying the write-ahead log after a deletion: at once, or as soon as nobody reads the file."""

from contextlib import suppress

from bot.errors import StorageError
from bot.storage.database import Database

_OWED = "log to be emptied"  # a note, so that it outlives this process and is seen by the one that runs the upkeep


async def empty_log(database: Database) -> bool:
    """Empty the log, or note that it is owed; returns whether nothing of what was deleted is on the disk."""
    if await database.try_to_empty_log():
        return True
    with suppress(StorageError):  # noticed as trouble; what was deleted is deleted all the same
        await database.write(
            "INSERT INTO notes (name, value) VALUES (?, '1') ON CONFLICT (name) DO UPDATE SET value = value + 1",
            (_OWED,),
        )
    return False


async def empty_owed_log(database: Database) -> None:
    """Empty the log where that is owed and now possible; raises `StorageError` where the database cannot be used."""
    owed = await database.value("SELECT value FROM notes WHERE name = ?", (_OWED,))
    if owed is not None and await database.try_to_empty_log():
        # Not where it is owed once more by now: that deletion may have come after the log was emptied.
        await database.write("DELETE FROM notes WHERE name = ? AND value = ?", (_OWED, owed))
