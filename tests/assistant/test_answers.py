"""The assistant on the real content: it quotes, or says that it does not know."""

from functools import cache
from pathlib import Path

import pytest

from bot.assistant.assistant import Assistant, plainly
from bot.domain import Answer, Corpus, Outcome
from bot.retrieval.retriever import Retriever
from bot.sentences import split_sentences

# Each with the articles that answer it.
EASY = {
    "what does a product owner do?": {"product-owner"},
    "who decides what the team works on next": {"planning-and-prioritizing", "backlog-ordering"},
    "can the boss overrule the PO": {"product-owner-authority"},
    "WHAT SHOULD I DO IN MY FIRST 90 DAYS???": {"first-90-days"},
    "Can a Product Owner be a Scrum Master?": {"product-owner-vs-scrum-master"},
    "what is a proxy product owner": {"proxy-product-owner"},
}
IMPOSSIBLE = [
    "how do I bake bread",
    "what is the capital of France",
    "which football team won the cup",
    "xylophone quartz",
    "\u0448\u043e\u043a\u043e\u043b\u0430\u0434",
]


@pytest.fixture(scope="module")
def assistant(corpus: Corpus, retriever: Retriever) -> Assistant:
    return Assistant(corpus, retriever)


@cache
def text_of(path: Path) -> str:
    return path.read_text("utf-8")


def assert_quotes_stand_in_their_files(answer: Answer, corpus: Corpus) -> None:
    for quote in answer.quotes:
        text = text_of(corpus.articles[quote.topic].path)
        assert quote.text in text
        if quote.section:
            assert f"\n## {quote.section}\n" in text
        if quote.mark is not None:
            assert quote.mark in split_sentences(quote.text)


@pytest.mark.parametrize(("question", "topics"), EASY.items(), ids=EASY)
def test_an_easy_question_is_answered_from_its_article(
    assistant: Assistant, corpus: Corpus, question: str, topics: set[str]
) -> None:
    answer = assistant.ask(question)
    assert answer.outcome is Outcome.ANSWER
    assert answer.answered
    assert {quote.topic for quote in answer.quotes} <= topics
    assert answer.candidates[0].topic in topics
    assert_quotes_stand_in_their_files(answer, corpus)


@pytest.mark.parametrize("question", IMPOSSIBLE)
def test_an_impossible_question_is_not_answered(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.outcome is Outcome.UNKNOWN
    assert not answer.answered
    assert answer.quotes == ()
    assert assistant.turn_after(answer) is None


def test_whatever_the_authors_ask_is_quoted_word_for_word(assistant: Assistant, corpus: Corpus) -> None:
    answered = 0
    for article in corpus.articles.values():
        for question in article.questions:
            answer = assistant.ask(question.text)
            answered += answer.answered
            assert bool(answer.quotes) == answer.answered
            assert_quotes_stand_in_their_files(answer, corpus)
    assert answered > 400


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("what is the difference between a Sprint Goal and a Product Goal?", ["sprint-goal", "product-goal"]),
        ("difference between sprint review and sprint retrospective", ["sprint-review", "sprint-retrospective"]),
        ("difference between product owner and product manager", ["product-owner-vs-product-manager"]),
        ("product owner vs scrum master", ["product-owner-vs-scrum-master"]),
        ("scrum vs kanban", ["scrum-framework", "kanban-product-owner"]),
        ("agile vs scrum", ["agile-manifesto", "scrum-framework"]),
        ("agile vs waterfall", ["agile-versus-waterfall"]),
        ("sprint vs sprint goal", ["sprint", "sprint-goal"]),
    ],
)
def test_a_comparison_quotes_both_sides_or_the_one_article_on_both(
    assistant: Assistant, question: str, quoted: list[str]
) -> None:
    answer = assistant.ask(question)
    assert list(dict.fromkeys(quote.topic for quote in answer.quotes)) == quoted
    assert [candidate.topic for candidate in answer.candidates[: len(quoted)]] == quoted


def test_one_sentence_is_marked_but_in_a_comparison_one_of_each_side(assistant: Assistant, corpus: Corpus) -> None:
    of_two_topics = 0
    for question in (
        "who sets the priorities",
        "can i asign tasks to specific devs as PO",
        "who defines the product goal",
    ):
        quotes = assistant.ask(question).quotes
        of_two_topics += len({quote.topic for quote in quotes}) > 1
        assert [quote.mark is not None for quote in quotes] == [True, False, False]
    assert of_two_topics
    sides = assistant.ask("difference between sprint review and sprint retrospective").quotes
    assert all(quote.mark for quote in sides)


def test_what_a_comparison_quotes_comes_first_among_its_topics(assistant: Assistant, corpus: Corpus) -> None:
    titles = [article.title for article in corpus.articles.values()]
    compared = 0
    for left, right in zip(titles, titles[7:], strict=False):
        answer = assistant.ask(f"what is the difference between {left} and {right}?")
        quoted = list(dict.fromkeys(quote.topic for quote in answer.quotes))
        found = [candidate.topic for candidate in answer.candidates]
        assert found[: len(quoted)] == quoted
        assert len(set(found)) == len(found) <= 10
        compared += len(quoted) == 2
    assert compared > len(titles) / 2


def test_the_name_of_a_topic_alone_is_never_unknown(assistant: Assistant, corpus: Corpus) -> None:
    for article in corpus.articles.values():
        assert assistant.ask(f"what is {article.title}").outcome is not Outcome.UNKNOWN
    assert assistant.ask("what is agile").outcome is not Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("what does PO stand for", "product-owner"),
        ("What does DoD stand for?", "definition-of-done"),
        ("what is INVEST short for", "invest"),
        ("what does WSJF mean", "wsjf"),
    ],
)
def test_what_an_acronym_stands_for_is_said_by_the_lead_of_its_article(
    assistant: Assistant, question: str, topic: str
) -> None:
    first = assistant.ask(question).quotes[0]
    assert (first.topic, first.section) == (topic, "")


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("what does WSJF stand for?", "what is WSJF"),
        ("what's the daily scrum short for", "what is the daily scrum"),
        ("what does the PO mean for sales", "what does the PO mean for sales"),
        ("what do we mean by done", "what do we mean by done"),
        (
            "what can I do if stakeholders do not say what they mean",
            "what can I do if stakeholders do not say what they mean",
        ),
    ],
)
def test_only_a_question_for_the_meaning_of_a_name_is_read_as_one(question: str, read: str) -> None:
    assert plainly(question) == read


def test_a_greeting_before_a_question_changes_nothing(assistant: Assistant) -> None:
    plain, greeted = assistant.ask("what is a sprint"), assistant.ask("hi, what is a sprint")
    assert greeted.quotes == plain.quotes != ()
    assert greeted.unknown_words == ()


def test_up_to_ten_topics_come_with_every_outcome_each_once_and_best_first(assistant: Assistant) -> None:
    for question in ("what does a product owner do?", "is the backlog", "how do I bake bread"):
        found = assistant.ask(question).candidates
        assert 1 <= len({candidate.topic for candidate in found}) == len(found) <= 10
        assert [candidate.score for candidate in found] == sorted((one.score for one in found), reverse=True)


def test_a_question_of_the_same_words_gets_the_same_answer(assistant: Assistant) -> None:
    assert assistant.ask("what is a proxy product owner") == assistant.ask("what is a proxy product owner")


def test_the_answer_says_what_was_read_corrected_and_not_known(assistant: Assistant) -> None:
    answer = assistant.ask("is the DoD part of acceptnace, xylophone")
    assert [(one.written, one.read_as) for one in answer.read_as] == [("dod", "Definition of Done")]
    assert ("acceptnace", "acceptance") in [(one.written, one.read_as) for one in answer.corrections]
    assert answer.unknown_words == ("xylophone",)


def test_matched_terms_stand_in_the_question_and_in_the_first_topic(assistant: Assistant) -> None:
    answer = assistant.ask("what is a proxy product owner xylophone")
    assert {"proxi", "product", "owner"} <= set(answer.matched_terms)
    assert "xylophon" not in answer.matched_terms
    assert assistant.ask("xylophone quartz").matched_terms == ()


@pytest.mark.parametrize(
    "question",
    [
        "difference between a product owner and a product manager",
        "product owner vs. product manager",
        "how is a product owner different from a product manager?",
    ],
)
def test_a_comparison_quotes_the_article_that_compares(assistant: Assistant, corpus: Corpus, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.outcome is Outcome.ANSWER
    assert "product-owner-vs-product-manager" in [quote.topic for quote in answer.quotes]
    assert_quotes_stand_in_their_files(answer, corpus)
