"""Gap terms: what can be read, by whom they were used, and what cannot be joined."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain import Place, UsageEvent
from bot.storage.questions import ENOUGH_PEOPLE
from bot.storage.storage import Storage
from tests.conftest import HandClock

GUILD = 7
NOVEMBER, DECEMBER = datetime(2026, 11, 30, 23, 59, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)


async def looked_for(
    storage: Storage, *words: str, person: str, guild_id: int | None = GUILD, at: datetime = NOVEMBER
) -> None:
    event = UsageEvent(at, "ask", Place.GUILD, "unknown", guild_id=guild_id, person=person)
    await storage.record(event, {word: word for word in words})


async def stored_terms(storage: Storage) -> list[tuple[object, ...]]:
    return [tuple(row) for row in await storage._database.rows("SELECT * FROM gap_terms")]


async def test_a_word_can_be_read_once_three_people_used_it(storage: Storage, tmp_path: Path) -> None:
    for person in ("a", "b", "a", "a"):
        await looked_for(storage, "wilhelmina", person=person)
    assert await storage.questions.gaps(GUILD) == {}
    assert all(b"wilhelmina" not in file.read_bytes() for file in tmp_path.iterdir())
    await looked_for(storage, "wilhelmina", person="c")
    assert await storage.questions.gaps(GUILD) == {"wilhelmina": 3}


async def test_forms_of_a_term_count_together_under_the_word_of_the_one_who_made_it_enough(storage: Storage) -> None:
    for person, word in (("a", "roadmap"), ("b", "roadmap"), ("c", "roadmaps"), ("d", "roadmapping")):
        event = UsageEvent(NOVEMBER, "ask", Place.GUILD, "unknown", guild_id=GUILD, person=person)
        await storage.record(event, {"roadmap": word})
    assert await storage.questions.gaps(GUILD) == {"roadmaps": 4}


async def test_people_of_other_servers_and_other_months_do_not_add_up(storage: Storage) -> None:
    await looked_for(storage, "kanban", person="a")
    await looked_for(storage, "kanban", person="b", guild_id=8)
    await looked_for(storage, "kanban", person="c", at=DECEMBER)
    # The same two people a month later are not four.
    await looked_for(storage, "scope", person="a")
    await looked_for(storage, "scope", person="b")
    await looked_for(storage, "scope", person="a", at=DECEMBER)
    await looked_for(storage, "scope", person="b", at=DECEMBER)
    assert await storage.questions.gaps(GUILD) == {}


async def test_the_most_wanted_come_first_and_a_word_of_two_months_once(storage: Storage) -> None:
    for person in "abcd":
        await looked_for(storage, "beta", person=person)
    for person in "abc":
        await looked_for(storage, "beta", "alpha", person=person, at=DECEMBER)
    assert list((await storage.questions.gaps(GUILD)).items()) == [("beta", 4), ("alpha", 3)]
    assert await storage.questions.gaps(8) == {}


async def test_a_person_cannot_be_followed_from_one_server_or_month_to_another(storage: Storage) -> None:
    await looked_for(storage, "kanban", person="a")
    await looked_for(storage, "kanban", person="a", guild_id=8)
    await looked_for(storage, "kanban", person="a", at=DECEMBER)
    rows = await stored_terms(storage)
    assert len({row[2] for row in rows}) == len({row[3] for row in rows}) == 3
    assert "a" not in {row[3] for row in rows}


async def test_the_order_of_words_and_questions_is_not_kept(tmp_path: Path, clock: HandClock) -> None:
    """Two databases that were told the same words in another order are the same."""
    kept = []
    for number, order in enumerate((("alpha", "beta", "gamma"), ("gamma", "alpha", "beta"))):
        async with Storage.open(tmp_path / f"{number}.sqlite3", "k" * 32, clock) as storage:
            for word in order:
                await looked_for(storage, word, person="a")
            kept.append(await stored_terms(storage))
    assert kept[0] == kept[1]


async def test_outside_of_a_server_nothing_is_learned(storage: Storage) -> None:
    await looked_for(storage, "kanban", person="a", guild_id=None)
    assert await stored_terms(storage) == []
    assert await storage._database.value("SELECT count(*) FROM usage") == 1


async def test_the_schema_deletes_a_word_once_too_few_people_are_left(storage: Storage) -> None:
    for person in "abcd":
        await looked_for(storage, "kanban", person=person)
    people = [row[3] for row in await stored_terms(storage)]
    assert len(people) == ENOUGH_PEOPLE + 1
    await storage._database.write("DELETE FROM gap_terms WHERE person = ?", (people[0],))
    assert await storage.questions.gaps(GUILD) == {"kanban": ENOUGH_PEOPLE}
    await storage._database.write("DELETE FROM gap_terms WHERE person = ?", (people[1],))
    assert await storage._database.value("SELECT count(*) FROM gap_words") == 0


@pytest.mark.parametrize("outcome", ["answer", "choice", "unknown"])
async def test_kept_texts_without_an_answer_are_listed_newest_first(
    storage: Storage, clock: HandClock, outcome: str
) -> None:
    await storage.servers.change(GUILD, keep_questions=True)
    for text in ("first", "second"):
        event = UsageEvent(clock.now(), "ask", Place.GUILD, outcome, guild_id=GUILD, person="a")
        await storage.record(event, None, text)
    expected = [] if outcome == "answer" else [("2026-11-23", "second")]
    assert await storage.questions.not_answered(GUILD, 1) == expected
