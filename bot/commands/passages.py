"""Passages by the ids that stand in buttons: an article's slug, and a section's key or `""` for the lead."""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain import Article, Corpus, Section

_FINGERPRINT_BYTES = 3
_FINGERPRINT = 4  # characters of base 64; with two of them the longest button id has exactly 100
_FURTHER = "."


@dataclass(frozen=True, slots=True)
class Passage:
    """What one quotation can show: a section of an article, or its lead."""

    article: Article
    section: Section | None = None

    @property
    def key(self) -> str:
        """The section's key, `""` for the lead."""
        return self.section.key if self.section else ""

    @property
    def heading(self) -> str:
        """The section's heading, `""` for the lead."""
        return self.section.heading if self.section else ""

    @property
    def text(self) -> str:
        """The whole text, byte for byte as in the file."""
        return self.section.text if self.section else self.article.lead

    @property
    def fingerprint(self) -> str:
        """Four characters that stand for this passage among all, however long its slug and key are."""
        digest = hashlib.sha256(f"{self.article.slug}:{self.key}".encode()).digest()
        return base64.urlsafe_b64encode(digest[:_FINGERPRINT_BYTES]).decode()


def passages_of(article: Article) -> tuple[Passage, ...]:
    """Return the lead and the sections in their order."""
    return Passage(article), *(Passage(article, section) for section in article.sections)


def find_passage(corpus: Corpus, slug: str, key: str) -> Passage | None:
    """Return the passage with a section's key or heading, `""` for the lead; None where it is not there any more."""
    article = corpus.articles.get(slug)
    if article is None:
        return None
    section = article.section(key) if key else None
    return Passage(article, section) if section or not key else None


def joint_key(passages: Sequence[Passage]) -> str:
    """Return a key for up to three passages: the first one's, and what the others are recognised by.

    Several slugs and keys would not fit into a button's 100 characters.
    """
    first, *others = passages
    return f"{first.key}{_FURTHER}{''.join(one.fingerprint for one in others)}" if others else first.key


def find_passages(corpus: Corpus, slug: str, key: str) -> tuple[Passage | None, ...]:
    """Return the passages that a key of `joint_key` stands for, None for each that is not there any more."""
    first, _, others = key.partition(_FURTHER)
    wanted = [others[start : start + _FINGERPRINT] for start in range(0, len(others), _FINGERPRINT)]
    known = {one.fingerprint: one for one in _all(corpus)} if wanted else {}
    return find_passage(corpus, slug, first), *(known.get(one) for one in wanted)


def _all(corpus: Corpus) -> Iterator[Passage]:
    for article in corpus.articles.values():
        yield from passages_of(article)
