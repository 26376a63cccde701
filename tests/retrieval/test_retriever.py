"""From a question to ranked passages, on a corpus small enough to see the order by eye."""

import pytest
from hypothesis import given

from bot.domain import Corpus, Evidence
from bot.retrieval.retriever import Retriever
from tests.any_text import any_text
from tests.tiny import article, corpus_of, term

GOAL = article(
    "sprint-goal",
    "The Sprint Goal is the single objective of the Sprint.",
    {"Who writes it": "The whole Scrum Team writes the goal during planning.", "Missing it": "Learn from a miss."},
    questions=["what are we trying to reach this sprint", ("is the objective written by everyone", "Who writes it")],
)
CANCELLING = article(
    "cancelling-a-sprint",
    "Only the Product Owner may cancel a Sprint.",
    {"Finished work": "What is done is reviewed and may be released."},
    questions=["can we stop halfway"],
)
REFINEMENT = article(
    "refinement", "Refinement is splitting items of the backlog.", questions=["how small should items be"]
)
TERMS = [term("refinement", "grooming"), term("Sprint Goal")]
TINY = Retriever.build(corpus_of(GOAL, CANCELLING, REFINEMENT, terms=TERMS))


@pytest.mark.parametrize(
    ("word", "known"), [("goal", True), ("goals", True), ("grooming", True), ("gaol", False), ("okonomiyaki", False)]
)
def test_a_word_is_known_that_a_passage_or_a_name_holds_in_any_form(word: str, known: bool) -> None:
    assert TINY.is_known(word) is known


def ranked(question: str, retriever: Retriever = TINY) -> list[tuple[str, str]]:
    return [(hit.topic, hit.section) for hit in retriever.search(retriever.read(question).terms)]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("sprint goal", ("sprint-goal", "")),
        ("who writes the goal", ("sprint-goal", "Who writes it")),
        ("cancel a sprint", ("cancelling-a-sprint", "")),
        ("can we stop halfway", ("cancelling-a-sprint", "")),
        ("is the finished work released", ("cancelling-a-sprint", "Finished work")),
        ("backlog grooming", ("refinement", "")),
        ("small items", ("refinement", "")),
        ("objective written by everyone?", ("sprint-goal", "Who writes it")),
    ],
)
def test_the_passage_that_answers_comes_first(question: str, first: tuple[str, str]) -> None:
    assert ranked(question)[0] == first


def test_topics_come_in_the_order_of_what_they_share_with_the_question() -> None:
    topics = [topic for topic, _ in ranked("who may cancel the sprint")]
    assert topics == ["cancelling-a-sprint", "sprint-goal", "refinement"]


def test_each_topic_comes_once_and_no_more_than_asked_for() -> None:
    terms = TINY.read("sprint items goal cancel backlog").terms
    assert sorted(hit.topic for hit in TINY.search(terms)) == ["cancelling-a-sprint", "refinement", "sprint-goal"]
    assert len(TINY.search(terms, limit=2)) == 2


def test_a_topic_that_shares_no_word_is_left_out() -> None:
    assert [topic for topic, _ in ranked("splitting")] == ["refinement"]
    assert ranked("xylophone quartz") == []
    assert ranked("") == []


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_corpus_of_a_few_articles_finds_what_it_holds(size: int) -> None:
    articles = (GOAL, CANCELLING, REFINEMENT)[:size]
    retriever = Retriever.build(corpus_of(*articles))
    assert [ranked(one.title, retriever)[0][0] for one in articles] == [one.slug for one in articles]
    assert ranked("xylophone", retriever) == []


def test_an_empty_corpus_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one passage"):
        Retriever.build(corpus_of())


def test_scores_fall_and_question_matches_stay_between_0_and_1() -> None:
    hits = TINY.search(TINY.read("who may cancel the sprint goal").terms)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 <= hit.question_match <= 1 for hit in hits)


def evidence(question: str) -> Evidence:
    terms = TINY.read(question).terms
    return TINY.evidence(terms, TINY.search(terms))


def test_evidence_counts_what_the_first_topic_holds_and_what_nobody_holds() -> None:
    whole, part, none = evidence("cancel the sprint"), evidence("cancel the xylophone"), evidence("xylophone")
    assert (whole.coverage, whole.unknown, whole.matched) == (1.0, 0.0, 2)
    assert 0 < part.coverage < 1
    assert part.coverage + part.unknown == pytest.approx(1.0)
    assert (none.coverage, none.unknown, none.matched) == (0.0, 1.0, 0)


def test_evidence_counts_words_that_name_a_topic_or_term() -> None:
    assert evidence("cancelling a sprint").field_words == 2
    assert evidence("grooming").field_words == 1
    assert evidence("split halfway").field_words == 0


def test_evidence_without_a_content_word_is_none() -> None:
    assert evidence("who is it") == Evidence()
    assert evidence("") == Evidence()


def test_a_topic_names_its_passages_best_first() -> None:
    goal, *_ = TINY.search(TINY.read("who writes the goal").terms)
    assert goal.sections == ("Who writes it", "", "Missing it")
    refinement, *_ = TINY.search(TINY.read("splitting items").terms)
    assert refinement.sections == ("",)


def test_reading_tells_what_was_read_as_corrected_and_not_known() -> None:
    read = TINY.read("groomng? what is grooming of a splittign xylophone")
    assert [(one.written, one.read_as) for one in read.read_as][:1] == [("grooming", "refinement")]
    assert ("splittign", "splitting") in [(one.written, one.read_as) for one in read.corrections]
    assert "xylophone" in read.unknown


def test_a_word_with_a_slip_finds_what_the_right_word_finds() -> None:
    assert ranked("cancle the sprnit")[0] == ranked("cancel the sprint")[0]


def test_function_words_weigh_half_in_a_question() -> None:
    assert dict(TINY.read("who cancels").terms) == {"who": 0.5, "cancel": 1.0}


@given(any_text(300))
def test_any_text_at_all_is_read_and_searched_without_error(text: str) -> None:
    read = TINY.read(text)
    hits = TINY.search(read.terms)
    assert len({hit.topic for hit in hits}) == len(hits) <= 3
    assert all(hit.score > 0 for hit in hits)


def test_each_author_question_of_the_real_corpus_finds_its_article_among_the_first_three(
    corpus: Corpus, retriever: Retriever
) -> None:
    lost = [
        question.text
        for one in corpus.articles.values()
        for question in one.questions
        if one.slug not in [topic for topic, _ in ranked(question.text, retriever)[:3]]
    ]
    assert lost == []
