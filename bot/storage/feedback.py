"""Votes on passages: one a person and passage, and the sums that say what to mend. No vote moves any ranking."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain import Reason, Vote
from bot.storage.database import Database


@dataclass
class PassageVotes:
    """The votes on one passage; `reasons` counts each reason why it was not helpful."""

    topic: str
    section: str
    helpful: int = 0
    reasons: dict[Reason, int] = field(default_factory=dict)

    @property
    def not_helpful(self) -> int:
        """How many people said that the passage was not it."""
        return sum(self.reasons.values())


class Feedback:
    """The votes table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, vote: Vote) -> bool:
        """Store a vote in the place of the person's earlier one on that passage; returns whether there was one."""
        async with self._database.transaction() as connection:
            whose = (vote.person, vote.topic, vote.section)
            replaced = await connection.execute(
                "DELETE FROM votes WHERE person = ? AND topic = ? AND section = ?", whose
            )
            await connection.execute(
                "INSERT INTO votes (person, topic, section, at, helpful, reason, guild_id)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    *whose,
                    vote.at.isoformat(),
                    vote.reason is None,
                    vote.reason.value if vote.reason else "",
                    vote.guild_id,
                ),
            )
        return replaced.rowcount > 0

    async def since(self, moment: datetime) -> list[PassageVotes]:
        """Return the votes since an instant, the passages that most people found wanting first."""
        if not await self._database.value("SELECT 1 FROM sqlite_master WHERE name = 'votes'"):
            return []  # opened for reading only, and made by a version that knew no votes
        sums: dict[tuple[str, str], PassageVotes] = {}
        for topic, section, reason, count in await self._database.rows(
            "SELECT topic, section, reason, count(*) FROM votes WHERE at >= ? GROUP BY topic, section, reason",
            (moment.isoformat(),),
        ):
            passage = sums.setdefault((topic, section), PassageVotes(topic, section))
            if reason:
                passage.reasons[Reason(reason)] = count
            else:
                passage.helpful = count
        return sorted(sums.values(), key=lambda one: (-one.not_helpful, one.helpful, one.topic, one.section))
