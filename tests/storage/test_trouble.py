"""Files that cannot be used: each one clear sentence with the remedy, and nothing stored is lost."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import App, Stored
from bot.domain import Place, UsageEvent
from bot.errors import StorageError
from bot.storage import database as opening
from bot.storage.storage import Storage
from tests.conftest import HandClock

as_root = pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere, so permissions cannot be tested")


@pytest.fixture
async def path(tmp_path: Path, clock: HandClock) -> Path:
    """Return a database that remembers a note."""
    path = tmp_path / "data" / "bot.sqlite3"
    async with Storage.open(path, "", clock) as storage:
        await storage.set_note("kept", "yes")
    return path


async def note(path: Path, clock: HandClock) -> str:
    async with Storage.open(path, "", clock) as storage:
        return await storage.note("kept")


async def complaint(path: Path, clock: HandClock) -> str:
    """Return the one sentence that opening and writing gives."""
    with pytest.raises(StorageError) as caught:
        async with Storage.open(path, "", clock) as storage:
            await storage.set_note("kept", "no")
    sentence = str(caught.value)
    assert sentence.startswith(f"The database {path} ")
    assert "\n" not in sentence
    return sentence


async def test_a_missing_folder_is_made(tmp_path: Path, clock: HandClock) -> None:
    path = tmp_path / "not" / "yet" / "bot.sqlite3"
    assert await note(path, clock) == ""
    assert path.exists()


async def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path, clock: HandClock) -> None:
    (tmp_path / "file").write_text("in the way")
    assert "check its folder, or set DATABASE_PATH" in await complaint(tmp_path / "file" / "bot.sqlite3", clock)
    assert (tmp_path / "file").read_text() == "in the way"


async def test_a_folder_in_place_of_the_file_is_one_sentence(tmp_path: Path, clock: HandClock) -> None:
    assert "cannot be opened; check that its folder exists" in await complaint(tmp_path, clock)


@contextmanager
def mode(path: Path, bits: int) -> Iterator[None]:
    before = path.stat().st_mode
    path.chmod(bits)
    try:
        yield
    finally:
        path.chmod(before)


@as_root
@pytest.mark.parametrize(
    ("part", "bits", "remedy"),
    [
        (".", 0o400, "cannot be opened"),
        ("bot.sqlite3", 0o000, "cannot be opened; check that its folder exists and that this user may read"),
        ("bot.sqlite3", 0o400, "cannot be written; give this user write permission on the file and its folder"),
        ("bot.sqlite3.key", 0o000, "Permission denied"),
    ],
    ids=["folder", "unreadable", "read-only", "key"],
)
async def test_a_file_without_permission_is_one_sentence(
    path: Path, clock: HandClock, part: str, bits: int, remedy: str
) -> None:
    with mode(path.parent / part, bits):
        assert remedy in await complaint(path, clock)
    assert await note(path, clock) == "yes"


@as_root
async def test_a_read_only_folder_is_one_sentence(path: Path, clock: HandClock) -> None:
    with mode(path.parent, 0o500):
        assert "cannot be" in await complaint(path, clock)
    assert await note(path, clock) == "yes"


async def test_a_file_that_is_no_database_is_one_sentence_and_stays_as_it_is(tmp_path: Path, clock: HandClock) -> None:
    path = tmp_path / "bot.sqlite3"
    path.write_text("shopping list\n" * 100)
    assert "is no SQLite database; move it away or name another file" in await complaint(path, clock)
    assert path.read_text() == "shopping list\n" * 100


async def test_a_damaged_database_is_one_sentence_and_stays_as_it_is(path: Path, clock: HandClock) -> None:
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\xff" * 3996  # the first page behind its header: the schema
    path.write_bytes(content)
    assert "is damaged; stop the bot, then python -m bot doctor" in await complaint(path, clock)
    assert path.read_bytes()[:4096] == bytes(content[:4096])


async def test_a_truncated_database_is_one_sentence(path: Path, clock: HandClock) -> None:
    path.write_bytes(path.read_bytes()[:5000])
    assert "is damaged; stop the bot, then python -m bot doctor" in await complaint(path, clock)


async def test_a_locked_database_is_one_sentence(path: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.01)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "is in use by another program; stop that one" in await complaint(path, clock)
        other.execute("ROLLBACK")
    assert await note(path, clock) == "yes"


class TestFullDisk:
    """SQLite reports a file that may not grow in the words it has for a full disk."""

    @staticmethod
    def events(clock: HandClock, count: int) -> list[UsageEvent]:
        return [UsageEvent(clock.now(), "ask", Place.GUILD, "answer", topic="t" * 200) for _ in range(count)]

    async def fill(self, storage: Storage, clock: HandClock) -> None:
        pages = await storage._database.value("PRAGMA page_count")
        await storage._database.rows(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StorageError, match="cannot grow because the disk is full; free some space"):
            await storage.usage.add(self.events(clock, 500))

    async def test_it_costs_the_counts_of_that_moment_and_nothing_else(
        self, storage: Storage, clock: HandClock
    ) -> None:
        await storage.usage.add(self.events(clock, 3))
        await self.fill(storage, clock)
        assert (await storage.usage.summary(clock.now())).events == 3

    async def test_counting_goes_on_once_there_is_space(self, storage: Storage, clock: HandClock) -> None:
        await self.fill(storage, clock)
        await storage._database.rows("PRAGMA max_page_count = 100000")
        await storage.usage.add(self.events(clock, 500))
        assert (await storage.usage.summary(clock.now())).events == 500

    async def test_a_reply_is_not_lost_to_it(
        self, app: App, stored: Stored, clock: HandClock, caplog: pytest.LogCaptureFixture
    ) -> None:
        await self.fill(stored.storage, clock)
        big = replace(self.events(clock, 1)[0], topic="t" * 100_000)
        await stored.record(big)
        assert app.ask("what does a product owner do?")[0].answered
        assert [record.levelname for record in caplog.records] == ["WARNING"]
        assert "usage was not counted: The database" in caplog.text
        assert (await stored.storage.usage.summary(clock.now())).events == 0
