"""What can still be read from a damaged database, row by row, into a new file."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.errors import StorageError
from bot.storage.copying import draft_of, file_problems, read_only
from bot.storage.database import storage_errors

Row = tuple[object, ...]

_LAST_ROWID = 2**63 - 1
_TOO_MUCH = (
    "So much of {path} is damaged that nothing could be recovered; restore a backup with "
    "python -m bot doctor --restore FILE."
)


@dataclass(frozen=True, slots=True)
class Salvaged:
    """How many rows of a table were saved, and whether parts of it could not be read."""

    table: str
    rows: int
    whole: bool


def salvage(damaged: Path, target: Path) -> list[Salvaged]:
    """Copy every readable row into a new database at `target`; the damaged file is only read.

    Raises `StorageError` where not even the list of tables can be read; no file is made then.
    """
    with draft_of(target) as draft:
        with (
            storage_errors(target),
            closing(sqlite3.connect(draft, isolation_level=None)) as new,
            closing(read_only(damaged)) as old,
        ):
            tables, rest = _schema(old, damaged)
            new.execute("BEGIN")
            saved = [_save(old, new, name, sql) for name, sql in tables]
            for sql in rest:
                new.execute(sql)
            new.execute("COMMIT")
        if not any(one.rows for one in saved if one.table == "migrations") or file_problems(draft):
            raise StorageError(_TOO_MUCH.format(path=damaged))
    return saved


def _schema(old: sqlite3.Connection, path: Path) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the tables with their SQL, and the SQL of indexes and triggers."""
    try:
        entries = old.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    except sqlite3.DatabaseError as error:
        raise StorageError(_TOO_MUCH.format(path=path)) from error
    tables = [(name, sql) for kind, name, sql in entries if kind == "table" and not name.startswith("sqlite_")]
    return tables, [sql for kind, name, sql in entries if kind != "table"]


def _save(old: sqlite3.Connection, new: sqlite3.Connection, table: str, sql: str) -> Salvaged:
    new.execute(sql)
    columns = list(new.execute(f'PRAGMA table_info("{table}")'))
    names, key = [row[1] for row in columns], [row[1] for row in columns if row[5]]
    has_rowid = "WITHOUT ROWID" not in sql.upper()
    insert = f'INSERT OR IGNORE INTO "{table}" ({", ".join(names)}) VALUES ({", ".join("?" * len(names))})'  # noqa: S608  # the schema's own names
    rows, whole = 0, True
    for row in _by_rowid(old, table) if has_rowid else _from_both_ends(old, table, key):
        if row is None:
            whole = False
            continue
        added = 0
        with suppress(sqlite3.IntegrityError):  # what a damaged page made of a value does not fit the column
            added = new.execute(insert, row).rowcount
        rows, whole = rows + added, whole and added == 1
    return Salvaged(table, rows, whole)


def _by_rowid(old: sqlite3.Connection, table: str) -> Iterator[Row | None]:
    """Yield every readable row, and None where rows were passed over.

    Behind a page that cannot be read it leaps forward in doubling steps until it can read again, then comes back
    from there for the rows that it leapt over.
    """
    up = f'SELECT rowid, * FROM "{table}" NOT INDEXED WHERE rowid > ? ORDER BY rowid'  # noqa: S608  # the schema's own name
    down = f'SELECT rowid, * FROM "{table}" NOT INDEXED WHERE rowid <= ? AND rowid > ? ORDER BY rowid DESC'  # noqa: S608
    good = after = 0
    step = 1
    while after < _LAST_ROWID:
        try:
            for number, *row in old.execute(up, (after,)):
                if after > good:
                    yield from (tuple(leapt[1:]) for leapt in _until_unreadable(old, down, (after, good)))
                good = after = int(number)
                step = 1
                yield tuple(row)
        except sqlite3.DatabaseError:
            yield None
            after, step = min(_LAST_ROWID, after + step), step * 2
        else:
            if after > good:
                yield from (tuple(leapt[1:]) for leapt in _until_unreadable(old, down, (after, good)))
            return


def _from_both_ends(old: sqlite3.Connection, table: str, key: list[str]) -> Iterator[Row | None]:
    """Yield the rows of a table without rowids from its first to an unreadable page, then from its last."""
    up = f'SELECT * FROM "{table}" ORDER BY {", ".join(key)}'  # noqa: S608  # the schema's own names
    try:
        yield from old.execute(up)
    except sqlite3.DatabaseError:
        yield None
        down = f'SELECT * FROM "{table}" ORDER BY {", ".join(f"{name} DESC" for name in key)}'  # noqa: S608
        yield from _until_unreadable(old, down, ())


def _until_unreadable(old: sqlite3.Connection, sql: str, parameters: Sequence[int]) -> Iterator[Row]:
    with suppress(sqlite3.DatabaseError):
        yield from old.execute(sql, parameters)
