"""The limits: what Discord would refuse is refused with the field named, the largest legal body passes."""

from __future__ import annotations

import pytest

from tests.fake_discord import commands, limits, modals
from tests.fake_discord.errors import JSON, ApiError, Problems
from tests.fake_discord.limits import Upload
from tests.fake_discord.messages import COMPONENTS_V2

V2 = {"flags": COMPONENTS_V2}
TEXT = {"type": 10, "content": "hello"}


def row(*parts: JSON) -> JSON:
    """Return a message of one action row."""
    return {"content": "x", "components": [{"type": 1, "components": list(parts)}]}


def button(**changes: object) -> JSON:
    """Return a legal button with some changes."""
    return {"type": 2, "style": 1, "label": "Go", "custom_id": "go"} | changes


def menu(**changes: object) -> JSON:
    """Return a legal string select with some changes."""
    return {"type": 3, "custom_id": "menu", "options": options(1)} | changes


def options(count: int) -> list[JSON]:
    """Return distinct select options."""
    return [{"label": f"option {number}", "value": str(number)} for number in range(count)]


LEGAL: dict[str, JSON] = {
    "content of 2,000": {"content": "x" * 2000},
    "content of 2,000 and blanks": {"content": " " + "x" * 2000 + "\n"},
    "ten embeds of 6,000 in all": {"embeds": [{"description": "x" * 600}] * 10},
    "25 fields": {"embeds": [{"fields": [{"name": "n", "value": "v"}] * 25}]},
    "five rows of five buttons": {
        "content": "x",
        "components": [
            {"type": 1, "components": [button(custom_id=f"{line}-{place}") for place in range(5)]} for line in range(5)
        ],
    },
    "custom_id of 100": row(button(custom_id="x" * 100)),
    "label of 80": row(button(label="x" * 80)),
    "menu of 25": row(menu(options=options(25), max_values=25)),
    "link": row({"type": 2, "style": 5, "label": "Guide", "url": "https://example.org"}),
    "nonce of 25": {"content": "x", "nonce": "x" * 25},
    "v2 of 40": V2 | {"components": [{"type": 17, "components": [TEXT] * 39}]},
    "v2 text of 4,000": V2 | {"components": [{"type": 10, "content": "x" * 2000}] * 2},
    "v2 section": V2 | {"components": [{"type": 9, "components": [TEXT], "accessory": button()}]},
    "mentions of 100": {"content": "x", "allowed_mentions": {"parse": ["roles"], "users": ["1"] * 100}},
    "poll": {"poll": {"question": {"text": "q" * 300}, "answers": [{"poll_media": {"text": "a" * 55}}] * 10}},
}

REFUSED: dict[str, tuple[JSON, str]] = {
    "content of 2,001": ({"content": "x" * 2001}, "content"),
    "eleven embeds": ({"embeds": [{"title": "t"}] * 11}, "embeds"),
    "embeds of 6,001 in all": (
        {"embeds": [{"description": "x" * 3000}, {"description": "x" * 3001}]},
        "embeds",
    ),
    "embed title": ({"embeds": [{"title": "x" * 257}]}, "embeds"),
    "embed description": ({"embeds": [{"description": "x" * 4097}]}, "embeds"),
    "26 fields": ({"embeds": [{"fields": [{"name": "n", "value": "v"}] * 26}]}, "embeds"),
    "field without value": ({"embeds": [{"fields": [{"name": "n", "value": ""}]}]}, "embeds"),
    "footer": ({"embeds": [{"footer": {"text": "x" * 2049}}]}, "embeds"),
    "empty embed": ({"embeds": [{"color": 5}]}, "embeds"),
    "embed link": ({"embeds": [{"title": "t", "url": "ftp://example.org"}]}, "embeds"),
    "six rows": ({"content": "x", "components": [{"type": 1, "components": [button()]}] * 6}, "components"),
    "six buttons": (row(*(button(custom_id=str(number)) for number in range(6))), "components"),
    "empty row": (row(), "components"),
    "button beside a menu": (row(button(), menu()), "components"),
    "custom_id of 101": (row(button(custom_id="x" * 101)), "components"),
    "no custom_id": (row(button(custom_id=None)), "components"),
    "custom_id twice": (row(button(), button()), "components"),
    "label of 81": (row(button(label="x" * 81)), "components"),
    "no label": (row(button(label=None)), "components"),
    "custom_id and url": (row(button(style=5, url="https://example.org")), "components"),
    "url of 513": (row({"type": 2, "style": 5, "label": "l", "url": "https://" + "x" * 505}), "components"),
    "bare text without the flag": ({"content": "x", "components": [TEXT]}, "components"),
    "menu of 26": (row(menu(options=options(26))), "components"),
    "menu without options": (row(menu(options=[])), "components"),
    "option twice": (row(menu(options=options(1) * 2)), "components"),
    "option label": (row(menu(options=[{"label": "x" * 101, "value": "v"}])), "components"),
    "option description": (
        row(menu(options=[{"label": "l", "value": "v", "description": "x" * 101}])),
        "components",
    ),
    "placeholder": (row(menu(placeholder="x" * 151)), "components"),
    "more at least than at most": (row(menu(min_values=2, max_values=1)), "components"),
    "nonce of 26": ({"content": "x", "nonce": "x" * 26}, "nonce"),
    "v2 with content": (V2 | {"content": "x", "components": [TEXT]}, "content"),
    "v2 with embeds": (V2 | {"embeds": [{"title": "t"}], "components": [TEXT]}, "embeds"),
    "v2 of 41": (V2 | {"components": [{"type": 17, "components": [TEXT] * 40}]}, "components"),
    "v2 text of 4,001": (V2 | {"components": [{"type": 10, "content": "x" * 4001}]}, "components"),
    "container in a container": (
        V2 | {"components": [{"type": 17, "components": [{"type": 17, "components": [TEXT]}]}]},
        "components",
    ),
    "section without accessory": (V2 | {"components": [{"type": 9, "components": [TEXT]}]}, "components"),
    "section of four": (
        V2 | {"components": [{"type": 9, "components": [TEXT] * 4, "accessory": button()}]},
        "components",
    ),
    "gallery of eleven": (
        V2 | {"components": [{"type": 12, "items": [{"media": {"url": "https://example.org/a.png"}}] * 11}]},
        "components",
    ),
    "unknown mention kind": ({"content": "x", "allowed_mentions": {"parse": ["all"]}}, "allowed_mentions"),
    "users twice over": (
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "allowed_mentions",
    ),
    "101 users": ({"content": "x", "allowed_mentions": {"users": ["1"] * 101}}, "allowed_mentions"),
    "poll of eleven": (
        {"poll": {"question": {"text": "q"}, "answers": [{"poll_media": {"text": "a"}}] * 11}},
        "poll",
    ),
}


@pytest.mark.parametrize("name", LEGAL)
def test_the_largest_legal_message_passes(name: str) -> None:
    """What lies just within a limit is accepted."""
    limits.check_create(LEGAL[name], [])


@pytest.mark.parametrize("name", REFUSED)
def test_a_message_beyond_a_limit_is_refused(name: str) -> None:
    """What lies just beyond gets 400 50035 and the name of the field."""
    body, field = REFUSED[name]
    with pytest.raises(ApiError) as caught:
        limits.check_create(body, [])
    assert (caught.value.status, caught.value.code) == (400, 50035)
    assert caught.value.errors is not None
    assert list(caught.value.errors) == [field]


@pytest.mark.parametrize("body", [{}, {"content": ""}, {"content": " \n"}, {"content": None, "embeds": []}])
def test_an_empty_message_is_refused(body: JSON) -> None:
    """Blank content counts as none."""
    with pytest.raises(ApiError, match="empty message"):
        limits.check_create(body, [])


def test_a_file_alone_is_a_message() -> None:
    """A file needs no text; one that is too large is refused."""
    limits.check_create({}, [Upload("files[0]", "a.txt", b"a", "text/plain")])
    with pytest.raises(ApiError, match="40005"):
        limits.check_create({}, [Upload("files[0]", "a.txt", b"a" * (limits.FILE + 1), "text/plain")])


def command(**changes: object) -> JSON:
    """Return a legal slash command with some changes."""
    return {"name": "ask", "description": "Ask", "type": 1, "options": []} | changes


def option(**changes: object) -> JSON:
    """Return a legal string option with some changes."""
    return {"name": "question", "description": "What", "type": 3} | changes


LEGAL_COMMANDS: dict[str, JSON] = {
    "plain": command(),
    "names of many scripts": command(name="スプリント-目標_1"),
    "25 options": command(options=[option(name=f"o{number}") for number in range(25)]),
    "required before optional": command(options=[option(required=True), option(name="b")]),
    "25 choices": command(options=[option(choices=[{"name": str(n), "value": str(n)} for n in range(25)])]),
    "everywhere": command(contexts=[0, 1, 2], integration_types=[0, 1]),
    "grouped": command(
        options=[
            option(name="group", type=2, options=[option(name="sub", type=1, options=[option()])]),
            option(name="other", type=1),
        ]
    ),
    "menu": {"name": "Answer this", "type": 3},
    "permissions": command(default_member_permissions="32"),
}

REFUSED_COMMANDS: dict[str, JSON] = {
    "capital letters": command(name="Ask"),
    "a space": command(name="ask me"),
    "33 characters": command(name="x" * 33),
    "no description": command(description=""),
    "description of 101": command(description="x" * 101),
    "26 options": command(options=[option(name=f"o{number}") for number in range(26)]),
    "same option twice": command(options=[option(), option()]),
    "optional before required": command(options=[option(), option(name="b", required=True)]),
    "26 choices": command(options=[option(choices=[{"name": str(n), "value": str(n)} for n in range(26)])]),
    "choices and autocomplete": command(options=[option(choices=[{"name": "a", "value": "a"}], autocomplete=True)]),
    "autocomplete on a channel": command(options=[option(type=7, autocomplete=True)]),
    "option beside sub-command": command(options=[option(type=1, name="sub"), option()]),
    "sub-command in sub-command": command(options=[option(name="a", type=1, options=[option(name="b", type=1)])]),
    "group in group": command(options=[option(name="a", type=2, options=[option(name="b", type=2)])]),
    "max_length of 6,001": command(options=[option(max_length=6001)]),
    "max_value on a string": command(options=[option(max_value=5)]),
    "channel_types on a string": command(options=[option(channel_types=[0])]),
    "8,001 characters": command(
        options=[
            option(
                name=f"o{n}",
                choices=[{"name": f"{n}-{c:02}" + "x" * 95, "value": "v" * 100} for c in range(14)],
            )
            for n in range(3)
        ]
    ),
    "private channel without user install": command(contexts=[2], integration_types=[0]),
    "context twice": command(contexts=[0, 0]),
    "no context": command(contexts=[]),
    "unknown type": command(type=9),
    "menu with a description": {"name": "Answer this", "type": 3, "description": "x"},
    "permissions as a word": command(default_member_permissions="admin"),
    "localised name": command(name_localizations={"de": "Frag"}),
}


def _problems(payload: list[JSON], *, in_guild: bool = False) -> None:
    problems = Problems()
    commands.check_all(payload, problems, in_guild=in_guild)
    problems.raise_if_any()


@pytest.mark.parametrize("name", LEGAL_COMMANDS)
def test_a_legal_command_passes(name: str) -> None:
    """What Discord registers is accepted."""
    _problems([LEGAL_COMMANDS[name]])


@pytest.mark.parametrize("name", REFUSED_COMMANDS)
def test_a_command_beyond_a_limit_is_refused(name: str) -> None:
    """What Discord would not register is refused."""
    with pytest.raises(ApiError):
        _problems([REFUSED_COMMANDS[name]])


@pytest.mark.parametrize(
    "payload",
    [
        [command(), command()],
        [command(name=f"c{number}") for number in range(101)],
        [{"name": f"menu {number}", "type": 3} for number in range(16)],
    ],
)
def test_too_many_or_equal_commands_are_refused(payload: list[JSON]) -> None:
    """Names are unique within a type, of which there are at most 100, 15 and 15."""
    with pytest.raises(ApiError):
        _problems(payload)


def test_guild_commands_have_no_direct_messages() -> None:
    """A command of one guild cannot have the context BOT_DM."""
    _problems([command(contexts=[0])], in_guild=True)
    with pytest.raises(ApiError):
        _problems([command(contexts=[0, 1])], in_guild=True)


def text_input(**changes: object) -> JSON:
    """Return a legal text input inside its label, with some changes."""
    inner = {"type": 4, "custom_id": "reason", "style": 1} | changes
    return {"type": 18, "label": "Reason", "component": inner}


def modal(*parts: JSON, **changes: object) -> JSON:
    """Return a modal of these parts."""
    return {"title": "Form", "custom_id": "form", "components": list(parts)} | changes


RADIO = {"type": 21, "custom_id": "radio"}

REFUSED_MODALS: dict[str, JSON] = {
    "title of 46": modal(text_input(), title="x" * 46),
    "no component": modal(),
    "six components": modal(*(text_input(custom_id=str(number)) for number in range(6))),
    "same custom_id": modal(text_input(), text_input()),
    "label of 46": modal(text_input() | {"label": "x" * 46}),
    "description of 101": modal(text_input() | {"description": "x" * 101}),
    "max_length of 4,001": modal(text_input(max_length=4001)),
    "placeholder of 101": modal(text_input(placeholder="x" * 101)),
    "disabled": modal(text_input(disabled=True)),
    "required and none at least": modal({"type": 18, "label": "Menu", "component": menu(min_values=0)}),
    "a button": modal({"type": 1, "components": [button()]}),
    "radio of one": modal({"type": 18, "label": "Radio", "component": RADIO | {"options": options(1)}}),
    "radio of eleven": modal({"type": 18, "label": "Radio", "component": RADIO | {"options": options(11)}}),
}


@pytest.mark.parametrize("name", REFUSED_MODALS)
def test_a_modal_beyond_a_limit_is_refused(name: str) -> None:
    """What Discord would not open is refused."""
    problems = Problems()
    modals.check(REFUSED_MODALS[name], problems)
    with pytest.raises(ApiError):
        problems.raise_if_any()


def test_a_legal_modal_passes() -> None:
    """Five components, each at its limit."""
    inputs = [text_input(custom_id=str(number), max_length=4000) for number in range(4)]
    group = {
        "type": 18,
        "label": "Group",
        "component": {"type": 22, "custom_id": "g", "options": options(10)},
    }
    problems = Problems()
    modals.check(modal(*inputs, group, title="x" * 45), problems)
    problems.raise_if_any()
