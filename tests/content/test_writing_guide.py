"""docs/writing-content.md says what the program does."""

import re
from pathlib import Path

import pytest

from bot.cli.parser import build_parser
from bot.corpus.advice import GOOD_QUESTIONS, GOOD_TIPS
from bot.corpus.article import (
    KEYS,
    MAX_PASSAGE,
    MAX_QUESTION,
    MAX_SUMMARY,
    MAX_TITLE,
    MIN_QUESTIONS,
    SECTION_WORDS,
)
from bot.corpus.lists import MAX_ACTION, MAX_DEFINITION, MAX_TIP
from bot.domain import Corpus
from tests.conftest import REPOSITORY
from tests.content.test_articles import WORDS

PAGE = REPOSITORY / "docs" / "writing-content.md"
TEXT = PAGE.read_text("utf-8")


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\((\.\.[^)#]+)\)", TEXT))))
def test_a_link_to_a_file_of_ours_leads_somewhere(target: str) -> None:
    assert (PAGE.parent / Path(target)).exists()


@pytest.mark.parametrize("command", sorted(set(re.findall(r"python -m bot ([^\n`#]+?)(?:\s{2,}|`|\n)", TEXT))))
def test_a_command_is_one_that_the_program_takes(command: str) -> None:
    words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', command)]
    assert build_parser().parse_args(words).command == words[0]


@pytest.mark.parametrize(
    "said",
    [
        f"| {MAX_TITLE} characters |",
        f"| {MAX_SUMMARY} characters, on one line |",
        f"{GOOD_QUESTIONS} or more (`check` refuses fewer than {MIN_QUESTIONS}); {MAX_QUESTION} characters",
        f"{WORDS[0]} to {WORDS[1]} words in all",
        f"at most {MAX_PASSAGE} characters each, and a section {SECTION_WORDS[0]} to {SECTION_WORDS[1]} words",
        f"at most {MAX_TIP} characters",
        f"at most {MAX_ACTION} characters",
        f"at most {MAX_DEFINITION} characters",
        *(f"| `{key}` |" for key in KEYS),
    ],
)
def test_the_limits_are_those_of_the_program(said: str) -> None:
    assert said in TEXT


def test_categories_and_the_number_of_tips_are_right(corpus: Corpus) -> None:
    *first, last = corpus.categories
    assert f"{', '.join(first)} and {last}" in TEXT
    assert "at least two" in TEXT
    assert GOOD_TIPS == 2
