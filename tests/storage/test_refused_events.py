"""Events that wait are counted together; one that the database refuses costs none of the others."""

import asyncio
from typing import Any

import pytest

from bot.app import App, Stored
from bot.domain import Counted, Place, UsageEvent
from bot.errors import RefusedRowError, StorageError
from bot.operations.upkeep import Upkeep
from bot.storage.storage import Storage
from tests.conftest import HandClock
from tests.storage.keeping import count

GUILD = 7
SECRET = "do not log me"


def event(clock: HandClock, **fields: Any) -> UsageEvent:  # noqa: ANN401  # also what a field may not be
    values: dict[str, Any] = {"kind": "ask", "place": Place.GUILD, "outcome": "unknown", "guild_id": GUILD, **fields}
    return UsageEvent(clock.now(), **values)


REFUSED: dict[str, dict[str, Any]] = {
    "a constraint": {"kind": None},
    "a type": {"topic": b"bytes"},
    "a number without end": {"guild_id": 2**70},
    "half a character": {"topic": f"{SECRET}\ud800"},
}


@pytest.mark.parametrize("fields", REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("size", [1, 2, 9])
async def test_the_one_that_is_refused_is_left_out_wherever_it_stands(
    storage: Storage, clock: HandClock, caplog: pytest.LogCaptureFixture, fields: dict[str, Any], size: int
) -> None:
    for place in range(size):
        batch = [Counted(event(clock, topic=f"t{place}-{number}")) for number in range(size)]
        batch[place] = Counted(event(clock, **fields))
        await storage.record_all(batch)
    topics = {row[0] for row in await storage._database.rows("SELECT topic FROM usage")}
    assert topics == {f"t{place}-{number}" for place in range(size) for number in range(size) if number != place}
    assert storage.refused == size
    assert storage.trouble() == "", "the database is in order"
    assert caplog.text.count("an event was not counted: The database") == size
    assert SECRET not in caplog.text


async def test_what_its_server_would_have_learnt_is_left_out_with_it(storage: Storage, clock: HandClock) -> None:
    await storage.servers.change(GUILD, keep_questions=True)
    texts = ["one", "half\ud800", "two", "three"]
    counted = [Counted(event(clock, person=str(n)), {"kanban": "kanban"}, text) for n, text in enumerate(texts)]
    await storage.record_all(counted)
    assert [text for _, text in await storage.questions.not_answered(GUILD, 9)] == ["three", "two", "one"]
    assert await storage.questions.gaps(GUILD) == {"kanban": 3}
    assert (await storage.usage.summary(clock.now())).events == 3


async def test_of_many_that_come_at_once_only_the_bad_ones_are_uncounted(
    app: App, stored: Stored, clock: HandClock
) -> None:
    upkeep = Upkeep(app, stored)
    bad = {0, 7, 8, 39}
    events = [event(clock, kind=None if number in bad else "ask") for number in range(40)]
    await asyncio.gather(*map(stored.record, events))
    assert count(app.settings.database_path, "usage") == 36
    assert upkeep.uncounted == 4
    await stored.record(event(clock))
    assert (count(app.settings.database_path, "usage"), upkeep.uncounted) == (37, 4)


async def test_where_the_database_cannot_be_used_at_all_it_is_tried_once(storage: Storage, clock: HandClock) -> None:
    await storage._database._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(StorageError, match="cannot be written") as caught:
        await storage.record_all([Counted(event(clock)) for _ in range(9)])
    assert not isinstance(caught.value, RefusedRowError)
    assert storage._database._failures == 1
    assert storage.refused == 0
