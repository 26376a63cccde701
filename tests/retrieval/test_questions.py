"""The nearest single author question decides."""

import pytest

from bot.retrieval.postings import Query, Scores
from bot.retrieval.questions import QuestionMatcher

STOP, GOAL, SMALL = ([(word, 1.0) for word in text.split()] for text in ("stop halfway", "reach goal", "small goal"))
MATCHER = QuestionMatcher.build([STOP, GOAL, SMALL], owners=[0, 1, 1], owner_count=3)


def best(query: Query, matcher: QuestionMatcher = MATCHER) -> Scores:
    return matcher.best_by_owner(matcher.cosines(query))


def test_the_same_question_has_cosine_one_and_a_passage_without_questions_zero() -> None:
    assert best(STOP).tolist() == pytest.approx([1.0, 0.0, 0.0])


def test_the_nearest_of_a_passages_questions_counts() -> None:
    near = best([("small", 1.0)])[1]
    assert near == pytest.approx(best([("reach", 1.0)])[1])
    assert 0 < near < best(SMALL)[1] == pytest.approx(1.0)


def test_a_word_of_many_questions_counts_less() -> None:
    assert best([("goal", 1.0)])[1] < best([("small", 1.0)])[1]


def test_a_word_beside_the_known_ones_lowers_the_match() -> None:
    assert best([*STOP, ("sprint", 1.0)])[0] < 1.0


@pytest.mark.parametrize("query", [[], [("nowhere", 1.0)]])
def test_without_a_known_word_nothing_matches(query: list[tuple[str, float]]) -> None:
    assert not best(query).any()


def test_without_any_author_question_nothing_matches() -> None:
    assert best(STOP, QuestionMatcher.build([], [], 2)).tolist() == [0.0, 0.0]
