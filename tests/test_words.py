"""Every word that a person reads stands in a `*_words.py`, is plain, and keeps to what Discord takes."""

import ast
import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

import pytest

from bot.commands import command_words, refusal_words, setup_words, tip_words
from tests.conftest import REPOSITORY

PLACES = [REPOSITORY / "bot" / folder for folder in ("commands", "discord_app")]
MODULES = sorted(path for place in PLACES for path in place.glob("*.py"))
OF_WORDS = [path for path in MODULES if path.stem.endswith("_words")]
OTHERS = [path for path in MODULES if path not in OF_WORDS]

NO_WORDS = {"commands of guild"}  # the name of a note in the database
SAID_BY = {"Heading", "Paragraph", "Note", "Item", "Moments", "Action", "Menu", "say", "UsageError"}
A_PHRASE = re.compile(r"[A-Za-z']+[,;:]? [A-Za-z']+[,;:]? [A-Za-z']+")
ONE_WORD = re.compile(r"[A-Za-z]{2,}")

JARGON = re.compile(r"(?i)\b(corpus|slug|passage key|interaction|ephemeral|retriev|invalid|null|exception)")
LONGEST = 450  # characters; a phone shows that much without scrolling
LABELS = {
    setup_words: ("TRY", "REMOVE_ASK_CHANNEL", "REMOVE_FORUM"),
    tip_words: ("WHY", "TRY_IT", "ANOTHER", "REPLACE"),
}


def _name(path: Path) -> str:
    return path.relative_to(REPOSITORY / "bot").as_posix()


def _not_read(tree: ast.Module) -> set[ast.AST]:
    """Return the nodes that nobody reads in Discord: docstrings and what is logged."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.add(node.value)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).startswith("log."):
            found.update(ast.walk(node))
    return found


def _literals(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Yield the text of every string, with `0` for what is filled in."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield node, "".join(str(part.value) if isinstance(part, ast.Constant) else "0" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node, node.value


@pytest.mark.parametrize("path", OTHERS, ids=_name)
def test_no_phrase_stands_beside_code(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    unread = _not_read(tree)
    phrases = {text for node, text in _literals(tree) if node not in unread and A_PHRASE.search(text)}
    assert sorted(phrases - NO_WORDS) == []


@pytest.mark.parametrize("path", OTHERS, ids=_name)
def test_nothing_that_is_said_is_written_where_it_is_said(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    said = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) in SAID_BY)
    given = (argument for call in said for argument in call.args if isinstance(argument, ast.Constant | ast.JoinedStr))
    assert [ast.unparse(argument) for argument in given if ONE_WORD.search(_fixed(argument))] == []


def _fixed(node: ast.Constant | ast.JoinedStr) -> str:
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return " ".join(part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))


def _texts(value: object) -> Iterator[str]:
    """Yield every text in a constant: itself, or what a table holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _texts(inner)


@pytest.mark.parametrize("path", OF_WORDS, ids=_name)
def test_every_text_is_plain_and_short(path: Path) -> None:
    module = import_module(".".join(path.relative_to(REPOSITORY).with_suffix("").parts))
    texts = [text for name, value in vars(module).items() if name.isupper() for text in _texts(value)]
    assert texts
    for text in texts:
        assert text == text.strip() != ""
        assert not JARGON.search(text)
        assert len(text) <= LONGEST


def test_what_discord_shows_of_commands_fits() -> None:
    texts = [text for name, value in vars(command_words).items() if name.isupper() for text in _texts(value)]
    assert all(1 <= len(text.format(days=365)) <= 100 for text in texts)


@pytest.mark.parametrize(("module", "names"), LABELS.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_a_label_fits_on_a_phone(module: object, names: tuple[str, ...]) -> None:
    assert all(1 <= len(getattr(module, name)) <= 34 for name in names)


def test_what_went_wrong_ends_with_the_reference_to_search_the_log_for() -> None:
    for text in (refusal_words.NO_DATABASE, refusal_words.WENT_WRONG):
        assert text.endswith("Reference: {reference}")
