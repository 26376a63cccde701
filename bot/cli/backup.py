"""`backup`: the database as one checked file, while the bot may run."""

import argparse
from pathlib import Path

from bot.cli.main import DONE
from bot.errors import StorageError, UsageError
from bot.settings import Settings


def main(arguments: argparse.Namespace, settings: Settings) -> int:
    """Copy the database and say where it is."""
    from bot.storage.copying import copy_checked  # noqa: PLC0415  # a wrong call need not wait for aiosqlite

    database, target = existing(settings.database_path), arguments.file
    _check_target(database, target, may_replace=arguments.force)
    copy_checked(database, target)
    size = target.stat().st_size / 1024
    print(
        f"Backed up {database} to {target} ({size:,.0f} KiB) and checked the copy; "
        "the key is not in it, so keep the key apart."
    )
    return DONE


def existing(database: Path) -> Path:
    """Return the path of a database that is there; raises `StorageError` where it is not."""
    if database.exists():
        return database
    raise StorageError(
        f"There is no database at {database} yet. Ask something first (python -m bot chat), "
        "or name the right file in DATABASE_PATH."
    )


def _check_target(database: Path, target: Path, *, may_replace: bool) -> None:
    from bot.storage.copying import OWN_SUFFIXES  # noqa: PLC0415

    own = [database.with_name(database.name + suffix).resolve() for suffix in OWN_SUFFIXES]
    if target.resolve() in own:
        raise UsageError(f"{target} belongs to the database itself; name another file.")
    if target.is_dir():
        raise UsageError(f"{target} is a folder; name a file in it, for example {target / 'bot-backup.sqlite3'}.")
    if not target.parent.is_dir():
        raise UsageError(f"The folder {target.parent} does not exist; create it, or name another file.")
    if target.exists() and not may_replace:
        raise UsageError(f"{target} exists already; name another file, or add --force to replace it.")
