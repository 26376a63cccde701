"""A `Reply` drawn as Discord Markdown. Everything that is not an article's own text is escaped."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO

import discord

from bot.commands import card_words as words
from bot.commands.bars import bars
from bot.commands.reply import (
    CHANNEL_NAME,
    GOES_ON,
    Bars,
    Block,
    CommandLine,
    Commands,
    Heading,
    Item,
    Items,
    Links,
    Moments,
    Note,
    Paragraph,
    Quotation,
    Reply,
    Source,
)
from bot.sentences import cut_at_sentence

MAX_CONTENT = 2000  # https://discord.com/developers/docs/resources/message#create-message
_SHORTEST_QUOTE = 200
_MARKUP = re.compile(r"[*_`~|\[\]<>\\]")
_INLINE_MARKUP = re.compile(r"[\\*_~`|\[<]")  # "<" begins channels, times, places, commands, emojis
_LINE_MARKUP = re.compile(r"^(\s*)([#>-])|^(\s*\d+)(\.)(?=\s)", re.MULTILINE)
_NUMBER = re.compile(r"\d+\.")
_NO_BREAK = "\u00a0"  # a space where a phone breaks no line
_SEPARATE = (Quotation, Commands, Links, Bars)  # by an empty line; Discord itself sets headings and lists apart
_MAX_DESCRIPTION = 1024  # https://discord.com/developers/docs/resources/message#attachment-object


def content(reply: Reply, command_ids: Mapping[str, int] | None = None) -> str:
    """Return the reply as at most 2,000 characters: links go first, then quotations are cut at a sentence."""
    blocks = [block for block in reply.blocks if not (isinstance(block, Links) and not block.resources)]
    text = _join(blocks, command_ids or {})
    if len(text) > MAX_CONTENT:
        blocks = [block for block in blocks if not isinstance(block, Links)]
        text = _join(blocks, command_ids or {})
    if len(text) > MAX_CONTENT:
        text = _join(_shortened(blocks, len(text) - MAX_CONTENT), command_ids or {})
    return text if len(text) <= MAX_CONTENT else text[: MAX_CONTENT - 1] + "\u2026"


def files(reply: Reply) -> list[discord.File]:
    """Return what is to be attached: a file to take away, a picture with what it says."""
    attached = []
    if reply.file is not None:
        attached.append(discord.File(BytesIO(reply.file.text.encode()), reply.file.name))
    if reply.picture is not None:
        picture = reply.picture
        told = picture.description[:_MAX_DESCRIPTION]
        attached.append(discord.File(BytesIO(picture.data), picture.name, description=told))
    return attached


def escape(text: str) -> str:
    """Return text that neither formats nor mentions anybody; only channels that we name are shown by their names."""
    # discord.py's escape_markdown leaves all but the first of several masked links, and whatever stands between them.
    text = _LINE_MARKUP.sub(r"\1\3\\\2\4", _INLINE_MARKUP.sub(r"\\\g<0>", text))
    return CHANNEL_NAME.sub(r"<#\1>", discord.utils.escape_mentions(text))


def _shortened(blocks: Iterable[Block], excess: int) -> list[Block]:
    """Cut the quotations, each by its share of `excess` characters and a little more for their marks."""
    blocks = list(blocks)
    quotations = [block for block in blocks if isinstance(block, Quotation)]
    share = excess // max(1, len(quotations)) + 40
    cut: list[Block] = []
    for block in blocks:
        if isinstance(block, Quotation):
            text = cut_at_sentence(block.text, max(_SHORTEST_QUOTE, len(block.text) - share))
            mark = block.mark if block.mark and block.mark[1] <= len(text) else None
            cut.append(replace(block, text=text, mark=mark, goes_on=block.goes_on or len(text) < len(block.text)))
        else:
            cut.append(block)
    return cut


def _join(blocks: Iterable[Block], command_ids: Mapping[str, int]) -> str:
    text = ""
    previous: Block | None = None
    for block in blocks:
        if previous is not None:
            text += "\n\n" if isinstance(block, _SEPARATE) and not isinstance(previous, Heading) else "\n"
        text += _drawn(block, command_ids)
        previous = block
    return text


def _drawn(block: Block, command_ids: Mapping[str, int]) -> str:
    match block:
        case Heading(text, detail):
            return f"### {escape(text)}" + (f" · {escape(detail)}" if detail else "")
        case Paragraph(text):
            return escape(text)
        case Quotation(text, mark, goes_on):
            return _quoted(text, mark) + (GOES_ON if goes_on else "")
        case Source():
            return _source(block)
        case Items(items):
            return "\n".join(map(_item, items))
        case Links(resources):
            return "\n".join(f"- [{_label(link.title)}](<{link.url}>) · {link.kind}" for link in resources)
        case Moments(caption, times):
            return f"{escape(caption)}:" + _moments(times)
        case Commands(lines):
            return "\n".join(_command(line, command_ids) for line in lines)
        case Bars(rows):
            drawn = "\n".join(bars(rows)).replace("`", "'")
            return f"```\n{discord.utils.escape_mentions(drawn)}\n```"
        case Note(text):
            return f"-# {escape(text)}"


def _quoted(text: str, mark: tuple[int, int] | None) -> str:
    """Return article text as a block quote; the answering sentence is bold unless it holds markup of its own."""
    if mark is not None and not _MARKUP.search(text[mark[0] : mark[1]]):
        text = f"{text[: mark[0]]}**{text[mark[0] : mark[1]]}**{text[mark[1] :]}"
    # With its space on an empty line too: Discord shows a bare ">" as it is and ends the quotation there.
    return "\n".join(f"> {line}" for line in text.split("\n"))


def _item(item: Item) -> str:
    """Return a line of a list: numbered where its title is a number, else with its title in bold."""
    if _NUMBER.fullmatch(item.title):
        return f"{item.title} {escape(item.text)}"
    return f"- **{escape(item.title)}** {escape(item.text)}".rstrip()


def _moments(times: Sequence[datetime]) -> str:
    """Return one instant on the line of its caption, several in a list: a phone would break them anywhere."""
    shown = [discord.utils.format_dt(moment, "F") for moment in times]
    return f" {shown[0]}" if len(shown) == 1 else "".join(f"\n- {moment}" for moment in shown)


def _source(source: Source) -> str:
    title = f"[{_label(source.title)}](<{source.url}>)" if source.url else escape(source.title)
    named = words.SOURCE.format(title=title) if title else words.SAME_ARTICLE
    reviewed = words.REVIEWED.format(month=f"{source.reviewed:%b %Y}") if source.reviewed else ""
    parts = [named, escape(source.section), reviewed.replace(" ", _NO_BREAK)]
    return "-# " + " · ".join(part for part in parts if part)


def _label(title: str) -> str:
    return escape(title).replace("[", "(").replace("]", ")")


def _command(line: CommandLine, command_ids: Mapping[str, int]) -> str:
    return " ".join((*(_mention(name, command_ids) for name in line.names), escape(line.text)))


def _mention(name: str, command_ids: Mapping[str, int]) -> str:
    """Return a command that can be clicked where its id is known."""
    number = command_ids.get(name.split(maxsplit=1)[0])
    return f"</{name}:{number}>" if number else f"**/{name}**"
