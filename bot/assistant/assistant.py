"""The engine behind every front end: a question in, an `Answer` out."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from bot.assistant.comparison import compared
from bot.assistant.decision import ANSWER_FROM, CHOICE_FROM, decide, weigh
from bot.assistant.followups import PULL, STANDS_ALONE, Turn, leans_on_context, meant_instead, points_back, with_context
from bot.assistant.sentences import SentenceScorer, cue_of
from bot.assistant.small_talk import small_talk
from bot.domain import Answer, Article, Candidate, Corpus, Outcome, Quote, Signals
from bot.errors import UsageError
from bot.retrieval.called import FORM
from bot.retrieval.retriever import MOST_PASSAGES, MOST_TOPICS, Hit, ReadQuestion, Retriever
from bot.retrieval.text import FUNCTION_WORDS, words
from bot.sentences import excerpts

MAX_QUESTION = 4000  # characters, as many as a Discord message can hold
RUNNER_UP_FROM = 0.85  # of the first topic's score: then the question may well be about the other, and both are quoted
_SPACES = re.compile(r"\s+")
_STANDS_FOR = re.compile(
    r"(?:what|wat)(?: do| does|'s|\u2019s| is)? (?P<name>\w+(?:[ -]\w+){0,3}?) (?:stands? for|short for|means?)[?.! ]*",
    re.IGNORECASE,
)


class Assistant:
    """Answers from one immutable corpus. Holds no turn of anybody: the caller hands in the one before."""

    def __init__(self, corpus: Corpus, retriever: Retriever) -> None:
        self.corpus = corpus
        self._retriever = retriever
        self._scorer = SentenceScorer(self._retriever.analyse, self._retriever.idf)

    def ask(self, question: str, previous: Turn | None = None) -> Answer:
        """Answer `question`, read with the turn before it where it leans on one.

        Raises `UsageError` where the question holds no word or more than 4,000 characters.
        """
        cleaned = clean_question(question)
        talk = small_talk(cleaned)
        if talk is not None:
            return Answer(question, Outcome.UNKNOWN, (), (), Signals(), small_talk=talk)
        asked, previous = _corrected(plainly(cleaned), previous)
        read = self._retriever.read(asked)
        hits, signals = self._search(read)
        continued = ""
        if previous is not None and leans_on_context(asked) and self._continues(asked, read, previous.topic):
            hits, signals, continued = self._in_context(read, hits, signals, previous)
        outcome = decide(signals)
        quotes: tuple[Quote, ...] = ()
        if outcome is not Outcome.UNKNOWN:
            sides, quotes = self._compare(asked)
            if quotes:
                outcome = Outcome.ANSWER
                hits = _with_first(sides, hits)
        if outcome is Outcome.ANSWER and not quotes:
            quotes = self._quotes(hits, asked, read)
        return Answer(
            question=question,
            outcome=outcome,
            candidates=tuple(Candidate(hit.topic, hit.section, hit.score) for hit in hits),
            quotes=quotes,
            signals=signals,
            read_as=read.read_as,
            corrections=read.corrections,
            unknown_words=read.unknown,
            matched_terms=self._matched(read, hits),
            continued=continued,
        )

    def turn_after(self, answer: Answer) -> Turn | None:
        """Return what to hand in with the person's next question."""
        return Turn(answer.candidates[0].topic) if answer.outcome is not Outcome.UNKNOWN else None

    def article(self, slug: str) -> Article | None:
        """Return the article of a topic, or None."""
        return self.corpus.articles.get(slug)

    def _search(self, read: ReadQuestion) -> tuple[list[Hit], Signals]:
        hits = self._retriever.search(read.terms)
        signals = weigh(self._retriever.evidence(read.terms, hits))
        if hits and hits[0].topic in self._retriever.named(read.terms):
            signals = replace(signals, confidence=max(signals.confidence, ANSWER_FROM))
        elif hits and self._only_names(read, hits[0].topic):
            # Who only says words of a topic's names is at least shown it.
            signals = replace(signals, confidence=max(signals.confidence, CHOICE_FROM))
        return hits, signals

    def _in_context(
        self, read: ReadQuestion, alone: list[Hit], signals: Signals, previous: Turn
    ) -> tuple[list[Hit], Signals, str]:
        """Search again with the last topic's title, unless the question is about something else."""
        article = self.article(previous.topic)
        subject = _subject(read)
        stands_alone = bool(subject) and signals.question_match >= STANDS_ALONE and decide(signals) is Outcome.ANSWER
        if article is None or (stands_alone and alone[0].topic != previous.topic):
            return alone, signals, ""
        terms = with_context(read.terms, self._retriever.analyse(article.title))
        hits = self._retriever.search(terms, prefer=previous.topic, ahead=PULL / max(1, len(_own_words(read))))
        in_context = weigh(self._retriever.evidence(terms, hits))
        if not subject:
            # "Why?" and "who sets it?" name no subject of their own, so the one before is certain.
            hits.sort(key=lambda hit: hit.topic != previous.topic)
            in_context = replace(in_context, confidence=max(in_context.confidence, ANSWER_FROM))
        return hits, in_context, article.title

    def _continues(self, asked: str, read: ReadQuestion, topic: str) -> bool:
        """Tell whether a question goes on with a topic: it points back, or its few words are the topic's own."""
        subject = _subject(read)
        return points_back(asked) or not subject or any(self._retriever.holds(topic, term) for term in subject)

    def _compare(self, asked: str) -> tuple[list[Hit], tuple[Quote, ...]]:
        """Return both sides of a comparison with their quotes; nothing where one article holds both."""
        sides = compared(asked)
        if sides is None:
            return [], ()
        tops: list[tuple[Hit, ReadQuestion]] = []
        for side in sides:
            read = self._retriever.read(side)
            hits, signals = self._search(read)
            if decide(signals) is Outcome.UNKNOWN:
                return [], ()
            tops.append((hits[0], read))
        if tops[0][0].topic == tops[1][0].topic or self._is_about_both(asked, tops):
            return [], ()
        quoted = [self._quoted([(hit.topic, "")], side, read) for (hit, read), side in zip(tops, sides, strict=True)]
        # What is quoted is what was found: a side's lead.
        found = [replace(hit, sections=("",)) for hit, _ in tops]
        return found, tuple(quote for of_side in quoted for quote in of_side)

    def _is_about_both(self, asked: str, sides: Sequence[tuple[Hit, ReadQuestion]]) -> bool:
        """Tell whether one article answers a comparison, as "Product Owner versus Product Manager" does."""
        best = self._retriever.search(self._retriever.read(asked).terms, limit=1)[0].topic
        left, right = (frozenset(_own_words(read)) for _, read in sides)
        names_both = bool(left and right) and any(name >= left | right for name in self._names(best))
        if best in {hit.topic for hit, _ in sides}:
            # "Sprint versus Sprint Goal" is about two things, though the name of one holds the other's.
            return names_both and not (left <= right or right <= left)
        # An article that only shares the word "difference" must not win over two that are called as the sides are.
        return names_both or not all(self._only_names(read, hit.topic) for hit, read in sides)

    def _quotes(self, hits: Sequence[Hit], asked: str, read: ReadQuestion) -> tuple[Quote, ...]:
        """Quote the best passage, and begin two others: the article's next, and a close runner-up's."""
        best = hits[0]
        headings = best.sections
        if self._only_names(read, best.topic):
            headings = tuple(dict.fromkeys(("", *headings)))
        places = [(best.topic, heading) for heading in headings][:MOST_PASSAGES]
        if len(hits) > 1 and hits[1].score >= RUNNER_UP_FROM * best.score:
            places = [*places[: MOST_PASSAGES - 1], (hits[1].topic, hits[1].section)]
        first, *rest = self._quoted(places, asked, read)
        return first, *(replace(quote, mark=None) for quote in rest)  # two marks would say that both answer

    def _only_names(self, read: ReadQuestion, topic: str) -> bool:
        """Tell whether a question's own words are all in a topic's names: then the lead is the answer."""
        own = _own_words(read)
        return bool(own) and frozenset().union(*self._names(topic)).issuperset(own)

    def _names(self, topic: str) -> list[frozenset[str]]:
        """Return the terms of each name of a topic."""
        article = self.corpus.articles[topic]
        return [self._retriever.analyse(name) for name in (article.title, *article.also_called)]

    def _quoted(self, places: Sequence[tuple[str, str]], asked: str, read: ReadQuestion) -> list[Quote]:
        """Return quotes of passages, given by topic and heading, with the sentence marked that answers."""
        quotes, cue = [], cue_of(asked)
        for (topic, heading), text in zip(places, excerpts([self._text(*place) for place in places]), strict=True):
            mark = self._scorer.best(text, read.terms, cue, self.corpus.articles[topic].title, heading)
            quotes.append(Quote(topic, heading, text, mark))
        return quotes

    def _text(self, topic: str, heading: str) -> str:
        article = self.corpus.articles[topic]
        part = article.section(heading) if heading else None
        return part.text if part else article.lead

    def _matched(self, read: ReadQuestion, hits: Sequence[Hit]) -> tuple[str, ...]:
        """Return the question's terms that the first topic's passage holds."""
        if not hits:
            return ()
        topic, heading = hits[0].topic, hits[0].section
        parts = (self.corpus.articles[topic].title, heading, self._text(topic, heading))
        held = self._retriever.analyse(" ".join(parts))
        return tuple(dict.fromkeys(term for term, _ in read.terms if term in held))


def _corrected(asked: str, previous: Turn | None) -> tuple[str, Turn | None]:
    """Return a question and the turn before it; "no, I meant X" is X alone, since what was before is denied."""
    meant = meant_instead(asked)
    if meant is None:
        return asked, previous
    return meant, previous if points_back(meant) or not set(words(meant)) - FUNCTION_WORDS else None


def _with_first(first: Sequence[Hit], hits: Sequence[Hit]) -> list[Hit]:
    """Return hits with these topics first, in their order, then the others, at most ten in all."""
    topics = {hit.topic for hit in first}
    return [*first, *(hit for hit in hits if hit.topic not in topics)][:MOST_TOPICS]


def plainly(question: str) -> str:
    """Return "what does WSJF stand for" as "what is WSJF", for no name stands for anything else; others as they are."""
    match = _STANDS_FOR.fullmatch(question)
    return f"what is {match['name']}" if match else question


def _own_words(read: ReadQuestion) -> list[str]:
    """Return the terms of a question that are no function words."""
    return [term for term, weight in read.terms if weight == 1.0]


def _subject(read: ReadQuestion) -> list[str]:
    """Return the terms of a question that say what it is about."""
    return [term for term in _own_words(read) if term not in FORM]


def clean_question(text: str) -> str:
    """Return the question on one line without control characters.

    Raises `UsageError` where nothing is left to search for or it is too long.
    """
    if len(text) > MAX_QUESTION:
        raise UsageError(
            f"The question has {len(text):,} characters; at most {MAX_QUESTION:,} can be read. Say it more briefly."
        )
    cleaned = _SPACES.sub(" ", _printable(text)).strip()
    if not any(char.isalnum() for char in cleaned):
        raise UsageError('There is no word in this question. Ask in plain words, for example "who orders the backlog?"')
    return cleaned


def _printable(text: str) -> str:
    """Return text with spaces in the place of control characters and separators, without soft hyphens and the like."""
    if text.isascii() and text.isprintable():
        return text
    visible = (char for char in text if unicodedata.category(char) != "Cf")
    return "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in visible)
