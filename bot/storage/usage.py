"""Usage: one row a question or command, and the sums that `stats` shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import aiosqlite

from bot.domain import UsageEvent
from bot.percentiles import nearest_rank
from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class UsageSummary:
    """Usage since `since`; latencies in milliseconds, None where nothing was measured."""

    since: datetime
    events: int
    people: int
    outcomes: dict[str, int]
    kinds: dict[str, int]
    places: dict[str, int]
    topics: dict[str, int]
    latency_p50_ms: float | None
    latency_p99_ms: float | None


class Usage:
    """The usage table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, events: Iterable[UsageEvent]) -> None:
        """Store events in one transaction."""
        async with self._database.transaction() as connection:
            await self.insert(connection, events)

    async def insert(self, connection: aiosqlite.Connection, events: Iterable[UsageEvent]) -> None:
        """Store events within a transaction."""
        await connection.executemany(
            "INSERT INTO usage (at, kind, place, outcome, topic, confidence, latency_ms, guild_id, person)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [_row(event) for event in events],
        )

    async def summary(self, since: datetime, most_topics: int = 10) -> UsageSummary:
        """Return the sums since an instant."""
        moment = since.isoformat()
        latencies = [
            float(row[0])
            for row in await self._database.rows(
                "SELECT latency_ms FROM usage WHERE at >= ? AND latency_ms IS NOT NULL",
                (moment,),
            )
        ]
        people = "SELECT count(DISTINCT person) FROM usage WHERE at >= ? AND person <> ''"
        outcomes = await self._counts("outcome", moment)
        return UsageSummary(
            since=since,
            events=sum(outcomes.values()),
            people=int(await self._database.value(people, (moment,))),
            outcomes=outcomes,
            kinds=await self._counts("kind", moment),
            places=await self._counts("place", moment),
            topics=await self._counts("topic", moment, most_topics),
            latency_p50_ms=nearest_rank(latencies, 0.50),
            latency_p99_ms=nearest_rank(latencies, 0.99),
        )

    async def _counts(self, column: str, since: str, limit: int = -1) -> dict[str, int]:
        rows = await self._database.rows(
            f"SELECT {column}, count(*) AS n FROM usage WHERE at >= ? AND {column} <> ''"  # noqa: S608  # our own names
            f" GROUP BY {column} ORDER BY n DESC, {column} LIMIT ?",
            (since, limit),
        )
        return {str(row[0]): int(row[1]) for row in rows}


def _row(event: UsageEvent) -> tuple[object, ...]:
    return (
        event.at.isoformat(),
        event.kind,
        event.place.value,
        event.outcome,
        event.topic,
        event.confidence,
        event.latency_ms,
        event.guild_id,
        event.person,
    )
