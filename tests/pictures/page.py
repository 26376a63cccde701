"""A scene as one HTML page: its messages four times side by side, on a desktop and on a phone, dark and light."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from tests.conftest import Online
from tests.fake_discord import Message, Reply, User
from tests.fake_discord.messages import CHAT_INPUT_COMMAND
from tests.pictures import parts
from tests.pictures.markup import Reader, clock, html, local
from tests.pictures.scene import Shown

VARIANTS = ("desktop dark", "desktop light", "phone dark", "phone light")
WIDTH = 2250  # pixels of the four together, as in look.css
_LOOK = Path(__file__).with_name("look.css")
_COLOURS = ("#3d9e60", "#d6653f", "#a84ec2", "#5865f2")  # the bot's name has 23 letters, so it gets the last


def page(online: Online, shown: Sequence[Shown]) -> str:
    """Return the HTML document of a scene."""
    reader = Reader(lambda sign, id_: _name(online, sign, id_), online.clock.now().timestamp())
    pieces = "".join(_piece(one, online, reader) for one in shown)
    channel = shown[0].channel  # a direct message has no name but that of the other person
    sign, name = ("#", channel.name) if channel.name else ("@", online.discord.bot.name)
    head = f"<header><b>{sign}</b>{escape(name)}</header>"
    columns = "".join(f'<section class="{variant}">{head}<main>{pieces}</main></section>' for variant in VARIANTS)
    style = _LOOK.read_text("utf-8")
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><style>{style}</style><body>{columns}</body></html>'


def _piece(shown: Shown, online: Online, reader: Reader) -> str:
    if isinstance(shown, Reply):
        if shown.modal is not None:
            return parts.modal(shown.modal, online.discord.bot.name, reader)
        assert shown.message is not None, f"{shown!r} shows nothing"
        shown = shown.message
    return _message(shown, reader)


def _message(message: Message, reader: Reader) -> str:
    body = html(message.content, reader)
    files = "".join(parts.attachment(file) for file in message.attachments)
    below = files + parts.components(message.components, reader)
    private = '<p class="private">◉ Only you can see this • <a>Dismiss message</a></p>' if message.ephemeral else ""
    edited = '<span class="edited">(edited)</span>' if message.edited is not None else ""
    return (
        f'<article class="{"ephemeral" if message.ephemeral else ""}">{_above(message, reader)}'
        f'<div class="body">{_avatar(message.author.name)}<div class="text"><h4>{_author(message.author)}'
        f"<time>{clock(local(message.created))}</time></h4>"
        f'<div class="markup">{body}{edited}</div><div class="below">{below}</div>{private}</div></div></article>'
    )


def _above(message: Message, reader: Reader) -> str:
    """Return the line above a message: the command that it answers, or the message that it replies to."""
    if message.command and message.interaction is not None:
        name = message.interaction["user"]["username"]
        slash = "/" if message.type == CHAT_INPUT_COMMAND else ""
        used = f"<span>used</span><a>{slash}{escape(message.command)}</a>"
        return f'<div class="above">{_avatar(name)}<b>{escape(name)}</b>{used}</div>'
    before = message.reply_to
    if before is None:
        return ""
    text = html(before.text.replace("\n", " "), reader) if before.text else "<em>Click to see attachment</em>"
    name = before.author.name
    return f'<div class="above">{_avatar(name)}<b>{escape(name)}</b><span class="before">{text}</span></div>'


def _avatar(name: str) -> str:
    """Return a round of a colour that belongs to the name."""
    colour = _COLOURS[len(name) % len(_COLOURS)]
    return f'<i class="avatar" style="background: {colour}"></i>'


def _author(user: User) -> str:
    return escape(user.name) + ('<span class="app">APP</span>' if user.bot else "")


def _name(online: Online, sign: str, id_: int) -> str:
    world = online.discord.world
    if sign == "#":
        return f"#{world.channels[id_].name}"
    return f"@{world.users[id_].name}" if sign == "@" else "@unknown-role"
