"""What Discord is told of every command: places, installs, permissions, options and their limits."""

from typing import Any

import discord as library
import pytest

from tests.conftest import Online

STRING, BOOLEAN, CHANNEL, SUBCOMMAND = 3, 5, 7, 1
EVERYWHERE: dict[str, Any] = {"contexts": [0, 1, 2], "integration_types": [0, 1], "default_member_permissions": None}
SERVER_ONLY: dict[str, Any] = {"contexts": [0], "integration_types": [0], "default_member_permissions": str(1 << 5)}


def text(name: str, longest: int, *, required: bool = False, suggests: bool = True) -> dict[str, Any]:
    """Return what a text option should be."""
    return {
        "name": name,
        "type": STRING,
        "required": required,
        "autocomplete": suggests,
        "min_length": 1,
        "max_length": longest,
    }


def other(name: str, kind: int, *, required: bool = False) -> dict[str, Any]:
    """Return what an option without limits should be."""
    unlimited = {"autocomplete": False, "min_length": None, "max_length": None}
    return {"name": name, "type": kind, "required": required} | unlimited


COMMANDS: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "ask": (EVERYWHERE, [text("question", 500, required=True, suggests=False), other("private", BOOLEAN)]),
    "responsibilities": (EVERYWHERE, [text("name", 100)]),
    "resources": (EVERYWHERE, [text("topic", 100), text("kind", 100)]),
    "tip": (EVERYWHERE, [text("topic", 100)]),
    "topics": (EVERYWHERE, [text("category", 100), text("topic", 100)]),
    "glossary": (EVERYWHERE, [text("term", 100, required=True)]),
    "help": (EVERYWHERE, []),
}
GROUPS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "tips": (SERVER_ONLY, ["schedule", "list", "preview", "pause", "resume", "stop"]),
    "assistant": (SERVER_ONLY, ["setup", "diagnose", "stats", "gaps"]),
    "privacy": (EVERYWHERE, ["show", "export", "delete"]),
}
MENUS = ["Answer this"]
MESSAGE_MENU = 3
TIPS_COMMANDS: dict[str, list[dict[str, Any]]] = {
    "schedule": [
        other("channel", CHANNEL, required=True),
        text("time", 5, required=True),
        text("timezone", 64, required=True),
        text("days", 40),
        text("topic", 100),
    ],
    "list": [],
    "preview": [other("channel", CHANNEL)],
    "pause": [other("channel", CHANNEL)],
    "resume": [other("channel", CHANNEL)],
    "stop": [other("channel", CHANNEL)],
}


def registered(online: Online, name: str) -> dict[str, Any]:
    """Return a command as Discord holds it."""
    (found,) = [command for command in online.discord.registry.scopes[None] if command["name"] == name]
    return found


def plain(option: dict[str, Any]) -> dict[str, Any]:
    """Return the parts of an option that this file is about."""
    return {
        "name": option["name"],
        "type": option["type"],
        "required": bool(option.get("required")),
        "autocomplete": bool(option.get("autocomplete")),
        "min_length": option.get("min_length"),
        "max_length": option.get("max_length"),
    }


async def test_exactly_these_commands_are_registered(online: Online) -> None:
    names = {command["name"] for command in online.discord.registry.scopes[None]}
    assert names == {*COMMANDS, *GROUPS, *MENUS}
    assert set(online.discord.registry.scopes) == {None}


@pytest.mark.parametrize("name", COMMANDS)
async def test_a_browsing_command_is_offered_everywhere_to_everybody_with_its_options(
    online: Online, name: str
) -> None:
    places, options = COMMANDS[name]
    command = registered(online, name)
    assert {key: command[key] for key in places} == places
    assert [plain(option) for option in command["options"]] == options
    assert not command["nsfw"]
    assert 1 <= len(command["description"]) <= 100
    assert all(1 <= len(option["description"]) <= 100 for option in command["options"])


@pytest.mark.parametrize("name", GROUPS)
async def test_a_group_is_offered_in_its_places_with_its_commands(online: Online, name: str) -> None:
    places, subcommands = GROUPS[name]
    command = registered(online, name)
    assert {key: command[key] for key in places} == places
    assert {option["name"]: option["type"] for option in command["options"]} == dict.fromkeys(subcommands, SUBCOMMAND)
    assert not command["nsfw"]


@pytest.mark.parametrize("name", MENUS)
async def test_a_message_menu_is_offered_everywhere_to_everybody(online: Online, name: str) -> None:
    command = registered(online, name)
    assert {key: command[key] for key in EVERYWHERE} == EVERYWHERE
    assert command["type"] == MESSAGE_MENU


async def test_setup_takes_a_text_channel_a_forum_who_sees_answers_and_whether_texts_are_kept(online: Online) -> None:
    (found,) = [option for option in registered(online, "assistant")["options"] if option["name"] == "setup"]
    ask_channel, forum, answers, keep = found["options"]
    assert [option["name"] for option in found["options"]] == ["ask_channel", "forum", "answers", "keep_questions"]
    assert not any(option.get("required") for option in found["options"])
    assert sorted(ask_channel["channel_types"]) == [
        library.ChannelType.text.value,
        library.ChannelType.news.value,
    ]
    assert forum["channel_types"] == [library.ChannelType.forum.value]
    assert [choice["value"] for choice in answers["choices"]] == ["public", "private"]
    assert keep["type"] == BOOLEAN


@pytest.mark.parametrize("name", TIPS_COMMANDS)
async def test_a_tips_command_has_its_options(online: Online, name: str) -> None:
    (found,) = [option for option in registered(online, "tips")["options"] if option["name"] == name]
    options = found.get("options") or []
    assert [plain(option) for option in options] == TIPS_COMMANDS[name]
    channels = [option["channel_types"] for option in options if option["type"] == CHANNEL]
    kinds = library.ChannelType
    wanted = {kinds.text, kinds.news, kinds.news_thread, kinds.public_thread, kinds.private_thread}
    assert all(set(offered) == {kind.value for kind in wanted} for offered in channels)


async def test_an_option_that_suggests_has_no_fixed_choices(online: Online) -> None:
    options = [option for command in online.discord.registry.scopes[None] for option in command.get("options") or []]
    leaves = [leaf for option in options for leaf in option.get("options") or [option]]
    suggesting = [leaf for leaf in leaves if leaf.get("autocomplete")]
    assert {leaf["name"] for leaf in suggesting} >= {"name", "topic", "term", "timezone", "days"}
    assert [leaf["name"] for leaf in suggesting if leaf.get("choices")] == []
