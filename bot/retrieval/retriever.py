"""From a question in words to ranked passages, over the whole corpus."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.domain import Article, Corpus, Rewrite
from bot.retrieval.bm25 import PostingsBM25
from bot.retrieval.names import Names
from bot.retrieval.questions import Query, QuestionMatcher
from bot.retrieval.spelling import Spelling
from bot.retrieval.text import stems, weight, words

# How often each field stands in a passage's bag of terms: field weights that keep rank-bm25's formula.
TITLE_REPEATS = 3
HEADING_REPEATS = 2
QUESTION_REPEATS = 2

# What the nearest author question adds to a passage's share of the ideal BM25 score.
OWN_QUESTION_WEIGHT = 0.6  # a question of that very section
ARTICLE_QUESTION_WEIGHT = 0.4  # a question anywhere in the article


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """A question after the pipeline: weighted terms, and what was rewritten, corrected or not known."""

    terms: tuple[tuple[str, float], ...]
    read_as: tuple[Rewrite, ...] = ()
    corrections: tuple[Rewrite, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """The best passage of one topic. `coverage` is BM25 over its ideal, `question_match` a cosine; both in 0..1."""

    topic: str
    section: str
    score: float
    coverage: float
    question_match: float


class Retriever:
    """An immutable index of the corpus: every lead and every section is one passage."""

    def __init__(self, corpus: Corpus) -> None:
        self._names = Names(corpus.terms)
        self._analysed: dict[str, frozenset[str]] = {}  # bounded: only texts of the content come here
        self._passages: list[tuple[str, str]] = []
        self._starts: list[int] = []
        bags: list[list[str]] = []
        questions: list[Query] = []
        owners: list[int] = []
        seen_words: list[str] = []
        for article in corpus.articles.values():
            self._starts.append(len(bags))
            for fields in _passages(article):
                bag: list[str] = []
                for text, repeats, is_question in fields.parts:
                    text_words = words(text)
                    seen_words += text_words
                    read = self._names.rewrite(text_words)[0]
                    terms = stems(read)
                    bag += terms * repeats
                    if is_question:
                        questions.append(list(zip(terms, map(weight, read), strict=True)))
                        owners.append(len(bags))
                self._passages.append((article.slug, fields.heading))
                bags.append(bag)
        self._index = PostingsBM25(bags)
        self._spelling = Spelling(seen_words)
        self._matcher = QuestionMatcher(questions, owners, len(bags))
        self._topic_of = np.repeat(np.arange(len(self._starts)), np.diff([*self._starts, len(bags)]))

    def read(self, question: str) -> ReadQuestion:
        """Apply the pipeline to a question: other names, then spelling, then stems with weights."""
        asked, read_as = self._names.rewrite(words(question))
        terms: list[tuple[str, float]] = []
        corrections: list[Rewrite] = []
        unknown: list[str] = []
        for word in asked:
            (term,) = stems([word])
            if term not in self._index:
                better = self._spelling.correct(word)
                if better is None:
                    unknown.append(word)
                else:
                    corrections.append(Rewrite(word, better))
                    (term,) = stems([better])
            terms.append((term, weight(word)))
        return ReadQuestion(tuple(terms), _unique(read_as), _unique(corrections), tuple(dict.fromkeys(unknown)))

    def search(self, query: Query, limit: int = 10) -> list[Hit]:
        """Return the best passage of up to `limit` topics, best first; a topic without a matching term is left out."""
        bm25 = self._index.weighted_scores(query)
        coverage = bm25 / (self._index.ideal(query) or 1.0)
        own = self._matcher.best_by_owner(query)
        of_article = np.maximum.reduceat(own, self._starts)[self._topic_of]
        total = coverage + OWN_QUESTION_WEIGHT * own + ARTICLE_QUESTION_WEIGHT * of_article
        total[bm25 <= 0] = 0.0
        best = np.maximum.reduceat(total, self._starts)
        hits = []
        for topic in np.argsort(-best, kind="stable")[:limit].tolist():
            if best[topic] <= 0:
                break
            begin = self._starts[topic]
            end = self._starts[topic + 1] if topic + 1 < len(self._starts) else len(total)
            place = begin + int(np.argmax(total[begin:end]))
            slug, section = self._passages[place]
            hits.append(Hit(slug, section, float(total[place]), float(coverage[place]), float(of_article[place])))
        return hits

    def idf(self, term: str) -> float:
        """Return the term's inverse document frequency over passages; the highest for an unknown one."""
        return float(self._index.idf.get(term, self._index.unseen_idf))

    def analyse(self, text: str) -> frozenset[str]:
        """Return the distinct terms of a text of the content, by the same pipeline as the index; remembered."""
        known = self._analysed.get(text)
        if known is None:
            known = self._analysed[text] = frozenset(stems(self._names.rewrite(words(text))[0]))
        return known

    @property
    def bags(self) -> list[dict[str, int]]:
        """The term frequencies of every passage, as rank-bm25 holds them."""
        return list(self._index.doc_freqs)


@dataclass(frozen=True, slots=True)
class _Fields:
    """The texts of one passage: each with how often it counts, and whether it is something that people ask or type."""

    heading: str
    parts: tuple[tuple[str, int, bool], ...]


def _passages(article: Article) -> Iterable[_Fields]:
    """Yield the lead, found by title and other names too, then each section, found by its heading too."""
    names = [(name, TITLE_REPEATS, True) for name in (article.title, *article.also_called)]
    yield _Fields("", (*names, *_asked(article, ""), (article.summary, 1, False), (article.lead, 1, False)))
    for section in article.sections:
        heading = ((article.title, TITLE_REPEATS, False), (section.heading, HEADING_REPEATS, True))
        yield _Fields(section.heading, (*heading, *_asked(article, section.heading), (section.text, 1, False)))


def _asked(article: Article, heading: str) -> Iterable[tuple[str, int, bool]]:
    """Return the author questions that this passage answers."""
    return [(question.text, QUESTION_REPEATS, True) for question in article.questions if question.section == heading]


def _unique(rewrites: Sequence[Rewrite]) -> tuple[Rewrite, ...]:
    return tuple(dict.fromkeys(rewrites))
