"""The reliability picture: bands, their shares, and the calibration error."""

import json
from pathlib import Path

import pytest

from bot.cli.evaluation import Judged, Record
from bot.cli.reliability import bands, calibration_error
from bot.domain import Answer, Outcome, Signals
from tests.cli.conftest import Run


def judged(confidence: float, *, right: bool) -> Judged:
    record = Record("?", frozenset("a"), frozenset(), (), "plain", "role", "", "")
    answer = Answer("?", Outcome.ANSWER, (), (), Signals(confidence=confidence))
    return Judged(record, answer, 0.1, None, 1 if right else 2, None)


def test_questions_are_counted_in_the_band_of_their_confidence() -> None:
    found = bands([judged(0.05, right=False), judged(0.81, right=True), judged(0.89, right=False)])
    assert [(band.low, band.questions, band.right) for band in found] == [(0.0, 1, 0.0), (0.8, 2, 0.5)]
    assert found[1].confidence == pytest.approx(0.85)


def test_certainty_belongs_to_the_last_band() -> None:
    assert [(band.low, band.high) for band in bands([judged(1.0, right=True)])] == [(0.9, 1.0)]


def test_the_error_is_the_gap_weighted_by_questions() -> None:
    found = bands([judged(0.85, right=True), judged(0.85, right=False), judged(0.15, right=False)])
    assert calibration_error(found) == pytest.approx((2 * 0.35 + 0.15) / 3)
    assert calibration_error([]) == 0.0


def test_the_picture_is_drawn_on_request(run: Run, tmp_path: Path) -> None:
    row = {"question": "who orders the product backlog?", "relevant": ["backlog-ordering"]}
    (tmp_path / "questions.jsonl").write_text(json.dumps(row), "utf-8")
    assert "reliability" not in run("evaluate", "questions.jsonl").out
    out = run("evaluate", "--chart", "questions.jsonl").out
    assert "1.00  ####" in out
    assert "calibration error" in out
