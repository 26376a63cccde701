"""A server's usage: whose it is, which days, and how few people are too few to be shown."""

from datetime import UTC, date, datetime

import pytest

from bot.domain import Outcome, Place, Reason, UsageEvent, Vote
from bot.storage.server_usage import DayCount, ServerUsage
from bot.storage.storage import Storage

GUILD, TODAY = 1, date(2026, 11, 23)


async def asked(storage: Storage, day: str = "2026-11-23T12:00", **fields: object) -> None:
    given: dict[str, object] = {"kind": "ask", "outcome": "answer", "topic": "sprint", "guild_id": GUILD, "person": "p"}
    at = datetime.fromisoformat(day).replace(tzinfo=UTC)
    await storage.usage.add([UsageEvent(at=at, place=Place.GUILD, **(given | fields))])  # type: ignore[arg-type]


async def usage(storage: Storage, days: int = 3) -> ServerUsage:
    return await storage.server_usage.of(GUILD, TODAY, days, 5)


async def test_every_day_is_there_with_what_was_asked_and_answered(storage: Storage) -> None:
    await asked(storage)
    await asked(storage, outcome="unknown", topic="")
    await asked(storage, "2026-11-21T00:00")
    found = await usage(storage)
    assert found.days == (
        DayCount(date(2026, 11, 21), 1, 1),
        DayCount(date(2026, 11, 22)),
        DayCount(TODAY, 2, 1),
    )
    assert found.outcomes == {Outcome.ANSWER: 2, Outcome.UNKNOWN: 1}
    assert (found.asked, found.answered) == (3, 2)


async def test_earlier_days_other_servers_and_what_is_no_question_are_left_out(storage: Storage) -> None:
    await asked(storage, "2026-11-20T23:59")
    await asked(storage, guild_id=2)
    await asked(storage, guild_id=None)
    await asked(storage, kind="tip", outcome="done")
    await asked(storage, outcome="error")
    found = await usage(storage)
    assert (found.asked, found.people, found.topics) == (0, 0, ())


async def test_a_topic_is_listed_once_three_people_asked_about_it(storage: Storage) -> None:
    for person in ("a", "b"):
        await asked(storage, person=person)
        await asked(storage, person=person)
    assert (await usage(storage)).topics == ()
    await asked(storage, person="c")
    found = await usage(storage)
    assert (found.topics, found.people) == ((("sprint", 5),), 3)


async def test_topics_that_were_only_offered_do_not_count(storage: Storage) -> None:
    for person in ("a", "b", "c"):
        await asked(storage, person=person, outcome="choice")
    assert (await usage(storage)).topics == ()


@pytest.mark.parametrize(("people", "shown"), [("ab", (0, 0)), ("abc", (3, 2))])
async def test_votes_are_shown_once_three_people_voted(storage: Storage, people: str, shown: tuple[int, int]) -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    for person in people:
        reason = Reason.WRONG if person == "a" else None
        await storage.feedback.put(Vote(person, "sprint", "", at, reason, GUILD))
    found = await usage(storage)
    assert (found.votes, found.helpful) == shown
