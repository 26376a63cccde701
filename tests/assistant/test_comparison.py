"""Which questions compare two things."""

import pytest

from bot.assistant.comparison import compared


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("What is the difference between a PO and a PM?", ("a PO", "a PM")),
        ("differences between DoD and DoR, please", ("DoD", "DoR")),
        ("give me a comparison of Scrum vs Kanban", ("Scrum", "Kanban")),
        ("PO vs. SM", ("PO", "SM")),
        ("tell me: PO versus PM!", ("PO", "PM")),
        ("How is an epic different from a story?", ("an epic", "a story")),
        ("how does a vision compare to a goal", ("a vision", "a goal")),
        ("Our boss asked, Product Owner VS Product Manager? Thanks", ("Product Owner", "Product Manager")),
        ("word " * 100 + ", epic vs story", ("epic", "story")),
    ],
)
def test_both_sides_of_a_comparison_are_found(question: str, sides: tuple[str, str]) -> None:
    assert compared(question) == sides


@pytest.mark.parametrize(
    "question",
    [
        "what is a sprint",
        "who and what",
        "the difference is clear",
        "vs",
        "PO vs",
        "a vs. ?",
        "word " * 13 + "vs story",
        "epic vs " + "word " * 13,
        "",
    ],
)
def test_other_questions_compare_nothing(question: str) -> None:
    assert compared(question) is None
