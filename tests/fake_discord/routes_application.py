"""REST routes of the application, its commands, users and guilds, and the Gateway's address."""

from __future__ import annotations

from tests.fake_discord.calls import Call, route
from tests.fake_discord.errors import JSON, ApiError, unknown
from tests.fake_discord.permissions import in_guild


@route("GET", "/users/@me")
def get_me(call: Call) -> JSON:
    """Return the bot user."""
    return call.world.bot.payload() | {"verified": True, "mfa_enabled": False, "locale": "en-US", "flags": 0}


@route("GET", "/users/{user_id}")
def get_user(call: Call) -> JSON:
    """Return any user."""
    user = call.world.users.get(call.id("user_id"))
    if user is None:
        raise unknown("User")
    return user.payload()


@route("GET", "/oauth2/applications/@me")
@route("GET", "/applications/@me")
def get_application(call: Call) -> JSON:
    """Return the application."""
    return call.world.application.payload()


@route("GET", "/gateway")
def get_gateway(call: Call) -> JSON:
    """Return the Gateway's address."""
    return {"url": call.gateway_url}


@route("GET", "/gateway/bot")
def get_bot_gateway(call: Call) -> JSON:
    """Return the Gateway's address, the recommended shards and the limit of IDENTIFYs a day."""
    limit = {"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 1}
    return {"url": call.gateway_url, "shards": 1, "session_start_limit": limit}


@route("GET", "/guilds/{guild_id}")
def get_guild(call: Call) -> JSON:
    """Return a guild that the bot is in."""
    return call.guild().summary()


@route("GET", "/users/@me/guilds")
def get_my_guilds(call: Call) -> list[JSON]:
    """Return the guilds that the bot is in."""
    found = [guild for guild in call.world.guilds.values() if call.world.bot.id in guild.members]
    bits = {guild.id: str(in_guild(guild, call.world.bot)) for guild in found}
    return [{"id": str(guild.id), "name": guild.name, "permissions": bits[guild.id]} for guild in found]


@route("DELETE", "/users/@me/guilds/{guild_id}")
def leave_guild(call: Call) -> None:
    """Leave a guild."""
    call.guild().remove_bot()


@route("GET", "/guilds/{guild_id}/roles")
def get_roles(call: Call) -> list[JSON]:
    """Return the roles of a guild."""
    return [role.payload() for role in call.guild().roles.values()]


@route("GET", "/guilds/{guild_id}/channels")
def get_channels(call: Call) -> list[JSON]:
    """Return the channels of a guild, without threads."""
    return [channel.payload() for channel in call.guild().channels.values() if not channel.is_thread]


@route("GET", "/guilds/{guild_id}/members/{user_id}")
def get_member(call: Call) -> JSON:
    """Return one member of a guild."""
    member = call.guild().members.get(call.id("user_id"))
    if member is None:
        raise unknown("Member")
    return member.payload()


def _scope(call: Call) -> int | None:
    call.application()
    return call.guild().id if "guild_id" in call.params else None


@route("GET", "/applications/{application_id}/commands")
@route("GET", "/applications/{application_id}/guilds/{guild_id}/commands")
def list_commands(call: Call) -> list[JSON]:
    """Return the registered commands; localisations only when the query asks for them, as Discord does."""
    found = call.registry.scopes.get(_scope(call), [])
    if call.request.query.get("with_localizations") in ("1", "true"):
        return found
    return [{key: value for key, value in command.items() if "localizations" not in key} for command in found]


@route("PUT", "/applications/{application_id}/commands")
@route("PUT", "/applications/{application_id}/guilds/{guild_id}/commands")
def overwrite_commands(call: Call) -> list[JSON]:
    """Replace all commands of a scope."""
    return call.registry.overwrite(_scope(call), call.request.json)


@route("POST", "/applications/{application_id}/commands")
@route("POST", "/applications/{application_id}/guilds/{guild_id}/commands")
def create_command(call: Call) -> JSON:
    """Register or replace one command."""
    return call.registry.create(_scope(call), call.body)


@route("GET", "/applications/{application_id}/commands/{command_id}")
@route("GET", "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}")
def get_command(call: Call) -> JSON:
    """Return one command."""
    found = call.registry.get(_scope(call), call.id("command_id"))
    if found is None:
        raise ApiError(404, 10063, "Unknown application command")
    return found


@route("DELETE", "/applications/{application_id}/commands/{command_id}")
@route("DELETE", "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}")
def delete_command(call: Call) -> None:
    """Remove one command."""
    if not call.registry.delete(_scope(call), call.id("command_id")):
        raise ApiError(404, 10063, "Unknown application command")
