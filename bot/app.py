"""Builds everything once and hands it over: content, assistant, commands, and storage where there is one."""

import logging
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot import compiled
from bot.assistant.assistant import Assistant
from bot.assistant.followups import Turn, TurnMemory
from bot.assistant.gaps import gap_terms
from bot.clock import Clock
from bot.commands.articles import Articles
from bot.commands.ask import answer_reply
from bot.commands.glossary import Glossary
from bot.commands.reply import Reply
from bot.commands.resources import Resources
from bot.commands.responsibilities import Responsibilities
from bot.commands.tip import Tips
from bot.commands.topics import Topics, topic_lookup
from bot.corpus.places import packaged_content
from bot.domain import Answer, Corpus, ServerSettings, UsageEvent
from bot.errors import StorageError
from bot.retrieval.retriever import Retriever
from bot.settings import Settings

if TYPE_CHECKING:  # aiosqlite takes a tenth of a second that a question in the terminal need not wait for
    from bot.commands.gaps import Gaps
    from bot.commands.privacy import Privacy
    from bot.commands.schedules import ScheduledTips
    from bot.commands.setup import Setup
    from bot.storage.storage import Storage
    from bot.tips.desk import TipDesk

log = logging.getLogger(__name__)

_KEPT_OF_REMOVED = timedelta(days=7)  # a server that removed the bot by mistake finds all as it was
_LEARNED_FROM = frozenset(("ask", "message"))  # not what somebody has answered who did not write it


class App:
    """Everything that works without a database and without Discord."""

    def __init__(self, settings: Settings, corpus: Corpus, clock: Clock, retriever: Retriever | None = None) -> None:
        self.settings = settings
        self.corpus = corpus
        self.clock = clock
        self.assistant = Assistant(corpus, retriever or Retriever.build(corpus))
        self.turns = TurnMemory(clock)
        self.topics_lookup = topic_lookup(corpus)
        self.articles = Articles(corpus, settings.articles_url)
        self.responsibilities = Responsibilities(corpus, self.articles)
        self.resources = Resources(corpus, self.topics_lookup)
        self.tips = Tips(corpus, self.topics_lookup)
        self.topics = Topics(corpus, self.articles, self.topics_lookup)
        self.glossary = Glossary(corpus)

    @classmethod
    def load(cls, settings: Settings, clock: Clock, store: Path | None = None, *, apart: bool = False) -> "App":
        """Read the content and build the index, or take both from `store` where that is up to date.

        `apart` builds in a process of its own, whose memory is given back.

        Raises `ContentError` with every problem of the content.
        """
        corpus, retriever = compiled.load(content_folders(settings), store, apart=apart)
        return cls(settings, corpus, clock, retriever)

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
        return answer_reply(answer, self.corpus, self.articles)


@dataclass
class Stored:
    """What needs the database: usage, schedules, the tip desk, servers' settings, what is kept about persons."""

    storage: "Storage"
    scheduled_tips: "ScheduledTips"
    desk: "TipDesk"
    setup: "Setup"
    gaps: "Gaps"
    privacy: "Privacy"
    clock: Clock
    purged_on: date | None = None

    async def record(self, event: UsageEvent, answer: Answer | None = None) -> None:
        """Count an event, after the reply. A database in trouble costs the count, never the answer.

        A server may learn from `answer` which words got none, and keeps its question where its owners turned that on.
        """
        learns = answer if event.kind in _LEARNED_FROM and event.guild_id is not None else None
        try:
            await self.storage.record(event, gap_terms(learns) if learns else None, learns.question if learns else "")
        except StorageError as error:
            log.warning("usage was not counted: %s", error)

    async def purge(self, keep_days: int) -> None:
        """Delete what is older than the operator wants to keep, once a day, and what servers without the bot left."""
        await self.storage.servers.purge_removed(self.clock.now() - _KEPT_OF_REMOVED)
        today = self.clock.now().date()
        if self.purged_on != today:
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
    from bot.commands.gaps import Gaps  # noqa: PLC0415  # see above
    from bot.commands.privacy import Privacy  # noqa: PLC0415
    from bot.commands.schedules import ScheduledTips  # noqa: PLC0415
    from bot.commands.setup import Setup  # noqa: PLC0415
    from bot.storage.storage import Storage  # noqa: PLC0415
    from bot.tips.desk import TipDesk  # noqa: PLC0415

    settings = app.settings
    async with Storage.open(settings.database_path, settings.pseudonym_key, app.clock) as storage:
        scheduled = ScheduledTips(app.corpus, app.topics_lookup, storage.schedules, app.clock)
        desk = TipDesk(storage.schedules, app.corpus.tips, app.clock)
        keep_days = settings.retention_days
        yield Stored(
            storage,
            scheduled,
            desk,
            Setup(storage.servers, keep_days),
            Gaps(storage.questions, lambda word: not app.assistant.ask(word).unknown_words, app.clock),
            Privacy(storage.personal, storage.servers, app.turns.forget, app.clock, keep_days),
            app.clock,
        )


def content_folders(settings: Settings) -> list[Path]:
    """Return the packaged content and the further folders, in the order in which they replace each other."""
    return [packaged_content(), *settings.knowledge_paths]
