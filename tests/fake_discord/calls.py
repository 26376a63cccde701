"""What a route handler is given, and how routes are written down."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.fake_discord.channels import Channel
from tests.fake_discord.errors import JSON, ApiError, missing_access, unknown
from tests.fake_discord.guilds import Guild
from tests.fake_discord.interactions import TOKEN_LIFE, Interaction
from tests.fake_discord.limits import Upload
from tests.fake_discord.messages import Message
from tests.fake_discord.permissions import Permission
from tests.fake_discord.records import Request
from tests.fake_discord.registry import Registry
from tests.fake_discord.world import World


@dataclass(frozen=True)
class Call:
    """One request on its way to a handler, with look-ups that raise Discord's refusals."""

    world: World
    registry: Registry
    request: Request
    params: dict[str, str]
    gateway_url: str
    #: Whether the application may read message text over REST.
    reads_content: bool

    @property
    def body(self) -> JSON:
        """Return the JSON body, which must be an object."""
        if not isinstance(self.request.json, dict):
            raise ApiError(400, 50109, "The request body contains invalid JSON.")
        return self.request.json

    @property
    def files(self) -> list[Upload]:
        """Return the uploaded files."""
        return self.request.files

    def id(self, name: str) -> int:
        """Return a path parameter as an id; raise 400 if it is none."""
        value = self.params[name]
        if not value.isdecimal():
            raise ApiError(400, 50035, "Invalid Form Body", {name: {"_errors": [{"code": "NUMBER_TYPE_COERCE"}]}})
        return int(value)

    def application(self) -> None:
        """Raise unless the path names the bot's own application."""
        if self.id("application_id") != self.world.application.id:
            raise ApiError(403, 20012, "You are not authorized to perform this action on this application")

    def guild(self) -> Guild:
        """Return the guild of the path, of which the bot must be a member."""
        id_ = self.id("guild_id")
        guild = self.world.guilds.get(id_)
        if guild is None or self.world.bot.id not in guild.members:
            raise unknown("Guild", arranged=id_ in self.world.removed)
        return guild

    def channel(self, needed: int = 0) -> Channel:
        """Return the channel of the path, in which the bot must have the `needed` permissions."""
        id_ = self.id("channel_id")
        channel = self.world.channels.get(id_)
        if channel is None:
            raise unknown("Channel", arranged=id_ in self.world.removed)
        held = channel.permissions_for(self.world.bot)
        if not held & Permission.VIEW_CHANNEL:
            raise missing_access(arranged=channel.arranged)
        if held & needed != needed:
            raise ApiError(403, 50013, "Missing Permissions", arranged=channel.arranged)
        return channel

    def message(self, channel: Channel, name: str = "message_id") -> Message:
        """Return a message of the channel that is not ephemeral and not deleted."""
        id_ = self.id(name)
        found = self.world.message(channel, id_)
        if found is None:
            raise unknown("Message", arranged=id_ in self.world.removed)
        return found

    def interaction(self, token_name: str) -> Interaction:
        """Return the interaction of the path's token, whose 15 minutes must not be over."""
        found = self.world.interactions.get(self.params[token_name])
        if found is None:
            raise unknown("Webhook")
        if self.world.clock() - found.created > TOKEN_LIFE:
            raise ApiError(401, 50027, "Invalid Webhook Token")
        return found


Handler = Callable[[Call], Any]


@dataclass(frozen=True)
class Route:
    """A method and a path template, in the words of Discord's API description."""

    method: str
    template: str
    handler: Handler
    #: Whether the bot's token is needed; interaction routes carry a token of their own in the path.
    auth: bool
    pattern: re.Pattern[str]


ROUTES: list[Route] = []


def route(method: str, template: str, *, auth: bool = True) -> Callable[[Handler], Handler]:
    """Register a handler; it returns the JSON to send, or None for 204."""
    pattern = re.compile(re.sub(r"\\?\{(\w+)\\?\}", r"(?P<\1>[^/]+)", re.escape(template)))

    def register(handler: Handler) -> Handler:
        ROUTES.append(Route(method, template, handler, auth, pattern))
        return handler

    return register
