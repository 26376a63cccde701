"""The content that comes with the program, one test a file."""

from pathlib import Path

import pytest

from bot.corpus.article import read_article
from bot.corpus.form import check_form
from bot.corpus.lists import read_responsibilities, read_terms, read_tips
from bot.corpus.places import packaged_content
from bot.domain import Corpus

CONTENT = packaged_content()
ARTICLES = sorted(CONTENT.glob("*/*.md"))
TIPS = sorted(CONTENT.glob("tips/*.yaml"))
BUTTONS = 25  # as many as a Discord message holds


def _name(path: Path) -> str:
    return path.relative_to(CONTENT).as_posix()


@pytest.mark.parametrize("path", ARTICLES, ids=_name)
def test_the_article_is_without_a_mistake_and_all_its_passages_stand_in_its_file(path: Path) -> None:
    article, problems = read_article(path)
    assert problems == []
    assert article is not None
    text = path.read_text("utf-8")
    for passage in (article.summary, article.lead, *(section.text for section in article.sections)):
        assert passage.strip() == passage != ""
        assert passage in text
    assert all(text.split("\n")[section.line - 1] == f"## {section.heading}" for section in article.sections)
    assert len(article.sections) <= BUTTONS


@pytest.mark.parametrize("path", TIPS, ids=_name)
def test_the_tip_file_is_without_a_mistake(path: Path) -> None:
    tips, problems = read_tips(path)
    assert problems == []
    assert tips


def test_the_glossary_is_without_a_mistake() -> None:
    terms, problems = read_terms(CONTENT / "glossary.yaml")
    assert problems == []
    assert {"Product Owner", "Product Backlog item"} <= {term.term for term in terms}


def test_the_thirteen_responsibilities_are_without_a_mistake() -> None:
    duties, problems = read_responsibilities(CONTENT / "responsibilities.yaml")
    assert problems == []
    assert [duty.n for duty in duties] == list(range(1, 14))


def test_no_article_is_left_out_of_the_corpus(corpus: Corpus) -> None:
    assert sorted(corpus.articles) == sorted(path.stem for path in ARTICLES)
    assert len(corpus.articles) >= 34
    assert len(corpus.tips) >= 40


def test_every_article_has_the_form_that_discord_shows(corpus: Corpus) -> None:
    assert check_form(corpus) == []
