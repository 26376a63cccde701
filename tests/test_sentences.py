"""Sentences with their place in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import Corpus
from bot.sentences import cut_at_sentence, split_sentences
from tests.any_text import any_text

PROSE = st.text(alphabet=st.sampled_from("aB1 .!?\n-*)'\"(["), max_size=80) | any_text(80)


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("It is version 2.0 of it. Next.", ["It is version 2.0 of it.", "Next."]),
        ("He said no. Then he left.", ["He said no.", "Then he left."]),
        ('"Why?" She asked. (Yes.) So.', ['"Why?"', "She asked.", "(Yes.)", "So."]),
        ("Use a tool, e.g. Jira, i.e. A list, etc. Then go.", ["Use a tool, e.g. Jira, i.e. A list, etc. Then go."]),
        ("Ask Dr. Smith, Mr. Jones vs. Ms. May.", ["Ask Dr. Smith, Mr. Jones vs. Ms. May."]),
        ("Written by J. Smith. Read it.", ["Written by J. Smith.", "Read it."]),
        ("- First item. More of it.\n- Second item", ["First item.", "More of it.", "Second item"]),
        ("1. Start.\n2) Go on\n10. End", ["Start.", "Go on", "End"]),
        ("  - Indented item.", ["Indented item."]),
        ("Lead:\n\n- one\n- two\n\nEnd.", ["Lead:", "one", "two", "End."]),
        ("**Bold.** Next.", ["**Bold.**", "Next."]),
        ("small. letters do not begin one", ["small. letters do not begin one"]),
        ("No end", ["No end"]),
        ("   ", []),
        ("", []),
    ],
)
def test_a_text_falls_into_these_sentences(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


@given(PROSE)
def test_sentences_are_in_order_inside_the_text_and_without_outer_blanks(text: str) -> None:
    end_before = 0
    for start, end in split_sentences(text):
        assert end_before <= start < end <= len(text)
        assert text[start:end].strip() == text[start:end]
        end_before = end


@given(PROSE)
def test_no_letter_or_digit_is_left_out_but_the_mark_of_a_list(text: str) -> None:
    kept = "".join(char for part in parts(text) for char in part if char.isalpha())
    assert kept == "".join(char for char in text if char.isalpha())


def test_every_passage_of_the_content_has_a_sentence(corpus: Corpus) -> None:
    for article in corpus.articles.values():
        for text in (article.lead, *(section.text for section in article.sections)):
            assert split_sentences(text)


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (100, "One two. Three four."),
        (20, "One two. Three four."),
        (19, "One two."),
        (8, "One two."),
        (7, "One"),
        (2, "On"),
    ],
)
def test_a_text_is_cut_where_a_sentence_ends_or_else_between_words(limit: int, expected: str) -> None:
    assert cut_at_sentence("One two. Three four.", limit) == expected


@given(PROSE.map(str.strip), st.integers(1, 60))
def test_a_cut_text_is_a_beginning_within_the_limit(text: str, limit: int) -> None:
    cut = cut_at_sentence(text, limit)
    assert text.startswith(cut)
    assert len(cut) <= limit
    assert bool(cut) == bool(text)


def test_a_cut_falls_neither_inside_an_item_nor_behind_the_colon_that_announces_a_list() -> None:
    text = "Ask first. Then do this:\n\n- Look around. Sit down.\n- Speak to each of them.\n\nThen go."
    assert cut_at_sentence(text, 45) == "Ask first."
    assert cut_at_sentence(text, 60) == "Ask first. Then do this:\n\n- Look around. Sit down."
    assert cut_at_sentence(text, len(text) - 1) == text.removesuffix("\n\nThen go.")
    assert cut_at_sentence(text.removeprefix("Ask first. "), 30) == "Then do this:\n\n- Look around."
