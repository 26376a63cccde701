"""What each server's owners decided, with a copy in memory that answers at once."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.domain import AskNotice, ServerSettings, Visibility
from bot.storage.database import Database, Row
from bot.storage.erasing import empty_log
from bot.storage.personal import PERSONAL_TABLES

# Every table with a `guild_id`: what knows of a server, and is emptied of it some time after it removed the bot.
_GUILD_TABLES = ("deliveries", "schedules", *(table.name for table in PERSONAL_TABLES), "servers")

# One look into the index for each server, where DISTINCT would read every row of it.
_GUILDS_OF = """
    WITH RECURSIVE guilds (guild) AS (
        SELECT min(guild_id) FROM {table}
        UNION ALL SELECT (SELECT min(guild_id) FROM {table} WHERE guild_id > guild) FROM guilds WHERE guild IS NOT NULL
    ) SELECT guild FROM guilds WHERE guild IS NOT NULL
"""


class Servers:
    """The servers table."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._settings: dict[int, ServerSettings] = {}
        self._removed: dict[int, datetime] = {}

    async def load(self) -> None:
        """Read the table into memory; call once before anything is asked."""
        for row in await self._database.rows("SELECT * FROM servers"):
            self._settings[row["guild_id"]] = _settings(row)
            if row["removed_at"]:
                self._removed[row["guild_id"]] = datetime.fromisoformat(row["removed_at"])

    def of(self, guild_id: int | None) -> ServerSettings:
        """Return a server's settings, from memory; the defaults for no server, a new one and one without the bot."""
        return ServerSettings() if guild_id is None or self.is_removed(guild_id) else self._decided(guild_id)

    async def change(self, guild_id: int, **changes: Any) -> bool:  # noqa: ANN401  # fields of ServerSettings
        """Store changed fields; where texts are not kept (any more), those kept so far are deleted.

        Returns whether what was deleted has left the disk too; else the upkeep sees to it within minutes.
        """
        async with self._database.transaction() as connection:
            settings = replace(self._decided(guild_id), **changes)  # read here, where nobody else can write
            await connection.execute(
                "INSERT INTO servers (guild_id, answers, ask_channel, forum, keep_questions) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (guild_id) DO UPDATE SET answers = excluded.answers, ask_channel = excluded.ask_channel,"
                " forum = excluded.forum, keep_questions = excluded.keep_questions",
                (guild_id, settings.answers.value, settings.ask_channel, settings.forum, settings.keep_questions),
            )
            if not settings.keep_questions:
                await connection.execute("DELETE FROM questions WHERE guild_id = ?", (guild_id,))
        self._settings[guild_id] = settings
        return changes.get("keep_questions") is not False or await empty_log(self._database)

    def with_ask_channel(self) -> list[int]:
        """Return the servers that have an ask channel and the bot."""
        return [guild_id for guild_id in self._settings if self.of(guild_id).ask_channel is not None]

    async def notice(self, guild_id: int) -> AskNotice | None:
        """Return the notice in a server's ask channel, or None where there is none."""
        rows = await self._database.rows(
            "SELECT notice_channel, notice, notice_digest FROM servers WHERE guild_id = ? AND notice IS NOT NULL",
            (guild_id,),
        )
        return AskNotice(*rows[0]) if rows else None

    async def set_notice(self, guild_id: int, notice: AskNotice | None) -> None:
        """Remember a server's notice, or that there is none."""
        values = (notice.channel_id, notice.message_id, notice.digest) if notice else (None, None, "")
        await self._database.write(
            "UPDATE servers SET notice_channel = ?, notice = ?, notice_digest = ? WHERE guild_id = ?",
            (*values, guild_id),
        )

    async def known(self) -> set[int]:
        """Return every server that anything is kept of."""
        found = [await self._database.rows(_GUILDS_OF.format(table=table)) for table in _GUILD_TABLES]
        return {int(row[0]) for rows in found for row in rows}

    def is_removed(self, guild_id: int) -> bool:
        """Tell whether a server is marked as one that the bot is not in."""
        return guild_id in self._removed

    async def left(self, guild_id: int) -> None:
        """Mark a server as one that the bot is not in, from now on; an older mark stands."""
        if self.is_removed(guild_id):
            return
        now = self._clock.now()
        await self._database.write(
            "INSERT INTO servers (guild_id, removed_at) VALUES (?, ?)"
            " ON CONFLICT (guild_id) DO UPDATE SET removed_at = excluded.removed_at",
            (guild_id, now.isoformat()),
        )
        self._removed[guild_id] = now

    async def joined(self, guild_id: int) -> None:
        """Take the mark back: the bot is in that server (again)."""
        # From memory first, so that nothing is deleted should the disk fail.
        if self._removed.pop(guild_id, None) is not None:
            await self._database.write("UPDATE servers SET removed_at = '' WHERE guild_id = ?", (guild_id,))

    async def purge_removed(self, before: datetime) -> list[int]:
        """Delete all that is kept of servers which have been without the bot since `before`; returns which."""
        due = [guild_id for guild_id, since in self._removed.items() if since <= before]
        purged = [guild_id for guild_id in due if await self._purge(guild_id)]
        if purged:
            await empty_log(self._database)
        return purged

    def _decided(self, guild_id: int) -> ServerSettings:
        return self._settings.get(guild_id, ServerSettings())

    async def _purge(self, guild_id: int) -> bool:
        async with self._database.transaction() as connection:
            if not self.is_removed(guild_id):
                return False  # added again while this waited
            for table in _GUILD_TABLES:
                await connection.execute(f"DELETE FROM {table} WHERE guild_id = ?", (guild_id,))  # noqa: S608  # see above
        self._settings.pop(guild_id, None)
        self._removed.pop(guild_id, None)
        return True


def _settings(row: Row) -> ServerSettings:
    return ServerSettings(
        Visibility(row["answers"]), row["ask_channel"], row["forum"], keep_questions=bool(row["keep_questions"])
    )
