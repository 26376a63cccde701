"""Components, forms and attachments as HTML."""

from __future__ import annotations

import base64
from collections.abc import Callable
from html import escape
from mimetypes import guess_type
from typing import Any

from tests.fake_discord import Attachment, Modal
from tests.pictures.markup import Reader, html, inline

JSON = dict[str, Any]
_STYLES = {1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link"}
_KILOBYTE = 1024
_MODAL = """<div class="scrim"><div class="modal">
<header><i class="avatar"></i><h1>{title}</h1><b>✕</b></header>
<div class="warning">This form will be submitted to <b>{bot}</b>. Do not share passwords or other sensitive
information.</div>{fields}
<footer><span class="button secondary">Cancel</span><span class="button primary">Submit</span></footer>
</div></div>"""


def component(part: JSON, reader: Reader) -> str:
    """Return one component of a message with all that it holds; KeyError for a type that is not drawn yet."""
    return _DRAWN[part["type"]](part, reader)


def components(parts: list[JSON], reader: Reader) -> str:
    """Return several components below each other."""
    return "".join(component(part, reader) for part in parts)


def attachment(file: Attachment) -> str:
    """Return a picture as it is, any other file as a card with its size."""
    kind = guess_type(file.filename)[0] or file.content_type  # discord.py sends files without their kind
    if kind.startswith("image/"):
        data = base64.b64encode(file.content).decode()
        told = escape(file.description or file.filename)
        return f'<img class="picture" alt="{told}" src="data:{kind};base64,{data}">'
    size = f"{len(file.content) / _KILOBYTE:.2f} KB" if len(file.content) >= _KILOBYTE else f"{len(file.content)} bytes"
    return f'<div class="file"><b>▤</b><div><a>{escape(file.filename)}</a><span>{size}</span></div></div>'


def modal(form: Modal, bot_name: str, reader: Reader) -> str:
    """Return an open form."""
    return _MODAL.format(title=escape(form.title), bot=escape(bot_name), fields=components(form.components, reader))


def _row(part: JSON, reader: Reader) -> str:
    return f'<div class="row">{components(part["components"], reader)}</div>'


def _button(part: JSON, _: Reader) -> str:
    off = " off" if part.get("disabled") else ""
    emoji = (part.get("emoji") or {}).get("name") or ""
    label = f"{emoji} {part.get('label') or ''}".strip()
    arrow = " <b>↗</b>" if part["style"] == 5 else ""
    return f'<span class="button {_STYLES[part["style"]]}{off}">{escape(label)}{arrow}</span>'


def _select(part: JSON, _: Reader) -> str:
    chosen = next((option["label"] for option in part.get("options") or [] if option.get("default")), "")
    shown = escape(chosen or part.get("placeholder") or "Make a selection")
    return f'<div class="select{" chosen" if chosen else ""}"><span>{shown}</span><b>⌄</b></div>'


def _text(part: JSON, reader: Reader) -> str:
    return f'<div class="markup">{html(part["content"], reader)}</div>'


def _section(part: JSON, reader: Reader) -> str:
    beside = component(part["accessory"], reader)
    return f'<div class="section"><div>{components(part["components"], reader)}</div>{beside}</div>'


def _separator(part: JSON, _: Reader) -> str:
    line = "" if part.get("divider") is False else " line"
    return f'<div class="separator{line}{" wide" if part.get("spacing") == 2 else ""}"></div>'


def _container(part: JSON, reader: Reader) -> str:
    colour = part.get("accent_color")
    bar = f' style="border-left: 4px solid #{colour:06x}"' if colour is not None else ""
    return f'<div class="container"{bar}>{components(part["components"], reader)}</div>'


def _label(part: JSON, reader: Reader) -> str:
    field = part["component"]
    star = '<em class="star">*</em>' if field.get("required", True) else ""
    hint = f'<p class="hint">{inline(part["description"], reader)}</p>' if part.get("description") else ""
    return f'<div class="label"><h2>{escape(part["label"])}{star}</h2>{hint}{component(field, reader)}</div>'


def _input(part: JSON, _: Reader) -> str:
    shown = f"<span>{escape(part['value'])}</span>" if part.get("value") else escape(part.get("placeholder") or "")
    return f'<div class="input{" tall" if part["style"] == 2 else ""}">{shown}</div>'


def _choices(part: JSON, _: Reader) -> str:
    mark = "radio" if part["type"] == 21 else "box"
    lines = (_choice(option, mark) for option in part["options"])
    return f'<div class="choices">{"".join(lines)}</div>'


def _choice(option: JSON, mark: str) -> str:
    on = " on" if option.get("default") else ""
    more = f"<p>{escape(option['description'])}</p>" if option.get("description") else ""
    return f'<div class="choice"><i class="{mark}{on}"></i><div>{escape(option["label"])}{more}</div></div>'


_DRAWN: dict[int, Callable[[JSON, Reader], str]] = {
    1: _row,
    2: _button,
    **dict.fromkeys((3, 5, 6, 7, 8), _select),
    4: _input,
    9: _section,
    10: _text,
    14: _separator,
    17: _container,
    18: _label,
    21: _choices,
    22: _choices,
}
