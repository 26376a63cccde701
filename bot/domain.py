"""The frozen types that cross the borders between packages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from functools import cached_property
from pathlib import Path

RESOURCE_KINDS = ("guide", "article", "video", "book", "tool")

# ---------------------------------------------------------------- content


@dataclass(frozen=True, slots=True)
class Resource:
    """A link to public material; `kind` is one of `RESOURCE_KINDS`."""

    title: str
    url: str
    kind: str


@dataclass(frozen=True, slots=True)
class AuthorQuestion:
    """A question as people ask it; `section` names the heading that answers, `""` for summary and lead."""

    text: str
    section: str


@dataclass(frozen=True, slots=True)
class Section:
    """A `##` part of an article. `key` is the heading in lower-case ASCII for use in button ids."""

    heading: str
    key: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Article:
    """One topic. `lead` and each section's `text` stand in the file byte for byte."""

    slug: str
    category: str
    title: str
    summary: str
    also_called: tuple[str, ...]
    questions: tuple[AuthorQuestion, ...]
    related: tuple[str, ...]
    resources: tuple[Resource, ...]
    reviewed: date
    lead: str
    sections: tuple[Section, ...]
    path: Path

    def section(self, key: str) -> Section | None:
        """Return the section whose heading or key is `key`, or None."""
        return next((part for part in self.sections if key in (part.key, part.heading)), None)


@dataclass(frozen=True, slots=True)
class Tip:
    """A tip of at most 280 characters with one thing to try (at most 200) this Sprint."""

    id: str
    topic: str
    text: str
    action: str


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry; `also_called` are older and competing names and acronyms that are read as this term."""

    term: str
    definition: str
    topic: str
    also_called: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Responsibility:
    """One of the Product Owner's responsibilities, in the order in which `/responsibilities` shows them."""

    n: int
    slug: str
    gist: str
    related: tuple[str, ...]


@dataclass(frozen=True)
class Corpus:
    """All content, immutable; a reload builds another one and swaps it whole."""

    articles: Mapping[str, Article]
    responsibilities: tuple[Responsibility, ...]
    tips: tuple[Tip, ...]
    terms: tuple[Term, ...]

    @cached_property
    def reviewed(self) -> date:
        """The newest review date of any article: the content's date."""
        return max(article.reviewed for article in self.articles.values())

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """The categories that hold articles, in alphabetical order."""
        return tuple(sorted({article.category for article in self.articles.values()}))


# ---------------------------------------------------------------- answers


class Outcome(StrEnum):
    """What the assistant made of a question; only `ANSWER` counts as answered."""

    ANSWER = "answer"
    CHOICE = "choice"
    UNKNOWN = "unknown"


class SmallTalk(StrEnum):
    """What people say that asks for nothing in the articles; of several the first here counts."""

    HELP = "help"
    GOODBYE = "goodbye"
    GREETING = "greeting"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class Candidate:
    """The best passage of one topic for a question; `section` is `""` for summary and lead."""

    topic: str
    section: str
    score: float


@dataclass(frozen=True, slots=True)
class Quote:
    """An exact excerpt of an article; `mark` is the [start, end) of the sentence that answers, in `text`."""

    topic: str
    section: str
    text: str
    mark: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A word or phrase of the question that was read as another."""

    written: str
    read_as: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the first topic; words are content words, counted once each.

    `coverage` is the share of the question's idf that the topic holds, `unknown` the share that no page holds,
    `matched` the number of words that the passage holds, `matched_anywhere` the most that any one passage does,
    `field_words` the number that stand in the name of any topic or term, `margin` the first topic's lead in score.
    """

    coverage: float = 0.0
    question_match: float = 0.0
    unknown: float = 1.0
    matched: int = 0
    matched_anywhere: int = 0
    field_words: int = 0
    margin: float = 0.0


@dataclass(frozen=True, slots=True)
class Signals(Evidence):
    """The evidence with the confidence, in 0..1, that the first topic answers."""

    confidence: float = field(default=0.0, kw_only=True)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the assistant says to one question. `candidates` holds up to 10 topics, best first, for every outcome.

    What is only `small_talk` was not looked for: it has no candidates, and its outcome is unknown.
    """

    question: str
    outcome: Outcome
    candidates: tuple[Candidate, ...]
    quotes: tuple[Quote, ...]
    signals: Signals
    read_as: tuple[Rewrite, ...] = ()
    corrections: tuple[Rewrite, ...] = ()
    unknown_words: tuple[str, ...] = ()
    matched_terms: tuple[str, ...] = ()
    continued: str = ""
    small_talk: SmallTalk | None = None

    @property
    def answered(self) -> bool:
        """True only if a passage is quoted as the answer."""
        return self.outcome is Outcome.ANSWER

    @property
    def counted_as(self) -> str:
        """The outcome in the usage counts: small talk is done, for it is no question that the articles lack."""
        return "done" if self.small_talk else self.outcome.value


# ---------------------------------------------------------------- usage, votes and scheduled tips


class Place(StrEnum):
    """Where a question or command came from."""

    GUILD = "guild"
    DIRECT = "direct"
    PRIVATE = "private"
    TERMINAL = "terminal"


@dataclass(frozen=True, slots=True)
class UsageEvent:
    """One question or command, without anybody's words. `person` is a keyed hash, `latency_ms` in milliseconds.

    `guild_id` is set only for a server that the bot is in.
    """

    at: datetime
    kind: str
    place: Place
    outcome: str
    topic: str = ""
    confidence: float | None = None
    latency_ms: float | None = None
    guild_id: int | None = None
    person: str = ""


class Visibility(StrEnum):
    """Who sees what `/ask` answers in a server, where the asker does not say."""

    PUBLIC = "public"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What a server's owners decided; a channel is its id, or None where there is none."""

    answers: Visibility = Visibility.PRIVATE
    ask_channel: int | None = None
    forum: int | None = None
    keep_questions: bool = False


@dataclass(frozen=True, slots=True)
class AskNotice:
    """The bot's own message in an ask channel that says how to ask; `digest` is one of what it says."""

    channel_id: int
    message_id: int
    digest: str


@dataclass(frozen=True, slots=True)
class Counted:
    """An event, and what its server may learn of the question: normalised terms with their words, and the text."""

    event: UsageEvent
    terms: Mapping[str, str] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True, slots=True)
class KeptRows:
    """How many rows of one kind are kept about a person, and what they hold in plain words."""

    title: str
    about: str
    count: int


class Reason(StrEnum):
    """Why a passage was not helpful. The values stand in the database, so they stay."""

    ELSEWHERE = "elsewhere"
    SHALLOW = "shallow"
    HARD = "hard"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Vote:
    """What one person thinks of one passage; `reason` is None for Helpful, `section` is its key, `""` for the lead."""

    person: str
    topic: str
    section: str
    at: datetime
    reason: Reason | None = None
    guild_id: int | None = None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When tips are posted: a local wall time in an IANA timezone on some weekdays (0 is Monday)."""

    local_time: time
    timezone: str
    days: frozenset[int]

    @property
    def bits(self) -> int:
        """The days as one number, as databases and buttons keep them: 1 for Monday, 2 for Tuesday, 4 ..."""
        return sum(1 << day for day in self.days)


def days_of(bits: int) -> frozenset[int]:
    """Return the days that `Rhythm.bits` stands for."""
    return frozenset(day for day in range(7) if bits >> day & 1)


# Why a schedule is paused. These stand in databases, so they stay.
PAUSED_BY_OWNER = "somebody who manages this server asked for it; /tips resume goes on"
CHANNEL_GONE = "that channel is gone; schedule tips in another one"


@dataclass(frozen=True, slots=True)
class Schedule:
    """A channel's scheduled tips. `topic` is empty for all topics; `paused` holds the reason, or is empty."""

    id: int
    guild_id: int
    channel_id: int
    rhythm: Rhythm
    topic: str
    next_due: datetime
    paused: str = ""


class DeliveryState(StrEnum):
    """What became of one slot of a schedule."""

    CLAIMED = "claimed"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One slot of a schedule, written to the database before the tip is sent."""

    id: int
    channel_id: int
    due: datetime
    tip_id: str
    state: DeliveryState
    claimed_at: datetime
