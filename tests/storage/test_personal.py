"""What is kept about a person: counted, exported, deleted and purged, whatever table it is in."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.domain import DeliveryState, KeptRows, Place, Rhythm, UsageEvent
from bot.storage.personal import PERSONAL_TABLES
from bot.storage.storage import Storage
from tests.conftest import HandClock

ANN, BOB, GUILD = 111222333444555666, 777888999000111222, 7
RHYTHM = Rhythm(time(9, 0), "UTC", frozenset(range(7)))


async def asked(storage: Storage, clock: HandClock, user_id: int, text: str = "how?", guild_id: int = GUILD) -> None:
    person = storage.pseudonyms.of(user_id)
    event = UsageEvent(clock.now(), "ask", Place.GUILD, "unknown", "sprint", 0.1, 2.0, guild_id, person)
    await storage.record(event, {"kanban": "kanban", "scope": "scope"}, text)


@pytest.fixture
async def filled(storage: Storage, clock: HandClock) -> Storage:
    """Ann asked in two months and two servers, Bob once; one server keeps texts."""
    await storage.servers.change(GUILD, keep_questions=True)
    await asked(storage, clock, BOB, "Bob's")
    await asked(storage, clock, ANN, "Ann's first")
    await asked(storage, clock, ANN, "elsewhere", guild_id=8)
    clock.forward(days=10)  # into December
    await asked(storage, clock, ANN, "Ann's second")
    return storage


def found(kept: list[KeptRows]) -> list[int]:
    """Return the counts of what there is; of tables that a test does not fill there is nothing."""
    return [rows.count for rows in kept if rows.count]


async def counts(storage: Storage, user_id: int) -> list[int]:
    return found(await storage.personal.counts(user_id))


def test_every_table_about_persons_is_in_the_tuple(tmp_path: Path) -> None:
    """A new one that is forgotten there would neither be exported nor deleted nor purged."""
    from bot.storage.migrate import migrations  # noqa: PLC0415

    with closing(sqlite3.connect(tmp_path / "all.sqlite3")) as connection:
        for migration in migrations():
            connection.executescript(migration.sql)
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {name: {row[1] for row in connection.execute(f"PRAGMA table_info({name})")} for name in names}
    about_persons = {name for name in names if "person" in columns[name]}
    assert {table.name for table in PERSONAL_TABLES} == about_persons
    assert all({"person", "guild_id", "at"} <= columns[name] for name in about_persons)


async def test_rows_are_counted_over_all_servers_and_months(filled: Storage) -> None:
    assert await counts(filled, ANN) == [3, 2, 6]
    assert await counts(filled, BOB) == [1, 1, 2]
    assert await counts(filled, 3) == []


async def test_an_export_holds_all_rows_oldest_first_and_neither_hash_nor_anybody_else(filled: Storage) -> None:
    export = await filled.personal.export(ANN)
    assert [row["text"] for row in export["questions"]["rows"]] == ["Ann's first", "Ann's second"]
    assert [row["server"] for row in export["usage"]["rows"]] == ["7", "8", "7"]
    assert export["usage"]["rows"][0]["topic"] == "sprint"
    assert {row["word"] for row in export["gap_terms"]["rows"]} == {None}  # too few people for any word
    assert [row["at"] for row in export["gap_terms"]["rows"]] == sorted(["2026-11-23"] * 4 + ["2026-12-03"] * 2)
    assert filled.pseudonyms.of(ANN) not in str(export)
    assert "Bob" not in str(export)


async def test_an_export_shows_the_words_that_can_be_read(filled: Storage, clock: HandClock) -> None:
    for user_id in (1, 2):
        await asked(filled, clock, user_id)
    rows = (await filled.personal.export(ANN))["gap_terms"]["rows"]
    assert {row["word"] for row in rows if row["at"] == "2026-12-03"} == {"kanban", "scope"}


async def test_deletion_takes_every_row_of_one_person_and_leaves_the_others(filled: Storage) -> None:
    assert found((await filled.personal.delete(ANN)).rows) == [3, 2, 6]
    assert await counts(filled, ANN) == []
    assert await counts(filled, BOB) == [1, 1, 2]
    assert found((await filled.personal.delete(ANN)).rows) == []


async def test_no_byte_is_left_in_the_file_or_its_log(filled: Storage, tmp_path: Path) -> None:
    def everything() -> bytes:
        return b"".join(file.read_bytes() for file in tmp_path.iterdir() if ".sqlite3" in file.name)

    ann = filled.pseudonyms.of(ANN).encode()
    months = await filled._database.rows("SELECT DISTINCT guild_id, month FROM gap_terms")
    salted = [filled.pseudonyms.in_month(ann.decode(), row[0], row[1]).encode() for row in months]
    assert all(token in everything() for token in (ann, *salted, b"Ann's first"))
    await filled.personal.delete(ANN)
    assert not [token for token in (ann, *salted, b"Ann's first", b"Ann's second") if token in everything()]
    assert b"Bob's" in everything()
    assert (tmp_path / "bot.sqlite3-wal").stat().st_size == 0


class TestPurge:
    async def test_what_is_older_goes_from_every_table(self, filled: Storage, clock: HandClock, tmp_path: Path) -> None:
        clock.forward(days=85)
        assert await filled.personal.purge(clock.now() - timedelta(days=90)) == 3 + 2 + 6
        assert await counts(filled, ANN) == [1, 1, 2]
        assert await counts(filled, BOB) == []
        assert b"Ann's first" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())
        assert await filled.personal.purge(clock.now() - timedelta(days=90)) == 0

    async def test_a_word_goes_with_the_people_who_used_it(self, storage: Storage, clock: HandClock) -> None:
        for user_id in (1, 2, 3):
            await asked(storage, clock, user_id)
        assert len(await storage.questions.gaps(GUILD)) == 2
        await storage.personal.purge(clock.now() + timedelta(days=1))
        assert await storage._database.value("SELECT count(*) FROM gap_words") == 0

    async def test_posted_tips_are_kept_while_their_channel_gets_more(self, storage: Storage) -> None:
        due = datetime(2026, 1, 1, tzinfo=UTC)
        for channel in (10, 20):
            await storage.schedules.put(GUILD, channel, RHYTHM, "", due)
            schedule = await storage.schedules.of_channel(channel)
            assert schedule is not None
            await storage.schedules.claim(schedule, "tip", DeliveryState.SENT, due + timedelta(days=400))
        await storage.schedules.remove(20)
        assert await storage.personal.purge(due + timedelta(days=300)) == 1
        assert (await storage.schedules.given(10), await storage.schedules.given(20)) == (["tip"], [])
