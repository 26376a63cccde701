"""From a question in words to ranked passages, over the whole corpus."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.domain import Article, Corpus, Rewrite
from bot.retrieval.bm25 import PostingsBM25, Scores
from bot.retrieval.names import Names
from bot.retrieval.questions import Query, QuestionMatcher
from bot.retrieval.spelling import Spelling
from bot.retrieval.text import FUNCTION_WEIGHT, FUNCTION_WORDS, stem, stems, weight, words

# How often each field stands in a passage's bag of terms: field weights that keep rank-bm25's formula.
TITLE_REPEATS = 3
HEADING_REPEATS = 2
QUESTION_REPEATS = 2

SECOND_PASSAGE_FROM = 0.5  # of the best passage's score: then the answer often stands in both
QUESTION_WEIGHT = 0.5  # what the cosine of the nearest author question adds to a share of the ideal BM25 score


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """A question after the pipeline: weighted terms, and what was rewritten, corrected or not known."""

    terms: tuple[tuple[str, float], ...]
    read_as: tuple[Rewrite, ...] = ()
    corrections: tuple[Rewrite, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """The best passage of one topic. `score` is the topic's; `question_match` the cosine of its nearest question.

    `second` is the heading of its next passage where that scores at least half as much, else None.
    """

    topic: str
    section: str
    score: float
    question_match: float
    second: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the first topic; words are content words, counted once each.

    `coverage` is the share of the question's idf that the topic holds, `unknown` the share that no page holds,
    `matched` the number of words that the passage holds, `field_words` the number that stand in the name of any topic
    or term, `margin` the first topic's lead in score.
    """

    coverage: float = 0.0
    question_match: float = 0.0
    unknown: float = 1.0
    matched: int = 0
    field_words: int = 0
    margin: float = 0.0


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
        self._field = self._field_terms(corpus)
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
        """Return the best passage of up to `limit` topics, best first; a topic without a matching term is left out.

        A topic scores with its best passage's share of the ideal BM25 score and with its nearest author question; which
        passage is shown is decided by its own share and its own questions.
        """
        bm25 = self._index.weighted_scores(query)
        share = bm25 / (self._index.ideal(query) or 1.0)
        own = self._matcher.best_by_owner(query)
        matches = np.maximum.reduceat(own, self._starts)
        topics = np.maximum.reduceat(share, self._starts) + QUESTION_WEIGHT * matches
        passages = share + QUESTION_WEIGHT * own
        hits = []
        for topic in np.argsort(-topics, kind="stable")[:limit].tolist():
            begin, end = self._stretch(topic)
            if not bm25[begin:end].any():
                continue
            (slug, section), second = self._best_two(passages, begin, end)
            hits.append(Hit(slug, section, float(topics[topic]), float(matches[topic]), second))
        return hits

    def evidence(self, query: Query, hits: Sequence[Hit]) -> Evidence:
        """Return what speaks for the first of `hits`."""
        # Function words are told by their weight; the words of a turn before count, at a weight of their own.
        content = {term for term, weight in query if weight != FUNCTION_WEIGHT}
        total = sum(self.idf(term) for term in content)
        if not hits or not content:
            return Evidence()
        place = self._passages.index((hits[0].topic, hits[0].section))
        begin, end = self._stretch(int(self._topic_of[place]))
        return Evidence(
            coverage=sum(self.idf(term) for term in content if self._index.holds(term, begin, end)) / total,
            question_match=hits[0].question_match,
            unknown=sum(self.idf(term) for term in content if term not in self._index) / total,
            matched=sum(self._index.holds(term, place, place + 1) for term in content),
            field_words=len(content & self._field),
            margin=hits[0].score - (hits[1].score if len(hits) > 1 else 0.0),
        )

    def idf(self, term: str) -> float:
        """Return the term's inverse document frequency over passages; the highest for an unknown one."""
        return float(self._index.idf.get(term, self._index.unseen_idf))

    def analyse(self, text: str) -> frozenset[str]:
        """Return the distinct terms of a text of the content, by the same pipeline as the index; remembered."""
        known = self._analysed.get(text)
        if known is None:
            known = self._analysed[text] = frozenset(stems(self._names.rewrite(words(text))[0]))
        return known

    def _field_terms(self, corpus: Corpus) -> frozenset[str]:
        """Return the terms of our field: those in the names of topics and glossary terms."""
        names = [name for article in corpus.articles.values() for name in (article.title, *article.also_called)]
        names += [name for term in corpus.terms for name in (term.term, *term.also_called)]
        return frozenset(stem(word) for name in names for word in words(name) if word not in FUNCTION_WORDS)

    def _best_two(self, scores: Scores, begin: int, end: int) -> tuple[tuple[str, str], str | None]:
        """Return (slug, heading) of the best passage in [begin, end), and the heading of a second that comes near."""
        order = (begin + np.argsort(-scores[begin:end], kind="stable")[:2]).tolist()
        near = len(order) > 1 and scores[order[1]] >= SECOND_PASSAGE_FROM * scores[order[0]]
        return self._passages[order[0]], self._passages[order[1]][1] if near else None

    def _stretch(self, topic: int) -> tuple[int, int]:
        """Return the [begin, end) of a topic's passages."""
        begin = self._starts[topic]
        return begin, self._starts[topic + 1] if topic + 1 < len(self._starts) else len(self._passages)

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
