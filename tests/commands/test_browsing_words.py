"""The words of browsing fit where Discord shows them."""

import re

import pytest

from bot.commands import browsing_words as words
from bot.domain import Corpus

TEXTS = {name: value for name, value in vars(words).items() if name.isupper() and isinstance(value, str)}
BUTTONS = ("PREVIOUS", "NEXT", "READ_ON", "READ_ARTICLE", "ALL_CATEGORIES")
PROMPTS = ("CHOOSE_PART", "CHOOSE_DUTY", "CHOOSE_CATEGORY", "CHOOSE_TOPIC")


@pytest.mark.parametrize("name", BUTTONS)
def test_a_label_fits_on_a_phone(name: str) -> None:
    assert 1 <= len(TEXTS[name]) <= 16


@pytest.mark.parametrize("name", PROMPTS)
def test_what_a_menu_asks_fits_on_a_phone(name: str) -> None:
    assert 1 <= len(TEXTS[name]) <= 34


def test_labels_with_a_name_fit(corpus: Corpus) -> None:
    for category in corpus.categories:
        assert len(words.ALL_IN.format(category=category.capitalize())) <= 34
    assert len(words.ALL_DUTIES.format(count=len(corpus.responsibilities))) <= 16


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_is_plain(name: str) -> None:
    assert TEXTS[name] == TEXTS[name].strip()
    assert not re.search(r"(?i)\b(corpus|slug|passage|interaction|ephemeral|retriev|intent|invalid)", TEXTS[name])
    assert len(TEXTS[name]) <= 120
