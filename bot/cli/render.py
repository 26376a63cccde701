"""A `Reply` drawn in a terminal. Plain `textwrap`: a library for this would cost a tenth of the time to an answer."""

import re
import textwrap
from collections.abc import Iterable, Iterator

from bot.cli.output import Paper
from bot.commands.bars import bars
from bot.commands.reply import (
    GOES_ON,
    Bars,
    Block,
    Commands,
    Heading,
    Items,
    Links,
    Moments,
    Note,
    Paragraph,
    Quotation,
    Reply,
    Source,
)
from bot.domain import Resource

_INLINE = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)|\*\*")
_BULLET = re.compile(r"(?P<mark>(?:-|\d{1,2}\.)\s+)")
_BAR = "\u2502 "


def print_reply(paper: Paper, reply: Reply) -> None:
    """Print every block, with a blank line between those that stand apart."""
    previous: Block | None = None
    for block in reply.blocks:
        if isinstance(block, Links) and not block.resources:
            continue
        if previous is not None and not _belongs(previous, block):
            print()
        for line in _lines(paper, block):
            print(line)
        previous = block


def table(paper: Paper, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the lines of two columns: names as wide as the widest, texts wrapped beside them."""
    rows = list(rows)
    width = max((len(name) for name, _ in rows), default=0) + 2
    for name, text in rows:
        wrapped = textwrap.wrap(text, max(20, paper.width - width)) or [""]
        yield paper.bold(name) + " " * (width - len(name)) + wrapped[0] if text else paper.bold(name)
        for line in wrapped[1:]:
            yield " " * width + line


def _belongs(previous: Block, block: Block) -> bool:
    return isinstance(block, Source) or (isinstance(previous, Note) and isinstance(block, Note))


def _lines(paper: Paper, block: Block) -> Iterable[str]:
    match block:
        case Heading(text, detail):
            return _heading(paper, text, detail)
        case Paragraph(text):
            return textwrap.wrap(text, paper.width)
        case Quotation(text, mark, goes_on):
            return _quoted(paper, text + (GOES_ON if goes_on else ""), mark)
        case Source():
            return [paper.cyan(line) for line in _wrapped_plain(_source(block), paper.width)]
        case Items(items):
            return table(paper, ((item.title, item.text) for item in items))
        case Commands(lines):
            return table(paper, ((", ".join(f"/{name}" for name in line.names), line.text) for line in lines))
        case Links(resources):
            return [line for one in resources for line in _link(paper, one)]
        case Moments(caption, times):
            return [f"{caption}: " + ", ".join(f"{moment:%Y-%m-%d %H:%M} UTC" for moment in times)]
        case Bars(rows):
            return bars(rows)
        case Note(text):
            return [paper.dim(line) for line in textwrap.wrap(text, paper.width)]


def _heading(paper: Paper, text: str, detail: str) -> list[str]:
    """Return text and detail on one line where they fit, else the detail below."""
    beside = f" \u00b7 {detail}" if detail else ""
    if len(text + beside) <= paper.width:
        return [paper.bold(text) + paper.dim(beside)]
    return [
        *(paper.bold(line) for line in textwrap.wrap(text, paper.width)),
        *(paper.dim(line) for line in textwrap.wrap(detail, paper.width)),
    ]


def _link(paper: Paper, resource: Resource) -> Iterator[str]:
    """Yield the title, wrapped, and the address on one line: a broken one cannot be opened."""
    yield from textwrap.wrap(f"- {resource.title} ({resource.kind})", paper.width, subsequent_indent="  ")
    yield paper.dim(f"  {resource.url}")


def _wrapped_plain(text: str, width: int) -> list[str]:
    """Return lines that break at spaces only, so that an address in them stays whole."""
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def _source(source: Source) -> str:
    reviewed = f"reviewed {source.reviewed}" if source.reviewed else ""
    parts = [source.title, source.section, reviewed, source.url]
    return ("From: " if source.title else "And: ") + " \u00b7 ".join(part for part in parts if part)


def _quoted(paper: Paper, text: str, mark: tuple[int, int] | None) -> Iterator[str]:
    """Yield an article text with a bar at its left; the words of the marked sentence are bold."""
    offset = 0
    for line in text.split("\n"):
        bullet = _BULLET.match(line)
        indent = len(bullet["mark"]) if bullet else 0
        lead = bullet["mark"] if bullet else ""
        for row in _wrapped(paper, _words(line, offset, indent, mark), paper.width - len(_BAR) - indent):
            yield f"{paper.cyan(_BAR)}{lead}{row}".rstrip()
            lead = " " * indent
        offset += len(line) + 1


def _words(line: str, offset: int, start: int, mark: tuple[int, int] | None) -> list[tuple[str, bool]]:
    """Return the words from `start` with whether each lies in the mark; links show their address, bold its text."""
    found = []
    for match in re.finditer(r"\[[^\]]+\]\([^)\s]+\)\S*|\S+", line[start:]):
        place = offset + start + match.start()
        shown = _INLINE.sub(lambda part: f"{part[1]} ({part[2]})" if part[1] else "", match[0])
        found += [(word, mark is not None and mark[0] <= place < mark[1]) for word in shown.split()]
    return found


def _wrapped(paper: Paper, words: list[tuple[str, bool]], width: int) -> Iterator[str]:
    """Yield rows of at most `width` characters, not counting the codes for bold; a blank line is one empty row."""
    row: list[tuple[str, bool]] = []
    length = -1
    for word, marked in words:
        if row and length + 1 + len(word) > width:
            yield _row(paper, row)
            row, length = [], -1
        row.append((word, marked))
        length += 1 + len(word)
    yield _row(paper, row)


def _row(paper: Paper, row: list[tuple[str, bool]]) -> str:
    """Join the words of a row, each run of marked ones in bold."""
    parts: list[str] = []
    run: list[str] = []
    for number, (word, marked) in enumerate(row):
        run.append(word)
        if number + 1 == len(row) or row[number + 1][1] != marked:
            text = " ".join(run)
            parts.append(paper.bold(text) if marked else text)
            run = []
    return " ".join(parts)
