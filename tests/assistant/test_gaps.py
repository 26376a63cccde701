"""Which words of a question without an answer may be a gap."""

from dataclasses import replace

import pytest

from bot.app import App
from bot.assistant.gaps import gap_terms
from bot.domain import Answer, Outcome, Rewrite, Signals


def unanswered(question: str, outcome: Outcome = Outcome.UNKNOWN) -> Answer:
    return Answer(question, outcome, (), (), Signals())


@pytest.mark.parametrize("outcome", [Outcome.UNKNOWN, Outcome.CHOICE])
def test_content_words_are_kept_by_their_stems(outcome: Outcome) -> None:
    assert gap_terms(unanswered("How do I run Roadmapping workshops?", outcome)) == {
        "run": "run",
        "roadmap": "roadmapping",
        "workshop": "workshops",
    }


def test_an_answered_question_has_no_gap(app: App) -> None:
    answer = app.assistant.ask("what does a product owner do?")
    assert answer.answered
    assert gap_terms(answer) == {}


@pytest.mark.parametrize(
    "nothing",
    [
        "who is it and how does that go",
        "42 2026 0049 170 1234567",
        "at it ok",
        "https://example.org/secret/page?x=token http://host",
        "<@123456789012345678> <#987654321098765432> <:party:123456789012345678>",
        "x" * 41,
    ],
)
def test_function_words_numbers_addresses_and_mentions_are_no_gaps(nothing: str) -> None:
    assert gap_terms(unanswered(nothing)) == {}


def test_a_corrected_word_counts_as_the_one_that_was_meant() -> None:
    answer = replace(unanswered("sprnt burnout"), corrections=(Rewrite("sprnt", "sprint"),))
    assert list(gap_terms(answer).values()) == ["sprint", "burnout"]


def test_a_word_counts_once_and_a_long_story_gives_twenty() -> None:
    assert len(gap_terms(unanswered("kanban kanbans Kanban"))) == 1
    assert len(gap_terms(unanswered(" ".join(f"word{chr(97 + n)}z" for n in range(26))))) == 20


def test_words_of_any_script_are_kept() -> None:
    assert list(gap_terms(unanswered("як почати спринт")).values()) == ["як", "почати", "спринт"][1:]
