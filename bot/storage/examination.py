"""Looking a database over without changing it: every finding with its remedy."""

import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bot.errors import StorageError
from bot.storage.copying import automatic_backups, backup_folder, file_problems, read_only
from bot.storage.migrate import migrations
from bot.storage.pseudonyms import Pseudonyms, load_key

FINGERPRINT = "pseudonym_key"
_LEAST_FREE = 100 * 2**20
_LARGE_LOG = 64 * 2**20
_OLDEST_BACKUP = timedelta(days=2)
_MIB = 2**20
_PRIMARY_CODE = 0xFF  # of SQLite's extended error codes, https://sqlite.org/rescode.html
_TO_OPEN_IT = {
    sqlite3.SQLITE_BUSY: "close the other program that has the database locked, then look again",
    sqlite3.SQLITE_CANTOPEN: "look as the user that runs the bot: it has to read this file and write to its folder",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, what was found, and what to do; the remedy is empty where all is well.

    A `note` is neither well nor wrong.
    """

    subject: str
    text: str
    remedy: str = ""
    note: bool = False


@dataclass(frozen=True, slots=True)
class Patient:
    """What is examined: the database, the configured key or an empty text, the present day, whether `run` has it."""

    database: Path
    pseudonym_key: str
    today: date
    running: bool


def examine(patient: Patient) -> Iterator[Finding]:
    """Yield the findings; where the file cannot be read, those that need its content are left out."""
    yield _running(patient)
    yield from _permissions(patient.database)
    yield _free_disk(patient.database)
    yield _last_backup(patient)
    yield _log(patient)
    closed = _closed_to_us(patient.database)
    if closed:
        yield closed
        return
    problems = file_problems(patient.database)
    yield _integrity(patient.database, problems)
    if not problems:
        for look in (_schema, _key):
            yield look(patient)


def _running(patient: Patient) -> Finding:
    return Finding("run", "is on: stop it before --recover or --restore" if patient.running else "not running")


def _closed_to_us(database: Path) -> Finding | None:
    """Return why the file cannot be looked at, which says nothing against it: no reason to restore a backup."""
    try:
        _value(database, "SELECT count(*) FROM sqlite_schema")
    except sqlite3.OperationalError as error:
        remedy = _TO_OPEN_IT.get(error.sqlite_errorcode & _PRIMARY_CODE)
        return Finding("integrity", f"not looked at ({error})", remedy) if remedy else None
    except sqlite3.DatabaseError:
        pass  # damaged: the checks say more
    return None


def _integrity(database: Path, problems: list[str]) -> Finding:
    if not problems:
        return Finding("integrity", "every page and every reference is sound")
    return Finding(
        "integrity",
        f"{problems[0][:200]}{f' (and {len(problems) - 1} more)' if len(problems) > 1 else ''}",
        f"stop the bot, then {_restore_advice(database)}, or save what can be read with python -m bot doctor --recover",
    )


def _restore_advice(database: Path) -> str:
    sound = [path for path in reversed(automatic_backups(database)) if not file_problems(path)]
    return f"python -m bot doctor --restore {sound[0]}" if sound else "restore a backup (--restore FILE)"


def _permissions(database: Path) -> Iterator[Finding]:
    key = database.with_name(database.name + ".key")
    open_to_others = [
        path.name for path in (database, key) if path.exists() and stat.S_IMODE(path.stat().st_mode) & _forbidden(path)
    ]
    folder = stat.S_IMODE(database.parent.stat().st_mode)
    if open_to_others and folder & (stat.S_IXGRP | stat.S_IXOTH):
        names = " and ".join(open_to_others)
        remedy = f"chmod 600 {' '.join(str(database.with_name(name)) for name in open_to_others)}"
        yield Finding("permissions", f"others on this machine can read or write {names}", remedy)
    else:
        yield Finding("permissions", "only this user's business")


def _forbidden(path: Path) -> int:
    """Return the mode bits that should be off: for a key all of others', for the database only writing."""
    others = stat.S_IRWXG | stat.S_IRWXO
    return others if path.suffix == ".key" else stat.S_IWGRP | stat.S_IWOTH


def _free_disk(database: Path) -> Finding:
    free = shutil.disk_usage(database.parent).free
    needed = max(_LEAST_FREE, 3 * database.stat().st_size)
    text = f"{free // _MIB:,} MiB free, {database.stat().st_size / _MIB:.1f} MiB used by the database"
    return Finding("disk", text, "" if free >= needed else f"free some space: have at least {needed // _MIB:,} MiB")


def _last_backup(patient: Patient) -> Finding:
    backups = automatic_backups(patient.database)
    if not backups and _never_ran(patient.database):
        return Finding("backup", "none yet; python -m bot run makes one each day", note=True)
    if not backups:
        return Finding(
            "backup",
            "there is no automatic backup yet",
            "let python -m bot run make one, or use python -m bot backup FILE",
        )
    newest = backups[-1]
    if problems := file_problems(newest):
        return Finding("backup", f"{newest} is damaged ({problems[0][:100]})", "delete it; run makes a new one")
    if patient.today - date.fromisoformat(newest.stem) > _OLDEST_BACKUP:
        return Finding(
            "backup", f"the newest is {newest}", "look in the log of run why there is no newer one, or use backup FILE"
        )
    return Finding("backup", f"{newest}, sound; {len(backups)} in all")


def _never_ran(database: Path) -> bool:
    """Tell whether `run` has never been on: it leaves its lock file, and makes the folder of backups."""
    return not Path(f"{database}.lock").exists() and not backup_folder(database).exists()


def _log(patient: Patient) -> Finding:
    log = patient.database.with_name(patient.database.name + "-wal")
    size = log.stat().st_size if log.exists() else 0
    if size > _LARGE_LOG:
        return Finding("log", f"the write-ahead log has {size // _MIB} MiB", "stop the bot and start it again")
    left = " left by a crash; the next start reads it in" if size and not patient.running else ""
    return Finding("log", f"the write-ahead log has {size:,} bytes{left}")


def _schema(patient: Patient) -> Finding:
    known = migrations()[-1].number
    try:
        found = int(_value(patient.database, "SELECT max(number) FROM migrations") or 0)
    except sqlite3.DatabaseError:
        return Finding(
            "schema", "this is no database of this bot", "name the right file in DATABASE_PATH, or restore a backup"
        )
    if found > known:
        remedy = "install the newer version again, or restore a backup from before the upgrade"
        return Finding("schema", f"{found}, made by a newer version; this one knows up to {known}", remedy)
    return Finding("schema", f"{found}" + (f"; the next start brings it to {known}" if found < known else ""))


def _key(patient: Patient) -> Finding:
    path = patient.database.with_name(patient.database.name + ".key")
    try:
        kept = _value(patient.database, f"SELECT value FROM notes WHERE name = '{FINGERPRINT}'")  # noqa: S608  # our own name
        key = load_key(patient.pseudonym_key, patient.database, may_create=False)
    except sqlite3.DatabaseError:
        return Finding("key", "cannot be compared, for the database has no notes")
    except StorageError as error:
        return Finding("key", str(error), "without the key nobody's data can be found again; it is in no backup")
    if kept is None:
        return Finding("key", "none has been used yet")
    if kept != Pseudonyms(key).fingerprint:
        remedy = f"set PSEUDONYM_KEY to the key of this database, or put its file back as {path}"
        return Finding("key", "is not the one this database was made with", remedy)
    return Finding("key", "is the one this database was made with")


def _value(database: Path, sql: str) -> Any:  # noqa: ANN401  # whatever the column holds
    with closing(read_only(database)) as connection:
        row = connection.execute(sql).fetchone()
    return row[0] if row else None
