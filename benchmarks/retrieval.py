"""The postings index against rank-bm25 as it comes, on 1,000 passages: the same bits, and how much sooner."""

import random

import numpy as np
from rank_bm25 import BM25Okapi, BM25Plus

from benchmarks.timing import line, percentile, timed
from bot.corpus.loader import load_corpus
from bot.corpus.places import packaged_content
from bot.retrieval.bm25 import PostingsBM25
from bot.retrieval.text import stems, words
from bot.sentences import split_sentences

PASSAGES, QUERIES, TOP = 1_000, 400, 10


def passages_and_queries() -> tuple[list[list[str]], list[list[str]]]:
    """Return 1,000 passages of about 100 words, drawn from the content's sentences, and real questions as terms."""
    corpus = load_corpus([packaged_content()])
    sentences, questions = [], []
    for article in corpus.articles.values():
        for text in (article.lead, *(section.text for section in article.sections)):
            sentences += [stems(words(text[start:end])) for start, end in split_sentences(text)]
        questions += [stems(words(question.text)) for question in article.questions]
    draw = random.Random(7)
    passages: list[list[str]] = []
    for _ in range(PASSAGES):
        passage: list[str] = []
        while len(passage) < 100:
            passage += draw.choice(sentences)
        passages.append(passage)
    return passages, draw.sample(questions, min(QUERIES, len(questions)))


def main() -> None:
    passages, queries = passages_and_queries()
    ours, plus, okapi = PostingsBM25(passages), BM25Plus(passages, delta=0), BM25Okapi(passages)
    equal = all(np.array_equal(ours.get_scores(query), plus.get_scores(query)) for query in queries)
    numbers = list(range(len(passages)))

    def top(query: list[str]) -> list[int]:
        scores = ours.get_scores(query)
        best = np.argpartition(scores, PASSAGES - TOP)[-TOP:]
        return [int(place) for place in best[np.argsort(-scores[best], kind="stable")]]

    mine = timed(top, queries)
    theirs = timed(lambda query: okapi.get_top_n(query, numbers, n=TOP), queries)
    print(f"{len(passages)} passages, {len(queries)} questions, top {TOP}")
    print(line("PostingsBM25", mine))
    print(line("rank_bm25.BM25Okapi.get_top_n", theirs))
    print(f"ratio of medians: {percentile(theirs, 0.5) / percentile(mine, 0.5):.1f} times as fast")
    print(f"scores equal to rank_bm25.BM25Plus(delta=0) bit by bit: {'yes' if equal else 'NO'}")


if __name__ == "__main__":
    main()
