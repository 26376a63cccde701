"""A question is read with the turn before it, for a quarter of an hour."""

from dataclasses import replace

import pytest

from bot.app import App
from bot.assistant.assistant import Assistant
from bot.assistant.followups import MOST_TURNS, Turn, TurnMemory, leans_on_context, meant_instead, with_context
from bot.domain import Corpus, Outcome
from bot.retrieval.retriever import Retriever
from tests.conftest import HandClock


@pytest.fixture(scope="module")
def assistant(corpus: Corpus, retriever: Retriever) -> Assistant:
    return Assistant(corpus, retriever)


class TestMemory:
    def test_a_turn_is_recalled_for_15_minutes_and_then_forgotten(self, clock: HandClock) -> None:
        memory = TurnMemory(clock)
        memory.remember("ann", Turn("sprint"))
        clock.forward(minutes=15)
        assert memory.recall("ann") == Turn("sprint")
        clock.forward(seconds=1)
        assert memory.recall("ann") is None

    def test_each_turn_begins_the_15_minutes_anew(self, clock: HandClock) -> None:
        memory = TurnMemory(clock)
        memory.remember("ann", Turn("sprint"))
        clock.forward(minutes=10)
        memory.remember("ann", Turn("backlog"))
        clock.forward(minutes=10)
        assert memory.recall("ann") == Turn("backlog")

    def test_each_person_and_place_has_a_turn_of_its_own(self, clock: HandClock) -> None:
        memory = TurnMemory(clock)
        memory.remember(("ann", 1), Turn("sprint"))
        assert memory.recall(("ann", 2)) is None
        assert memory.recall(("bob", 1)) is None

    def test_what_is_too_old_does_not_stay_in_memory(self, clock: HandClock) -> None:
        memory = TurnMemory(clock)
        memory.remember("ann", Turn("sprint"))
        clock.forward(minutes=1)
        memory.remember("bob", Turn("sprint"))
        clock.forward(minutes=14, seconds=30)
        memory.remember("cid", Turn("sprint"))
        assert list(memory._turns) == ["bob", "cid"]
        clock.forward(minutes=16)
        memory.expire()
        assert not memory._turns

    def test_the_oldest_turns_are_forgotten_when_there_are_too_many(self, clock: HandClock) -> None:
        memory = TurnMemory(clock)
        for person in range(MOST_TURNS):
            memory.remember(person, Turn("sprint"))
        memory.remember(0, Turn("sprint"))  # speaks again, so it is no longer the oldest
        memory.remember("new", Turn("sprint"))
        assert memory.recall(1) is None
        assert all(memory.recall(person) for person in (0, 2, "new"))


@pytest.mark.parametrize(
    "question", ["and who decides that?", "why?", "what about sales", "how long does it take", "Ok, so when", "who?"]
)
def test_short_opening_and_pointing_questions_lean_on_the_turn_before(question: str) -> None:
    assert leans_on_context(question)


@pytest.mark.parametrize(
    "question",
    [
        "which release planning horizon works for regulated products",
        "and " + "then he told the team about the plan that they had made before " * 2,
        "?",
        "",
    ],
)
def test_questions_that_tell_their_own_story_do_not(question: str) -> None:
    assert not leans_on_context(question)


def test_the_context_adds_the_title_at_a_small_weight_without_repeating_a_word() -> None:
    terms = [("who", 0.5), ("goal", 1.0)]
    assert with_context(terms, ["sprint", "goal"]) == (("who", 0.5), ("goal", 1.0), ("sprint", 0.3))


def test_a_leaning_question_is_read_with_the_topic_before_it(assistant: Assistant, corpus: Corpus) -> None:
    alone = assistant.ask("and why?")
    continued = assistant.ask("and why?", Turn("proxy-product-owner"))
    assert alone.continued == ""
    assert continued.continued == corpus.articles["proxy-product-owner"].title
    assert continued.candidates[0].topic == "proxy-product-owner"


def test_a_new_subject_drops_the_turn_before(assistant: Assistant) -> None:
    answer = assistant.ask("what is a proxy product owner?", Turn("leading-release-planning"))
    assert answer.outcome is Outcome.ANSWER
    assert answer.candidates[0].topic == "proxy-product-owner"
    assert answer.continued == ""


@pytest.mark.parametrize("topic", ["sprint-goal", "velocity-and-capacity", "product-vision", "definition-of-ready"])
@pytest.mark.parametrize(
    "question", ["and who decides that?", "who sets it", "how long does it take?", "and best practices?", "explain it"]
)
def test_a_question_that_names_no_subject_is_answered_from_the_topic(
    assistant: Assistant, topic: str, question: str
) -> None:
    answer = assistant.ask(question, Turn(topic))
    assert answer.answered
    assert answer.candidates[0].topic == topic


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("no, I meant release planning", "release planning"),
        ("No I mean who decides", "who decides"),
        ("sorry, i actually meant the product goal", "the product goal"),
        ("wait, I was asking about SAFe", "SAFe"),
        ("no I don't mean surveys, other signs", None),
        ("before it, I mean", None),
        ("no, I meant", None),
    ],
)
def test_a_correction_says_what_was_meant(said: str, meant: str | None) -> None:
    assert meant_instead(said) == meant


def test_a_correction_drops_the_topic_that_it_denies(assistant: Assistant) -> None:
    answer = assistant.ask("no, I meant the release", Turn("sprint-planning"))
    assert answer == replace(assistant.ask("the release"), question=answer.question)
    assert answer.continued == ""


def test_a_correction_that_points_back_keeps_the_topic(assistant: Assistant) -> None:
    answer = assistant.ask("no, I mean who decides that", Turn("sprint-goal"))
    assert answer.candidates[0].topic == "sprint-goal"


def test_a_topic_that_is_gone_is_no_context(assistant: Assistant) -> None:
    assert assistant.ask("and why?", Turn("withdrawn")) == assistant.ask("and why?")


class TestApp:
    def test_the_turn_of_a_person_is_remembered_until_it_expires(self, app: App, clock: HandClock) -> None:
        app.ask("what is a proxy product owner?", who="ann")
        assert app.ask("and why?", who="ann")[0].continued == app.corpus.articles["proxy-product-owner"].title
        clock.forward(minutes=16)
        assert app.ask("and why?", who="ann")[0].continued == ""

    def test_a_question_of_nobody_leaves_no_turn(self, app: App) -> None:
        app.ask("what is a proxy product owner?")
        assert app.ask("and why?")[0].continued == ""
        assert app.ask("and why?", who="ann")[0].continued == ""

    def test_an_unknown_answer_leaves_the_turn_before_standing(self, app: App) -> None:
        app.ask("what is a proxy product owner?", who="ann")
        app.ask("which xylophone quartz marmalade zeppelin is best for breakfast", who="ann")
        assert app.ask("and why?", who="ann")[0].continued == app.corpus.articles["proxy-product-owner"].title

    def test_the_milliseconds_come_from_the_clock(self, app: App) -> None:
        assert app.ask("what is a proxy product owner?")[1] == 0.0
