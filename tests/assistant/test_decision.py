"""Answer, choice or unknown, decided from evidence."""

from dataclasses import replace

import pytest

from bot.assistant.decision import ANSWER_FROM, CHOICE_FROM, NEAR_FROM, decide, is_near, weigh
from bot.domain import Evidence, Outcome

STRONG = Evidence(coverage=1.0, question_match=1.0, unknown=0.0, matched=4, field_words=3, margin=1.0)


def test_without_evidence_nothing_is_known() -> None:
    assert decide(weigh(Evidence())) is Outcome.UNKNOWN


def test_strong_evidence_is_an_answer() -> None:
    assert decide(weigh(STRONG)) is Outcome.ANSWER


def test_without_a_matched_word_there_is_no_confidence() -> None:
    assert weigh(replace(STRONG, matched=0)).confidence == 0.0


@pytest.mark.parametrize(
    "weaker", [{"coverage": 0.5}, {"question_match": 0.5}, {"unknown": 0.5}, {"matched": 1}, {"field_words": 0}]
)
def test_confidence_falls_with_each_kind_of_evidence_and_stays_between_0_and_1(weaker: dict[str, float]) -> None:
    less = weigh(replace(STRONG, **weaker)).confidence  # type: ignore[arg-type]  # counts are whole numbers
    assert 0.0 < less < weigh(STRONG).confidence < 1.0


@pytest.mark.parametrize(
    ("confidence", "outcome"),
    [
        (0.0, Outcome.UNKNOWN),
        (CHOICE_FROM - 0.001, Outcome.UNKNOWN),
        (CHOICE_FROM, Outcome.CHOICE),
        (ANSWER_FROM - 0.001, Outcome.CHOICE),
        (ANSWER_FROM, Outcome.ANSWER),
        (1.0, Outcome.ANSWER),
    ],
)
def test_the_outcome_follows_the_confidence(confidence: float, outcome: Outcome) -> None:
    assert decide(replace(weigh(STRONG), confidence=confidence)) is outcome


def test_a_topic_is_near_from_some_confidence_on_well_below_a_choice() -> None:
    assert NEAR_FROM < CHOICE_FROM
    assert is_near(replace(weigh(STRONG), confidence=NEAR_FROM))
    assert not is_near(replace(weigh(STRONG), confidence=NEAR_FROM - 0.001))
