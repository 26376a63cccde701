"""Checks that need more than one file: names that must be unique, slugs that must exist."""

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from bot.corpus.places import last_file, line_of
from bot.domain import Article, Corpus
from bot.errors import Problem


def check_references(corpus: Corpus, folders: Sequence[Path], slugs: Collection[str]) -> list[Problem]:
    """Return a problem for each dangling slug and each name that two things claim.

    `slugs` are those of all article files. An empty text is one that could not be read, and is reported already.
    """
    where = " or ".join(str(folder) for folder in folders)

    def missing(path: Path, key: str, slug: str, after: str = "") -> Iterator[Problem]:
        if slug and slug not in slugs:  # only then is the line looked for: that reads the file
            line = line_of(path, slug, after or key) if slug != path.stem else 1
            yield Problem(path, line, key, f"names {slug!r}, but there is no file {slug}.md in {where}")

    problems = list(_claimed_twice(corpus))
    for article in corpus.articles.values():
        for slug in article.related:
            problems += missing(article.path, "related", slug)
            if slug == article.slug:
                problems.append(
                    Problem(article.path, line_of(article.path, slug, "related"), "related", "names itself")
                )
    problems += _check_lists(corpus, folders, missing)
    return problems


def _check_lists(
    corpus: Corpus, folders: Sequence[Path], missing: Callable[[Path, str, str, str], Iterator[Problem]]
) -> Iterator[Problem]:
    duties = last_file(folders, "responsibilities.yaml")
    for duty in corpus.responsibilities:
        for slug in (duty.slug, *duty.related):
            yield from missing(duties, "slug" if slug == duty.slug else "related", slug, f"slug: {duty.slug}")
    ids: dict[str, str] = {}
    for tip in corpus.tips:
        path = last_file(folders, f"tips/{tip.topic}.yaml")
        yield from missing(path, "tips", tip.topic, "tips")
        if tip.id and ids.setdefault(tip.id, tip.topic) != tip.topic:
            yield Problem(path, line_of(path, tip.id), "id", f"{tip.id!r} is used by another tip; rename one")
    glossary = last_file(folders, "glossary.yaml")
    names: dict[str, str] = {}
    for term in corpus.terms:
        entry = f"term: {term.term}"
        yield from missing(glossary, "topic", term.topic, entry)
        for name in (term.term, *term.also_called):
            owner = names.setdefault(name.casefold(), term.term)
            if name and owner != term.term:
                line = line_of(glossary, name, entry)
                yield Problem(glossary, line, "also_called", f"{name!r} belongs to both {owner!r} and {term.term!r}")


def _claimed_twice(corpus: Corpus) -> Iterator[Problem]:
    owners: dict[str, Article] = {}
    for article in corpus.articles.values():
        for name in {alias.casefold() for alias in (article.title, *article.also_called)}:
            owner = owners.setdefault(name, article)
            if name and owner is not article:
                key = "title" if name == article.title.casefold() else "also_called"
                line = line_of(article.path, name, key)
                yield Problem(article.path, line, key, f"{name!r} is also claimed by {owner.path}; keep one")
