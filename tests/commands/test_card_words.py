"""The words of the card fit where Discord shows them."""

import re

import pytest

from bot.commands import card_words as words
from bot.domain import Reason

TEXTS = {name: value for name, value in vars(words).items() if name.isupper() and isinstance(value, str)}
BUTTONS = ("HELPFUL", "NOT_IT", "READ_MORE", "RELATED", "ASK_MORE", "SHARE", "DISMISS", "BEGINNING")
LONGEST_TITLE = "x" * 80  # of an article


@pytest.mark.parametrize("name", BUTTONS)
def test_a_label_is_short_enough_for_three_side_by_side_on_a_phone(name: str) -> None:
    assert 1 <= len(TEXTS[name]) <= 14


def test_the_forms_fit() -> None:
    for title in (words.NOT_IT_TITLE, words.ASK_TITLE, words.NOT_IT_LABEL, words.ASK_LABEL):
        assert 1 <= len(title) <= 45
    for hint in (words.NOT_IT_HINT, words.ASK_EXAMPLE, words.ASK_HINT.format(title=LONGEST_TITLE)):
        assert 1 <= len(hint) <= 100


def test_every_reason_can_be_chosen_and_is_answered() -> None:
    assert set(words.REASONS) == set(words.AFTER) == set(Reason)
    assert 2 <= len(words.REASONS) <= 10
    assert all(1 <= len(label) <= 100 for label in words.REASONS.values())
    assert len(set(words.REASONS.values())) == len(words.REASONS)


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_is_plain(name: str) -> None:
    assert TEXTS[name] == TEXTS[name].strip()
    assert not re.search(r"(?i)\b(corpus|passage key|slug|interaction|ephemeral|retriev|intent|invalid)", TEXTS[name])
    assert len(TEXTS[name]) <= 200
