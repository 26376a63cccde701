"""Another file in the place of the database; the former one is kept beside, whole, with its log."""

import os
import shutil
from datetime import datetime
from pathlib import Path

from bot.storage.copying import copy_checked
from bot.storage.database import storage_errors
from bot.storage.salvage import Salvaged, salvage


def recover(database: Path, now: datetime) -> tuple[list[Salvaged], Path]:
    """Put what can be read of a damaged database in its place; returns what was saved, and the kept file.

    Raises `StorageError` where nothing can be read; everything stays as it is then.
    """
    fresh = database.with_name(f"{database.name}.recovered")
    saved = salvage(database, fresh)
    return saved, _put_in_place(fresh, database, f"damaged-{_stamp(now)}")


def restore(backup: Path, database: Path, now: datetime) -> Path | None:
    """Put a copy of a backup in the place of the database; returns the kept former file, or None if there was none.

    Raises `StorageError` where the backup cannot be read or fails its check; everything stays as it is then.
    """
    fresh = database.with_name(f"{database.name}.restored")
    with storage_errors(database):
        database.parent.mkdir(parents=True, exist_ok=True)
    copy_checked(backup, fresh)
    if database.exists():
        return _put_in_place(fresh, database, f"before-restore-{_stamp(now)}")
    with storage_errors(database):
        for suffix in ("-wal", "-shm"):  # left by a database that is gone; they would be read into this one
            _beside(database, suffix).unlink(missing_ok=True)
        fresh.replace(database)
    return None


def _put_in_place(fresh: Path, database: Path, kept_as: str) -> Path:
    """Swap files so that at every moment a database stands there: a crash in between must not look like a new one."""
    kept = database.with_name(f"{database.name}.{kept_as}")
    with storage_errors(database):
        _second_name(database, kept)
        for suffix in ("-wal", "-shm"):
            if _beside(database, suffix).exists():
                _beside(database, suffix).replace(_beside(kept, suffix))
        fresh.replace(database)
    return kept


def _second_name(path: Path, other: Path) -> None:
    try:
        os.link(path, other)
    except FileExistsError:  # kept a second ago; nothing that was kept is ever overwritten
        raise
    except OSError:  # a file system without hard links
        shutil.copy2(path, other)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _stamp(now: datetime) -> str:
    return now.strftime("%Y%m%dT%H%M%SZ")
