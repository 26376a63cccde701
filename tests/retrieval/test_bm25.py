"""The postings give the scores of rank-bm25 to the last bit."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Plus

from bot.domain import Corpus
from bot.retrieval.bm25 import PostingsBM25
from bot.retrieval.building import analyse
from bot.retrieval.postings import ideal
from bot.retrieval.retriever import Retriever

TERMS = st.sampled_from("abcdefg")
BAGS = st.lists(st.lists(TERMS, max_size=8), min_size=1, max_size=6).filter(any)
SIZES = ([["goal"]], [["goal", "sprint"], ["goal"]], [["goal"], ["goal", "goal", "sprint"], ["owner"]])


def assert_bit_equal(bags: Sequence[Sequence[str]], queries: Sequence[Sequence[str]]) -> None:
    package = BM25Plus([list(bag) for bag in bags], delta=0)
    ours = PostingsBM25(bags)
    for query in queries:
        assert np.array_equal(ours.get_scores(query), package.get_scores(query)), query


def test_scores_equal_the_package_on_the_whole_corpus_for_author_questions(
    corpus: Corpus, retriever: Retriever
) -> None:
    bags = analyse(corpus).bags
    texts = [question.text for article in corpus.articles.values() for question in article.questions[:4]]
    queries = [[term for term, _ in retriever.read(text).terms] for text in texts]
    assert len(queries) > 130
    assert len(bags) > 200
    assert_bit_equal(bags, [*queries, [], ["nowhere"], ["product"] * 5, ["product", "nowhere", "owner"]])


def test_the_retriever_scores_with_these_very_postings(corpus: Corpus, retriever: Retriever) -> None:
    package = BM25Plus(analyse(corpus).bags, delta=0)
    query = [term for term, _ in retriever.read("who may cancel the sprint and why").terms]
    scores = retriever.tables.passages.scores([(term, 1.0) for term in query])
    assert np.array_equal(scores, package.get_scores(query))


@given(BAGS, st.lists(TERMS | st.just("nowhere"), max_size=8))
def test_scores_equal_the_package_on_any_tiny_corpus(bags: list[list[str]], query: list[str]) -> None:
    assert_bit_equal(bags, [query])


@pytest.mark.parametrize("bags", SIZES, ids=["one", "two", "three"])
def test_a_matching_passage_scores_above_zero_in_a_corpus_of_a_few(bags: list[list[str]]) -> None:
    scores = PostingsBM25(bags).get_scores(["goal"])
    assert [score > 0 for score in scores] == ["goal" in bag for bag in bags]


@pytest.mark.parametrize("bags", [[], [[]], [[], []]])
def test_a_corpus_without_a_term_is_refused(bags: list[list[str]]) -> None:
    with pytest.raises(ValueError, match="at least one passage"):
        PostingsBM25(bags)


def test_a_passage_without_a_term_may_stand_beside_others() -> None:
    assert_bit_equal([[], ["goal"], []], [["goal"]])


def test_a_weight_scales_what_a_term_adds() -> None:
    index = PostingsBM25(SIZES[2])
    half = index.postings.scores([("goal", 0.5), ("sprint", 0.5)])
    assert np.allclose(half * 2, index.get_scores(["goal", "sprint"]))


@given(BAGS, st.lists(st.tuples(TERMS | st.just("nowhere"), st.sampled_from((0.3, 0.5, 1.0))), min_size=1, max_size=8))
def test_no_passage_exceeds_the_ideal_score(bags: list[list[str]], query: list[tuple[str, float]]) -> None:
    postings = PostingsBM25(bags).postings
    assert postings.scores(query).max() <= ideal(postings, query)


def test_an_index_tells_which_terms_it_holds_and_where() -> None:
    postings = PostingsBM25(SIZES[2]).postings
    assert "sprint" in postings
    assert "nowhere" not in postings
    assert [postings.holds("sprint", place, place + 1) for place in range(3)] == [False, True, False]
    assert postings.holds("sprint", 0, 3)
    assert not postings.holds("sprint", 2, 3)
    assert not postings.holds("nowhere", 0, 3)


def test_a_rare_term_has_a_higher_idf_and_an_unknown_one_the_highest() -> None:
    postings = PostingsBM25(SIZES[2]).postings
    assert 0 < postings.idf("goal") < postings.idf("sprint") == postings.idf("nowhere")
