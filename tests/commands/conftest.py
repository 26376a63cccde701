"""The commands on the real content, built once: none of them remembers anything."""

import pytest

from bot.app import App
from bot.domain import Corpus
from bot.retrieval.retriever import Retriever
from bot.settings import Settings
from tests.conftest import HandClock


@pytest.fixture(scope="session")
def commands(corpus: Corpus, retriever: Retriever) -> App:
    return App(Settings(articles_url="https://example.org/articles"), corpus, HandClock(), retriever)
