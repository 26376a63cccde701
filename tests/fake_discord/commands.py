"""Limits of application commands (Discord documentation, interactions/application-commands)."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import Any

from tests.fake_discord.errors import JSON, Path, Problems


class OptionType(IntEnum):
    """Kinds of command option."""

    SUBCOMMAND = 1
    GROUP = 2
    STRING = 3
    INTEGER = 4
    BOOLEAN = 5
    USER = 6
    CHANNEL = 7
    ROLE = 8
    MENTIONABLE = 9
    NUMBER = 10
    ATTACHMENT = 11


class Context(IntEnum):
    """Where a command can be used."""

    GUILD = 0
    BOT_DM = 1
    PRIVATE_CHANNEL = 2


SLASH, USER_MENU, MESSAGE_MENU = 1, 2, 3
#: Most commands of each type in one scope.
MOST = {SLASH: 100, USER_MENU: 15, MESSAGE_MENU: 15}
OPTIONS = 25
CHOICES = 25
CHARACTERS = 8000

#: The documented pattern is ^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$ in lower case; Python's \w covers
#: letters, digits and the underscore, and the ranges add the marks of those two scripts.
NAME = re.compile(r"[-_'\w\u0900-\u097F\u0E00-\u0E7F]{1,32}")

_CHOOSABLE = {OptionType.STRING, OptionType.INTEGER, OptionType.NUMBER}


def check_all(commands: Any, problems: Problems, *, in_guild: bool) -> None:  # noqa: ANN401 - unchecked input
    """Record every rule that a bulk overwrite breaks; paths start with the command's index."""
    if not isinstance(commands, list):
        problems.add((), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return
    seen: set[tuple[int, str]] = set()
    for index, command in enumerate(commands):
        check(command, (index,), problems, in_guild=in_guild)
        key = (command.get("type") or SLASH, command.get("name"))
        if key in seen:
            message = "Application command names must be unique"
            problems.add((index, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", message)
        seen.add(key)
    for kind, most in MOST.items():
        if sum((command.get("type") or SLASH) == kind for command in commands) > most:
            problems.add((), "APPLICATION_COMMANDS_MAX", f"Maximum number of application commands reached ({most}).")


def check(command: JSON, path: Path, problems: Problems, *, in_guild: bool) -> None:
    """Record every rule that one command breaks."""
    kind = command.get("type") or SLASH
    if not problems.one_of((*path, "type"), kind, set(MOST)):
        return
    if kind == SLASH:
        _check_name(command, path, problems)
        problems.length((*path, "description"), command.get("description"), 1, 100)
    else:
        problems.length((*path, "name"), command.get("name"), 1, 32)
        for key in ("description", "options"):
            if command.get(key):
                message = "Context menu commands cannot have it"
                problems.add((*path, key), "APPLICATION_COMMAND_CONTEXT_MENU_INVALID", message)
    options = command.get("options") or []
    _check_options(options, (*path, "options"), problems, depth=0)
    if characters(command) > CHARACTERS:
        problems.add(path, "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({CHARACTERS})")
    _check_places(command, path, problems, in_guild=in_guild)
    _check_member_permissions(command, path, problems)


def _check_name(thing: JSON, path: Path, problems: Problems) -> None:
    names = {"name": thing.get("name")}
    localized = thing.get("name_localizations") or {}
    names |= {f"name_localizations.{locale}": name for locale, name in localized.items()}
    for key, name in names.items():
        if not isinstance(name, str) or not NAME.fullmatch(name) or name != name.lower():
            message = "Command name is invalid"
            problems.add((*path, *key.split(".")), "APPLICATION_COMMAND_INVALID_NAME", message)
    for locale, text in (thing.get("description_localizations") or {}).items():
        problems.length((*path, "description_localizations", locale), text, 1, 100)


def _check_options(options: list[JSON], path: Path, problems: Problems, *, depth: int) -> None:
    if len(options) > OPTIONS:
        problems.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {OPTIONS} or fewer in length.")
    names = [option.get("name") for option in options]
    if len(names) != len(set(names)):
        problems.add(path, "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option names must be unique")
    nested = [option.get("type") in (1, 2) for option in options]
    if any(nested) and not all(nested):
        message = "Sub-command and sub-command group option types are mutually exclusive to all other types"
        problems.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
    required = [bool(option.get("required")) for option in options]
    for index, option in enumerate(options):
        if required[index] and not all(required[:index]):
            message = "Required options must be placed before non-required options"
            problems.add((*path, index), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
        _check_option(option, (*path, index), problems, depth=depth)


def _check_option(option: JSON, path: Path, problems: Problems, *, depth: int) -> None:
    _check_name(option, path, problems)
    problems.length((*path, "description"), option.get("description"), 1, 100)
    if not problems.one_of((*path, "type"), option.get("type"), set(map(int, OptionType))):
        return
    kind = OptionType(option["type"])
    if kind in (OptionType.SUBCOMMAND, OptionType.GROUP):
        if depth > 1 or (kind is OptionType.GROUP and depth > 0):
            message = "Sub-commands nest at most one group deep"
            problems.add((*path, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
        inner = option.get("options") or []
        below = any(part.get("type") in (1, 2) for part in inner)
        if kind is OptionType.SUBCOMMAND and below:
            message = "A sub-command cannot hold another"
            problems.add((*path, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
        _check_options(inner, (*path, "options"), problems, depth=depth + 1)
        return
    _check_choices(option, kind, path, problems)
    _check_bounds(option, kind, path, problems)


def _check_choices(option: JSON, kind: OptionType, path: Path, problems: Problems) -> None:
    choices = option.get("choices") or []
    if option.get("autocomplete") and choices:
        message = "Autocomplete options cannot have choices"
        problems.add((*path, "choices"), "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", message)
    if (option.get("autocomplete") or choices) and kind not in _CHOOSABLE:
        message = "Only string, integer and number options can have choices"
        problems.add((*path, "type"), "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID_TYPE", message)
    problems.count((*path, "choices"), choices, 0, CHOICES)
    for index, choice in enumerate(choices):
        here = (*path, "choices", index)
        problems.length((*here, "name"), choice.get("name"), 1, 100)
        if kind is OptionType.STRING:
            problems.length((*here, "value"), choice.get("value"), 1, 100)
    if len({choice.get("name") for choice in choices}) != len(choices):
        message = "Choice names must be unique"
        problems.add((*path, "choices"), "APPLICATION_COMMAND_OPTIONS_CHOICES_NAME_INVALID", message)


def _check_bounds(option: JSON, kind: OptionType, path: Path, problems: Problems) -> None:
    for key, least, most in (("min_length", 0, 6000), ("max_length", 1, 6000)):
        if option.get(key) is not None:
            if kind is not OptionType.STRING:
                problems.add((*path, key), "APPLICATION_COMMAND_OPTIONS_LENGTH_INVALID", "Only for string options")
            problems.between((*path, key), option[key], least, most)
    for key in ("min_value", "max_value"):
        if option.get(key) is not None and kind not in (OptionType.INTEGER, OptionType.NUMBER):
            problems.add((*path, key), "APPLICATION_COMMAND_OPTIONS_VALUE_INVALID", "Only for numeric options")
    if option.get("channel_types") and kind is not OptionType.CHANNEL:
        message = "Only for channel options"
        problems.add((*path, "channel_types"), "APPLICATION_COMMAND_OPTIONS_CHANNEL_TYPES_INVALID", message)


def _check_places(command: JSON, path: Path, problems: Problems, *, in_guild: bool) -> None:
    contexts, installs = command.get("contexts"), command.get("integration_types")
    for key, values, allowed in (("contexts", contexts, {0, 1, 2}), ("integration_types", installs, {0, 1})):
        if values is None:
            continue
        problems.count((*path, key), values, 1, len(allowed))
        if len(set(values)) != len(values) or not set(values) <= allowed:
            problems.add((*path, key), "SET_TYPE_ALREADY_CONTAINS_VALUE", "Values must be known and unique")
    if in_guild and Context.BOT_DM in (contexts or []):
        message = "Guild commands cannot be used in the bot's direct messages"
        problems.add((*path, "contexts"), "APPLICATION_COMMAND_CONTEXTS_GUILD_BOT_DM", message)
    # The documentation calls it "only meaningful" with USER_INSTALL; a command that asks for it without is a mistake.
    if Context.PRIVATE_CHANNEL in (contexts or []) and 1 not in (installs or []):
        message = "PRIVATE_CHANNEL needs the USER_INSTALL integration type"
        problems.add((*path, "contexts"), "APPLICATION_COMMAND_CONTEXTS_PRIVATE_CHANNEL", message)


def _check_member_permissions(command: JSON, path: Path, problems: Problems) -> None:
    value = command.get("default_member_permissions")
    if value is None:
        return
    if isinstance(value, bool) or not str(value).isdecimal():
        problems.add((*path, "default_member_permissions"), "NUMBER_TYPE_COERCE", f'Value "{value}" is not an int.')


def characters(command: JSON) -> int:
    """Return the size of a command: its texts and choice values, the longest localisation of each."""
    total = _longest(command, "name") + _longest(command, "description")
    for choice in command.get("choices") or []:
        total += _longest(choice, "name")
        total += len(choice["value"]) if isinstance(choice.get("value"), str) else 0
    return total + sum(characters(option) for option in command.get("options") or [])


def _longest(thing: JSON, key: str) -> int:
    texts = [thing.get(key) or "", *(thing.get(f"{key}_localizations") or {}).values()]
    return max(len(str(text)) for text in texts)
