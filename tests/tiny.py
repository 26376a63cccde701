"""Articles made by hand, for tests that need a corpus of their own."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from bot.corpus.article import section_key
from bot.domain import Article, AuthorQuestion, Corpus, Section, Term, Tip


def article(
    slug: str,
    lead: str,
    sections: Mapping[str, str] | None = None,
    questions: Sequence[str | tuple[str, str]] = (),
    also_called: tuple[str, ...] = (),
) -> Article:
    """Return an article whose title is its slug in words; a question is a text, or (text, heading)."""
    asked = [AuthorQuestion(one, "") if isinstance(one, str) else AuthorQuestion(*one) for one in questions]
    return Article(
        slug=slug,
        category="tiny",
        title=slug.replace("-", " ").capitalize(),
        summary=lead,
        also_called=also_called,
        questions=tuple(asked),
        related=(),
        resources=(),
        reviewed=date(2026, 11, 23),
        lead=lead,
        sections=tuple(Section(heading, section_key(heading), text, 1) for heading, text in (sections or {}).items()),
        path=Path(f"tiny/{slug}.md"),
    )


def corpus_of(*articles: Article, terms: Sequence[Term] = (), tips: Sequence[Tip] = ()) -> Corpus:
    """Return a corpus of these articles."""
    return Corpus({one.slug: one for one in articles}, (), tuple(tips), tuple(terms))


def term(name: str, *also_called: str, topic: str = "") -> Term:
    """Return a glossary term."""
    return Term(name, f"What {name} means.", topic, also_called)


def tips_on(topic: str, count: int) -> list[Tip]:
    """Return tips `topic-1`, `topic-2`, ..."""
    return [Tip(f"{topic}-{n}", topic, f"Tip {n} on {topic}.", "Try it.") for n in range(1, count + 1)]
