"""What is a question where people speak to each other, and what is none."""

import pytest

from bot.assistant.talk import is_ours, is_question
from bot.domain import Signals


@pytest.mark.parametrize(
    "text",
    [
        "Who orders the Product Backlog?",
        "who orders the product backlog",
        "definition of done?",
        "hi all, should we refine every week",
        "We fail every Sprint Goal. Any idea?",
        "so how do we estimate",
        "tell me about velocity",
        "can we cancel a sprint",
        "is the sprint goal fixed",
        "what's the difference between a PO and a PM",
        "Our stakeholders (three of them) want dates?!",
        "whats velocity",
        "Who\u2019s in the review",
        "can devs add a task",
        "does each team need a backlog",
        "when should we refine",
        "where to start with story mapping",
        "which metrics matter",
        "They say strategy is not my job. Who is right",
        "we shipped nothing! how do I tell the sponsor",
        "new here, what does a PO do all day",
        "We have a release plan, do we still need a roadmap",
        "anyone know a good retro format",
        "we need some help with our roadmap",
        "I was wondering if a PO may cancel a sprint",
        "outcome vs output example",
        "cspo or pspo",
        "product goal meaning",
        'what is "done"',
        "what is `velocity`?",
    ],
)
def test_a_question(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "thanks!",
        "ok?",
        "really??",
        "why is that?",
        "can do",
        "is fine",
        "what a sprint that was",
        "I like Scrum.",
        "see https://example.org/?page=backlog for the backlog",
        "we ordered the backlog yesterday",
        "\N{THUMBS UP SIGN}",
        "done, the sprint review went well",
        "when the sprint ends we go home",
        "when planning I like to stand",
        "what I mean is the goal",
        "how we split stories helped a lot",
        "which is why the sprint failed",
        "we asked Anna, who is great",
        "we moved it, which was fine",
        "have a nice sprint",
        "do it after the review",
        "https://example.org/backlog is a good read",
        "I'm using the backlog, for example",
        "or maybe after the review",
        'she asked "who orders the backlog?"',
        "> who orders the backlog?\nthe PO",
        "try `is_done?` on the story",
        "```\n(done? story)\n```\nworks on our backlog",
        "?",
    ],
)
def test_other_talk(text: str) -> None:
    assert not is_question(text)


@pytest.mark.parametrize("text", ["why is that?", "why?", "and who does that"])
def test_what_goes_on_with_an_answer_needs_no_subject(text: str) -> None:
    assert is_question(text, goes_on=True)
    assert not is_question("thanks a lot", goes_on=True)


@pytest.mark.parametrize(
    ("coverage", "unknown", "ours"), [(1.0, 0.0, True), (0.2, 0.1, True), (0.2, 0.5, False), (0.0, 0.0, False)]
)
def test_a_question_is_ours_where_a_topic_holds_more_of_it_than_no_page_does(
    coverage: float, unknown: float, ours: bool
) -> None:
    assert is_ours(Signals(coverage=coverage, unknown=unknown, confidence=0.9)) is ours
