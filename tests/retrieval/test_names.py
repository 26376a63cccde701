"""Acronyms and older names are read as the current term."""

import pytest

from bot.domain import Rewrite
from bot.retrieval.names import Names
from bot.retrieval.text import words
from tests.tiny import term

NAMES = Names(
    [
        term("Product Backlog item", "PBI", "backlog item", "ticket"),
        term("Product Backlog", "PBL", "backlog"),
        term("refinement", "grooming", "backlog grooming"),
        term("Definition of Done", "DoD"),
        term("user story", "story"),
    ]
)


def rewritten(text: str) -> tuple[str, list[Rewrite]]:
    found, told = NAMES.rewrite(words(text))
    return " ".join(found), told


@pytest.mark.parametrize(
    ("text", "expected", "told"),
    [
        ("what is dod", "what is definition of done", [("dod", "Definition of Done")]),
        ("PBIs", "product backlog item", [("pbis", "Product Backlog item")]),
        ("grooming", "refinement", [("grooming", "refinement")]),
        ("Backlog grooming", "refinement", [("backlog grooming", "refinement")]),
        ("a backlog item", "a product backlog item", []),
        ("the backlog", "the product backlog", []),
        ("product backlog items", "product backlog items", []),
        ("Product Backlog item", "product backlog item", []),
        ("the Product Backlog", "the product backlog", []),
        ("our stories", "our user story", []),
        ("item backlog", "item product backlog", []),
        ("nothing to say", "nothing to say", []),
        ("", "", []),
    ],
)
def test_the_longest_name_that_fits_is_read_as_its_term(text: str, expected: str, told: list[tuple[str, str]]) -> None:
    assert rewritten(text) == (expected, [Rewrite(*pair) for pair in told])


def test_every_name_of_a_text_is_read() -> None:
    found, told = rewritten("DoD of a PBI before grooming")
    assert found == "definition of done of a product backlog item before refinement"
    assert [rewrite.written for rewrite in told] == ["dod", "pbi", "grooming"]


def test_without_terms_nothing_is_rewritten() -> None:
    assert Names().rewrite(["dod"]) == (["dod"], [])


def test_a_name_without_a_word_is_left_out() -> None:
    assert Names([term("Goal", "\U0001f3af")]).rewrite(["goal"]) == (["goal"], [])
