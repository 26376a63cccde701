"""A `Reply` drawn in a terminal."""

import re
from collections.abc import Iterable

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from bot.commands.reply import (
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

_INLINE = re.compile(r"\*\*(?P<bold>.+?)\*\*|\[(?P<label>[^\]]+)\]\((?P<url>[^)\s]+)\)")
_BULLET = re.compile(r"(?P<mark>-|\d{1,2}\.)\s+(?P<rest>.*)")


def print_reply(console: Console, reply: Reply) -> None:
    """Print every block, with a blank line between those that stand apart."""
    previous: Block | None = None
    for block in reply.blocks:
        if isinstance(block, Links) and not block.resources:
            continue
        if previous is not None and not _belongs(previous, block):
            console.print()
        _print_block(console, block)
        previous = block


def _belongs(previous: Block, block: Block) -> bool:
    return isinstance(block, Source) or (isinstance(previous, Note) and isinstance(block, Note))


def _print_block(console: Console, block: Block) -> None:
    match block:
        case Heading(text, detail):
            console.print(Text.assemble((text, "bold"), (f" · {detail}" if detail else "", "dim")))
        case Paragraph(text):
            console.print(Text(text))
        case Quotation(text, mark):
            for line in _quoted_lines(text, mark):
                console.print(line)
        case Source():
            console.print(Text(_source_line(block), style="cyan"))
        case Items(items):
            console.print(_grid((item.title, item.text) for item in items))
        case Commands(lines):
            console.print(_grid((f"/{line.name}", line.text) for line in lines))
        case Links(resources):
            for resource in resources:
                console.print(Text(f"- {resource.title} ({resource.kind})"))
                console.print(Text(f"  {resource.url}", style="dim"), soft_wrap=True)
        case Moments(caption, times):
            console.print(Text(f"{caption}: " + ", ".join(f"{moment:%Y-%m-%d %H:%M} UTC" for moment in times)))
        case Note(text):
            console.print(Text(text, style="dim"))


def _source_line(source: Source) -> str:
    parts = [source.title, source.section, f"reviewed {source.reviewed}", source.url]
    return "From: " + " · ".join(part for part in parts if part)


def _grid(rows: Iterable[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for title, text in rows:
        table.add_row(Text(title), Text(text))
    return table


def _quoted_lines(text: str, mark: tuple[int, int] | None) -> Iterable[RenderableType]:
    """Yield each line of an article text with a bar at its left; the marked sentence is bold."""
    offset = 0
    for line in text.split("\n"):
        bullet = _BULLET.match(line)
        start = offset + (bullet.start("rest") if bullet else 0)
        shown = _inline(text[start : offset + len(line)], start, mark)
        yield _Barred(shown, bullet["mark"] if bullet else "")
        offset += len(line) + 1


class _Barred:
    """A wrapped text whose every line begins with a bar."""

    def __init__(self, text: Text, mark: str) -> None:
        self._text = text
        self._mark = mark

    def __rich_console__(self, console: Console, options: object) -> Iterable[RenderableType]:
        indent = f"{self._mark} " if self._mark else ""
        lines = self._text.wrap(console, max(20, console.width - 2 - len(indent))) or [Text("")]
        for number, line in enumerate(lines):
            lead = indent if number == 0 else " " * len(indent)
            yield Text.assemble(("│ ", "cyan"), lead, line)


def _inline(text: str, offset: int, mark: tuple[int, int] | None) -> Text:
    """Return a line with bold and links drawn and the marked range emphasised; offsets are of the whole passage."""
    shown = Text()
    place = 0
    for found in _INLINE.finditer(text):
        _append(shown, text[place : found.start()], offset + place, mark, "")
        if found["bold"]:
            _append(shown, found["bold"], offset + found.start(), mark, "bold")
        else:
            _append(shown, f"{found['label']} ({found['url']})", offset + found.start(), mark, "")
        place = found.end()
    _append(shown, text[place:], offset + place, mark, "")
    return shown


def _append(shown: Text, piece: str, offset: int, mark: tuple[int, int] | None, style: str) -> None:
    if mark is None or offset >= mark[1] or offset + len(piece) <= mark[0]:
        shown.append(piece, style)
        return
    begin, end = max(0, mark[0] - offset), mark[1] - offset
    shown.append(piece[:begin], style)
    shown.append(piece[begin:end], "bold")
    shown.append(piece[end:], style)
