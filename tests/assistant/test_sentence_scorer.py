"""Which sentence of a passage answers."""

import pytest

from bot.assistant.sentences import SentenceScorer, cue_of
from bot.retrieval.text import stems, words

SCORER = SentenceScorer(lambda text: frozenset(stems(words(text))), lambda _: 1.0)


def best(text: str, question: str, title: str = "") -> str:
    span = SCORER.best(text, [(term, 1.0) for term in stems(words(question))], title, cue_of(question))
    return text[slice(*span)] if span else ""


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        ("Plans change. The goal stays fixed. People come.", "fixed goal", "The goal stays fixed."),
        ("Nothing here. Nothing there either.", "xylophone", "Nothing here."),
        ("It takes effort. It ends after two weeks.", "when", "It ends after two weeks."),
        ("It is large. It has seven parts.", "how many", "It has seven parts."),
        ("It helps. It exists because plans fail.", "why", "It exists because plans fail."),
        ("Look closely. The Developers choose.", "who", "The Developers choose."),
        ("- one thing\n- the goal itself", "goal", "the goal itself"),
    ],
)
def test_the_sentence_with_the_words_and_the_kind_of_thing_asked_for_is_best(
    text: str, question: str, answer: str
) -> None:
    assert best(text, question) == answer


def test_words_of_the_title_count_nothing() -> None:
    text = "Scope is agreed early on. The goal is short, the goal is plain."
    assert best(text, "goal agreed", title="Goal") == "Scope is agreed early on."


def test_a_text_without_a_sentence_has_no_best_one() -> None:
    assert best("", "goal") == ""
