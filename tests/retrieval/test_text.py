"""One pipeline from text to terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.retrieval.text import fold, stem, stems, weight, words
from tests.any_text import any_text

ANY_TEXT = any_text(200)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who orders the Backlog?", ["who", "orders", "the", "backlog"]),
        ("caf\u00e9 cafe\u0301 CAF\u00c9", ["cafe", "cafe", "cafe"]),
        ("don't don\u2019t don\u02bct", ["dont", "dont", "dont"]),
        ("the owner's owners' what\u2019s", ["the", "owner", "owners", "what"]),
        ("PO vs. PM", ["po", "versus", "pm"]),
        ("time-box", ["time", "box", "timebox"]),
        ("day-to-day work", ["day", "to", "day", "work"]),
        ("-dash- --", ["dash"]),
        ("snake_case", ["snake", "case"]),
        ("\uff33\uff43\uff52\uff55\uff4d \ufb01ne \u00df", ["scrum", "fine", "ss"]),
        (
            "\u0421\u043f\u0440\u0438\u043d\u0442 goal \u76ee\u6807",
            ["\u0441\u043f\u0440\u0438\u043d\u0442", "goal", "\u76ee\u6807"],
        ),
        ("\u05de\u05d4 \u05d6\u05d4 sprint", ["\u05de\u05d4", "\u05d6\u05d4", "sprint"]),
        ("ship it \U0001f680\U0001f389 now", ["ship", "it", "now"]),
        ("\U0001f469\u200d\U0001f4bb", []),
        ("30-60-90 v2.0 3rd", ["30", "60", "90", "v2", "0", "3rd"]),
        ("'; DROP TABLE usage;--", ["drop", "table", "usage"]),
        ("%s {0} \\n \x00", ["s", "0", "n"]),
        (" \t\n", []),
        ("", []),
    ],
)
def test_a_text_becomes_these_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize("pair", [("prioritizing", "prioritize"), ("Sprints", "sprint"), ("stories", "story")])
def test_forms_of_a_word_share_a_stem(pair: tuple[str, str]) -> None:
    left, right = (stems(words(form)) for form in pair)
    assert left == right


@given(ANY_TEXT)
def test_any_text_becomes_words_that_are_folded_and_without_white_space(text: str) -> None:
    for word in words(text):
        assert word == "".join(word.split()) != ""
        assert not any(char.isupper() for char in fold(word))
        assert isinstance(stem(word), str)


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=200))
def test_plain_words_stay_as_they_are_when_read_again(text: str) -> None:
    once = [word for word in words(text) if "-" not in text]
    assert words(" ".join(once)) == once


def test_function_words_weigh_half() -> None:
    assert [weight(word) for word in ("who", "the", "backlog")] == [0.5, 0.5, 1.0]
