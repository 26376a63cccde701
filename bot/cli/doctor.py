"""`doctor`: what is wrong with the database, and how it is mended."""

import argparse
from pathlib import Path

from bot.cli.backup import existing
from bot.cli.lock import is_running, only_one
from bot.cli.main import DONE, WRONG_USE
from bot.clock import SystemClock
from bot.errors import StorageError, UsageError
from bot.settings import Settings


def main(arguments: argparse.Namespace, settings: Settings) -> int:
    """Look only, or with `--recover` and `--restore` mend; mending needs `run` to be stopped."""
    if arguments.restore is not None:
        return _restore(arguments.restore, settings.database_path)
    if arguments.recover:
        return _recover(settings.database_path)
    return _examine(settings)


def _examine(settings: Settings) -> int:
    from bot.storage.examination import Patient, examine  # noqa: PLC0415  # a wrong call need not wait for aiosqlite

    database = _present(settings.database_path)
    patient = Patient(database, settings.pseudonym_key, SystemClock().now().date(), is_running(database))
    problems = 0
    for finding in examine(patient):
        problems += bool(finding.remedy)
        state = "PROBLEM" if finding.remedy else "note" if finding.note else "ok"
        print(f"{state:<8}{finding.subject}: {finding.text}")
        if finding.remedy:
            print(f"{'':<8}remedy: {finding.remedy}")
    if problems:
        print(f"{problems} problem{'s' if problems > 1 else ''} in {database}.")
    return WRONG_USE if problems else DONE


def _recover(database: Path) -> int:
    from bot.storage.replacing import recover  # noqa: PLC0415

    _present(database)
    with only_one(database):
        saved, kept = recover(database, SystemClock().now())
    for one in saved:
        print(f"{one.table}: {one.rows} rows{'' if one.whole else ', the others could not be read'}")
    whole = all(one.whole for one in saved)
    print(
        f"{'Everything' if whole else 'What could be read'} stands in {database} now; "
        f"the damaged file is kept as {kept}. Check with python -m bot doctor, then start the bot."
    )
    return DONE


def _restore(backup: Path, database: Path) -> int:
    from bot.storage.copying import OWN_SUFFIXES  # noqa: PLC0415
    from bot.storage.replacing import restore  # noqa: PLC0415

    if not backup.is_file():
        raise UsageError(f"There is no file {backup}; name a backup.")
    if backup.resolve() in [database.with_name(database.name + suffix).resolve() for suffix in OWN_SUFFIXES]:
        raise UsageError(f"{backup} belongs to the database itself; name a backup.")
    with only_one(database):
        kept = restore(backup, database, SystemClock().now())
    former = f"; the former database is kept as {kept}" if kept else ""
    print(f"Restored {database} from {backup}{former}. Check with python -m bot doctor, then start the bot.")
    return DONE


def _present(database: Path) -> Path:
    if database.exists():
        return database
    from bot.storage.copying import automatic_backups  # noqa: PLC0415

    backups = automatic_backups(database)
    if not backups:
        return existing(database)
    raise StorageError(
        f"There is no database at {database}; restore the newest backup: python -m bot doctor --restore {backups[-1]}."
    )
