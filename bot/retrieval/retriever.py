"""From a question in words to ranked passages, over the whole corpus."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.domain import Corpus, Evidence, Rewrite
from bot.retrieval.building import analyse, field_terms
from bot.retrieval.called import TopicNames
from bot.retrieval.groups import Groups
from bot.retrieval.names import Names
from bot.retrieval.postings import Postings, Query, Scores, ideal
from bot.retrieval.questions import QuestionMatcher
from bot.retrieval.spelling import Spelling
from bot.retrieval.text import FUNCTION_WEIGHT, FUNCTION_WORDS, stem, stems, weight, words

# Words of a question that are looked for among similar ones, at up to a millisecond each; few questions have three.
_MOST_CORRECTED = 20
_MOST_TERMS = 1_000  # of a question; 4,000 characters of English hold 700, and acronyms stand for more

_IDF_OF_THIRD = math.log(3)  # of a term that every third passage holds

MOST_TOPICS = 10  # that a search returns
MOST_PASSAGES = 3  # of a topic that are named, best first

# What a topic's evidence counts beside its best passages' shares of the ideal BM25 score; see docs/retrieval.md.
NEIGHBOURS = 8  # author questions of a topic; the mean of several is steadier than the nearest alone
NEIGHBOUR_WEIGHT = 0.6
NEAREST_WEIGHT = 0.5  # times the fourth power: who types an author's question or a name finds its topic and passage
NAMED_WEIGHT = 0.5  # for a question that names the topic and asks nothing else: as much as an author's question


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """A question after the pipeline: weighted terms, and what was rewritten, corrected or not known."""

    terms: tuple[tuple[str, float], ...]
    read_as: tuple[Rewrite, ...] = ()
    corrections: tuple[Rewrite, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One topic with its score and the cosine of its nearest question.

    `sections` are the headings of up to three passages, best first; `""` is the lead.
    """

    topic: str
    sections: tuple[str, ...]
    score: float
    question_match: float

    @property
    def section(self) -> str:
        """The heading of the best passage."""
        return self.sections[0]


@dataclass(frozen=True, slots=True)
class Tables:
    """What is computed from the content once: the storable part of a retriever."""

    passages: Postings
    matcher: QuestionMatcher
    spelling: Spelling
    field_terms: frozenset[str]
    topic_names: TopicNames


class Retriever:
    """An immutable index of the corpus: every lead and every section is one passage."""

    def __init__(self, corpus: Corpus, tables: Tables) -> None:
        self.tables = tables
        self._names = Names(corpus.terms)
        self._analysed: dict[str, frozenset[str]] = {}  # bounded: only texts of the content come here
        self._passages: list[tuple[str, str]] = []
        self._starts: list[int] = []
        for article in corpus.articles.values():
            self._starts.append(len(self._passages))
            self._passages += [
                (article.slug, heading) for heading in ("", *(part.heading for part in article.sections))
            ]
        self._places = {passage: place for place, passage in enumerate(self._passages)}
        self._topic_of = np.repeat(np.arange(len(self._starts)), np.diff([*self._starts, len(self._passages)]))
        self._by_topic = Groups(np.array(self._starts), len(self._passages))
        asked = self._topic_of[tables.matcher.owners]  # every topic has its title among the questions
        self._questions_by_topic = Groups(np.searchsorted(asked, np.arange(len(self._starts))), len(asked))

    @classmethod
    def build(cls, corpus: Corpus) -> "Retriever":
        """Compute everything from the corpus."""
        return cls(corpus, build_tables(corpus))

    def read(self, question: str) -> ReadQuestion:
        """Apply the pipeline to a question: spelling, then other names, then stems with weights."""
        written = words(question)
        meant = self._meant(written)
        corrections = [Rewrite(word, meant[word]) for word in written if word in meant]
        asked, read_as = self._names.rewrite([meant.get(word, word) for word in written])
        asked = asked[:_MOST_TERMS]
        told = [rewrite for rewrite in _unique(read_as) if not self._is_everywhere(rewrite.read_as)]
        # A function word that no page holds ("hi") says nothing, and as a rare one it would weigh much.
        asked = [word for word in asked if word not in FUNCTION_WORDS or stem(word) in self.tables.passages]
        terms = tuple(self.tables.topic_names.plainly([(stem(word), weight(word)) for word in asked]))
        unknown = [word for word, (term, _) in zip(asked, terms, strict=True) if term not in self.tables.passages]
        return ReadQuestion(terms, tuple(told), _unique(corrections), tuple(dict.fromkeys(unknown)))

    def search(self, query: Query, limit: int = MOST_TOPICS, prefer: str = "", ahead: float = 0.0) -> list[Hit]:
        """Return up to `limit` topics with their best passages, best first; without a matching term none.

        A topic scores with its two best passages' shares of the ideal BM25 score and with its nearest author questions;
        which passage is shown is decided by its own share and its own questions. `prefer` names the topic of the turn
        before, which wins where no other is better by more than `ahead`.
        """
        bm25 = self.tables.passages.scores(query)
        share = bm25 / (ideal(self.tables.passages, query) or 1.0)
        cosines = self.tables.matcher.cosines(query)
        matches = self._questions_by_topic.best(cosines)
        topics = self._topic_scores(share, cosines, matches)
        if (prefer, "") in self._places:
            topics[self._topic_of[self._places[prefer, ""]]] += ahead
        else:
            topics[[*self.tables.topic_names.named(query)]] += NAMED_WEIGHT
        passages = (share + NEAREST_WEIGHT * _fourth(self.tables.matcher.best_by_owner(cosines))).tolist()
        matching = self._by_topic.best(bm25) > 0.0
        hits = []
        for topic in np.argsort(-topics, kind="stable")[:limit].tolist():
            if not matching[topic]:
                continue
            # A few Python floats sort faster than a small array.
            best = sorted(range(*self._stretch(topic)), key=passages.__getitem__, reverse=True)[:MOST_PASSAGES]
            sections = tuple([self._passages[place][1] for place in best])
            slug = self._passages[best[0]][0]
            hits.append(Hit(slug, sections, float(topics[topic]), float(matches[topic])))
        return hits

    def named(self, query: Query) -> set[str]:
        """Return the topics that a question names, and about which it asks for little else."""
        return {self._passages[self._starts[topic]][0] for topic in self.tables.topic_names.named(query)}

    def evidence(self, query: Query, hits: Sequence[Hit]) -> Evidence:
        """Return what speaks for the first of `hits`."""
        # Function words are told by their weight; the words of a turn before count, at a weight of their own.
        content = {term: self.idf(term) for term, weight in query if weight != FUNCTION_WEIGHT}
        total = sum(content.values())
        if not hits or not content:
            return Evidence()
        place = self._places[hits[0].topic, hits[0].section]
        begin, end = self._stretch(int(self._topic_of[place]))
        counts = self.tables.passages.counts(content)
        return Evidence(
            coverage=sum([idf for term, idf in content.items() if self.tables.passages.holds(term, begin, end)])
            / total,
            question_match=hits[0].question_match,
            unknown=sum([idf for term, idf in content.items() if term not in self.tables.passages]) / total,
            matched=int(counts[place]),
            matched_anywhere=int(counts.max()),
            field_words=len(self.tables.field_terms.intersection(content)),
            margin=hits[0].score - (hits[1].score if len(hits) > 1 else 0.0),
        )

    def holds(self, topic: str, term: str) -> bool:
        """Tell whether any passage of a topic holds a term; false for an unknown topic."""
        lead = self._places.get((topic, ""))
        return lead is not None and self.tables.passages.holds(term, *self._stretch(int(self._topic_of[lead])))

    def is_known(self, word: str) -> bool:
        """Tell whether any passage or name holds a word, in any of its forms."""
        return stem(word) in self.tables.passages or self._names.mentions(word)

    def idf(self, term: str) -> float:
        """Return the term's inverse document frequency over passages; the highest for an unknown one."""
        return self.tables.passages.idf(term)

    def analyse(self, text: str) -> frozenset[str]:
        """Return the distinct terms of a text of the content, by the same pipeline as the index; remembered."""
        known = self._analysed.get(text)
        if known is None:
            known = self._analysed[text] = frozenset(stems(self._names.rewrite(words(text))[0]))
        return known

    def _topic_scores(self, share: Scores, cosines: Scores, matches: Scores) -> Scores:
        """Return a score for every topic, shape (topics,), in the order of the corpus."""
        # The mean of the best passage and the best two: a topic is more than one lucky passage.
        passages = (self._by_topic.best(share) + self._by_topic.mean_of_best(share, 2)) / 2
        neighbours = self._questions_by_topic.mean_of_best(cosines, NEIGHBOURS)
        return np.asarray(passages + NEIGHBOUR_WEIGHT * neighbours + NEAREST_WEIGHT * _fourth(matches))

    def _meant(self, written: Sequence[str]) -> dict[str, str]:
        """Return what those words are meant to be that the content does not know, where that is clear."""
        unknown = [word for word in dict.fromkeys(written) if not self.is_known(word)]
        nearest = {word: self.tables.spelling.correct(word) for word in unknown[:_MOST_CORRECTED]}
        return {word: meant for word, meant in nearest.items() if meant is not None}

    def _is_everywhere(self, name: str) -> bool:
        """Tell whether so many passages hold a name that nobody has to be told what it stands for."""
        return all(self.tables.passages.idf(term) < _IDF_OF_THIRD for term in stems(words(name)))

    def _stretch(self, topic: int) -> tuple[int, int]:
        """Return the [begin, end) of a topic's passages."""
        begin = self._starts[topic]
        return begin, self._starts[topic + 1] if topic + 1 < len(self._starts) else len(self._passages)


def build_tables(corpus: Corpus) -> Tables:
    """Compute the tables of a corpus."""
    from bot.retrieval.bm25 import PostingsBM25  # noqa: PLC0415  # stored tables do without rank-bm25

    analysed = analyse(corpus)
    return Tables(
        passages=PostingsBM25(analysed.bags).postings,
        matcher=QuestionMatcher.build(analysed.questions, analysed.owners, len(analysed.bags)),
        spelling=Spelling(analysed.word_counts),
        field_terms=field_terms(corpus),
        topic_names=TopicNames.build(corpus.articles.values(), Names(corpus.terms)),
    )


def _fourth(values: Scores) -> Scores:
    """Return the fourth powers; `**` would take ten times as long."""
    squares = values * values
    return squares * squares


def _unique(rewrites: Sequence[Rewrite]) -> tuple[Rewrite, ...]:
    return tuple(dict.fromkeys(rewrites))
