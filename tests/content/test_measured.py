"""What `/help` says of the quality of answers is what the questions give today."""

import json
from pathlib import Path

import pytest

from benchmarks.measured import measure
from bot.app import App
from bot.assistant.assistant import Assistant
from bot.commands import quality
from bot.domain import Corpus
from bot.retrieval.retriever import Retriever
from bot.settings import Settings
from tests.conftest import HandClock

NOISE = 0.02  # a change of text moves single questions


def test_the_package_holds_what_is_measured(corpus: Corpus, retriever: Retriever) -> None:
    told, found = quality.measured(), measure(Assistant(corpus, retriever))
    assert told is not None
    again = f"{found} was measured; run python -m benchmarks.measured"
    assert told.questions == found.questions, again
    assert told.first == pytest.approx(found.first, abs=NOISE), again
    assert told.three == pytest.approx(found.three, abs=NOISE), again


def test_with_further_content_nothing_is_claimed(corpus: Corpus, retriever: Retriever, tmp_path: Path) -> None:
    clock = HandClock()
    assert App(Settings(), corpus, clock, retriever).quality == quality.measured()
    assert App(Settings(knowledge_paths=(tmp_path,)), corpus, clock, retriever).quality is None


@pytest.mark.parametrize("text", ["", "[]", "{}", json.dumps({"questions": 1, "first": 1, "three": 1, "more": 1})])
def test_a_file_that_cannot_be_read_claims_nothing(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "measured.json"
    broken.write_text(text, "utf-8")
    monkeypatch.setattr(quality, "MEASURED", broken)
    assert quality.measured.__wrapped__() is None
