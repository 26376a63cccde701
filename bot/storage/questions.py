"""What servers may learn from questions: single words that were looked for and not found, and texts where kept."""

from collections.abc import Sequence

import aiosqlite

from bot.domain import Counted
from bot.storage.database import Database
from bot.storage.pseudonyms import Pseudonyms

ENOUGH_PEOPLE = 3  # of one server in one month; the trigger in 0002_servers.sql holds the same number


class Questions:
    """The tables of gap terms and of kept question texts."""

    def __init__(self, database: Database, pseudonyms: Pseudonyms) -> None:
        self._database = database
        self._pseudonyms = pseudonyms

    async def add(self, connection: aiosqlite.Connection, learnt: Sequence[Counted]) -> None:
        """Write what servers may learn, within a transaction.

        A text is kept only where the server keeps texts at this very moment; a word only once enough people used it.
        """
        texts = [
            (
                one.event.at.isoformat(),
                one.event.person,
                one.event.outcome,
                one.event.topic,
                one.text,
                one.event.guild_id,
            )
            for one in learnt
            if one.text
        ]
        await connection.executemany(
            "INSERT INTO questions (at, guild_id, person, outcome, topic, text) SELECT ?, guild_id, ?, ?, ?, ?"
            " FROM servers WHERE guild_id = ? AND keep_questions = 1",
            texts,
        )
        terms = [self._keyed(one, term) for one in learnt for term in one.terms]
        await connection.executemany(
            "INSERT INTO gap_terms (guild_id, month, term, person, at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET at = excluded.at",
            terms,
        )
        words = [word for one in learnt for word in one.terms.values()]
        await connection.executemany(
            "INSERT OR IGNORE INTO gap_words (guild_id, month, term, word) SELECT guild_id, month, term, ?"
            " FROM gap_terms WHERE guild_id = ? AND month = ? AND term = ? GROUP BY term HAVING count(*) >= ?",
            [(word, *key[:3], ENOUGH_PEOPLE) for key, word in zip(terms, words, strict=True)],
        )

    async def gaps(self, guild_id: int) -> dict[str, int]:
        """Return the words that enough people looked for, with how many in the month with most; most first."""
        rows = await self._database.rows(
            "SELECT word, max(people) AS people FROM ("
            " SELECT word, count(*) AS people FROM gap_words JOIN gap_terms USING (guild_id, month, term)"
            " WHERE guild_id = ? GROUP BY month, term"
            ") GROUP BY word ORDER BY people DESC, word",
            (guild_id,),
        )
        return {str(row["word"]): int(row["people"]) for row in rows}

    async def not_answered(self, guild_id: int, limit: int) -> list[tuple[str, str]]:
        """Return the newest kept questions without an answer, each with its day; none where texts are not kept."""
        rows = await self._database.rows(
            "SELECT substr(at, 1, 10), text FROM questions WHERE guild_id = ? AND outcome <> 'answer'"
            " ORDER BY id DESC LIMIT ?",
            (guild_id, limit),
        )
        return [(str(row[0]), str(row[1])) for row in rows]

    def _keyed(self, learnt: Counted, term: str) -> tuple[int, str, str, str, str]:
        """Return server, month, term, person and day of one term; what could be guessed is a keyed hash."""
        event, guild_id = learnt.event, learnt.event.guild_id or 0
        month, day = event.at.strftime("%Y-%m"), event.at.date().isoformat()
        term, person = (self._pseudonyms.in_month(one, guild_id, month) for one in (term, event.person))
        return guild_id, month, term, person, day
