"""What a server asked: counts only, and nothing that fewer than a few people stand behind."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.domain import Outcome
from bot.storage.database import Database
from bot.storage.questions import ENOUGH_PEOPLE

_OUTCOMES = ", ".join(f"'{outcome.value}'" for outcome in Outcome)
_ASKED = f"FROM usage WHERE guild_id = ? AND at >= ? AND outcome IN ({_OUTCOMES})"


@dataclass(frozen=True, slots=True)
class DayCount:
    """The questions of one day (UTC), and how many of them were answered."""

    day: date
    asked: int = 0
    answered: int = 0


@dataclass(frozen=True, slots=True)
class ServerUsage:
    """A server's questions: every day in its order, by outcome, and the topics of the answers with their number.

    `topics` holds only those that `ENOUGH_PEOPLE` asked about, `votes` and `helpful` are 0 where fewer voted.
    """

    days: tuple[DayCount, ...]
    people: int
    outcomes: dict[Outcome, int]
    topics: tuple[tuple[str, int], ...]
    votes: int = 0
    helpful: int = 0

    @property
    def asked(self) -> int:
        """How many questions there were."""
        return sum(self.outcomes.values())

    @property
    def answered(self) -> int:
        """How many of them were answered."""
        return self.outcomes.get(Outcome.ANSWER, 0)


class ServerUsages:
    """Reads the usage and votes tables for one server."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, guild_id: int, today: date, days: int, most_topics: int) -> ServerUsage:
        """Return the usage of so many days up to and with `today`."""
        first = today - timedelta(days=days - 1)
        here = (guild_id, datetime.combine(first, time(), UTC).isoformat())
        by_outcome = await self._database.rows(f"SELECT outcome, count(*) {_ASKED} GROUP BY outcome", here)
        topics = await self._database.rows(
            f"SELECT topic, count(*) AS n {_ASKED} AND outcome = 'answer' AND topic <> ''"
            " GROUP BY topic HAVING count(DISTINCT person) >= ? ORDER BY n DESC, topic LIMIT ?",
            (*here, ENOUGH_PEOPLE, most_topics),
        )
        (votes,) = await self._database.rows(
            "SELECT count(*) AS n, total(helpful) AS helpful, count(DISTINCT person) AS people"
            " FROM votes WHERE guild_id = ? AND at >= ?",
            here,
        )
        enough = votes["people"] >= ENOUGH_PEOPLE
        return ServerUsage(
            days=await self._days(here, first, days),
            people=int(await self._database.value(f"SELECT count(DISTINCT person) {_ASKED} AND person <> ''", here)),
            outcomes={Outcome(row[0]): int(row[1]) for row in by_outcome},
            topics=tuple((str(row[0]), int(row[1])) for row in topics),
            votes=int(votes["n"]) if enough else 0,
            helpful=int(votes["helpful"]) if enough else 0,
        )

    async def _days(self, here: tuple[int, str], first: date, days: int) -> tuple[DayCount, ...]:
        rows = await self._database.rows(
            f"SELECT substr(at, 1, 10) AS day, count(*) AS asked, total(outcome = 'answer') AS answered {_ASKED}"
            " GROUP BY day",
            here,
        )
        found = {
            row["day"]: DayCount(date.fromisoformat(row["day"]), row["asked"], int(row["answered"])) for row in rows
        }
        every = (first + timedelta(days=number) for number in range(days))
        return tuple(found.get(day.isoformat(), DayCount(day)) for day in every)
