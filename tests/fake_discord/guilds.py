"""Servers ("guilds"), their roles and members."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.fake_discord import intents, permissions
from tests.fake_discord.channels import Channel, ChannelType
from tests.fake_discord.errors import JSON
from tests.fake_discord.ids import timestamp
from tests.fake_discord.permissions import Permission, PermissionLike

if TYPE_CHECKING:
    from tests.fake_discord.users import User
    from tests.fake_discord.world import World


@dataclass(eq=False)
class Role:
    """A role of a guild."""

    id: int
    name: str
    permissions: int
    position: int = 1
    managed: bool = False

    def payload(self) -> JSON:
        """Return the role object."""
        return {
            "id": str(self.id),
            "name": self.name,
            "permissions": str(self.permissions),
            "position": self.position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": self.managed,
            "mentionable": False,
            "flags": 0,
        }


@dataclass(eq=False)
class Member:
    """A user in a guild."""

    guild: Guild = field(repr=False)
    user: User
    roles: list[Role]
    joined_at: float

    def payload(self, *, with_user: bool = True) -> JSON:
        """Return the member object; messages carry it without the user."""
        data: JSON = {
            "roles": [str(role.id) for role in self.roles],
            "joined_at": timestamp(self.joined_at),
            "nick": None,
            "avatar": None,
            "premium_since": None,
            "deaf": False,
            "mute": False,
            "pending": False,
            "flags": 0,
            "communication_disabled_until": None,
        }
        return data | {"user": self.user.payload()} if with_user else data


@dataclass(eq=False)
class Guild:
    """A server; the bot is a member unless it was added with `bot=False` or removed since."""

    world: World = field(repr=False)
    id: int
    name: str
    owner: User
    locale: str = "en-US"
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    #: Whether this guild has an outage, which a bot sees as a GUILD_DELETE marked unavailable.
    unavailable: bool = False

    def __post_init__(self) -> None:
        """Create @everyone, whose id is the guild's."""
        self.everyone = Role(self.id, "@everyone", permissions.EVERYONE, position=0)
        self.roles[self.id] = self.everyone

    @property
    def bot_present(self) -> bool:
        """Return whether the bot is a member and the guild is not in an outage."""
        return self.world.bot.id in self.members and not self.unavailable

    @property
    def bot_role(self) -> Role:
        """Return the role that came with the bot, whose permissions `set_permissions` can change."""
        return next(role for role in self.members[self.world.bot.id].roles if role.managed)

    def bot_sees(self, channel: Channel) -> bool:
        """Return whether events of `channel` reach the bot."""
        return self.bot_present and bool(channel.permissions_for(self.world.bot) & Permission.VIEW_CHANNEL)

    def add_role(self, name: str, permissions_: PermissionLike = 0, *, managed: bool = False) -> Role:
        """Create a role and announce it."""
        role = Role(self.world.ids.next(), name, permissions.bits(permissions_), len(self.roles), managed)
        self.roles[role.id] = role
        self._announce("GUILD_ROLE_CREATE", {"role": role.payload()})
        return role

    def set_permissions(self, role: Role, permissions_: PermissionLike) -> None:
        """Change a role's permissions and announce it."""
        role.permissions = permissions.bits(permissions_)
        self._announce("GUILD_ROLE_UPDATE", {"role": role.payload()})

    def add_member(self, user: User, *, permissions: PermissionLike = 0, roles: Iterable[Role] = ()) -> Member:
        """Let `user` join; `permissions` are given to them alone, on top of @everyone's."""
        held = list(roles)
        if permissions or user is self.world.bot:
            held.append(self.add_role(user.name, permissions, managed=user.bot))
        member = Member(self, user, held, self.world.clock())
        self.members[user.id] = member
        if user is not self.world.bot:
            self._announce("GUILD_MEMBER_ADD", member.payload(), intents.GUILD_MEMBERS)
        return member

    def remove_member(self, user: User) -> None:
        """Let `user` leave."""
        self.members.pop(user.id, None)
        self._announce("GUILD_MEMBER_REMOVE", {"user": user.payload()}, intents.GUILD_MEMBERS)

    def add_text_channel(self, name: str) -> Channel:
        """Create a text channel and announce it."""
        return self._add_channel(name, ChannelType.TEXT)

    def add_channel(self, name: str, kind: ChannelType) -> Channel:
        """Create a channel of another kind (news, voice, category) and announce it."""
        return self._add_channel(name, kind)

    def add_forum(self, name: str, tags: Iterable[str] = ()) -> Channel:
        """Create a forum with these available tags and announce it."""
        return self._add_channel(name, ChannelType.FORUM, list(tags))

    def _add_channel(self, name: str, kind: ChannelType, tags: list[str] | None = None) -> Channel:
        channel = Channel(self.world, self.world.ids.next(), kind, name, guild=self, tags=tags or [])
        # Tag ids are counted from the forum's id; skip them, so that nothing else gets one.
        for _ in channel.tags:
            self.world.ids.next()
        self.channels[channel.id] = self.world.channels[channel.id] = channel
        channel.announce("CHANNEL_CREATE")
        return channel

    def add_thread(self, parent: Channel, name: str, owner: User, *, tags: Iterable[str] = ()) -> Channel:
        """Create a public thread or forum post under `parent` and announce it; its messages come later."""
        applied = [parent.tag_id(tag) for tag in tags]
        if len(applied) > 5:
            raise AssertionError("a forum post has at most 5 tags")
        kind = ChannelType.PUBLIC_THREAD
        thread = Channel(
            self.world,
            self.world.ids.next(),
            kind,
            name,
            guild=self,
            parent=parent,
            owner=owner,
            applied_tags=applied,
        )
        self.channels[thread.id] = self.world.channels[thread.id] = thread
        if self.bot_sees(thread):
            self.world.emit("THREAD_CREATE", thread.payload() | {"newly_created": True}, intents.GUILDS)
        return thread

    def add_bot(self, permissions: PermissionLike = permissions.EVERYONE) -> None:
        """Add the bot with its own managed role, as its invite link would."""
        self.add_member(self.world.bot, permissions=permissions)
        self.world.removed.discard(self.id)
        for channel in self.channels.values():
            channel.arranged = False
        # Only a guild that was listed in READY, or comes back after an outage, says that it is available;
        # this is how discord.py tells a new one from those.
        fresh = self.payload()
        del fresh["unavailable"]
        self.world.emit("GUILD_CREATE", fresh, intents.GUILDS)

    def remove_bot(self) -> None:
        """Remove the bot from the guild: GUILD_DELETE; requests about the guild are refused from then on."""
        self.members.pop(self.world.bot.id, None)
        for channel in self.channels.values():
            channel.arranged = True
        self.world.removed.add(self.id)
        self.world.emit("GUILD_DELETE", {"id": str(self.id)}, intents.GUILDS)

    def start_outage(self) -> None:
        """Make the guild unavailable, as Discord does when a part of it fails."""
        self.unavailable = True
        self.world.emit("GUILD_DELETE", {"id": str(self.id), "unavailable": True}, intents.GUILDS)

    def end_outage(self) -> None:
        """Make the guild available again: GUILD_CREATE."""
        self.unavailable = False
        self.world.emit("GUILD_CREATE", self.payload(), intents.GUILDS)

    def payload(self) -> JSON:
        """Return the guild object of GUILD_CREATE: with channels, threads and the bot's own member."""
        plain = [channel for channel in self.channels.values() if not channel.is_thread]
        threads = [channel for channel in self.channels.values() if channel.is_thread and not channel.archived]
        me = self.members.get(self.world.bot.id)
        return self.summary() | {
            "joined_at": timestamp(self.world.clock()),
            "large": False,
            "unavailable": False,
            "member_count": len(self.members),
            "voice_states": [],
            "members": [me.payload()] if me else [],
            "channels": [channel.payload() for channel in plain],
            "threads": [thread.payload() for thread in threads if self.bot_sees(thread)],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }

    def summary(self) -> JSON:
        """Return the guild object of `GET /guilds/{id}`."""
        return {
            "id": str(self.id),
            "name": self.name,
            "icon": None,
            "splash": None,
            "owner_id": str(self.owner.id),
            "afk_timeout": 300,
            "verification_level": 1,
            "default_message_notifications": 1,
            "explicit_content_filter": 0,
            "roles": [role.payload() for role in self.roles.values()],
            "emojis": [],
            "stickers": [],
            "features": [],
            "mfa_level": 0,
            "system_channel_id": None,
            "system_channel_flags": 0,
            "rules_channel_id": None,
            "premium_tier": 0,
            "preferred_locale": self.locale,
            "nsfw_level": 0,
            "premium_progress_bar_enabled": False,
        }

    def _announce(self, event: str, data: JSON, intent: int = intents.GUILDS) -> None:
        if self.bot_present:
            self.world.emit(event, {"guild_id": str(self.id)} | data, intent)
