"""The words of the doors fit where Discord shows them."""

import re

import pytest

from bot.commands import door_words as words

TEXTS = {name: value for name, value in vars(words).items() if name.isupper() and isinstance(value, str)}


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_is_plain(name: str) -> None:
    assert TEXTS[name] == TEXTS[name].strip()
    assert not re.search(r"(?i)\b(corpus|slug|interaction|ephemeral|retriev|intent|invalid|rate limit)", TEXTS[name])
    assert len(TEXTS[name]) <= 220


def test_what_has_a_limit_fits() -> None:
    assert 1 <= len(words.ANSWER_THIS) <= 32  # the name of a command
    assert 1 <= len(words.ASK_TITLE) <= 45
    assert 1 <= len(words.ASK) <= 14
    assert all(1 <= len(hint) <= 100 for hint in (words.SEEN_BY_ALL, words.SEEN_BY_YOU, words.ASK_EXAMPLE))


def test_what_is_not_known_in_an_ask_channel_takes_one_line() -> None:
    assert "\n" not in words.NOT_KNOWN_HERE
    assert len(words.NOT_KNOWN_HERE) <= 60
