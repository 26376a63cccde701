"""Checks that need more than one file: names that must be unique, slugs that must exist."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bot.domain import Article, Corpus
from bot.errors import Problem


def check_references(corpus: Corpus, folders: Sequence[Path]) -> list[Problem]:
    """Return a problem for each dangling slug and each name that two things claim."""
    where = " or ".join(str(folder) for folder in folders)

    def missing(path: Path, line: int, key: str, slug: str) -> Iterator[Problem]:
        if slug not in corpus.articles:
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
            yield from missing(duties, _line_of(duties, slug), "slug" if slug == duty.slug else "related", slug)
    ids: set[str] = set()
    for tip in corpus.tips:
        path = _last_file(folders, f"tips/{tip.topic}.yaml")
        yield from missing(path, 1, "tips", tip.topic)
        if tip.id in ids:
            yield Problem(path, _line_of(path, tip.id), "id", f"{tip.id!r} is used by another tip; rename one")
        ids.add(tip.id)
    glossary = _last_file(folders, "glossary.yaml")
    names: dict[str, str] = {}
    for term in corpus.terms:
        yield from missing(glossary, _line_of(glossary, term.topic), "topic", term.topic)
        for name in (term.term, *term.also_called):
            owner = names.setdefault(name.casefold(), term.term)
            if owner != term.term:
                line = _line_of(glossary, name)
                yield Problem(glossary, line, "also_called", f"{name!r} belongs to both {owner!r} and {term.term!r}")


def _claimed_twice(corpus: Corpus) -> Iterator[Problem]:
    owners: dict[str, Article] = {}
    for article in corpus.articles.values():
        for name in {alias.casefold() for alias in (article.title, *article.also_called)}:
            owner = owners.setdefault(name, article)
            if owner is not article:
                line = _line_of(article.path, name, "also_called")
                yield Problem(article.path, line, "also_called", f"{name!r} is also claimed by {owner.path}; keep one")


def _last_file(folders: Sequence[Path], name: str) -> Path:
    """Return the file that counts: the one in the last folder that has it."""
    return next((folder / name for folder in reversed(folders) if (folder / name).exists()), folders[0] / name)


def _line_of(path: Path, word: str, after: str = "") -> int:
    """Return the first line, counted from 1, that holds `word` at or after the line that begins with `after`."""
    if not path.exists():
        return 1
    started = not after
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        started = started or line.startswith(after)
        if started and word.casefold() in line.casefold():
            return number
    return 1
