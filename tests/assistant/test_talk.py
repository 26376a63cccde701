"""What is a question where people speak to each other, and what is none."""

import pytest

from bot.assistant.talk import is_question


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
        "?",
    ],
)
def test_other_talk(text: str) -> None:
    assert not is_question(text)


@pytest.mark.parametrize("text", ["why is that?", "why?", "and who does that"])
def test_what_goes_on_with_an_answer_needs_no_subject(text: str) -> None:
    assert is_question(text, goes_on=True)
    assert not is_question("thanks a lot", goes_on=True)
