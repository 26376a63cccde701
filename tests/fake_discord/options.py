"""From what a test passes as command options to what Discord sends, refusing what a client would refuse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fake_discord.channels import Channel
from tests.fake_discord.commands import OptionType
from tests.fake_discord.errors import JSON
from tests.fake_discord.guilds import Guild, Role
from tests.fake_discord.messages import Attachment
from tests.fake_discord.permissions import in_guild
from tests.fake_discord.users import User

#: Longest string option where the command names no limit.
LONGEST = 6000
#: Integers beyond this are not exact in a JavaScript client.
LARGEST = 2**53


@dataclass
class Resolved:
    """The things that option values or select values stand for."""

    guild: Guild | None
    asker: User
    data: JSON = field(default_factory=dict)

    def add(self, thing: User | Channel | Role | Attachment) -> str:
        """Note `thing` and return its id, which is the option's value."""
        id_ = str(thing.id)
        if isinstance(thing, User):
            self._put("users", id_, thing.payload())
            self._add_member(thing)
        elif isinstance(thing, Channel):
            self._put("channels", id_, partial_channel(thing, self.asker))
        elif isinstance(thing, Role):
            self._put("roles", id_, thing.payload())
        else:
            self._put("attachments", id_, thing.payload() | {"ephemeral": True})
        return id_

    def _add_member(self, user: User) -> None:
        member = self.guild.members.get(user.id) if self.guild else None
        if member is not None and self.guild is not None:
            data = member.payload(with_user=False) | {"permissions": str(in_guild(self.guild, user))}
            self._put("members", str(user.id), data)

    def _put(self, kind: str, id_: str, payload: JSON) -> None:
        self.data.setdefault(kind, {})[id_] = payload


def partial_channel(channel: Channel, asker: User) -> JSON:
    """Return the partial channel of an interaction, with the asker's permissions."""
    data = channel.payload() | {"permissions": str(channel.permissions_for(asker))}
    data.pop("permission_overwrites", None)
    return data


def leaf(command: JSON, path: list[str]) -> tuple[list[JSON], list[JSON]]:
    """Follow sub-command names down; return the subcommand options passed and the options of the last one."""
    options: list[JSON] = command["options"]
    passed: list[JSON] = []
    for name in path:
        found = next((option for option in options if option["name"] == name and option["type"] in (1, 2)), None)
        if found is None:
            raise AssertionError(f"/{command['name']} has no sub-command {name!r}")
        passed.append(found)
        options = found.get("options") or []
    if any(option["type"] in (1, 2) for option in options):
        raise AssertionError(f"/{command['name']} needs a sub-command: {[option['name'] for option in options]}")
    return passed, options


def nest(passed: list[JSON], values: list[JSON]) -> list[JSON]:
    """Wrap option values into the sub-commands that lead to them."""
    for option in reversed(passed):
        values = [{"name": option["name"], "type": option["type"], "options": values}]
    return values


def values_of(
    options: list[JSON], given: Mapping[str, object], resolved: Resolved, *, focused: str | None
) -> list[JSON]:
    """Return the option values to send; AssertionError where a Discord client would not send them."""
    known = {option["name"]: option for option in options}
    for name in given:
        if name not in known:
            raise AssertionError(f"there is no option {name!r}, only {list(known)}")
    missing = [name for name, option in known.items() if option.get("required") and name not in given]
    # While a user is still typing the required options need not be there yet.
    if missing and focused is None:
        raise AssertionError(f"required options are missing: {missing}")
    values = []
    for name, value in given.items():
        option, here = known[name], name == focused
        if here and not option.get("autocomplete"):
            raise AssertionError(f"option {name!r} has no autocomplete")
        converted = str(value) if here else _convert(option, value, resolved)
        values.append({"name": name, "type": option["type"], "value": converted} | ({"focused": True} if here else {}))
    return values


def _convert(option: JSON, value: Any, resolved: Resolved) -> Any:  # noqa: ANN401 - as varied as options are
    kind, name = OptionType(option["type"]), option["name"]
    wanted = _TYPES[kind]
    if not isinstance(value, wanted) or (isinstance(value, bool) and kind is not OptionType.BOOLEAN):
        raise AssertionError(f"option {name!r} takes {kind.name.lower()}, not {value!r}")
    if isinstance(value, str):
        _check_string(option, value)
    elif isinstance(value, int | float) and kind is not OptionType.BOOLEAN:
        _check_number(option, value)
    elif isinstance(value, User | Channel | Role | Attachment):
        _check_channel(option, value)
        return resolved.add(value)
    return value


_TYPES: dict[OptionType, tuple[type, ...]] = {
    OptionType.STRING: (str,),
    OptionType.INTEGER: (int,),
    OptionType.BOOLEAN: (bool,),
    OptionType.USER: (User,),
    OptionType.CHANNEL: (Channel,),
    OptionType.ROLE: (Role,),
    OptionType.MENTIONABLE: (User, Role),
    OptionType.NUMBER: (int, float),
    OptionType.ATTACHMENT: (Attachment,),
}


def _check_string(option: JSON, value: str) -> None:
    least, most = option.get("min_length") or 0, option.get("max_length") or LONGEST
    # Discord's clients send no empty value at all: the option counts as not filled in.
    if not max(least, 1) <= len(value) <= most:
        raise AssertionError(f"option {option['name']!r} takes {least} to {most} characters, not {len(value)}")
    _check_choice(option, value)


def _check_number(option: JSON, value: float) -> None:
    least, most = option.get("min_value", -LARGEST), option.get("max_value", LARGEST)
    if not least <= value <= most:
        raise AssertionError(f"option {option['name']!r} takes {least} to {most}, not {value}")
    _check_choice(option, value)


def _check_choice(option: JSON, value: str | float) -> None:
    allowed = [choice["value"] for choice in option.get("choices") or []]
    if allowed and value not in allowed:
        raise AssertionError(f"option {option['name']!r} takes one of {allowed}, not {value!r}")


def _check_channel(option: JSON, value: object) -> None:
    allowed = option.get("channel_types") or []
    if isinstance(value, Channel) and allowed and value.type not in allowed:
        raise AssertionError(f"option {option['name']!r} takes channel types {allowed}, not {value.type!r}")
