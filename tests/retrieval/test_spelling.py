"""An unknown word is corrected only where one near word clearly fits."""

from collections import Counter

import pytest
from hypothesis import given

from bot.domain import Corpus
from bot.retrieval.spelling import Spelling
from bot.retrieval.text import words
from tests.any_text import any_text

SPELLING = Spelling(
    Counter(
        ["backlog"] * 5
        + ["break", "refinement", "sprint", "sprints", "stakeholder", "cancel", "goal", "roles", "rules"]
    )
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("bakclog", "backlog"),  # swapped
        ("backlg", "backlog"),  # missing
        ("baacklog", "backlog"),  # doubled
        ("canel", "cancel"),
        ("sprnt", "sprint"),
        ("spribt", "sprint"),  # the key beside it
        ("refinemnet", "refinement"),
        ("stakehlder", "stakeholder"),
        ("stakehodlre", "stakeholder"),  # two slips in a long word
    ],
)
def test_a_slip_is_corrected(written: str, meant: str) -> None:
    assert SPELLING.correct(written) == meant


@pytest.mark.parametrize(
    "word",
    [
        "backlog",
        "backlogs",  # a form of a known word
        "sprinting",
        "bread",  # is not "break"
        "gol",  # too short
        "where",  # a function word
        "xylophone",
        "b4cklog",
        "\u0441\u043f\u0440\u0438\u043d\u0442",
        "takeholder",  # the first letter is seldom missing
        "",
    ],
)
def test_a_known_short_or_strange_word_is_left_alone(word: str) -> None:
    assert SPELLING.correct(word) is None


def test_the_more_frequent_of_two_near_words_counts() -> None:
    assert Spelling({"goals": 2, "goels": 1}).correct("goeals") == "goals"
    assert Spelling({"goals": 1, "goels": 2}).correct("goeals") == "goels"


def test_every_word_of_the_content_is_left_untouched(corpus: Corpus) -> None:
    known = {word for article in corpus.articles.values() for word in words(article.lead)}
    spelling = Spelling(dict.fromkeys(known, 1))
    assert [word for word in known if spelling.correct(word) is not None] == []


@given(any_text(30))
def test_any_word_at_all_is_corrected_to_a_known_one_or_not_at_all(word: str) -> None:
    assert SPELLING.correct(word) in {None, *SPELLING.frequency}
