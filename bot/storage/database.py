"""The SQLite file: opened in one function, one writer, every error with its sentence."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiosqlite

from bot.errors import RefusedRowError, StorageError

BUSY_SECONDS = 1.0  # for a read and a write one after the other; Discord gives up on a reply after three

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # what was acknowledged survives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # deleted rows are overwritten
)

# SQLite's own words (https://sqlite.org/rescode.html) to what a person can do about it.
_READ_ONLY = "cannot be written; give this user write permission on the file and its folder"
_IN_USE = "is in use by another program; stop that one, then start again"
_DAMAGED = "is damaged; stop the bot, then python -m bot doctor tells how to recover it or to restore a backup"
_REMEDIES = (
    ("not a database", "is no SQLite database; move it away or name another file in DATABASE_PATH"),
    ("malformed", _DAMAGED),
    ("readonly", _READ_ONLY),
    ("locked", _IN_USE),
    (
        "unable to open",
        "cannot be opened; check that its folder exists and that this user may read and write there",
    ),
    ("full", "cannot grow because the disk is full; free some space, then start again"),
    (
        "disk i/o",
        "cannot be read or written: the disk is full or failing; free some space or check the disk, then try again",
    ),
)

# What is wrong with a value, not with the file. The last two come before SQLite sees it.
_REFUSALS = (sqlite3.IntegrityError, sqlite3.DataError, OverflowError, UnicodeEncodeError)

Row = sqlite3.Row


class Database:
    """One connection. Reads go straight through; writes take a lock from their first statement to the commit."""

    def __init__(self, connection: aiosqlite.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._writing = asyncio.Lock()
        self._failures = 0
        self.trouble = ""  # why the file cannot be used at present, or empty

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncIterator["Database"]:
        """Open or create the file, and close it at the end.

        Raises `StorageError` with the remedy where the file is missing its folder, unreadable, locked or no database.
        """
        with storage_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            _probe(path)
            # Autocommit: transactions are written out, so that nothing opens one behind our back.
            connection = await aiosqlite.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            with storage_errors(path):
                connection.row_factory = sqlite3.Row
                for pragma in _PRAGMAS:
                    await connection.execute(pragma)
            yield cls(connection, path)
        finally:
            await connection.close()

    @classmethod
    @asynccontextmanager
    async def reading(cls, path: Path) -> AsyncIterator["Database"]:
        """Open a file that exists, for reading only: beside a running bot, whatever version made the schema.

        Raises `StorageError` with the remedy.
        """
        address = f"file:{quote(str(path))}?mode=ro"  # https://sqlite.org/uri.html
        with storage_errors(path):
            sqlite3.connect(address, timeout=0, uri=True).close()
            connection = await aiosqlite.connect(address, timeout=BUSY_SECONDS, isolation_level=None, uri=True)
        try:
            connection.row_factory = sqlite3.Row
            yield cls(connection, path)
        finally:
            await connection.close()

    async def rows(self, sql: str, parameters: Iterable[Any] = ()) -> list[Row]:
        """Return all rows of a query."""
        with self._noticed():
            return list(await self._connection.execute_fetchall(sql, tuple(parameters)))

    async def value(self, sql: str, parameters: Iterable[Any] = ()) -> Any:  # noqa: ANN401  # whatever the column holds
        """Return the first column of the first row, or None."""
        rows = await self.rows(sql, parameters)
        return rows[0][0] if rows else None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        """Run statements that are all kept or all undone; on disk once the block is left."""
        before = self._failures
        async with self._writing:
            if self.trouble and self._failures != before:  # those that wait fail with the one before them, at once
                raise StorageError(self.trouble)
            try:
                with self._noticed():
                    await self._connection.execute("BEGIN IMMEDIATE")
                    yield self._connection
                    await self._connection.execute("COMMIT")
                if not self._is_damaged():
                    self.trouble = ""
            except BaseException:
                # Queued in any case: where this task was cancelled, its BEGIN may still be waiting to run.
                with suppress(sqlite3.OperationalError):  # there is none to undo
                    await self._connection.execute("ROLLBACK")
                raise

    async def empty_log(self) -> None:
        """Move the write-ahead log into the file and truncate it, so that nothing deleted is left in it.

        Raises `StorageError` where another program is reading the log.
        """
        if not await self.try_to_empty_log():
            raise StorageError(f"The database {self._path} {_IN_USE}.")

    async def try_to_empty_log(self) -> bool:
        """Do the same; returns whether it worked."""
        async with self._writing:
            # https://sqlite.org/pragma.html#pragma_wal_checkpoint: the first column is 1 where somebody was in the way
            return bool(await self.value("PRAGMA wal_checkpoint(TRUNCATE)") == 0)

    async def write(self, sql: str, parameters: Iterable[Any] = ()) -> int:
        """Run one statement in a transaction of its own; returns how many rows it changed."""
        async with self.transaction() as connection:
            cursor = await connection.execute(sql, tuple(parameters))
            return cursor.rowcount

    @contextmanager
    def _noticed(self) -> Iterator[None]:
        """Turn errors into `StorageError`, and remember those that are not about a single row."""
        try:
            with storage_errors(self._path):
                yield
        except StorageError as error:
            if not isinstance(error, RefusedRowError):
                self._failures += 1
                self.trouble = self.trouble if self._is_damaged() else str(error)
            raise

    def _is_damaged(self) -> bool:
        """Tell whether a page could not be read; that does not mend itself, though other pages may still be written."""
        return _DAMAGED in self.trouble


def _probe(path: Path) -> None:
    """Meet here what would leave a trace further on.

    SQLite makes its -wal and -shm files as read-only as the first one, and they would outlast the remedy. A failing
    aiosqlite connection leaves a thread behind that complains when the loop has closed meanwhile.
    """
    if os.access(path, os.R_OK) and not os.access(path, os.W_OK):
        raise StorageError(f"The database {path} {_READ_ONLY}.")
    sqlite3.connect(path, timeout=0).close()


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system raise into a `StorageError` with a remedy."""
    try:
        yield
    except _REFUSALS as error:
        # SQLite's words name columns; those of an encoder may quote what somebody wrote.
        why = error if isinstance(error, sqlite3.Error) else type(error).__name__
        raise RefusedRowError(f"The database {path} refused a row ({why}).") from error
    except sqlite3.Error as error:
        words = str(error).lower()
        remedy = next((remedy for sign, remedy in _REMEDIES if sign in words), f"cannot be used ({error})")
        raise StorageError(f"The database {path} {remedy}.") from error
    except OSError as error:
        raise StorageError(
            f"The database {path} cannot be opened ({error.strerror}); check its folder, or set DATABASE_PATH."
        ) from error
