"""What newcomers type first: the name of a topic, and nothing but the form of a question."""

import pytest

from bot.assistant.assistant import Assistant
from bot.domain import Corpus, Outcome
from bot.retrieval.retriever import Retriever


@pytest.fixture(scope="module")
def assistant(corpus: Corpus, retriever: Retriever) -> Assistant:
    return Assistant(corpus, retriever)


@pytest.mark.parametrize("form", ["explain {}", "{} best practices", "what is the purpose of {}?", "define {}"])
def test_whatever_topic_is_named_it_is_answered(assistant: Assistant, corpus: Corpus, form: str) -> None:
    wrong = []
    for topic in corpus.articles.values():
        answer = assistant.ask(form.format(topic.title))
        if answer.outcome is not Outcome.ANSWER or topic.slug not in {quote.topic for quote in answer.quotes}:
            wrong.append(topic.title)
    assert len(wrong) <= len(corpus.articles) // 50, wrong


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("how long is sprint planning", "sprint-planning"),
        ("who sets the sprint goal", "sprint-goal"),
        ("stakeholder management best practices", "stakeholder-management"),
        ("what is agile", "agile-manifesto"),
    ],
)
def test_head_questions(assistant: Assistant, question: str, topic: str) -> None:
    answer = assistant.ask(question)
    assert answer.answered
    assert answer.candidates[0].topic == topic
