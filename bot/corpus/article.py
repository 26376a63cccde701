"""One article file: strict front matter, a lead, and `##` sections."""

import re
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler

from bot.corpus.strict_yaml import Reader, read_text
from bot.domain import RESOURCE_KINDS, Article, AuthorQuestion, Resource, Section
from bot.errors import Problem

KEYS = ("title", "summary", "also_called", "questions", "related", "resources", "reviewed")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MAX_SLUG = 40
MAX_TITLE = 80
MAX_SUMMARY = 300
MAX_QUESTION = 300
MAX_URL = 512
MAX_PASSAGE = 900  # characters of a lead or section: what one answer can quote
SECTION_WORDS = (40, 140)
MIN_QUESTIONS = 6
_FENCE = "---"


class _NodeHandler(BaseHandler):
    """Gives python-frontmatter our strict reading: metadata maps each key to its YAML node.

    Left to itself the package keeps silent about a missing closing line, a byte-order mark and front matter that is
    no mapping.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def split(self, text: str) -> tuple[str, str]:
        lines = text.split("\n")
        closing = lines.index(_FENCE, 1)
        return "\n".join(lines[1:closing]), "\n".join(lines[closing + 1 :])

    def load(self, fm: str, **_: object) -> dict[str, Any]:
        root = self._reader.compose(fm)
        return self._reader.mapping(root, "", KEYS) if root is not None else {}


def read_article(path: Path) -> tuple[Article | None, list[Problem]]:
    """Read one file; returns the article (None where nothing could be made of it) and every problem found."""
    reader = Reader(path, first_line=2)
    text = read_text(path, reader)
    if text is None or not _has_fences(text, reader):
        return None, reader.problems
    parsed, _ = frontmatter.parse(text, handler=_NodeHandler(reader))
    metadata = cast("dict[str, yaml.Node]", parsed)
    if not metadata:
        return None, reader.problems
    lead, sections = _read_body(text, reader)
    _check_slug(path, reader)
    article = Article(
        slug=path.stem,
        category=path.parent.name,
        title=reader.text(metadata.get("title"), "title", MAX_TITLE),
        summary=_read_summary(metadata.get("summary"), text, reader),
        also_called=reader.texts(metadata.get("also_called"), "also_called", MAX_TITLE),
        questions=_read_questions(metadata.get("questions"), sections, reader),
        related=reader.texts(metadata.get("related"), "related", MAX_SLUG),
        resources=_read_resources(metadata.get("resources"), reader),
        reviewed=reader.day(metadata.get("reviewed"), "reviewed"),
        lead=lead,
        sections=sections,
        path=path,
    )
    return article, reader.problems


def section_key(heading: str) -> str:
    """Return the heading as at most 40 characters of `[a-z0-9-]`, for button ids."""
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:40].strip("-")


def _has_fences(text: str, reader: Reader) -> bool:
    lines = text.split("\n")
    if lines[0] != _FENCE:
        reader.report(1, "", "must begin with a line '---' that opens the front matter")
        return False
    if _FENCE not in lines[1:]:
        reader.report(1, "", "has no closing line '---' after the front matter")
        return False
    return True


def _check_slug(path: Path, reader: Reader) -> None:
    if not SLUG.fullmatch(path.stem) or len(path.stem) > MAX_SLUG:
        reader.report(1, "", f"name the file with at most {MAX_SLUG} of a-z, 0-9 and single hyphens")


def _read_summary(node: yaml.Node | None, text: str, reader: Reader) -> str:
    summary = reader.text(node, "summary", MAX_SUMMARY)
    if node is not None and summary not in text:
        reader.report(reader.line(node), "summary", "must stand on one line without escapes, for it is quoted as it is")
    return summary


def _read_questions(
    node: yaml.Node | None, sections: tuple[Section, ...], reader: Reader
) -> tuple[AuthorQuestion, ...]:
    if isinstance(node, yaml.SequenceNode) and node.flow_style and node.value:
        reader.report(
            reader.line(node),
            "questions",
            "write one '- question' a line; in [...] a comma splits a question in two",
        )
        return ()
    items = reader.sequence(node, "questions")
    if node is not None and len(items) < MIN_QUESTIONS:
        reader.report(reader.line(node), "questions", f"has {len(items)} questions; at least {MIN_QUESTIONS}")
    headings = {section.heading for section in sections}
    return tuple(_read_question(item, headings, reader) for item in items)


def _read_question(node: yaml.Node, headings: set[str], reader: Reader) -> AuthorQuestion:
    if isinstance(node, yaml.ScalarNode):
        return AuthorQuestion(reader.text(node, "questions", MAX_QUESTION), "")
    entries = reader.mapping(node, "questions", ("ask", "section"))
    section = reader.text(entries.get("section"), "section", MAX_TITLE)
    if section and section not in headings:
        reader.report(reader.line(node), "section", f"no heading '## {section}' in this file")
    return AuthorQuestion(reader.text(entries.get("ask"), "ask", MAX_QUESTION), section)


def _read_resources(node: yaml.Node | None, reader: Reader) -> tuple[Resource, ...]:
    resources = []
    for item in reader.sequence(node, "resources"):
        entries = reader.mapping(item, "resources", ("title", "url", "kind"))
        url = reader.text(entries.get("url"), "url", MAX_URL)
        kind = reader.text(entries.get("kind"), "kind", MAX_TITLE)
        if url and (complaint := url_complaint(url)):
            reader.report(reader.line(item), "url", complaint)
        if kind and kind not in RESOURCE_KINDS:
            reader.report(reader.line(item), "kind", f"{kind!r} is none of {', '.join(RESOURCE_KINDS)}")
        resources.append(Resource(reader.text(entries.get("title"), "title", MAX_TITLE), url, kind))
    return tuple(resources)


def url_complaint(url: str) -> str:
    """Return what is wrong with an absolute web address, or an empty text."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return f"{url!r} is no web address"
    if parts.scheme not in ("http", "https") or "." not in host or re.search(r"[\s<>\"\\^`{|}]", url):
        return f"{url!r} is no web address; write it whole, with https://"
    if "://" in url[url.index("://") + 3 :].split("?", 1)[0]:
        return f"{url!r} holds two addresses in one; keep one"
    return ""


def _read_body(text: str, reader: Reader) -> tuple[str, tuple[Section, ...]]:
    """Split the body at its `##` headings; lead and section texts are exact slices without outer blank lines."""
    lines = text.split("\n")
    start = lines.index(_FENCE, 1) + 1
    marks = [number for number in range(start, len(lines)) if lines[number].startswith("## ")]
    lead = "\n".join(lines[start : marks[0] if marks else len(lines)]).strip()
    if not lead:
        reader.report(start + 1, "", "has no lead: begin with a paragraph that answers directly")
    elif len(lead) > MAX_PASSAGE:
        reader.report(start + 1, "", f"the lead has {len(lead)} characters; at most {MAX_PASSAGE}")
    sections: list[Section] = []
    for mark, following in pairwise([*marks, len(lines)]):
        heading = lines[mark][3:].strip()
        section = Section(heading, section_key(heading), "\n".join(lines[mark + 1 : following]).strip(), mark + 1)
        if any(section.key == other.key for other in sections):
            reader.report(section.line, heading, "two headings of this file read alike; rename one")
        _check_section(section, reader)
        sections.append(section)
    return lead, tuple(sections)


def _check_section(section: Section, reader: Reader) -> None:
    least, most = SECTION_WORDS
    words = len(section.text.split())
    if not section.key or len(section.heading) > MAX_TITLE:
        reader.report(section.line, section.heading, f"a heading has 1 to {MAX_TITLE} characters with a letter in it")
    if not section.text:
        reader.report(section.line, section.heading, "the section is empty; write it or remove its heading")
    elif not least <= words <= most:
        reader.report(section.line, section.heading, f"the section has {words} words; {least} to {most}")
    elif len(section.text) > MAX_PASSAGE:
        length = len(section.text)
        reader.report(section.line, section.heading, f"the section has {length} characters; at most {MAX_PASSAGE}")
