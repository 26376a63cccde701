"""Copies of the database file: consistent while the bot writes, checked before they count, never with the key."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from bot.errors import StorageError
from bot.storage.database import BUSY_SECONDS, storage_errors

KEPT_DAYS = 7  # automatic backups; what somebody deleted is gone from them too after a week
OWN_SUFFIXES = ("", "-wal", "-shm", ".key", ".lock")
_PAGES = 512  # copied between two looks at whether to stop
_STEPS = 100_000  # of SQLite's virtual machine, between two such looks while checking

Stopped = Callable[[], bool]


class StoppedError(Exception):
    """A copy was given up because the program leaves."""


def never() -> bool:
    """Never stop."""
    return False


def backup_folder(database: Path) -> Path:
    """Return where the automatic backups of a database stand."""
    return database.with_name(f"{database.name}.backups")


def automatic_backups(database: Path) -> list[Path]:
    """Return the automatic backups, oldest first; each is called after its day in UTC."""
    return sorted(backup_folder(database).glob("????-??-??.sqlite3"))


def daily_backup(database: Path, today: date, stopped: Stopped = never) -> Path | None:
    """Make the backup of a day unless it stands there already, then delete the oldest beyond `KEPT_DAYS`.

    Returns the new file, or None. Raises `StorageError` where the copy cannot be made or fails its check; the
    older ones stay then.
    """
    target = backup_folder(database) / f"{today.isoformat()}.sqlite3"
    with storage_errors(target):
        if target.exists():
            return None
        target.parent.mkdir(mode=0o700, exist_ok=True)
        for unfinished in target.parent.glob("*.part*"):  # by a process that was killed; what they hold never expires
            unfinished.unlink(missing_ok=True)
        copy_checked(database, target, stopped)
        for old in automatic_backups(database)[:-KEPT_DAYS]:
            old.unlink(missing_ok=True)
    return target


def copy_checked(database: Path, target: Path, stopped: Stopped = never) -> None:
    """Copy a database to one file of its own (mode 0600) that passes SQLite's checks; it replaces what stands there.

    Raises `StorageError` with the remedy, `StoppedError` once `stopped()`; then nothing is left behind.
    """
    with draft_of(target) as draft:
        with storage_errors(database):
            _copy(database, draft, stopped)
        problems = file_problems(draft, stopped)
        if problems:
            raise StorageError(
                f"The copy of {database} failed its check ({problems[0]}), so it was not kept; "
                "python -m bot doctor tells what is wrong with the database."
            )


@contextmanager
def draft_of(target: Path) -> Iterator[Path]:
    """Give an empty file beside `target` that takes its place, on disk, once the block is left without an error."""
    draft = target.with_name(f"{target.name}.{os.getpid()}.part")
    with storage_errors(target):
        draft.unlink(missing_ok=True)
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield draft
        with storage_errors(target):
            _to_disk(draft)
            draft.replace(target)
    finally:
        for suffix in ("", "-journal", "-wal", "-shm"):
            draft.with_name(draft.name + suffix).unlink(missing_ok=True)


def file_problems(path: Path, stopped: Stopped = never) -> list[str]:
    """Return what SQLite's own checks find in a file (https://sqlite.org/pragma.html#pragma_integrity_check).

    Raises `StoppedError` once `stopped()`.
    """
    try:
        with closing(read_only(path)) as connection:
            connection.set_progress_handler(stopped, _STEPS)
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)")]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        if stopped():
            raise StoppedError from error
        return [str(error)]
    problems = [line for text in found for line in text.splitlines() if line != "ok"]
    return problems + [f"a row of {row[0]} points to a row of {row[2]} that is gone" for row in orphans[:5]]


def read_only(path: Path) -> sqlite3.Connection:
    """Open a file for reading only; it is not made where it is missing."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS, isolation_level=None)


def _copy(database: Path, draft: Path, stopped: Stopped) -> None:
    def look(*_: int) -> None:
        if stopped():
            raise StoppedError

    with closing(read_only(database)) as source, closing(sqlite3.connect(draft)) as copy:
        # A reader's snapshot stands still while others write, so the copy never begins anew.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        source.backup(copy, pages=_PAGES, progress=look)
        source.execute("COMMIT")
        copy.execute("PRAGMA journal_mode = DELETE").fetchone()  # one file, without -wal and -shm


def _to_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
