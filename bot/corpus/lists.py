"""The content that is no article: tips, glossary terms and the responsibilities."""

from collections.abc import Callable
from pathlib import Path

import yaml

from bot.corpus.article import MAX_SLUG, MAX_TITLE, SLUG
from bot.corpus.strict_yaml import Reader, read_list
from bot.domain import Responsibility, Term, Tip
from bot.errors import Problem

MAX_TIP = 280
MAX_ACTION = 200
MAX_DEFINITION = 400
MAX_GIST = 100
MAX_ID = 45  # with a topic it has to fit a button id of 100 characters


def read_tips(path: Path) -> tuple[list[Tip], list[Problem]]:
    """Read `tips/<topic>.yaml`; the file's name is the topic of its tips."""
    return read_list(path, "tips", _tip_reader(path.stem))


def read_terms(path: Path) -> tuple[list[Term], list[Problem]]:
    """Read `glossary.yaml`."""
    return read_list(path, "terms", _term_reader())


def read_responsibilities(path: Path) -> tuple[list[Responsibility], list[Problem]]:
    """Read `responsibilities.yaml`, whose entries are numbered 1, 2, 3 ... in their order."""
    items, problems = read_list(path, "responsibilities", _read_responsibility)
    if not problems and [item.n for item in items] != list(range(1, len(items) + 1)):
        problems.append(Problem(path, 1, "n", "number the responsibilities 1, 2, 3 ... in their order"))
    return items, problems


def _tip_reader(topic: str) -> Callable[[Reader, yaml.Node], Tip]:
    seen: set[str] = set()

    def read_tip(reader: Reader, node: yaml.Node) -> Tip:
        entries = reader.mapping(node, "tips", ("id", "text", "try"))
        tip_id = reader.text(entries.get("id"), "id", MAX_ID)
        if tip_id and not SLUG.fullmatch(tip_id):
            reader.report(reader.line(node), "id", f"{tip_id!r} stands in button ids; use a-z, 0-9 and single hyphens")
        elif tip_id and tip_id in seen:
            reader.report(reader.line(node), "id", f"{tip_id!r} is used by another tip; rename one")
        seen.add(tip_id)
        return Tip(
            id=tip_id,
            topic=topic,
            text=reader.text(entries.get("text"), "text", MAX_TIP),
            action=reader.text(entries.get("try"), "try", MAX_ACTION),
        )

    return read_tip


def _term_reader() -> Callable[[Reader, yaml.Node], Term]:
    seen: set[str] = set()

    def read_term(reader: Reader, node: yaml.Node) -> Term:
        entries = reader.mapping(node, "terms", ("term", "definition", "topic", "also_called"))
        name = reader.text(entries.get("term"), "term", MAX_TITLE)
        if name and name in seen:
            reader.report(reader.line(node), "term", f"{name!r} stands twice; keep one")
        seen.add(name)
        return Term(
            term=name,
            definition=reader.text(entries.get("definition"), "definition", MAX_DEFINITION),
            topic=reader.text(entries.get("topic"), "topic", MAX_SLUG),
            also_called=reader.texts(entries.get("also_called"), "also_called", MAX_TITLE),
        )

    return read_term


def _read_responsibility(reader: Reader, node: yaml.Node) -> Responsibility:
    entries = reader.mapping(node, "responsibilities", ("n", "slug", "gist", "related"))
    return Responsibility(
        n=reader.number(entries.get("n"), "n"),
        slug=reader.text(entries.get("slug"), "slug", MAX_SLUG),
        gist=reader.text(entries.get("gist"), "gist", MAX_GIST),
        related=reader.texts(entries.get("related"), "related", MAX_SLUG),
    )
