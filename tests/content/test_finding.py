"""Leave one out: a question that the index has never seen still leads to its article."""

import random
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

import pytest

from bot.domain import Corpus
from bot.retrieval.retriever import Retriever

FOLDS = 8
FIRST = 3  # an answer, or a choice of up to three topics
AT_LEAST = 0.95
WORTH_TELLING = 10  # the rank of a miss, if it is that good

Left = tuple[str, int]  # an article's slug and the place of one of its questions


@dataclass(frozen=True, slots=True)
class Asked:
    """A question asked of an index without it, and the topics found, best first."""

    slug: str
    question: str
    section: str
    topics: tuple[str, ...]

    @property
    def found(self) -> bool:
        return self.slug in self.topics[:FIRST]

    def __str__(self) -> str:
        rank = self.topics.index(self.slug) + 1 if self.slug in self.topics else "-"
        where = self.section or "lead"
        return f"{self.slug} ({where}): rank {rank} of {self.question!r}, after {', '.join(self.topics[:FIRST])}"


def _without(corpus: Corpus, left_out: Collection[Left]) -> Corpus:
    return replace(
        corpus,
        articles={
            slug: replace(
                article,
                questions=tuple(q for place, q in enumerate(article.questions) if (slug, place) not in left_out),
            )
            for slug, article in corpus.articles.items()
        },
    )


def _ask_all(corpus: Corpus) -> Iterator[Asked]:
    everything = [(slug, place) for slug, article in corpus.articles.items() for place in range(len(article.questions))]
    random.Random(3).shuffle(everything)
    for fold in range(FOLDS):
        left_out = everything[fold::FOLDS]
        retriever = Retriever.build(_without(corpus, frozenset(left_out)))
        for slug, place in left_out:
            question = corpus.articles[slug].questions[place]
            hits = retriever.search(retriever.read(question.text).terms, limit=WORTH_TELLING)
            yield Asked(slug, question.text, question.section, tuple(hit.topic for hit in hits))


@pytest.fixture(scope="module")
def asked(corpus: Corpus) -> list[Asked]:
    return list(_ask_all(corpus))


def test_the_article_is_among_the_first_three_for_nearly_every_question(asked: list[Asked]) -> None:
    missed = sorted(str(one) for one in asked if not one.found)
    share = 1 - len(missed) / len(asked)
    assert share >= AT_LEAST, f"{share:.3f} of {len(asked)}; words are missing in the text of:\n" + "\n".join(missed)


def test_no_article_is_lost_behind_the_others(asked: list[Asked]) -> None:
    lost = {one.slug for one in asked} - {one.slug for one in asked if one.found}
    assert lost == set()
