"""Channels: text, forum, thread, direct message."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from tests.fake_discord import intents, permissions
from tests.fake_discord.errors import JSON
from tests.fake_discord.ids import timestamp
from tests.fake_discord.permissions import Permission, PermissionLike

if TYPE_CHECKING:
    from tests.fake_discord.guilds import Guild, Role
    from tests.fake_discord.messages import Message
    from tests.fake_discord.users import User
    from tests.fake_discord.world import World


class ChannelType(IntEnum):
    """Discord's channel types, those that carry text."""

    TEXT = 0
    DM = 1
    VOICE = 2
    GROUP_DM = 3
    CATEGORY = 4
    NEWS = 5
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12
    FORUM = 15


@dataclass(eq=False)
class Channel:
    """A place for messages; a thread is a channel with a parent."""

    world: World = field(repr=False)
    id: int
    type: ChannelType
    name: str
    guild: Guild | None = field(default=None, repr=False)
    recipients: list[User] = field(default_factory=list)
    parent: Channel | None = None
    owner: User | None = None
    messages: dict[int, Message] = field(default_factory=dict, repr=False)
    #: Role, member or guild id -> (allowed bits, denied bits).
    overwrites: dict[int, tuple[int, int]] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    applied_tags: list[int] = field(default_factory=list)
    archived: bool = False
    locked: bool = False
    #: Whether a test took the bot's access away, so that a 403 here is no fault of the bot.
    arranged: bool = False

    @property
    def is_thread(self) -> bool:
        """Return whether this is a thread or forum post."""
        return self.type in (ChannelType.PUBLIC_THREAD, ChannelType.PRIVATE_THREAD)

    @property
    def mention(self) -> str:
        """Return the text that links to this channel."""
        return f"<#{self.id}>"

    @property
    def last_message_id(self) -> str | None:
        """Return the id of the newest message that all can see, as a string."""
        shown = [message.id for message in self.messages.values() if not message.ephemeral]
        return str(max(shown)) if shown else None

    def tag_id(self, name: str) -> int:
        """Return the id of the forum tag `name`; ids of tags derive from the forum's own."""
        return self.id + 1 + self.tags.index(name)

    def payload(self) -> JSON:
        """Return the channel object as the bot gets it."""
        data: JSON = {
            "id": str(self.id),
            "type": int(self.type),
            "last_message_id": self.last_message_id,
            "flags": 0,
        }
        if self.guild is None:
            people = [user for user in self.recipients if user is not self.world.bot]
            return data | {"recipients": [user.payload() for user in people]}
        data |= {"guild_id": str(self.guild.id), "name": self.name, "rate_limit_per_user": 0}
        data["parent_id"] = str(self.parent.id) if self.parent else None
        if self.is_thread:
            return data | self._thread_payload()
        data |= {
            "position": 0,
            "topic": None,
            "nsfw": False,
            "permission_overwrites": self._overwrite_payload(),
        }
        if self.type is ChannelType.FORUM:
            data["available_tags"] = [
                {
                    "id": str(self.tag_id(tag)),
                    "name": tag,
                    "moderated": False,
                    "emoji_id": None,
                    "emoji_name": None,
                }
                for tag in self.tags
            ]
        return data

    def _thread_payload(self) -> JSON:
        count = max(0, len(self.messages) - 1)
        owner = self.owner or self.world.bot
        return {
            "owner_id": str(owner.id),
            "message_count": count,
            "total_message_sent": count,
            "member_count": len({message.author.id for message in self.messages.values()}),
            "applied_tags": [str(tag) for tag in self.applied_tags],
            "thread_metadata": {
                "archived": self.archived,
                "locked": self.locked,
                "auto_archive_duration": 1440,
                "archive_timestamp": timestamp(self.world.clock()),
            },
        }

    def _overwrite_payload(self) -> list[JSON]:
        guild = self.guild
        assert guild is not None
        return [
            {"id": str(id_), "type": 0 if id_ in guild.roles else 1, "allow": str(allow), "deny": str(deny)}
            for id_, (allow, deny) in self.overwrites.items()
        ]

    def permissions_for(self, user: User) -> int:
        """Return the bits of what `user` may do here."""
        return permissions.in_channel(self, user)

    def set_overwrite(self, target: User | Role, *, allow: PermissionLike = 0, deny: PermissionLike = 0) -> None:
        """Set the permission overwrite of a member or role and announce it (CHANNEL_UPDATE)."""
        self.overwrites[target.id] = (permissions.bits(allow), permissions.bits(deny))
        self.announce("CHANNEL_UPDATE")

    def make_unwritable(self) -> None:
        """Deny the bot to send here: 403 50013. Such a refusal does not count as a violation."""
        self.arranged = True
        self.set_overwrite(self.world.bot, deny=Permission.SEND_MESSAGES | Permission.SEND_MESSAGES_IN_THREADS)

    def make_invisible(self) -> None:
        """Deny the bot to see the channel: 403 50001. Such a refusal does not count as a violation."""
        self.arranged = True
        self.set_overwrite(self.world.bot, deny=Permission.VIEW_CHANNEL)

    def make_writable(self) -> None:
        """Take back `make_unwritable` or `make_invisible`."""
        self.arranged = False
        self.set_overwrite(self.world.bot)

    def set_archived(self, archived: bool = True, *, locked: bool = False) -> None:
        """Archive or reopen a thread and announce it (THREAD_UPDATE)."""
        self.archived, self.locked = archived, locked
        self.announce("THREAD_UPDATE")

    def remove(self) -> None:
        """Delete the channel as a moderator would: later requests get 404 10003, and are no violations."""
        self.announce("THREAD_DELETE" if self.is_thread else "CHANNEL_DELETE")
        self.world.removed |= {self.id, *self.messages}
        self.world.channels.pop(self.id, None)
        if self.guild is not None:
            self.guild.channels.pop(self.id, None)

    def announce(self, event: str) -> None:
        """Send the bot an event about this channel, if it may know of it."""
        if self.guild is not None and self.guild.bot_present:
            self.world.emit(event, self.payload(), intents.GUILDS)
