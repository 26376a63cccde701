"""Fixtures of the Discord front end's tests."""

import pytest

from bot.assistant.assistant import Assistant
from bot.domain import Corpus


@pytest.fixture(scope="session")
def assistant(corpus: Corpus) -> Assistant:
    return Assistant(corpus)


@pytest.fixture(autouse=True)
def one_index(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build the index of the real content once: it never changes, and takes longer than all else in a test."""

    def build(corpus: Corpus) -> Assistant:
        return assistant if corpus is assistant.corpus else Assistant(corpus)

    monkeypatch.setattr("bot.app.Assistant", build)
