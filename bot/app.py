"""Builds everything once and hands it over: content, assistant, commands, and storage where there is one."""

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bot import compiled
from bot.assistant.assistant import Assistant
from bot.assistant.followups import Turn, TurnMemory
from bot.assistant.gaps import gap_terms
from bot.clock import Clock
from bot.commands.articles import Articles
from bot.commands.ask import answer_reply
from bot.commands.browsing import Browsing
from bot.commands.card import Cards
from bot.commands.glossary import Glossary
from bot.commands.lookup import Lookup
from bot.commands.quality import Quality, measured
from bot.commands.reply import Reply
from bot.commands.resources import Resources
from bot.commands.responsibilities import Responsibilities
from bot.commands.tip import Tips
from bot.commands.topics import Topics
from bot.content import Content
from bot.corpus.places import packaged_content
from bot.domain import Answer, Corpus, Counted, ServerSettings, UsageEvent
from bot.errors import StorageError
from bot.operations.health import Health, Trouble
from bot.operations.measures import Measures, NoMeasures
from bot.retrieval.retriever import Retriever
from bot.settings import Settings

if TYPE_CHECKING:  # aiosqlite takes a tenth of a second that a question in the terminal need not wait for
    from bot.commands.diagnosis import Diagnosis
    from bot.commands.gaps import Gaps
    from bot.commands.privacy import Privacy
    from bot.commands.schedules import ScheduledTips
    from bot.commands.setup import Setup
    from bot.commands.stats import Stats
    from bot.commands.voting import Voting
    from bot.storage.storage import Storage
    from bot.tips.desk import TipDesk

log = logging.getLogger(__name__)

_KEPT_OF_REMOVED = timedelta(days=7)  # a server that removed the bot by mistake finds all as it was
# Not what somebody has answered who did not write it.
_LEARNED_FROM = frozenset(("ask", "ask button", "ask channel", "ask more", "forum", "message"))
_RETRY_SECONDS = 5.0  # between two attempts to count while the database is in trouble


class App:
    """Everything that works without a database and without Discord.

    What comes from the corpus is one `Content`, and the attributes of its parts follow it: whoever holds the app
    sees other content as soon as it is put in place.
    """

    def __init__(self, settings: Settings, corpus: Corpus, clock: Clock, retriever: Retriever | None = None) -> None:
        self.settings = settings
        self.clock = clock
        self.turns = TurnMemory(clock)
        self.health = Health()
        self.measures: Measures = NoMeasures()
        self.content = Content(corpus, settings.articles_url, retriever)

    @classmethod
    def load(cls, settings: Settings, clock: Clock, store: Path | None = None, *, apart: bool = False) -> "App":
        """Read the content and build the index, or take both from `store` where that is up to date.

        `apart` builds in a process of its own, whose memory is given back.

        Raises `ContentError` with every problem of the content.
        """
        corpus, retriever = compiled.load(content_folders(settings), store, apart=apart)
        return cls(settings, corpus, clock, retriever)

    def read_again(self, store: Path | None = None) -> Content:
        """Read the content anew without putting it in place; takes a second, and may run in another thread.

        Raises `ContentError` with every problem of the content.
        """
        corpus, retriever = compiled.load(content_folders(self.settings), store, apart=True)
        return Content(corpus, self.settings.articles_url, retriever)

    @property
    def corpus(self) -> Corpus:
        """The articles, tips and terms."""
        return self.content.corpus

    @property
    def assistant(self) -> Assistant:
        """The assistant on the present content."""
        return self.content.assistant

    @property
    def topics_lookup(self) -> Lookup:
        """All topics, by what somebody types."""
        return self.content.topics_lookup

    @property
    def articles(self) -> Articles:
        """The articles as replies."""
        return self.content.articles

    @property
    def cards(self) -> Cards:
        """The cards of passages."""
        return self.content.cards

    @property
    def responsibilities(self) -> Responsibilities:
        """What `/responsibilities` says."""
        return self.content.responsibilities

    @property
    def resources(self) -> Resources:
        """What `/resources` says."""
        return self.content.resources

    @property
    def tips(self) -> Tips:
        """What `/tip` says."""
        return self.content.tips

    @property
    def topics(self) -> Topics:
        """What `/topics` says."""
        return self.content.topics

    @property
    def glossary(self) -> Glossary:
        """What `/glossary` says."""
        return self.content.glossary

    @property
    def browsing(self) -> Browsing:
        """What a button opens while somebody browses."""
        return self.content.browsing

    @property
    def quality(self) -> Quality | None:
        """How good the answers were found to be; None with content that was not measured."""
        return None if self.settings.knowledge_paths else measured()

    def ask(self, question: str, who: Hashable = None, previous: Turn | None = None) -> tuple[Answer, float]:
        """Answer, read with `previous` or else the last turn of `who` (person and place; None forgets).

        Returns the answer and the milliseconds it took.
        """
        begun = self.clock.monotonic()
        if previous is None and who is not None:
            previous = self.turns.recall(who)
        answer = self.assistant.ask(question, previous)
        elapsed_ms = (self.clock.monotonic() - begun) * 1000
        turn = self.assistant.turn_after(answer)
        if who is not None and turn is not None:
            self.turns.remember(who, turn)
        return answer, elapsed_ms

    def answer_reply(self, answer: Answer) -> Reply:
        """Return the card for an answer."""
        return answer_reply(answer, self.corpus, self.cards)


class Stored:
    """What needs the database: usage, schedules, the tip desk, votes, servers' settings, what is kept about persons."""

    # Each part is made and imported when it is first used: `ask` in the terminal only counts.

    def __init__(self, storage: "Storage", app: App) -> None:
        self.storage = storage
        self.clock = app.clock
        self.purged_on: date | None = None
        self.uncounted = 0  # events since the start that the database did not take
        self._app = app
        self._content = app.content
        self._keep_days = app.settings.retention_days
        self._counting = asyncio.Lock()
        self._to_count: list[Counted] = []
        self._try_again_at = -math.inf

    @cached_property
    def setup(self) -> "Setup":
        """What a server's owners decide."""
        from bot.commands.setup import Setup  # noqa: PLC0415  # see above

        return Setup(self.storage.servers, self._keep_days, reads_messages=self._app.settings.message_content_intent)

    @cached_property
    def diagnosis(self) -> "Diagnosis":
        """What keeps the bot from working in a server."""
        from bot.commands.diagnosis import Diagnosis  # noqa: PLC0415

        storage, reads = self.storage, self._app.settings.message_content_intent
        return Diagnosis(storage.servers, storage.schedules, storage.trouble, reads_messages=reads)

    @cached_property
    def stats(self) -> "Stats":
        """What was asked in a server."""
        from bot.commands.stats import Stats  # noqa: PLC0415

        return Stats(self.storage.server_usage, self.clock, self._keep_days)

    @cached_property
    def gaps(self) -> "Gaps":
        """What was looked for in a server and not found."""
        from bot.commands.gaps import Gaps  # noqa: PLC0415

        return Gaps(self.storage.questions, self._content.retriever.is_known, self.clock)

    @cached_property
    def privacy(self) -> "Privacy":
        """What is kept about a person."""
        from bot.commands.privacy import Privacy  # noqa: PLC0415

        storage = self.storage
        return Privacy(storage.personal, storage.servers, self._app.turns.forget, self.clock, self._keep_days)

    @cached_property
    def desk(self) -> "TipDesk":
        """The desk that hands out scheduled tips."""
        from bot.tips.desk import TipDesk  # noqa: PLC0415

        return TipDesk(self.storage.schedules, self._content.corpus.tips, self.clock)

    @cached_property
    def scheduled_tips(self) -> "ScheduledTips":
        """What `/tips` says."""
        from bot.commands.schedules import ScheduledTips  # noqa: PLC0415

        content, schedules = self._content, self.storage.schedules
        return ScheduledTips(content.corpus, content.topics_lookup, schedules, self.desk, self.clock)

    @cached_property
    def voting(self) -> "Voting":
        """The votes on passages."""
        from bot.commands.voting import Voting  # noqa: PLC0415

        return Voting(self._content.cards, self.storage.feedback, self.clock)

    def follow(self, content: Content) -> None:
        """Work on this content from now on; what is under way ends on the one that it began with."""
        self._content = content
        for part in ("desk", "gaps", "scheduled_tips", "voting"):
            self.__dict__.pop(part, None)  # made anew when it is next used

    async def record(self, event: UsageEvent, answer: Answer | None = None) -> None:
        """Count an event, after the reply. A database in trouble costs the count, never the answer.

        A server may learn from `answer` which words got none, and keeps its question where its owners turned that on.
        """
        self._app.measures.counted(event)
        asked = answer is not None and not answer.small_talk and event.kind in _LEARNED_FROM
        learns = answer if asked and event.guild_id is not None else None
        terms = gap_terms(learns) if learns else {}
        self._to_count.append(Counted(event, terms, learns.question if learns else ""))
        async with self._counting:  # those that wait are written together by the first of them, and learn from it
            counted, self._to_count = self._to_count, []
            if not counted:
                return
            if self.storage.trouble() and self.clock.monotonic() < self._try_again_at:
                self.uncounted += len(counted)
                return
            try:
                await self.storage.record_all(counted)
            except StorageError as error:
                self.uncounted += len(counted)
                self._try_again_at = self.clock.monotonic() + _RETRY_SECONDS
                log.warning("usage was not counted: %s", error)

    async def purge(self, keep_days: int) -> None:
        """Delete what is older than the operator wants to keep, once a day, and what servers without the bot left.

        A schedule whose channel was deleted goes too, once its owners have had time to see it.
        """
        await self.storage.servers.purge_removed(self.clock.now() - _KEPT_OF_REMOVED)
        today = self.clock.now().date()
        if self.purged_on != today:
            await self.storage.schedules.purge_gone(self.clock.now() - _KEPT_OF_REMOVED)
            await self.storage.personal.purge(self.clock.now() - timedelta(days=keep_days))
            self.purged_on = today

    def settings_of(self, guild_id: int | None) -> ServerSettings:
        """Return what a server's owners decided; the defaults for no server and one that the bot is not in."""
        return self.storage.servers.of(guild_id)

    def person(self, user_id: int) -> str:
        """Return what stands for a user in the database."""
        return self.storage.pseudonyms.of(user_id)


@asynccontextmanager
async def open_stored(app: App) -> AsyncIterator[Stored]:
    """Open the database for an app, and close it at the end.

    Raises `StorageError` with the remedy.
    """
    from bot.storage.storage import Storage  # noqa: PLC0415  # see above

    settings = app.settings
    async with Storage.open(settings.database_path, settings.pseudonym_key, app.clock) as storage:
        app.health.watch(Trouble.STORAGE, storage.trouble)
        yield Stored(storage, app)


def content_folders(settings: Settings) -> list[Path]:
    """Return the packaged content and the further folders, in the order in which they replace each other."""
    return [packaged_content(), *settings.knowledge_paths]
