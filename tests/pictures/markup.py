"""Discord's Markdown as HTML: blocks by the patterns of Discord's own client, inline parts by markdown-it-py.

It shows no more than Discord does. A line that holds only `>` is no quotation there, since the pattern wants a space
after the sign; a line break is a line break; a list ends with the first line that neither is indented nor an item.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from zoneinfo import ZoneInfo

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

READERS_ZONE = ZoneInfo("Europe/Berlin")

_FENCE = re.compile(r"```(?:[a-z0-9_+\-.#]+?\n)?\n*([^\n].*?)\n*```\n?", re.DOTALL | re.IGNORECASE)
_QUOTE = re.compile(r" *>(?!>>) +[^\n]*(?:\n *>(?!>>) +[^\n]*)*\n?")
_HEADING = re.compile(r" *(#{1,3}) +([^\n]+?)#*\s*(?:\n|$)")
_SMALL = re.compile(r" *-# +(?!-#)([^\n]+?)(?:\n|$)")
_LIST = re.compile(r"( *)([*-]|\d+\.) .+?(?:\n(?! )(?!\1(?:[*-]|\d+\.) )|$)", re.DOTALL)
_ITEM = re.compile(r"^ *(?:[*-]|\d+\.) +(.*)$")
_ENTITY = re.compile(
    r"</(?P<command>[-\w ]+):\d+>|<t:(?P<time>-?\d+)(?::(?P<style>[tTdDfFR]))?>|<(?P<kind>@&|@!?|#)(?P<id>\d+)>"
)
_BARE_URL = re.compile(r"(?<![<(\w])https?://[^\s<>]+[^\s<>.,:;\"')\]]")


@dataclass(frozen=True)
class Reader:
    """Who reads: what a mention is called by its sign (`@`, `@&`, `#`) and id, and what time it is, in Unix seconds."""

    name: Callable[[str, int], str]
    now: float = 0.0

    def moment(self, unix: int, style: str) -> str:
        """Return an instant as Discord shows it to somebody in `READERS_ZONE`."""
        if style == "R":
            return _relative(unix - self.now)
        return _STYLES[style](local(unix))


def local(unix: float) -> datetime:
    """Return an instant in the reader's zone."""
    return datetime.fromtimestamp(unix, UTC).astimezone(READERS_ZONE)


def clock(moment: datetime) -> str:
    """Return the time of day as Discord writes it in English."""
    return f"{moment.hour % 12 or 12}:{moment:%M} {moment:%p}"


def _date(moment: datetime) -> str:
    return f"{moment:%B} {moment.day}, {moment.year}"


_STYLES: dict[str, Callable[[datetime], str]] = {
    "t": clock,
    "T": lambda moment: f"{moment.hour % 12 or 12}:{moment:%M:%S %p}",
    "d": lambda moment: f"{moment.month}/{moment.day}/{moment.year}",
    "D": _date,
    "f": lambda moment: f"{_date(moment)} at {clock(moment)}",
    "F": lambda moment: f"{moment:%A}, {_date(moment)} at {clock(moment)}",
}


def html(text: str, reader: Reader) -> str:
    """Return a message's text as HTML whose line breaks are kept by `white-space: pre-wrap`."""
    return _blocks(text, reader, quoted=False)


def _blocks(text: str, reader: Reader, *, quoted: bool) -> str:
    done, plain, at = "", "", 0
    while at < len(text):
        found = _block_at(text, at, reader, quoted=quoted)
        if found is None:
            end = text.find("\n", at) + 1 or len(text)
            plain, at = plain + text[at:end], end
            continue
        done, plain = done + inline(plain, reader) + found[0], ""
        at = found[1]
    return done + inline(plain, reader)


def _block_at(text: str, at: int, reader: Reader, *, quoted: bool) -> tuple[str, int] | None:
    """Return the block that begins at this start of a line, and where it ends."""
    if match := _FENCE.match(text, at):
        return f"<pre>{escape(match[1])}</pre>", match.end()
    if not quoted and (match := _QUOTE.match(text, at)):
        inner = _blocks(re.sub(r"^ *> ?", "", match[0], flags=re.MULTILINE), reader, quoted=True)
        return f'<div class="quote"><blockquote>{inner}</blockquote></div>', match.end()
    if match := _HEADING.match(text, at):
        level = len(match[1])
        return f"<h{level}>{inline(match[2], reader)}</h{level}>", match.end()
    if match := _SMALL.match(text, at):
        return f'<small class="subtext">{inline(match[1], reader)}</small>', match.end()
    if match := _LIST.match(text, at):
        return _list(match, reader), match.end()
    return None


def _list(match: re.Match[str], reader: Reader) -> str:
    items: list[str] = []
    for line in match[0].rstrip("\n").split("\n"):
        item = _ITEM.match(line)
        if item:
            items.append(item[1])
        else:
            items[-1] += "\n" + line.strip()
    tag = "ul" if match[2] in "*-" else "ol"
    start = f' start="{match[2][:-1]}"' if tag == "ol" else ""
    return f"<{tag}{start}>" + "".join(f"<li>{inline(item, reader)}</li>" for item in items) + f"</{tag}>"


def inline(text: str, reader: Reader) -> str:
    """Return text without blocks as HTML."""
    linked = _BARE_URL.sub(lambda url: f"<{url[0]}>", text)
    return str(_PARSER.renderInline(linked, {"reader": reader}))


def _entity(state: StateInline, silent: bool) -> bool:
    """Take a mention or a timestamp at the present position."""
    match = _ENTITY.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        token = state.push("entity", "", 0)
        token.meta = match.groupdict()
    state.pos = match.end()
    return True


def _draw_entity(_: RendererProtocol, tokens: list[Token], index: int, __: OptionsDict, env: EnvType) -> str:
    reader: Reader = env["reader"]
    found = tokens[index].meta
    if found["command"]:
        return f'<span class="mention">/{escape(found["command"])}</span>'
    if found["time"]:
        return f'<span class="time">{reader.moment(int(found["time"]), found["style"] or "f")}</span>'
    name = reader.name(found["kind"].rstrip("!"), int(found["id"]))
    return f'<span class="mention">{escape(name)}</span>'


def _draw_strong(_: RendererProtocol, tokens: list[Token], index: int, __: OptionsDict, ___: EnvType) -> str:
    """Two underscores underline; two asterisks are bold."""
    tag = "u" if tokens[index].markup == "__" else "strong"
    return f"<{tag}>" if tokens[index].nesting == 1 else f"</{tag}>"


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero").enable(
        ["escape", "emphasis", "strikethrough", "backticks", "autolink", "link", "newline"]
    )
    parser.inline.ruler.before("autolink", "entity", _entity)
    parser.add_render_rule("entity", _draw_entity)
    parser.add_render_rule("strong_open", _draw_strong)
    parser.add_render_rule("strong_close", _draw_strong)
    return parser


_PARSER = _parser()
_SPANS = ((86400 * 365, "year"), (86400 * 30, "month"), (86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


def _relative(seconds: float) -> str:
    size, word = next((span for span in _SPANS if abs(seconds) >= span[0]), _SPANS[-1])
    count = round(abs(seconds) / size)
    text = f"{count} {word}" + ("" if count == 1 else "s")
    return f"in {text}" if seconds >= 0 else f"{text} ago"
