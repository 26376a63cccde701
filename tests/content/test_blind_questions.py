"""Questions written from the map of topics alone, by people who had not read an article: a guard, no goal to tune to.

They are harder than what most people type: half of them avoid the topic's own words. The borders stand a little below
what was measured, for a change of text moves single questions.
"""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from bot.assistant.assistant import Assistant
from bot.assistant.decision import is_near
from bot.domain import Corpus, Outcome
from bot.retrieval.retriever import Retriever
from tests.conftest import REPOSITORY

IN_FIRST_THREE, FIRST, FOLLOW_UPS, ANSWERED_WRONGLY = 0.75, 0.57, 0.76, 0.18
OFFERED, OFFERED_IN_VAIN = 0.85, 0.55  # of questions without an answer, whose topic was found, and of other fields


@pytest.fixture(scope="module")
def assistant(corpus: Corpus, retriever: Retriever) -> Assistant:
    return Assistant(corpus, retriever)


def _read(name: str) -> list[dict[str, Any]]:
    text = (REPOSITORY / "tests" / "data" / name).read_text("utf-8")
    return [json.loads(line) for line in text.split("\n") if line]  # one question holds an odd line break


def _wanted(record: Mapping[str, Any]) -> set[str]:
    return {*record.get("relevant", ()), *record.get("acceptable", ())}


def test_the_right_topic_comes_first_or_among_the_first_three(assistant: Assistant) -> None:
    records = _read("questions.jsonl")
    found = [[one.topic for one in assistant.ask(record["question"]).candidates[:3]] for record in records]
    first = sum(not _wanted(record).isdisjoint(topics[:1]) for record, topics in zip(records, found, strict=True))
    near = sum(not _wanted(record).isdisjoint(topics) for record, topics in zip(records, found, strict=True))
    assert first >= FIRST * len(records)
    assert near >= IN_FIRST_THREE * len(records)


def test_a_follow_up_is_read_with_the_question_before_it(assistant: Assistant) -> None:
    records = _read("follow-ups.jsonl")
    right = 0
    for record in records:
        turn = assistant.turn_after(assistant.ask(record["first"]))
        right += assistant.ask(record["follow_up"], turn).candidates[0].topic in record["relevant"]
    assert right >= FOLLOW_UPS * len(records)


def test_hardly_a_question_of_another_field_is_answered(assistant: Assistant) -> None:
    records = _read("not-to-answer.jsonl")
    answered = [record for record in records if assistant.ask(record["question"]).answered]
    assert len(answered) <= ANSWERED_WRONGLY * len(records)
    assert {record["kind"] for record in answered} <= {"near"}


def test_who_gets_no_answer_is_offered_topics_where_they_may_help(assistant: Assistant) -> None:
    def unanswered(name: str) -> list[tuple[bool, bool]]:
        """Tell of each question without an answer whether topics are offered, and whether they hold a right one."""
        asked = [(assistant.ask(record["question"]), record) for record in _read(name)]
        return [
            (is_near(answer.signals), not _wanted(record).isdisjoint(one.topic for one in answer.candidates[:3]))
            for answer, record in asked
            if answer.outcome is Outcome.UNKNOWN
        ]

    found = [offered for offered, right in unanswered("questions.jsonl") if right]
    assert sum(found) >= OFFERED * len(found)
    in_vain = [offered for offered, _ in unanswered("not-to-answer.jsonl")]
    assert sum(in_vain) <= OFFERED_IN_VAIN * len(in_vain)
