"""A damaged database gives back every row that stands on a sound page."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import StorageError
from bot.storage.copying import copy_checked, file_problems
from bot.storage.replacing import recover, restore
from bot.storage.salvage import Salvaged
from bot.storage.storage import Storage
from tests.conftest import HandClock
from tests.storage.keeping import CHANNELS, EVENTS, count, destroy, fill, leaves

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.fixture
async def path(tmp_path: Path, clock: HandClock) -> Path:
    path = tmp_path / "bot.sqlite3"
    await fill(path, clock)
    return path


def by_table(saved: list[Salvaged]) -> dict[str, Salvaged]:
    return {one.table: one for one in saved}


async def test_a_sound_database_is_recovered_whole(path: Path, clock: HandClock) -> None:
    saved, kept = recover(path, NOW)
    assert all(one.whole for one in saved)
    assert by_table(saved)["usage"].rows == EVENTS
    assert kept.name == "bot.sqlite3.damaged-20261124T080000Z"
    with closing(sqlite3.connect(path)) as new, closing(sqlite3.connect(kept)) as old:
        assert list(new.iterdump()) == list(old.iterdump())
    async with Storage.open(path, "", clock) as storage:
        assert len(await storage.schedules.of_guild(1)) == CHANNELS


@pytest.mark.parametrize("broken", [[0], [3], [-1], [2, 3, 4, 9], [0, 1, -2, -1]], ids=str)
async def test_only_the_rows_of_destroyed_pages_are_lost(path: Path, clock: HandClock, broken: list[int]) -> None:
    pages = leaves(path, "usage")
    most = -(-EVENTS // len(pages)) * 1.3  # rows on one page
    destroy(path, *(pages[number] for number in broken))
    assert file_problems(path)
    saved, kept = recover(path, NOW)
    usage = by_table(saved)["usage"]
    assert not usage.whole
    assert EVENTS - len(broken) * most <= usage.rows < EVENTS
    assert count(path, "usage") == usage.rows
    assert file_problems(path) == []
    assert file_problems(kept), "the damaged file is kept as it was"
    async with Storage.open(path, "", clock) as storage:
        assert len(await storage.schedules.of_guild(1)) == CHANNELS


def test_a_row_that_no_longer_fits_its_table_is_left_out_and_not_called_saved(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")  # as a page might read that was written badly
        connection.execute("UPDATE usage SET place = 'guilt' WHERE id = 7")
        connection.commit()
    usage = by_table(recover(path, NOW)[0])["usage"]
    assert (usage.rows, usage.whole) == (EVENTS - 1, False)


def test_a_table_without_rowids_is_read_from_both_ends(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE pairs (a INTEGER, b TEXT, PRIMARY KEY (a, b)) STRICT, WITHOUT ROWID")
        connection.executemany("INSERT INTO pairs VALUES (?, ?)", [(n, "x" * 100) for n in range(2000)])
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    pages = [path.read_bytes()[start : start + size] for start in range(0, path.stat().st_size, size)]
    # https://sqlite.org/fileformat2.html#b_tree_pages: 10 is a leaf of an index, and of a table without rowids
    found = [number for number, page in enumerate(pages, 1) if page[0] == 10 and b"x" * 100 in page]
    middle = found[len(found) // 2]
    destroy(path, middle)
    pairs = by_table(recover(path, NOW)[0])["pairs"]
    assert not pairs.whole
    assert 1900 < pairs.rows < 2000


def test_rows_that_stand_in_the_log_alone_are_saved_too(path: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO notes VALUES ('last', 'word')")
        connection.commit()
        crashed = tmp_path / "crashed.sqlite3"
        for suffix in ("", "-wal"):  # what a power cut leaves
            (tmp_path / f"crashed.sqlite3{suffix}").write_bytes((tmp_path / f"bot.sqlite3{suffix}").read_bytes())
    _, kept = recover(crashed, NOW)
    for file in (crashed, kept):
        with closing(sqlite3.connect(file)) as connection:
            assert connection.execute("SELECT value FROM notes WHERE name = 'last'").fetchone() == ("word",)


def test_where_not_even_the_tables_are_known_nothing_is_touched(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xa5" * 3996)
    before = path.read_bytes()
    with pytest.raises(StorageError, match="So much of .* is damaged .* doctor --restore FILE"):
        recover(path, NOW)
    assert path.read_bytes() == before
    assert not [*path.parent.glob("*damaged*"), *path.parent.glob("*recovered*")]


async def test_a_backup_takes_the_place_and_the_former_file_is_kept_with_its_log(
    path: Path, clock: HandClock, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.sqlite3"
    copy_checked(path, backup)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO notes VALUES ('later', 'than the backup')")
        connection.commit()
        crashed = tmp_path / "crashed.sqlite3"
        for suffix in ("", "-wal"):
            (tmp_path / f"crashed.sqlite3{suffix}").write_bytes((tmp_path / f"bot.sqlite3{suffix}").read_bytes())
    kept = restore(backup, crashed, NOW)
    assert kept is not None
    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("SELECT value FROM notes WHERE name = 'later'").fetchone() == ("than the backup",)
    with closing(sqlite3.connect(crashed)) as connection:
        assert connection.execute("SELECT value FROM notes WHERE name = 'later'").fetchone() is None
    assert count(crashed, "usage") == EVENTS


def test_a_broken_backup_is_refused_and_nothing_is_touched(path: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.sqlite3"
    copy_checked(path, backup)
    destroy(backup, leaves(backup, "usage")[2])
    before = path.read_bytes()
    with pytest.raises(StorageError, match="failed its check"):
        restore(backup, path, NOW)
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("*restore*"))


def test_what_was_kept_is_never_overwritten(path: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.sqlite3"
    copy_checked(path, backup)
    kept = restore(backup, path, NOW)
    assert kept is not None
    before = kept.read_bytes()
    with pytest.raises(StorageError, match="File exists"):
        restore(backup, path, NOW)
    assert kept.read_bytes() == before
    assert count(path, "usage") == EVENTS


def test_a_missing_database_is_restored_too(path: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.sqlite3"
    copy_checked(path, backup)
    path.unlink()
    assert restore(backup, path, NOW) is None
    assert count(path, "usage") == EVENTS
