"""The world of a simulation, and a table of what was seen at the end of the run."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace

import pytest

from bot.app import App, Stored
from bot.discord_app.client import AssistantClient
from bot.domain import Corpus
from bot.retrieval.retriever import Retriever
from bot.settings import Settings
from tests.conftest import HandClock, connected
from tests.fake_discord import FakeDiscord
from tests.simulation.harbour import START
from tests.tiny import article, corpus_of, tips_on

Report = Callable[[str, Mapping[str, object]], None]
_TABLES: pytest.StashKey[list[tuple[str, Mapping[str, object]]]] = pytest.StashKey()


@pytest.fixture
def report(request: pytest.FixtureRequest) -> Report:
    """Print a table after the run."""
    tables = request.config.stash.setdefault(_TABLES, [])
    return lambda title, figures: tables.append((title, figures))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for title, figures in config.stash.get(_TABLES, []):
        terminalreporter.write_line(f"\n{title}")
        for name, figure in figures.items():
            terminalreporter.write_line(f"  {name:<40} {figure!s:>12}")


@pytest.fixture
def clock() -> HandClock:
    return HandClock(START)


@pytest.fixture
async def discord(clock: HandClock) -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord(clock=lambda: clock.now().timestamp()) as server:
        yield server


@pytest.fixture
def app(settings: Settings, clock: HandClock) -> App:
    """A small corpus: the deck goes round several times a month."""
    corpus: Corpus = replace(corpus_of(article("sprint", "A Sprint is short.")), tips=tuple(tips_on("sprint", 12)))
    return App(settings, corpus, clock, Retriever.build(corpus))


@pytest.fixture
async def client(discord: FakeDiscord, app: App, stored: Stored) -> AsyncIterator[AssistantClient]:
    """The client, connected for the whole run; its own poster is put to rest."""
    async with connected(app, stored) as client:
        yield client
