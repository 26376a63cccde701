"""Everything that exists on the fake Discord, and who hears of a change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.fake_discord import intents
from tests.fake_discord.channels import Channel, ChannelType
from tests.fake_discord.clock import Clock
from tests.fake_discord.errors import JSON
from tests.fake_discord.guilds import Guild, Member, Role
from tests.fake_discord.ids import Snowflakes, timestamp
from tests.fake_discord.messages import Message
from tests.fake_discord.users import User
from tests.fake_discord.waiting import Changes

if TYPE_CHECKING:
    from tests.fake_discord.interactions import Interaction

__all__ = [
    "Application",
    "Channel",
    "ChannelType",
    "Event",
    "Guild",
    "Member",
    "Message",
    "Role",
    "User",
    "World",
]


@dataclass(frozen=True)
class Event:
    """A Gateway dispatch: its name, its payload, and which sessions receive it."""

    name: str
    data: JSON
    #: A session gets the event if it identified with any of these intent bits; 0 means always.
    intent: int = 0
    #: The message whose text a session without the Message Content intent may not read.
    message: Message | None = None


@dataclass(eq=False)
class Application:
    """The bot's application as set up in the Developer Portal."""

    id: int
    name: str
    owner: User
    #: Whether the three privileged intents are switched on in the portal; if not, asking for one closes 4014.
    privileged_intents_allowed: bool = True

    @property
    def flags(self) -> int:
        """Return the application flags: the "limited" privileged-intent bits of an unverified application."""
        return (1 << 13 | 1 << 15 | 1 << 19) if self.privileged_intents_allowed else 0

    def payload(self) -> JSON:
        """Return the application object of `GET /applications/@me`."""
        return {
            "id": str(self.id),
            "name": self.name,
            "icon": None,
            "description": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "owner": self.owner.payload(),
            "team": None,
            "flags": self.flags,
            "interactions_endpoint_url": None,
            "integration_types_config": {"0": {}, "1": {}},
        }


@dataclass(eq=False)
class World:
    """The state of the fake; handlers and scripts change it, the Gateway is told through `listeners`."""

    clock: Clock
    bot: User = field(init=False)
    application: Application = field(init=False)
    users: dict[int, User] = field(default_factory=dict)
    guilds: dict[int, Guild] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    interactions: dict[str, Interaction] = field(default_factory=dict)
    changes: Changes = field(default_factory=Changes)
    listeners: list[Callable[[Event], None]] = field(default_factory=list)
    #: Ids of things that a test took away; asking for one of them is no fault of the bot.
    removed: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Create the application, its owner and the bot user."""
        self.ids = Snowflakes(self.clock)
        self.application = Application(self.ids.next(), "Fake application", self.add_user("owner"))
        # Since 2016 a bot user has the same id as its application.
        self.bot = User(self.application.id, "bot", bot=True)
        self.users[self.bot.id] = self.bot

    def add_user(self, name: str, *, bot: bool = False, locale: str = "en-US", installed: bool = False) -> User:
        """Create a user; `installed` means that they added the application to their own account."""
        user = User(self.ids.next(), name, bot=bot, locale=locale, installed=installed)
        self.users[user.id] = user
        return user

    def now(self) -> str:
        """Return the present moment as Discord writes it."""
        return timestamp(self.clock())

    def emit(self, name: str, data: JSON, intent: int = 0, message: Message | None = None) -> None:
        """Send a Gateway event to every session whose intents cover it."""
        event = Event(name, data, intent, message)
        for listener in self.listeners:
            listener(event)
        self.changes.notify()

    def direct(self, *people: User) -> Channel:
        """Return the direct channel of these people, creating it on first use; three or more make a group."""
        for channel in self.channels.values():
            if channel.guild is None and set(channel.recipients) == set(people):
                return channel
        kind = ChannelType.DM if len(people) == 2 else ChannelType.GROUP_DM
        channel = Channel(self, self.ids.next(), kind, "", recipients=list(people))
        self.channels[channel.id] = channel
        return channel

    def message(self, channel: Channel, message_id: int) -> Message | None:
        """Return a message that everyone in the channel can see, or None."""
        found = channel.messages.get(message_id)
        return None if found is None or found.deleted or found.ephemeral else found

    def emit_message(self, name: str, message: Message) -> None:
        """Send MESSAGE_CREATE or MESSAGE_UPDATE, with the guild parts that only the Gateway adds."""
        channel, guild = message.channel, message.channel.guild
        if not (guild.bot_sees(channel) if guild else self.bot in channel.recipients):
            return
        data = message.payload()
        # An ephemeral message reaches the bot as if it came from a direct channel, without guild_id and under
        # the direct-message intent: discord-api-docs issue 4557, open since 2022.
        if guild is None or message.ephemeral:
            self.emit(name, data, intents.DIRECT_MESSAGES, message)
            return
        data["guild_id"] = str(guild.id)
        member = guild.members.get(message.author.id)
        if member is not None:
            data["member"] = member.payload(with_user=False)
        self.emit(name, data, intents.GUILD_MESSAGES, message)
