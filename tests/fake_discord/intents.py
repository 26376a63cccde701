"""Gateway intents, and what a session without Message Content may read.

Source: Discord documentation, events/gateway ("List of Intents", "Message Content Intent").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fake_discord.errors import JSON

if TYPE_CHECKING:
    from tests.fake_discord.messages import Message
    from tests.fake_discord.users import User

GUILDS = 1 << 0
GUILD_MEMBERS = 1 << 1
GUILD_PRESENCES = 1 << 8
GUILD_MESSAGES = 1 << 9
GUILD_MESSAGE_REACTIONS = 1 << 10
GUILD_MESSAGE_TYPING = 1 << 11
DIRECT_MESSAGES = 1 << 12
DIRECT_MESSAGE_REACTIONS = 1 << 13
DIRECT_MESSAGE_TYPING = 1 << 14
MESSAGE_CONTENT = 1 << 15

PRIVILEGED = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT
#: Every bit that Discord knows; anything else closes the connection with 4013.
KNOWN = sum(1 << bit for bit in (*range(17), 20, 21, 24, 25))


def may_read(message: Message, reader: User) -> bool:
    """Return whether an application without Message Content sees this message's text."""
    return message.channel.guild is None or message.author is reader or reader in message.mentions


def without_content(data: JSON, message: Message, reader: User) -> JSON:
    """Return `data`, a message object, with what `reader` may not see emptied, a quoted message included."""
    shown = dict(data)
    if not may_read(message, reader):
        shown |= {"content": "", "embeds": [], "attachments": [], "components": []}
        shown.pop("poll", None)
    quoted = message.reference.message if message.reference else None
    if quoted is not None and shown.get("referenced_message"):
        shown["referenced_message"] = without_content(shown["referenced_message"], quoted, reader)
    return shown
