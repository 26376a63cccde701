"""Checks that need more than one file: names that must be unique, slugs that must exist."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from bot.domain import Article, Corpus
from bot.errors import Problem


def check_references(corpus: Corpus, folders: Sequence[Path], slugs: Collection[str]) -> list[Problem]:
    """Return a problem for each dangling slug and each name that two things claim.

    `slugs` are those of all article files. An empty text is one that could not be read, and is reported already.
    """
    where = " or ".join(str(folder) for folder in folders)

    def missing(path: Path, line: int, key: str, slug: str) -> Iterator[Problem]:
        if slug and slug not in slugs:
            yield Problem(path, line, key, f"names {slug!r}, but there is no file {slug}.md in {where}")

    problems = list(_claimed_twice(corpus))
    for article in corpus.articles.values():
        for slug in article.related:
            problems += missing(article.path, _line_of(article.path, slug, "related"), "related", slug)
            if slug == article.slug:
                problems.append(
                    Problem(article.path, _line_of(article.path, slug, "related"), "related", "names itself")
                )
    problems += _check_lists(corpus, folders, missing)
    return problems


def _check_lists(
    corpus: Corpus, folders: Sequence[Path], missing: Callable[[Path, int, str, str], Iterator[Problem]]
) -> Iterator[Problem]:
    duties = _last_file(folders, "responsibilities.yaml")
    for duty in corpus.responsibilities:
        for slug in (duty.slug, *duty.related):
            line = _line_of(duties, slug, f"slug: {duty.slug}")
            yield from missing(duties, line, "slug" if slug == duty.slug else "related", slug)
    ids: dict[str, str] = {}
    for tip in corpus.tips:
        path = _last_file(folders, f"tips/{tip.topic}.yaml")
        yield from missing(path, 1, "tips", tip.topic)
        if tip.id and ids.setdefault(tip.id, tip.topic) != tip.topic:
            yield Problem(path, _line_of(path, tip.id), "id", f"{tip.id!r} is used by another tip; rename one")
    glossary = _last_file(folders, "glossary.yaml")
    names: dict[str, str] = {}
    for term in corpus.terms:
        entry = f"term: {term.term}"
        yield from missing(glossary, _line_of(glossary, term.topic, entry), "topic", term.topic)
        for name in (term.term, *term.also_called):
            owner = names.setdefault(name.casefold(), term.term)
            if name and owner != term.term:
                line = _line_of(glossary, name, entry)
                yield Problem(glossary, line, "also_called", f"{name!r} belongs to both {owner!r} and {term.term!r}")


def _claimed_twice(corpus: Corpus) -> Iterator[Problem]:
    owners: dict[str, Article] = {}
    for article in corpus.articles.values():
        for name in {alias.casefold() for alias in (article.title, *article.also_called)}:
            owner = owners.setdefault(name, article)
            if name and owner is not article:
                key = "title" if name == article.title.casefold() else "also_called"
                line = _line_of(article.path, name, key)
                yield Problem(article.path, line, key, f"{name!r} is also claimed by {owner.path}; keep one")


def _last_file(folders: Sequence[Path], name: str) -> Path:
    """Return the file that counts: the one in the last folder that has it."""
    return next((folder / name for folder in reversed(folders) if (folder / name).exists()), folders[0] / name)


def _line_of(path: Path, word: str, after: str = "") -> int:
    """Return the first line, counted from 1, that holds `word` at or after the line that begins with `after`.

    Where there is no such line the first one that holds `word` counts, else 1.
    """
    if not path.exists():
        return 1
    whole = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])", re.IGNORECASE)  # "sprint" is not in "sprint-goal"
    lines = path.read_text("utf-8").split("\n")
    start = next((number for number, line in enumerate(lines) if line.lstrip(" -").startswith(after)), 0)
    places = [number for number, line in enumerate(lines, 1) if whole.search(line)]
    return next((place for place in places if place > start), places[0] if places else 1)
