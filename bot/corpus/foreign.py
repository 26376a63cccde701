"""Turning a foreign Markdown file (a Jekyll post, say) into an article of ours; nothing is dropped in silence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import yaml

from bot.corpus.article import MAX_PASSAGE, MAX_SUMMARY, MAX_TITLE, url_complaint
from bot.domain import Resource

_FENCE = "---"
_KEY = re.compile(r"([A-Za-z_][\w-]*):(?:\s+(.*))?$")
_ITEM = re.compile(r"\s*-\s+(.*)$")
_HEADING = re.compile(r"#{1,6}\s+(.+?)\s*#*$")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_ONLY_LINK = re.compile(r"[-*+]\s+\[([^\]]+)\]\(([^)\s]+)\)[\s.,;]*$")
_SHORTEST_SUMMARY = 40  # characters; less is a label and answers nothing
_VIDEO_HOSTS = ("youtube.com", "youtu.be", "vimeo.com")

# Foreign key to ours; everything else is reported as not used.
_KNOWN_KEYS = {"title": "title", "description": "summary", "summary": "summary", "excerpt": "summary",
               "tags": "also_called", "keywords": "also_called", "date": "reviewed"}  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something that a person should know about the import: the line of the foreign file, and what was done."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"


@dataclass
class ForeignArticle:
    """What could be made of a foreign file, and what could not."""

    title: str = ""
    summary: str = ""
    also_called: list[str] = field(default_factory=list)
    reviewed: date | None = None
    lead: str = ""
    sections: list[tuple[str, str]] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def report(self, line: int, message: str) -> None:
        """Note a finding."""
        self.findings.append(Finding(line, message))


def read_foreign(text: str) -> ForeignArticle:
    """Read a foreign Markdown text, with or without front matter."""
    lines = text.replace("\r\n", "\n").removeprefix("\ufeff").split("\n")
    article = ForeignArticle()
    body_start = 0
    if lines[0].strip() == _FENCE and _FENCE in (line.strip() for line in lines[1:]):
        body_start = next(number for number, line in enumerate(lines[1:], 1) if line.strip() == _FENCE) + 1
        for key, value, line in _front_matter(lines[1 : body_start - 1]):
            _take_key(article, key, value, line)
    _take_body(article, lines, body_start)
    return article


def write_article(article: ForeignArticle, today: date) -> str:
    """Return the article as a file of ours; what the foreign one lacks is left empty for a person to fill."""
    front = {
        "title": article.title,
        "summary": article.summary,
        "also_called": article.also_called,
        "questions": [],
        "related": [],
        "resources": [{"title": one.title, "url": one.url, "kind": one.kind} for one in article.resources],
        "reviewed": article.reviewed or today,
    }
    header = yaml.safe_dump(front, sort_keys=False, allow_unicode=True, width=10_000)
    body = "\n\n".join([article.lead, *(f"## {heading}\n{text}" for heading, text in article.sections)])
    return f"{_FENCE}\n{header}{_FENCE}\n\n{body.strip()}\n"


def _front_matter(lines: list[str]) -> Iterator[tuple[str, list[str], int]]:
    """Yield (key, values, line number) for each top-level key, also for one that stands twice."""
    key, values, at = "", [""], 0
    for number, line in enumerate(lines, 2):
        match = _KEY.match(line)
        item = _ITEM.match(line)
        if match:
            if key:
                yield key, [value for value in values if value], at
            key, values, at = match[1], [_unquoted(match[2] or "")], number
        elif item:
            values.append(_unquoted(item[1]))
        elif line.strip():
            values.append(line.strip())
    if key:
        yield key, [value for value in values if value], at


def _take_key(article: ForeignArticle, key: str, values: list[str], line: int) -> None:
    ours = _KNOWN_KEYS.get(key.lower())
    text = " ".join(values)
    if ours is None:
        article.report(line, f"key {key!r} is not used: {text or 'empty'}")
    elif ours == "also_called":
        article.also_called += [value for value in values if value not in article.also_called]
    elif ours == "reviewed":
        _take_date(article, text, line)
    elif getattr(article, ours):
        article.report(line, f"a second {key!r} is not used: {text}")
    elif ours == "summary" and not _SHORTEST_SUMMARY <= len(text) <= MAX_SUMMARY:
        article.report(line, f"{key!r} has {len(text)} characters and is no summary; write one: {text}")
    elif ours == "title" and len(text) > MAX_TITLE:
        article.title = text[:MAX_TITLE].rsplit(" ", 1)[0]
        article.report(line, f"the title is cut to {MAX_TITLE} characters: {text}")
    else:
        setattr(article, ours, text)


def _take_date(article: ForeignArticle, text: str, line: int) -> None:
    try:
        article.reviewed = date.fromisoformat(text[:10])
    except ValueError:
        article.report(line, f"the date is not used: {text}")


def _take_body(article: ForeignArticle, lines: list[str], start: int) -> None:
    """Take the text before the first heading (or else the first section) as lead, lists of links as resources."""
    parts: list[tuple[str, list[str], int]] = [("", [], start + 1)]
    for number in range(start, len(lines)):
        found = _HEADING.match(lines[number])
        if found:
            parts.append((found[1], [], number + 1))
        else:
            parts[-1][1].append(_taken_line(article, lines[number], number + 1))
    for heading, part_lines, line in parts:
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(part_lines)).strip()
        if text:
            _take_part(article, heading, text, line)
        elif heading:
            article.report(line, f"the heading {heading!r} has no text left and is not used")


def _take_part(article: ForeignArticle, heading: str, text: str, line: int) -> None:
    if article.lead or len(text) > MAX_PASSAGE or _ITEM.match(text):
        article.sections.append((heading or "Introduction", text))
        return
    article.lead = text
    if heading:
        article.report(line, f"the heading {heading!r} is not used: its text became the lead")


def _taken_line(article: ForeignArticle, line: str, number: int) -> str:
    """Return the line to keep: a list item that is only a link becomes a resource; other links are mended in place."""
    only = _ONLY_LINK.match(line.strip())
    if only:
        url = _mended(article, only[2], number)
        if not url:
            return ""
        kind = "video" if any(host in url for host in _VIDEO_HOSTS) else "article"
        article.resources.append(Resource(only[1][:MAX_TITLE], url, kind))
        article.report(number, f"the link {only[1]!r} became a resource; check its kind: {kind}")
        return ""
    if "![" in line or re.search(r"</?[a-z]", line):
        article.report(number, f"holds an image or HTML, which Discord does not show: {line.strip()}")
    return re.sub(
        r" {2,}", " ", _LINK.sub(lambda match: f"[{match[1]}]({_mended(article, match[2], number) or match[2]})", line)
    ).rstrip()


def _mended(article: ForeignArticle, url: str, line: int) -> str:
    """Return the address, the first half of one that is written twice in a row, or an empty text after a report."""
    half = url[: len(url) // 2]
    if url == half * 2:
        article.report(line, f"the address was written twice in a row; it became {half}")
        url = half
    complaint = url_complaint(url)
    if complaint:
        article.report(line, f"the link is not used: {complaint}")
        return ""
    return url


def _unquoted(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text
