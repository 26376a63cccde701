"""`evaluate`: intervals, and an earlier run beside the present one."""

import json
import random
from pathlib import Path

import pytest

from bot.cli.baseline import compare, moved, read_baseline
from bot.cli.intervals import interval
from bot.errors import UsageError
from tests.cli.conftest import Run

RIGHT = {"question": "who orders the product backlog?", "relevant": ["backlog-ordering"], "style": "plain"}
WRONG = {"question": "what is a sprint goal?", "relevant": ["kano"], "style": "plain"}


def test_an_interval_narrows_with_more_questions_and_holds_the_mean() -> None:
    few, many = [0.0, 1.0] * 5, [0.0, 1.0] * 500
    assert interval(few)[0] < interval(many)[0] < 0.5 < interval(many)[1] < interval(few)[1]


def test_the_interval_holds_the_true_share_about_as_often_as_it_says() -> None:
    draw = random.Random(1)
    held = 0
    for _ in range(200):
        low, high = interval([float(draw.random() < 0.7) for _ in range(100)])
        held += low <= 0.7 <= high
    assert 0.88 <= held / 200 <= 0.99


def test_without_values_there_is_no_interval_to_tell() -> None:
    assert interval([]) == (0.0, 0.0)


def test_only_questions_of_both_runs_are_compared() -> None:
    before = {"a": {"hit1_wide": 0.0}, "b": {"hit1_wide": 1.0}, "gone": {"hit1_wide": 1.0}}
    now = {"a": {"hit1_wide": 1.0}, "b": {"hit1_wide": 1.0}, "new": {"hit1_wide": 0.0}}
    difference = compare(before, now)["hit1_wide"]
    assert (difference.before, difference.now) == (0.5, 1.0)
    assert difference.low <= 0.5 <= difference.high
    assert moved(before, now) == (["a"], [])
    assert moved(now, before) == ([], ["a"])


def test_two_runs_without_a_common_question_are_not_compared() -> None:
    with pytest.raises(UsageError, match="none of these questions"):
        compare({"a": {"hit1": 1.0}}, {"b": {"hit1": 1.0}})


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"questions": 3}', '{"questions": {"a": 1}}'])
def test_a_file_that_is_no_result_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "before.json"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=r"before\.json is no earlier result"):
        read_baseline(path)


def test_a_baseline_shows_what_moved(run: Run, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text("\n".join(json.dumps(row) for row in (RIGHT, WRONG)), "utf-8")
    result = run("evaluate", "--json", "questions.jsonl")
    earlier = json.loads(result.out)
    earlier["questions"][RIGHT["question"]]["hit1_wide"] = 0.0
    earlier["questions"][WRONG["question"]]["hit1_wide"] = 1.0
    (tmp_path / "before.json").write_text(json.dumps(earlier), "utf-8")
    out = run("evaluate", "questions.jsonl", "--baseline", "before.json").out
    now_right, no_longer = out.split("Now right: 1")[1].split("No longer right: 1")
    assert str(RIGHT["question"]) in now_right
    assert str(WRONG["question"]) in no_longer


def test_the_comparison_is_there_for_programs_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "questions.jsonl").write_text(json.dumps(RIGHT), "utf-8")
    (tmp_path / "before.json").write_text(run("evaluate", "--json", "questions.jsonl").out, "utf-8")
    again = json.loads(run("evaluate", "--json", "questions.jsonl", "--baseline", "before.json").out)
    assert again["against the baseline"]["hit1"] == {"before": 1.0, "now": 1.0, "low": 0.0, "high": 0.0}


def test_a_picture_is_not_for_programs(run: Run, tmp_path: Path) -> None:
    (tmp_path / "questions.jsonl").write_text(json.dumps(RIGHT), "utf-8")
    ran = run("evaluate", "--json", "--chart", "questions.jsonl")
    assert ran.status == 2
    assert "not allowed with" in ran.err


def test_a_figure_that_no_question_can_tell_is_left_out(run: Run, tmp_path: Path) -> None:
    (tmp_path / "questions.jsonl").write_text(json.dumps(RIGHT), "utf-8")
    out = run("evaluate", "questions.jsonl").out
    assert "Hit@1" in out
    assert "must say  0" not in out


def test_a_missing_baseline_is_one_sentence_before_any_question_is_asked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "questions.jsonl").write_text(json.dumps(RIGHT), "utf-8")
    ran = run("evaluate", "questions.jsonl", "--baseline", "nowhere.json")
    assert ran.status == 2
    assert ran.out == ""
    assert len(ran.err.splitlines()) == 1
