"""Permission bits, and how roles and overwrites add up to what a member may do in a channel.

Source: Discord documentation, topics/permissions ("Permission Hierarchy", "Permission Overwrites").
"""

from __future__ import annotations

from enum import IntFlag
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tests.fake_discord.world import Channel, Guild, User


class Permission(IntFlag):
    """The bits that matter to a chat bot; others may be given as plain integers."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    USE_EXTERNAL_APPS = 1 << 50
    PIN_MESSAGES = 1 << 51


ALL = (1 << 53) - 1

#: What @everyone gets in a new server, as far as a chat bot is concerned.
EVERYONE = int(
    Permission.ADD_REACTIONS
    | Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.USE_EXTERNAL_APPS
)


class HasValue(Protocol):
    """Something like `discord.Permissions`, whose bits are in `value`."""

    value: int


PermissionLike = int | HasValue


def bits(permissions: PermissionLike) -> int:
    """Return the bits of an integer, a Permission or a `discord.Permissions`."""
    return int(permissions) if isinstance(permissions, int) else permissions.value


def in_guild(guild: Guild, user: User) -> int:
    """Return what the member may do in the guild before any channel overwrite; 0 for a stranger."""
    member = guild.members.get(user.id)
    if member is None:
        return 0
    if guild.owner is user:
        return ALL
    total = guild.everyone.permissions
    for role in member.roles:
        total |= role.permissions
    return ALL if total & Permission.ADMINISTRATOR else total


def in_channel(channel: Channel, user: User) -> int:
    """Return what `user` may do in `channel`; a thread uses its parent's overwrites."""
    guild = channel.guild
    if guild is None:
        return ALL & ~int(Permission.MANAGE_MESSAGES) if user in channel.recipients else 0
    total = in_guild(guild, user)
    if total == ALL or user.id not in guild.members:
        return total
    overwrites = (channel.parent or channel if channel.is_thread else channel).overwrites
    total = _overwritten(total, [overwrites.get(guild.id, (0, 0))])
    total = _overwritten(total, [overwrites.get(role.id, (0, 0)) for role in guild.members[user.id].roles])
    total = _overwritten(total, [overwrites.get(user.id, (0, 0))])
    return total if total & Permission.VIEW_CHANNEL else 0


def _overwritten(total: int, pairs: list[tuple[int, int]]) -> int:
    """Apply the (allow, deny) pairs of one level: all denials first, then all allowances."""
    allow = deny = 0
    for allowed, denied in pairs:
        allow |= allowed
        deny |= denied
    return (total & ~deny) | allow
