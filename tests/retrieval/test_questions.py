"""The nearest single author question decides."""

import pytest

from bot.retrieval.questions import QuestionMatcher

STOP, GOAL, SMALL = ([(word, 1.0) for word in text.split()] for text in ("stop halfway", "reach goal", "small goal"))
MATCHER = QuestionMatcher.build([STOP, GOAL, SMALL], owners=[0, 1, 1], owner_count=3)


def test_the_same_question_has_cosine_one_and_a_passage_without_questions_zero() -> None:
    assert MATCHER.best_by_owner(STOP).tolist() == pytest.approx([1.0, 0.0, 0.0])


def test_the_nearest_of_a_passages_questions_counts() -> None:
    near = MATCHER.best_by_owner([("small", 1.0)])[1]
    assert near == pytest.approx(MATCHER.best_by_owner([("reach", 1.0)])[1])
    assert 0 < near < MATCHER.best_by_owner(SMALL)[1] == pytest.approx(1.0)


def test_a_word_of_many_questions_counts_less() -> None:
    assert MATCHER.best_by_owner([("goal", 1.0)])[1] < MATCHER.best_by_owner([("small", 1.0)])[1]


def test_a_word_beside_the_known_ones_lowers_the_match() -> None:
    assert MATCHER.best_by_owner([*STOP, ("sprint", 1.0)])[0] < 1.0


@pytest.mark.parametrize("query", [[], [("nowhere", 1.0)]])
def test_without_a_known_word_nothing_matches(query: list[tuple[str, float]]) -> None:
    assert not MATCHER.best_by_owner(query).any()


def test_without_any_author_question_nothing_matches() -> None:
    assert QuestionMatcher.build([], [], 2).best_by_owner(STOP).tolist() == [0.0, 0.0]
