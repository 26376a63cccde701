"""The commands that the application registered, globally and per guild."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.fake_discord import commands
from tests.fake_discord.errors import JSON, Problems
from tests.fake_discord.ids import Snowflakes


@dataclass
class Registry:
    """Registered commands by scope (None is global, else a guild id); the last sync of a scope decides."""

    application_id: int
    ids: Snowflakes
    scopes: dict[int | None, list[JSON]] = field(default_factory=dict)
    #: How often the bot overwrote a scope.
    syncs: int = 0

    def overwrite(self, scope: int | None, payload: list[JSON]) -> list[JSON]:
        """Replace the commands of a scope after checking them all; a command that stays keeps its id."""
        problems = Problems()
        commands.check_all(payload, problems, in_guild=scope is not None)
        problems.raise_if_any()
        before = {_key(command): command for command in self.scopes.get(scope, [])}
        fresh = [self._registered(command, scope, before.get(_key(command))) for command in payload]
        self.scopes[scope] = fresh
        self.syncs += 1
        return fresh

    def create(self, scope: int | None, command: JSON) -> JSON:
        """Add or replace one command."""
        others = [old for old in self.scopes.get(scope, []) if _key(old) != _key(command)]
        return self.overwrite(scope, [*others, command])[-1]

    def delete(self, scope: int | None, command_id: int) -> bool:
        """Remove one command; return whether it was there."""
        before = self.scopes.get(scope, [])
        self.scopes[scope] = [command for command in before if int(command["id"]) != command_id]
        return len(before) != len(self.scopes[scope])

    def get(self, scope: int | None, command_id: int) -> JSON | None:
        """Return one command by id, or None."""
        return next((found for found in self.scopes.get(scope, []) if int(found["id"]) == command_id), None)

    def find(self, name: str, kind: int, guild_id: int | None) -> JSON | None:
        """Return what a user in `guild_id` finds under `name`: the guild's command before the global one."""
        for scope in dict.fromkeys((guild_id, None)):
            for command in self.scopes.get(scope, []):
                if command["name"] == name and command["type"] == kind:
                    return command
        return None

    def _registered(self, command: JSON, scope: int | None, old: JSON | None) -> JSON:
        permissions = command.get("default_member_permissions")
        fresh: JSON = {
            "id": old["id"] if old else str(self.ids.next()),
            "application_id": str(self.application_id),
            "type": command.get("type") or commands.SLASH,
            "name": command["name"],
            "name_localizations": command.get("name_localizations"),
            "description": command.get("description") or "",
            "description_localizations": command.get("description_localizations"),
            "options": [_option(option) for option in command.get("options") or []],
            "default_member_permissions": None if permissions is None else str(permissions),
            "dm_permission": bool(command.get("dm_permission", True)),
            "contexts": command.get("contexts"),
            "integration_types": command.get("integration_types") or [0],
            "nsfw": bool(command.get("nsfw")),
        }
        if scope is not None:
            fresh["guild_id"] = str(scope)
        same = old is not None and {**old, "version": None} == {**fresh, "version": None}
        fresh["version"] = old["version"] if same and old else str(self.ids.next())
        return fresh


def _key(command: JSON) -> tuple[int, str]:
    return command.get("type") or commands.SLASH, command["name"]


def _option(option: JSON) -> JSON:
    kept = dict(option)
    if "options" in kept:
        kept["options"] = [_option(inner) for inner in kept["options"]]
    return kept
