"""What only owners may do: each command one by one, as Discord is told and as the bot itself checks it."""

from collections.abc import Iterator
from typing import Any

from tests.conftest import Online
from tests.discord_app.helpers import counted, rows

MANAGE_GUILD = str(1 << 5)
ATTACHMENT, SUBCOMMAND, CHANNEL = 11, 1, 7
FOR_OWNERS = {"tips", "assistant"}
KEPT = ("schedules", "servers")


def registered(online: Online) -> dict[str, dict[str, Any]]:
    return {command["name"]: command for command in online.discord.registry.scopes[None]}


def leaves(command: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield every command that can be run, by its full name, with its options."""
    subcommands = [option for option in command.get("options", ()) if option["type"] == SUBCOMMAND]
    for one in subcommands:
        yield f"{command['name']} {one['name']}", one.get("options") or []
    if not subcommands:
        yield command["name"], command.get("options") or []


def filled(option: dict[str, Any], online: Online) -> object:
    """Return a value that a client would let somebody give."""
    if option["type"] == CHANNEL:
        return online.channel
    return {"time": "09:30", "timezone": "Europe/Berlin"}.get(option["name"], "product-owner"[: option["max_length"]])


async def test_discord_is_told_of_each_that_it_is_for_servers_and_for_those_who_manage_them(online: Online) -> None:
    for name, command in registered(online).items():
        owners = name in FOR_OWNERS
        assert command["default_member_permissions"] == (MANAGE_GUILD if owners else None), name
        assert command["contexts"] == ([0] if owners else [0, 1, 2]), name
        assert command["integration_types"] == ([0] if owners else [0, 1]), name
        for leaf, options in leaves(command):
            assert ATTACHMENT not in {option["type"] for option in options}, f"{leaf} takes a file: limit its size"


async def test_whoever_may_not_manage_the_server_is_refused_by_each_and_nothing_changes(online: Online) -> None:
    before = [rows(online.app.settings, f"SELECT * FROM {table}") for table in KEPT]
    refused = []
    for name in FOR_OWNERS:
        for leaf, options in leaves(registered(online)[name]):
            given = {option["name"]: filled(option, online) for option in options if option.get("required")}
            reply = await online.discord.slash(online.alice, online.channel, leaf, force=True, **given)  # type: ignore[arg-type]
            assert reply.ephemeral, leaf
            assert reply.content == "You need the permission Manage Server for that. Ask somebody who has it.", leaf
            refused.append(leaf)
    await counted(online.client)
    assert len(refused) >= 5
    assert [rows(online.app.settings, f"SELECT * FROM {table}") for table in KEPT] == before
