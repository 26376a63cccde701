"""Questions that name a topic and ask little else about it."""

import pytest

from bot.retrieval.called import TopicNames
from bot.retrieval.names import Names
from bot.retrieval.text import FUNCTION_WEIGHT, stem, weight, words
from tests.tiny import article

TOPICS = [
    article("sprint", ""),
    article("sprint-planning", "", also_called=("planning meeting",)),
    article("agile-practices", ""),
    article("learning", "", also_called=("what to know",)),
    article("product-owner", ""),
]
SPRINT, PLANNING, PRACTICES, LEARNING, OWNER = range(len(TOPICS))


@pytest.fixture(scope="module")
def names() -> TopicNames:
    return TopicNames.build(TOPICS, Names())


def query(text: str) -> list[tuple[str, float]]:
    return [(stem(word), weight(word)) for word in words(text)]


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("sprint", {SPRINT}),
        ("how long is the sprint", {SPRINT}),
        ("how long is sprint planning", {PLANNING}),
        ("planning: who takes part in the sprint", {PLANNING}),
        ("what is the purpose of the planning meeting?", {PLANNING}),
        ("agile practices", {PRACTICES}),
        ("agile", set()),
        ("what does the product owner decide", {OWNER}),
        ("sprint planning in jira", set()),
        ("how long does a story take", set()),
        ("what is it", set()),
        ("", set()),
    ],
)
def test_a_topic_is_named_where_nothing_but_the_form_of_a_question_is_added(
    names: TopicNames, question: str, named: set[int]
) -> None:
    assert names.named(query(question)) == named


def test_a_request_weighs_like_function_words_beside_a_name(names: TopicNames) -> None:
    assert names.plainly(query("explain the sprint")) == [
        ("explain", FUNCTION_WEIGHT), ("the", FUNCTION_WEIGHT), ("sprint", 1.0)
    ]  # fmt: skip


@pytest.mark.parametrize("question", ["explain jira", "sprint length", "what do I have to know"])
def test_else_a_request_keeps_its_weight(names: TopicNames, question: str) -> None:
    assert names.plainly(query(question)) == query(question)
