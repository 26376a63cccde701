"""Usage: one row an event, and its sums."""

from datetime import timedelta

import pytest

from bot.app import Stored
from bot.domain import Place, UsageEvent
from bot.storage.storage import Storage
from tests.conftest import HandClock


def event(clock: HandClock, **fields: object) -> UsageEvent:
    values: dict[str, object] = {"at": clock.now(), "kind": "ask", "place": Place.GUILD, "outcome": "answer", **fields}
    return UsageEvent(**values)  # type: ignore[arg-type]  # a test names only the fields that it is about


async def test_the_summary_counts_events_by_outcome_kind_place_and_topic(storage: Storage, clock: HandClock) -> None:
    await storage.usage.add(
        [
            event(clock, topic="sprint", person="a", latency_ms=1.0),
            event(clock, topic="sprint", person="a", latency_ms=2.0, place=Place.DIRECT),
            event(clock, outcome="unknown", person="b", latency_ms=3.0),
            event(clock, kind="tip", outcome="done", topic="backlog", place=Place.TERMINAL),
        ]
    )
    summary = await storage.usage.summary(clock.now())
    assert (summary.events, summary.people) == (4, 2)
    assert summary.outcomes == {"answer": 2, "done": 1, "unknown": 1}
    assert summary.kinds == {"ask": 3, "tip": 1}
    assert summary.places == {"guild": 2, "direct": 1, "terminal": 1}
    assert summary.topics == {"sprint": 2, "backlog": 1}
    assert (summary.latency_p50_ms, summary.latency_p99_ms) == (2.0, 3.0)


async def test_only_what_happened_since_counts(storage: Storage, clock: HandClock) -> None:
    await storage.usage.add([event(clock)])
    clock.forward(microseconds=1)
    since = clock.now()
    await storage.usage.add([event(clock, outcome="unknown")])
    assert (await storage.usage.summary(since)).outcomes == {"unknown": 1}


async def test_without_usage_the_sums_are_empty(storage: Storage, clock: HandClock) -> None:
    summary = await storage.usage.summary(clock.now())
    assert (summary.events, summary.people, summary.outcomes, summary.latency_p50_ms) == (0, 0, {}, None)


@pytest.mark.parametrize(("count", "p50", "p99"), [(1, 1, 1), (101, 51, 100), (200, 100, 198)])
async def test_percentiles_are_measured_values(
    storage: Storage, clock: HandClock, count: int, p50: float, p99: float
) -> None:
    await storage.usage.add([event(clock, latency_ms=float(one)) for one in range(count, 0, -1)])
    summary = await storage.usage.summary(clock.now())
    assert summary.latency_p50_ms == p50
    assert summary.latency_p99_ms == p99


async def test_the_topics_shown_are_the_most_asked(storage: Storage, clock: HandClock) -> None:
    await storage.usage.add([event(clock, topic=f"topic-{n}") for n in range(9) for _ in range(n + 1)])
    summary = await storage.usage.summary(clock.now(), most_topics=2)
    assert list(summary.topics.items()) == [("topic-8", 9), ("topic-7", 8)]


async def test_adding_no_event_changes_nothing(storage: Storage, clock: HandClock) -> None:
    await storage.usage.add([])
    assert (await storage.usage.summary(clock.now())).events == 0


async def test_old_usage_is_purged_once_a_day(stored: Stored, clock: HandClock) -> None:
    usage = stored.storage.usage
    await usage.add([event(clock)])
    clock.forward(days=91)
    since = clock.now() - timedelta(days=365)
    await stored.purge(keep_days=90)
    assert (await usage.summary(since)).events == 0
    await usage.add([event(clock, at=clock.now() - timedelta(days=200))])
    await stored.purge(keep_days=90)  # the same day: nothing to do
    assert (await usage.summary(since)).events == 1
    clock.forward(days=1)
    await stored.purge(keep_days=90)
    assert (await usage.summary(since)).events == 0
