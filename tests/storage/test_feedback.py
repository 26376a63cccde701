"""Votes: one a person and passage, their sums, and their end."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import Stored
from bot.domain import Reason, Vote
from bot.errors import StorageError
from bot.storage.database import Database
from bot.storage.feedback import Feedback
from bot.storage.storage import Storage
from tests.conftest import HandClock

HARBOUR = 10**18


def vote(clock: HandClock, person: str, reason: Reason | None = None, **fields: object) -> Vote:
    values: dict[str, object] = {"topic": "sprint", "section": "length", "guild_id": HARBOUR, **fields}
    return Vote(person=person, at=clock.now(), reason=reason, **values)  # type: ignore[arg-type]  # only some fields


async def test_votes_are_summed_by_passage_and_the_worst_comes_first(storage: Storage, clock: HandClock) -> None:
    feedback = storage.feedback
    await feedback.put(vote(clock, "a", Reason.WRONG))
    await feedback.put(vote(clock, "b", Reason.WRONG))
    await feedback.put(vote(clock, "c", Reason.HARD))
    await feedback.put(vote(clock, "d"))
    await feedback.put(vote(clock, "a", topic="backlog", section=""))
    await feedback.put(vote(clock, "b", Reason.SHALLOW, topic="kano", section=""))
    worst, second, best = await feedback.since(clock.now())
    assert (worst.topic, worst.section, worst.helpful, worst.not_helpful) == ("sprint", "length", 1, 3)
    assert worst.reasons == {Reason.WRONG: 2, Reason.HARD: 1}
    assert (second.topic, second.not_helpful) == ("kano", 1)
    assert (best.topic, best.section, best.helpful, best.reasons) == ("backlog", "", 1, {})


async def test_of_two_passages_with_equal_complaints_the_one_that_helped_fewer_comes_first(
    storage: Storage, clock: HandClock
) -> None:
    for topic, helped in (("a", 2), ("b", 0), ("c", 1)):
        await storage.feedback.put(vote(clock, "x", Reason.HARD, topic=topic))
        for number in range(helped):
            await storage.feedback.put(vote(clock, f"y{number}", topic=topic))
    assert [one.topic for one in await storage.feedback.since(clock.now())] == ["b", "c", "a"]


async def test_a_second_vote_replaces_the_first_of_that_person_on_that_passage_only(
    storage: Storage, clock: HandClock
) -> None:
    feedback = storage.feedback
    assert not await feedback.put(vote(clock, "a"))
    assert not await feedback.put(vote(clock, "a", section="other"))
    assert not await feedback.put(vote(clock, "b"))
    begun = clock.now()
    clock.forward(days=1)
    assert await feedback.put(vote(clock, "a", Reason.HARD, guild_id=None))
    sums = [(one.section, one.helpful, one.not_helpful) for one in await feedback.since(begun)]
    assert sums == [("length", 1, 1), ("other", 1, 0)]
    assert [(one.section, one.reasons) for one in await feedback.since(clock.now())] == [("length", {Reason.HARD: 1})]


async def test_what_a_person_wants_forgotten_is_shown_exported_and_deleted(storage: Storage, clock: HandClock) -> None:
    for user_id in (1, 2):
        await storage.feedback.put(vote(clock, storage.pseudonyms.of(user_id), Reason.WRONG))
    export = await storage.personal.export(1)
    assert export["votes"]["rows"] == [
        {
            "at": clock.now().isoformat(),
            "topic": "sprint",
            "section": "length",
            "helpful": 0,
            "reason": "wrong",
            "server": str(HARBOUR),
        }
    ]
    await storage.personal.delete(1)
    assert (await storage.personal.export(1))["votes"]["rows"] == []
    assert [one.not_helpful for one in await storage.feedback.since(clock.now())] == [1]


async def test_the_daily_purge_covers_votes(stored: Stored, clock: HandClock) -> None:
    begun = clock.now()
    await stored.storage.feedback.put(vote(clock, "old"))
    clock.forward(days=89)
    await stored.storage.feedback.put(vote(clock, "new"))
    clock.forward(days=1, seconds=1)
    await stored.purge(keep_days=90)
    assert [one.helpful for one in await stored.storage.feedback.since(begun)] == [1]


async def test_the_database_refuses_a_vote_that_contradicts_itself(
    storage: Storage, tmp_path: Path, clock: HandClock
) -> None:
    await storage.feedback.put(vote(clock, "a"))
    with closing(sqlite3.connect(tmp_path / "bot.sqlite3")) as connection:
        for change in ("helpful = 0", "reason = 'wrong'", "helpful = 2"):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(f"UPDATE votes SET {change}")  # the three above


class TestReadingOnly:
    """What `python -m bot feedback` uses beside a running bot."""

    async def test_votes_are_seen_while_the_bot_writes(
        self, storage: Storage, tmp_path: Path, clock: HandClock
    ) -> None:
        await storage.feedback.put(vote(clock, "a"))
        async with storage._database.transaction(), Database.reading(tmp_path / "bot.sqlite3") as database:
            assert [one.helpful for one in await Feedback(database).since(clock.now() - timedelta(days=1))] == [1]

    async def test_nothing_can_be_written(self, storage: Storage, tmp_path: Path, clock: HandClock) -> None:
        async with Database.reading(tmp_path / "bot.sqlite3") as database:
            with pytest.raises(StorageError, match="cannot be written"):
                await Feedback(database).put(vote(clock, "a"))
        assert await storage.feedback.since(clock.now()) == []

    async def test_a_database_from_before_there_were_votes_has_none(self, tmp_path: Path, clock: HandClock) -> None:
        path = tmp_path / "a #1?.sqlite3"  # an address would read these as its own marks
        sqlite3.connect(path).close()
        async with Database.reading(path) as database:
            assert await Feedback(database).since(clock.now()) == []

    async def test_a_file_that_is_missing_is_not_made(self, tmp_path: Path) -> None:
        with pytest.raises(StorageError, match="cannot be opened"):
            async with Database.reading(tmp_path / "none.sqlite3"):
                pass
        assert list(tmp_path.iterdir()) == []
