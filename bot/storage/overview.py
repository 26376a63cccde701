"""What an operator wants to know of the schedules: how many stand still, and what became of their tips."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import PAUSED_BY_OWNER
from bot.storage.database import Database

_RECENT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts: schedules that post, that are paused and that their owner paused.

    `uncertain` are the tips of one day of which nobody knows whether they arrived. What a server left that removed the
    bot is not counted.
    """

    active: int = 0
    paused: int = 0
    held: int = 0
    uncertain: int = 0

    def trouble(self) -> str:
        """Return what somebody may have to look at, or an empty text."""
        found = []
        if self.paused:
            total = self.active + self.paused + self.held
            found.append(f"{self.paused} of {total} schedules are paused (/tips list says why)")
        if self.uncertain:
            found.append(f"of {self.uncertain} tips in the last day it is not known whether they arrived")
        return "; ".join(found)


async def overview(database: Database, now: datetime) -> Overview:
    """Read the counts; raises `StorageError` where the database cannot be read."""
    (schedules,) = await database.rows(
        "SELECT count(*) FILTER (WHERE paused = '') AS active, count(*) FILTER (WHERE paused = ?) AS held,"
        " count(*) FILTER (WHERE paused NOT IN ('', ?)) AS paused"
        " FROM schedules WHERE guild_id NOT IN (SELECT guild_id FROM servers WHERE removed_at <> '')",
        (PAUSED_BY_OWNER, PAUSED_BY_OWNER),
    )
    uncertain = await database.value(
        "SELECT count(*) FROM deliveries WHERE state = 'uncertain' AND claimed_at > ?", ((now - _RECENT).isoformat(),)
    )
    return Overview(schedules["active"], schedules["paused"], schedules["held"], int(uncertain))


async def tips_by_state(database: Database) -> dict[str, int]:
    """Count all scheduled tips so far by what became of them; reads every one, so ask only where somebody looks."""
    return {
        str(row[0]): int(row[1])
        for row in await database.rows("SELECT state, count(*) FROM deliveries GROUP BY state ORDER BY state")
    }
