"""`new`: a skeleton that `check` refuses until it is filled in, and that touches nothing that is there."""

from datetime import date
from pathlib import Path

import pytest

from bot.cli.main import DONE, WRONG_USE, run_command
from bot.corpus.article import KEYS, read_article
from bot.corpus.form import check_form
from bot.corpus.skeleton import skeleton
from bot.domain import RESOURCE_KINDS
from tests.corpus.writing import write
from tests.tiny import corpus_of

TODAY = date(2026, 11, 24)
WORDS = " ".join(f"word{number}" for number in range(50)) + "."


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in an empty folder, so that the default `knowledge` is not the real one."""
    monkeypatch.chdir(tmp_path)


def new(*arguments: str) -> int:
    return run_command(["new", *arguments])


def test_a_skeleton_is_written_below_its_category_and_the_next_step_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new("sprint-length", "--category", "delivery") == DONE
    written = tmp_path / "knowledge" / "delivery" / "sprint-length.md"
    assert 'title: "Sprint length"' in written.read_text("utf-8")
    said = capsys.readouterr().out
    assert f"Wrote {written.relative_to(tmp_path)}" in said
    assert "python -m bot check" in said


def test_another_content_folder_is_used_and_the_setting_that_reads_it_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert new("sprint-length", "--category", "delivery", "--into", "ours") == DONE
    assert (tmp_path / "ours" / "delivery" / "sprint-length.md").exists()
    said = capsys.readouterr().out
    assert "KNOWLEDGE_PATH" in said
    assert "From then on, until it is complete, ask, chat and run refuse to start." in said
    monkeypatch.setenv("KNOWLEDGE_PATH", "ours")
    assert new("sprint-cost", "--category", "delivery", "--into", "ours") == DONE
    said = capsys.readouterr().out
    assert "KNOWLEDGE_PATH" not in said
    assert "\nUntil it is complete, ask, chat and run refuse to start.\n" in said


def test_a_category_that_is_new_is_told_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert new("sprint-length", "--category", "nope") == DONE
    assert "nope is a new category; there are: backlog, delivery, discovery, " in capsys.readouterr().out
    assert new("sprint-cost", "--category", "delivery") == DONE
    assert "new category" not in capsys.readouterr().out


@pytest.mark.parametrize("category", ["delivery", "role"])
def test_nothing_is_overwritten_or_doubled(category: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = write(tmp_path, "knowledge/delivery/sprint-length.md", "mine")
    assert new("sprint-length", "--category", category) == WRONG_USE
    assert mine.read_text("utf-8") == "mine"
    assert len(list(tmp_path.rglob("*.md"))) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "delivery/sprint-length.md exists already" in said


@pytest.mark.parametrize(
    ("slug", "category", "named"),
    [
        ("Sprint-length", "delivery", "SLUG"),
        ("sprint length", "delivery", "SLUG"),
        ("../sprint", "delivery", "SLUG"),
        ("sprint--length", "delivery", "SLUG"),
        ("a" * 41, "delivery", "SLUG"),
        ("", "delivery", "SLUG"),
        ("sprint-length", "Delivery", "--category"),
        ("sprint-length", "..", "--category"),
    ],
)
def test_a_bad_name_is_one_sentence_and_writes_nothing(
    slug: str, category: str, named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(slug, "--category", category) == WRONG_USE
    said = capsys.readouterr().err
    assert said.startswith(f"{named} must be at most 40")
    assert said.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "knowledge", "a file, not a folder")
    assert new("sprint-length", "--category", "delivery") == WRONG_USE
    said = capsys.readouterr().err
    assert "cannot be written" in said
    assert said.count("\n") == 1


def test_the_category_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert new("sprint-length") == WRONG_USE
    assert "--category" in capsys.readouterr().err


def test_the_skeleton_has_every_key_and_check_names_every_gap(tmp_path: Path) -> None:
    article, problems = read_article(write(tmp_path, "delivery/no.md", skeleton("no", TODAY)))
    assert article is not None
    assert article.title == "No", "a slug that YAML takes for a truth value"
    assert article.reviewed == TODAY
    assert not [problem for problem in problems if "missing" in problem.message], KEYS
    gaps = {problem.key for problem in problems}
    assert gaps == {"summary", "questions", "ask", "title", "url", "First section", "Second section"}


def test_the_skeleton_says_every_limit_and_kind() -> None:
    text = skeleton("sprint-length", TODAY)
    for said in ("at most 80", "at most 300", "at most 900", "40 to 140 words", "12 or more", *RESOURCE_KINDS):
        assert said in text
    assert max(map(len, text.split("\n"))) <= 120


def test_a_filled_skeleton_is_without_a_mistake_only_once_its_hints_are_gone(tmp_path: Path) -> None:
    text = skeleton("sprint-length", TODAY).replace('- ""', "- how long").replace('ask: ""', "ask: how short")
    text = text.replace("questions:\n", "questions:\n  - one\n  - two\n", 1)
    text = text.replace('summary: ""', "summary: A month.").replace('title: ""', "title: Guide")
    text = text.replace('url: ""', "url: https://example.org/").replace(" -->", f" --> {WORDS}")
    article, problems = read_article(write(tmp_path, "delivery/sprint-length.md", text))
    assert problems == []
    assert article is not None
    assert {problem.message for problem in check_form(corpus_of(article))} == {"holds HTML; use Markdown"}
    lines = [line.rpartition("--> ")[2] for line in text.split("\n")]
    article, problems = read_article(write(tmp_path, "delivery/sprint-length.md", "\n".join(lines)))
    assert problems == []
    assert article is not None
    assert not [problem for problem in check_form(corpus_of(article)) if "HTML" in problem.message]
