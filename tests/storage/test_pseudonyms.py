"""User ids as keyed hashes, and where the key is kept."""

import stat
from pathlib import Path

import pytest

from bot.errors import StorageError
from bot.storage.pseudonyms import Pseudonyms
from bot.storage.storage import Storage
from tests.conftest import HandClock

USER = 123456789012345678
KEY, OTHER_KEY = "k" * 32, "o" * 32


async def opened(path: Path, clock: HandClock, key: str = "") -> str:
    """Open and close the storage; returns what stands for the user."""
    async with Storage.open(path, key, clock) as storage:
        return storage.pseudonyms.of(USER)


def key_file(path: Path) -> Path:
    return path.with_name("bot.sqlite3.key")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bot.sqlite3"


def test_a_person_is_32_hex_characters_that_differ_by_key_and_by_id() -> None:
    people = {Pseudonyms(key).of(user) for key in (b"one" * 11, b"two" * 11) for user in (USER, USER + 1)}
    assert len(people) == 4
    assert all(len(person) == 32 and int(person, 16) >= 0 for person in people)


def test_neither_hash_nor_fingerprint_holds_the_id_or_the_key() -> None:
    pseudonyms = Pseudonyms(KEY.encode())
    for text in (pseudonyms.of(USER), pseudonyms.fingerprint):
        assert str(USER) not in text
        assert f"{USER:x}" not in text
        assert KEY not in text
        assert KEY.encode().hex() not in text


async def test_a_first_opening_makes_a_key_file_that_only_its_owner_may_read(path: Path, clock: HandClock) -> None:
    await opened(path, clock)
    assert stat.S_IMODE(key_file(path).stat().st_mode) == 0o600
    assert len(key_file(path).read_bytes()) >= 32
    assert sorted(file.name for file in path.parent.iterdir()) == ["bot.sqlite3", "bot.sqlite3.key"]


async def test_a_person_stays_the_same_from_one_start_to_the_next(path: Path, clock: HandClock) -> None:
    assert await opened(path, clock) == await opened(path, clock)


async def test_a_configured_key_needs_no_file(path: Path, clock: HandClock) -> None:
    first = await opened(path, clock, KEY)
    assert not key_file(path).exists()
    assert first == await opened(path, clock, KEY) == Pseudonyms(KEY.encode()).of(USER)


async def test_the_database_holds_neither_key_nor_id(path: Path, clock: HandClock) -> None:
    await opened(path, clock, KEY)
    assert KEY.encode() not in path.read_bytes()
    assert str(USER).encode() not in path.read_bytes()


async def test_a_wrong_key_is_refused_with_the_fix(path: Path, clock: HandClock) -> None:
    await opened(path, clock, KEY)
    with pytest.raises(StorageError, match="not the one this database was made with; set PSEUDONYM_KEY to the old key"):
        await opened(path, clock, OTHER_KEY)
    assert await opened(path, clock, KEY)


async def test_another_databases_key_file_is_refused(path: Path, clock: HandClock) -> None:
    await opened(path, clock)
    key_file(path).write_text("f" * 64)
    with pytest.raises(StorageError, match="put the old key file back"):
        await opened(path, clock)


async def test_a_missing_key_file_is_refused_and_no_new_one_is_made(path: Path, clock: HandClock) -> None:
    await opened(path, clock)
    key_file(path).unlink()
    with pytest.raises(StorageError, match=r"bot\.sqlite3\.key is missing; put it back, or set PSEUDONYM_KEY"):
        await opened(path, clock)
    assert not key_file(path).exists()


async def test_a_damaged_key_file_is_refused_and_left_as_it_is(path: Path, clock: HandClock) -> None:
    await opened(path, clock)
    key_file(path).write_bytes(b"short")
    with pytest.raises(StorageError, match="is damaged; restore it"):
        await opened(path, clock)
    assert key_file(path).read_bytes() == b"short"


async def test_a_key_file_that_cannot_be_read_is_a_storage_error(path: Path, clock: HandClock) -> None:
    await opened(path, clock)
    key_file(path).unlink()
    key_file(path).mkdir()
    with pytest.raises(StorageError, match="Is a directory"):
        await opened(path, clock)


async def test_what_a_crash_left_of_a_new_key_file_is_in_nobodys_way(
    path: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.getpid", lambda: 1)  # as in a container
    path.with_name("bot.sqlite3.key.1").write_bytes(b"half")
    await opened(path, clock)
    assert len(key_file(path).read_bytes()) >= 32


async def test_a_key_made_before_a_crash_is_kept(path: Path, clock: HandClock) -> None:
    key_file(path).write_text("a" * 64)
    assert await opened(path, clock) == Pseudonyms(b"a" * 64).of(USER)
