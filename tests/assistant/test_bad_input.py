"""Whatever somebody types gets an outcome, or one sentence that says what to do."""

import pytest
from hypothesis import given

from bot.assistant.assistant import MAX_QUESTION, Assistant, clean_question
from bot.domain import Outcome
from bot.errors import UsageError
from bot.retrieval.retriever import Retriever
from tests.any_text import any_text
from tests.tiny import article, corpus_of

CORPUS = corpus_of(
    article("product-backlog", "The Product Backlog is an ordered list.", {"Who orders it": "The Product Owner."}),
    article("sprint", "A Sprint is a fixed length event.", questions=["how long is a sprint"]),
)
ASSISTANT = Assistant(CORPUS, Retriever.build(CORPUS))
WORDLESS = {
    "empty": "",
    "white space": " \t\n\u00a0\u3000",
    "emoji": "\U0001f680\U0001f469\u200d\U0001f4bb\u2764\ufe0f",
    "control characters": "\x00\x01\x07\x1b\x7f\u200b\u202e",
    "punctuation": "?!... --- @# *_~`|",
}
STRANGE = {
    "right to left": "\u05de\u05d9 \u05de\u05e1\u05d3\u05e8 \u05d0\u05ea \u05d4-backlog?",
    "override": "\u202eknil sprint\u202c",
    "mixed scripts": "wer ordnet das \u0411\u044d\u043a\u043b\u043e\u0433 \u5f85\u529e\u5217\u8868 backlog",
    "everyone": "@everyone @here <@123456789012345678> who orders the backlog",
    "Markdown": "**who** [orders](https://example.org) `the` ||backlog|| > # _it_ ~~",
    "SQL": "'; DROP TABLE usage; -- \" OR 1=1 backlog",
    "format strings": "%s %n {0} {question!r} ${HOME} $(id) backlog",
    "NUL inside": "back\x00log",
    "one long word": "a" * MAX_QUESTION,
    "many words": "why " * (MAX_QUESTION // 4),
    "a comparison without end": "difference of " * (MAX_QUESTION // 14),
    "only vs": "vs",
    "vs on one side": "sprint vs",
    "a lone surrogate": "backlog \ud800",
    "zalgo": "b" + "\u0300" * 500 + "acklog",
}


@pytest.mark.parametrize("text", WORDLESS.values(), ids=WORDLESS)
def test_a_question_without_a_word_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match=r"^There is no word in this question\. Ask in plain words, for example"):
        ASSISTANT.ask(text)


def test_a_question_of_10000_characters_is_refused_with_the_limit() -> None:
    with pytest.raises(UsageError, match=r"^The question has 10,000 characters; at most 4,000 can be read\."):
        ASSISTANT.ask("x" * 10_000)


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_a_strange_question_gets_an_outcome(text: str) -> None:
    answer = ASSISTANT.ask(text)
    assert answer.outcome in Outcome
    assert answer.question == text


@given(any_text(300))
def test_any_text_at_all_gets_an_outcome_or_the_sentence(text: str) -> None:
    try:
        answer = ASSISTANT.ask(text)
    except UsageError as error:
        assert str(error).startswith("There is no word")  # noqa: PT017  # either of two things may happen
    else:
        assert answer.answered == bool(answer.quotes)


def test_a_cleaned_question_stands_on_one_line_without_control_characters() -> None:
    assert clean_question(" who\r\n\torders\x00  the\u2028 backlog?\x1b ") == "who orders the backlog?"
