"""What tests share: the real content read once, a clock that a test moves, and the client on the loopback Discord."""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis
import pytest

from bot.app import App, Stored, open_stored
from bot.content import Content
from bot.corpus.loader import load_corpus
from bot.corpus.places import packaged_content
from bot.discord_app.client import AssistantClient
from bot.domain import Corpus
from bot.retrieval.retriever import Retriever
from bot.settings import Settings
from bot.storage import database
from bot.storage.storage import Storage
from tests.fake_discord import TOKEN, Channel, FakeDiscord, Guild, User
from tests.tiny import article, corpus_of

REPOSITORY = Path(__file__).resolve().parent.parent
gc.set_threshold(50_000, 20, 100)  # looking for garbage among the content and the modules took a sixth of all time
hypothesis.settings.register_profile("suite", deadline=None, derandomize=True)  # the same on every machine
hypothesis.settings.load_profile("suite")
OPENAPI = REPOSITORY.parent / "shared" / "discord-openapi.json"
PRAGMAS = database._PRAGMAS  # as the program sets them
_NOTHING = corpus_of(article("nothing", "Nothing."))
_EMPTY = Retriever.build(_NOTHING)
_CONTENTS: dict[tuple[int, str], Content] = {}  # of each corpus, which its content keeps alive


@dataclass
class HandClock:
    """A clock that stands still until a test moves it."""

    moment: datetime = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    seconds: float = 0.0

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.seconds

    def forward(self, **spans: float) -> None:
        """Move on by a `timedelta(**spans)`."""
        span = timedelta(**spans)
        self.moment += span
        self.seconds += span.total_seconds()


@pytest.fixture(scope="session", autouse=True)
def no_power_cut() -> Iterator[None]:
    """Do not wait for the disk: what the system has taken over is lost in a power cut alone, and none is tested."""
    pragmas = [pragma.replace("synchronous = FULL", "synchronous = OFF") for pragma in PRAGMAS]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_PRAGMAS", tuple(pragmas))
        yield


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return load_corpus([packaged_content()])


@pytest.fixture(scope="session")
def retriever(corpus: Corpus) -> Retriever:
    built = Retriever.build(corpus)
    gc.freeze()
    return built


def new_app(settings: Settings, corpus: Corpus, clock: HandClock, retriever: Retriever | None = None) -> App:
    """Return an app of its own with the content of the corpus, which never changes and is built once for all."""
    key = id(corpus), settings.articles_url
    if key not in _CONTENTS:
        _CONTENTS[key] = Content(corpus, settings.articles_url, retriever)
    app = App(settings, _NOTHING, clock, _EMPTY)
    app.content = _CONTENTS[key]  # as a reload puts it in place
    return app


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache folder for all tests, so that the content is read once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(discord_token=TOKEN, database_path=tmp_path / "bot.sqlite3")


@pytest.fixture
def app(settings: Settings, corpus: Corpus, clock: HandClock, retriever: Retriever) -> App:
    return new_app(settings, corpus, clock, retriever)


@pytest.fixture
async def stored(app: App) -> AsyncIterator[Stored]:
    async with open_stored(app) as opened:
        yield opened


@pytest.fixture
async def storage(tmp_path: Path, clock: HandClock) -> AsyncIterator[Storage]:
    """A database of its own, without the content."""
    async with Storage.open(tmp_path / "bot.sqlite3", "", clock) as opened:
        yield opened


@dataclass
class Online:
    """The bot on the loopback Discord, in a server with a channel, an owner and a member."""

    discord: FakeDiscord
    client: AssistantClient
    app: App
    stored: Stored
    clock: HandClock
    guild: Guild
    channel: Channel
    owner: User
    alice: User


@asynccontextmanager
async def connected(app: App, stored: Stored, *, posts: bool = False) -> AsyncIterator[AssistantClient]:
    """Run the client until the block is left; it has to become ready and to leave without an error.

    Only if it `posts` does it look for due tips by itself; its task begins some time after READY.
    """
    client = AssistantClient(app, stored)
    running = asyncio.create_task(client.start(TOKEN))
    try:
        ready = asyncio.create_task(client.wait_until_ready())
        await asyncio.wait({ready, running}, timeout=30, return_when=asyncio.FIRST_COMPLETED)
        assert ready.done(), "the client did not become ready"
        async with asyncio.timeout(30):
            while not client.tips.is_running:  # noqa: ASYNC110  # nothing tells of it
                await asyncio.sleep(0)
        if not posts:
            await client.tips.stop()
        yield client
    finally:
        await client.finish(2.0)
        await running


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord(openapi=OPENAPI if OPENAPI.exists() else None) as server:
        yield server


@pytest.fixture
async def online(discord: FakeDiscord, app: App, stored: Stored, clock: HandClock) -> AsyncIterator[Online]:
    owner, alice = discord.add_user("olga"), discord.add_user("alice")
    guild = discord.add_guild("Harbour", owner=owner)
    guild.add_member(alice)
    channel = guild.add_text_channel("general")
    async with connected(app, stored) as client:
        yield Online(discord, client, app, stored, clock, guild, channel, owner, alice)
