"""YAML read as nodes that know their line, so that a wrong type is named and never guessed at.

PyYAML turns an unquoted `no` into False and `010` into 8 without a word, and keeps the last of two equal keys. Here the
document is composed, not constructed: each value stays a node until it is asked for as text, list or date.
"""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml

from bot.errors import Problem

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is ten times faster where it is built in
_TEXT_TAG = "tag:yaml.org,2002:str"
_INT_TAG = "tag:yaml.org,2002:int"
_MERGE_KEY = "<<"
_DEEPEST = 20  # levels; an article has four
_HARMLESS = 10_000  # characters; libyaml composes by recursion, and 100,000 open brackets end the process

T = TypeVar("T")


class Reader:
    """Reads typed values out of the nodes of one file and collects a `Problem` for each that does not fit."""

    def __init__(self, path: Path, first_line: int = 1) -> None:
        self.path = path
        self._first_line = first_line
        self.problems: list[Problem] = []

    def report(self, line: int, key: str, message: str) -> None:
        """Note a problem at `line` of the file, counted from 1."""
        self.problems.append(Problem(self.path, line, key, message))

    def line(self, node: yaml.Node) -> int:
        """Return the line of the file, counted from 1, at which `node` begins."""
        return int(node.start_mark.line) + self._first_line

    def compose(self, text: str) -> yaml.Node | None:
        """Parse `text` to its root node; a syntax error, an alias or an empty document is reported and gives None."""
        try:
            if len(text) > _HARMLESS and (deep := _line_too_deep(text)) is not None:
                self.report(deep + self._first_line, "", f"is nested deeper than {_DEEPEST} levels; write it flat")
                return None
            root: yaml.Node | None = yaml.compose(text, Loader=_Loader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = (mark.line if mark else 0) + self._first_line
            reason = getattr(error, "problem", None) or "not readable as YAML"
            self.report(line, "", f"{reason}; quote a text that holds ': ' or begins with a special character")
            return None
        if root is None:
            self.report(self._first_line, "", "is empty; fill in the required keys")
            return None
        if shared := _first_shared(root):
            self.report(self.line(shared), "", "uses a YAML alias (*name); write the value out")
            return None
        return root

    def mapping(self, node: yaml.Node, key: str, required: Iterable[str]) -> dict[str, yaml.Node]:
        """Return the entries of a mapping with exactly the keys `required`; each deviation is reported."""
        if not isinstance(node, yaml.MappingNode):
            self.report(self.line(node), key, f"must be a mapping of {', '.join(required)}")
            return {}
        entries: dict[str, yaml.Node] = {}
        wanted = tuple(required)
        for key_node, value in node.value:
            name = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
            if name in entries:
                self.report(self.line(key_node), name, "stands twice; keep one")
            elif name not in wanted or name == _MERGE_KEY:
                self.report(self.line(key_node), name, f"is no known key; known: {', '.join(wanted)}")
            else:
                entries[name] = value
        for name in wanted:
            if name not in entries:
                self.report(self.line(node), name, "is missing")
        return entries

    def sequence(self, node: yaml.Node | None, key: str) -> list[yaml.Node]:
        """Return the items of a list."""
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.report(self.line(node), key, "must be a list")
            return []
        return list(node.value)

    def text(self, node: yaml.Node | None, key: str, limit: int) -> str:
        """Return a non-empty text of at most `limit` characters; after a wrong type an empty one."""
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.report(self.line(node), key, "must be a text")
            return ""
        value = str(node.value)
        if node.tag != _TEXT_TAG:
            kind = node.tag.rsplit(":", 1)[-1]
            self.report(self.line(node), key, f"{value!r} is read as {kind}; put it in quotes to make it a text")
            return ""
        if not value.strip():
            self.report(self.line(node), key, "is empty")
        elif len(value) > limit:
            self.report(self.line(node), key, f"has {len(value)} characters; at most {limit}")
        return value

    def texts(self, node: yaml.Node | None, key: str, limit: int) -> tuple[str, ...]:
        """Return a list of non-empty texts of at most `limit` characters each."""
        return tuple(self.text(item, key, limit) for item in self.sequence(node, key))

    def number(self, node: yaml.Node | None, key: str) -> int:
        """Return a whole number from 1 upwards, or 0 after reporting."""
        if node is None:
            return 0
        if isinstance(node, yaml.ScalarNode) and node.tag == _INT_TAG and node.value.isdecimal():
            return int(node.value)
        self.report(self.line(node), key, "must be a whole number")
        return 0

    def day(self, node: yaml.Node | None, key: str) -> date:
        """Return a date written YYYY-MM-DD, or the earliest date after reporting."""
        if isinstance(node, yaml.ScalarNode):
            try:
                day = date.fromisoformat(node.value)
            except ValueError:
                day = date.min
            if day.isoformat() == node.value:  # fromisoformat also takes 20261123 and 2026-W48-1
                return day
            self.report(self.line(node), key, f"{node.value!r} is no date; write YYYY-MM-DD")
        elif node is not None:
            self.report(self.line(node), key, "must be a date YYYY-MM-DD")
        return date.min


def read_list(path: Path, key: str, read_one: Callable[[Reader, yaml.Node], T]) -> tuple[list[T], list[Problem]]:
    """Read a YAML file that holds one list under `key`; returns the items and the problems."""
    reader = Reader(path)
    text = read_text(path, reader)
    root = reader.compose(text) if text is not None else None
    entries = reader.mapping(root, "", (key,)) if root is not None else {}
    items = [read_one(reader, node) for node in reader.sequence(entries.get(key), key)]
    return items, reader.problems


def read_text(path: Path, reader: Reader) -> str | None:
    """Return the file's text, or None after reporting that it is no file, too large, no UTF-8 or has a BOM."""
    most = 256 * 1024
    try:
        if not path.is_file():  # a pipe or a device might never end
            reader.report(1, "", "is no regular file; put one there")
            return None
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except OSError as error:
        reader.report(1, "", f"cannot be read: {error.strerror}")
        return None
    if len(raw) > most:
        reader.report(1, "", f"has too many bytes; at most {most}")
        return None
    if raw.startswith(b"\xef\xbb\xbf"):
        reader.report(1, "", "begins with a byte-order mark; save it as UTF-8 without one")
        return None
    try:
        return raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        reader.report(line, "", "is not UTF-8; save it as UTF-8")
        return None


def _line_too_deep(text: str) -> int | None:
    """Return the line, counted from 0, at which `text` is nested too deep, or None."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                return int(event.start_mark.line) if event.start_mark else 0
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


def _first_shared(root: yaml.Node) -> yaml.Node | None:
    """Return a node that is reached twice: an alias, and the way to a document that expands without end."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            return node
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            waiting.extend(part for pair in node.value for part in pair)
        elif isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
    return None
