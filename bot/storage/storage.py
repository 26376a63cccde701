"""Everything that is stored, behind one door."""

import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot.clock import Clock
from bot.domain import Counted, UsageEvent
from bot.errors import RefusedRowError, StorageError
from bot.storage.database import Database
from bot.storage.feedback import Feedback
from bot.storage.migrate import migrate
from bot.storage.overview import Overview, overview
from bot.storage.personal import Personal
from bot.storage.pseudonyms import Pseudonyms, load_key
from bot.storage.questions import Questions
from bot.storage.schedules import Schedules
from bot.storage.server_usage import ServerUsages
from bot.storage.servers import Servers
from bot.storage.usage import Usage

log = logging.getLogger(__name__)

_FINGERPRINT = "pseudonym_key"


class Storage:
    """The opened database and its parts."""

    def __init__(self, database: Database, pseudonyms: Pseudonyms, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self.refused = 0  # events since the start that would not be stored however often it were tried
        self.pseudonyms = pseudonyms
        self.usage = Usage(database)
        self.server_usage = ServerUsages(database)
        self.feedback = Feedback(database)
        self.schedules = Schedules(database, clock)
        self.servers = Servers(database, clock)
        self.questions = Questions(database, pseudonyms)
        self.personal = Personal(database, pseudonyms)

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path, pseudonym_key: str, clock: Clock) -> AsyncIterator["Storage"]:
        """Open the database, bring its schema up to date, and check that the key is the one it was made with.

        Raises `StorageError` with the remedy; what is stored stays as it is.
        """
        async with Database.open(path) as database:
            await migrate(database, clock)
            kept = await database.value("SELECT value FROM notes WHERE name = ?", (_FINGERPRINT,))
            pseudonyms = Pseudonyms(load_key(pseudonym_key, path, may_create=kept is None))
            storage = cls(database, pseudonyms, clock)
            if kept is None:
                await storage.set_note(_FINGERPRINT, pseudonyms.fingerprint)
            elif kept != pseudonyms.fingerprint:
                raise StorageError(
                    "The pseudonym key is not the one this database was made with; set PSEUDONYM_KEY to the old key, "
                    "or put the old key file back beside the database."
                )
            await storage.servers.load()
            yield storage

    async def record(self, event: UsageEvent, terms: Mapping[str, str] | None = None, text: str = "") -> None:
        """Count an event, and with it what its server may learn of the question (see `Questions.add`)."""
        await self.record_all([Counted(event, terms or {}, text)])

    async def record_all(self, counted: Sequence[Counted]) -> None:
        """Do so for several in one transaction. One that is refused is left out, and costs the others nothing.

        Raises `StorageError` where the database cannot be used.
        """
        try:
            await self._insert(counted)
        except RefusedRowError as error:
            if len(counted) > 1:
                middle = len(counted) // 2
                await self.record_all(counted[:middle])
                await self.record_all(counted[middle:])
                return
            self.refused += 1
            log.warning("an event was not counted: %s", error)

    async def _insert(self, counted: Sequence[Counted]) -> None:
        learnt = [one for one in counted if one.event.guild_id is not None and (one.terms or one.text)]
        async with self._database.transaction() as connection:
            await self.usage.insert(connection, [one.event for one in counted])
            if learnt:
                await self.questions.add(connection, learnt)

    def trouble(self) -> str:
        """Return why nothing can be stored at present, or an empty text."""
        return self._database.trouble

    async def probe(self) -> None:
        """Try to write, which ends the trouble where that is over; raises `StorageError` where it is not."""
        await self.set_note("last probe", self._clock.now().isoformat())

    async def overview(self) -> Overview:
        """Return how the schedules and their tips stand."""
        return await overview(self._database, self._clock.now())

    async def note(self, name: str) -> str:
        """Return a small remembered value, or an empty text."""
        return str(await self._database.value("SELECT value FROM notes WHERE name = ?", (name,)) or "")

    async def set_note(self, name: str, value: str) -> None:
        """Remember a small value."""
        await self._database.write(
            "INSERT INTO notes (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )
