"""Markdown that Discord does not show, and sentences that stand in two articles."""

from pathlib import Path

import pytest

from bot.corpus.form import check_form
from bot.errors import Problem
from tests.corpus.writing import ALPHA, SECTION, changed, load, right_folder, write

LEAD = "Alpha comes before all else."
BODY_LINE = 22  # of the lead


def form_problems(folder: Path, lead: str) -> list[Problem]:
    write(right_folder(folder), "role/alpha.md", changed(LEAD, lead))
    return [problem for problem in check_form(load(folder)) if not problem.message.startswith("repeats")]


@pytest.mark.parametrize(
    ("lead", "message"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 |", "holds a table"),
        ("See ![a picture](https://example.org/a.png).", "holds an image"),
        ("It is <b>bold</b>", "holds HTML"),
        ("<div>block</div>", "holds HTML"),
        ("```\ncode\n```", "holds a code block"),
        ("Use `code`.", "holds code marks"),
        ("> somebody said", "holds a block quote"),
        ("Above\n\n***\n\nbelow", "holds a rule"),
        ("This is *so* wrong.", "holds italics"),
        ("### Deeper", "holds a heading that is not '##'"),
        ("See [the other](beta.md).", "links to 'beta.md'; write the whole address"),
    ],
)
def test_what_discord_does_not_show_is_reported_with_its_line(tmp_path: Path, lead: str, message: str) -> None:
    problems = form_problems(tmp_path, lead)
    assert problems
    assert all(problem.message.startswith(message) for problem in problems)
    assert BODY_LINE <= problems[0].line <= BODY_LINE + lead.count("\n")


def test_paragraphs_lists_bold_and_absolute_links_are_right(tmp_path: Path) -> None:
    lead = "A **bold** word.\n\n- one\n- [two](https://example.org)\n\n1. first\n2. second"
    assert form_problems(tmp_path, lead) == []


def test_a_sentence_that_stands_in_two_articles_is_reported_once(tmp_path: Path) -> None:
    same = "The team agrees on one goal before it begins."
    other = ALPHA.replace("Alpha", "Beta").replace("first letter", "second letter").replace("[beta]", "[alpha]")
    write(tmp_path, "role/alpha.md", changed(SECTION, f"{SECTION.replace('word', 'term')} {same}"))
    path = write(tmp_path, "role/beta.md", other.replace(SECTION, f"{SECTION} {same.upper()}"))
    (problem,) = check_form(load(tmp_path))
    assert problem.path == path
    assert "repeats a sentence of" in problem.message
