"""Which sentence of a passage answers."""

import pytest

from bot.assistant.sentences import SentenceScorer, cue_of
from bot.retrieval.text import stem, stems, weight, words

SCORER = SentenceScorer(lambda text: frozenset(stems(words(text))), lambda _: 1.0)


def best(text: str, question: str, title: str = "", heading: str = "") -> str:
    terms = [(stem(word), weight(word)) for word in words(question)]
    span = SCORER.best(text, terms, cue_of(question), title, heading)
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
        ("It is good. It needs a month at most.", "how long is a good one", "It needs a month at most."),
        ("Long ones tire. They stop. Each takes two hours.", "how long does it take", "Each takes two hours."),
        ("It is held. It comes every day.", "how often", "It comes every day."),
        ("It is a list. Scrum does not require one.", "do we need it", "Scrum does not require one."),
        (
            "It is a sum. People use it to plan. None is good.",
            "what is it good for",
            "People use it to plan.",
        ),
        ("- one thing\n- the goal itself", "goal", "the goal itself"),
    ],
)
def test_the_sentence_with_the_words_and_the_kind_of_thing_asked_for_is_best(
    text: str, question: str, answer: str
) -> None:
    assert best(text, question) == answer


def test_what_differs_between_two_things_need_not_say_so() -> None:
    text = "The goal stays fixed and the plan may change. People may need different goals."
    assert best(text, "what is the difference between goal and plan") == "The goal stays fixed and the plan may change."


def test_words_of_the_title_count_nothing() -> None:
    text = "Scope is agreed early on. The goal is short, the goal is plain."
    assert best(text, "goal agreed", title="Goal") == "Scope is agreed early on."


def test_words_of_the_heading_count_less_than_others() -> None:
    text = "The length may vary. Testers join in."
    assert best(text, "length for testers") == "The length may vary."
    assert best(text, "length for testers", heading="Length of the event") == "Testers join in."


def test_where_nothing_tells_the_sentences_apart_the_first_is_best() -> None:
    assert best("It is short. It is plain.", "is velocity good", title="Velocity") == "It is short."


def test_a_text_without_a_sentence_has_no_best_one() -> None:
    assert best("", "goal") == ""
