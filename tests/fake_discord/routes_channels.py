"""REST routes of channels, messages and reactions."""

from __future__ import annotations

import re
from urllib.parse import unquote

from tests.fake_discord import intents, posting
from tests.fake_discord.calls import Call, route
from tests.fake_discord.channels import Channel, ChannelType
from tests.fake_discord.errors import JSON, ApiError, invalid, missing_permissions, unknown
from tests.fake_discord.messages import Message, emoji_payload
from tests.fake_discord.permissions import Permission


def _shown(call: Call, message: Message) -> JSON:
    """Return the message object, without text that the application may not read."""
    data = message.payload()
    return data if call.reads_content else intents.without_content(data, message, call.world.bot)


@route("GET", "/channels/{channel_id}")
def get_channel(call: Call) -> JSON:
    """Return a channel."""
    return call.channel().payload()


@route("PATCH", "/channels/{channel_id}")
def edit_channel(call: Call) -> JSON:
    """Archive, lock or rename a thread, or rename a channel."""
    channel = call.channel()
    needed = Permission.MANAGE_THREADS if channel.is_thread else Permission.MANAGE_CHANNELS
    own_thread = channel.is_thread and channel.owner is call.world.bot
    if not own_thread and not channel.permissions_for(call.world.bot) & needed:
        raise missing_permissions(arranged=channel.arranged)
    channel.name = call.body.get("name") or channel.name
    if channel.is_thread:
        channel.set_archived(
            bool(call.body.get("archived", channel.archived)),
            locked=bool(call.body.get("locked", channel.locked)),
        )
    else:
        channel.announce("CHANNEL_UPDATE")
    return channel.payload()


@route("GET", "/channels/{channel_id}/messages")
def list_messages(call: Call) -> list[JSON]:
    """Return up to `limit` messages, newest first; none without permission to read the history."""
    channel = call.channel()
    query = call.request.query
    limit = int(query.get("limit", 50))
    if not 1 <= limit <= 100:
        raise invalid(("limit",), "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
    if not channel.permissions_for(call.world.bot) & Permission.READ_MESSAGE_HISTORY:
        return []
    found = [message for message in channel.messages.values() if not message.deleted and not message.ephemeral]
    if "before" in query:
        found = [message for message in found if message.id < int(query["before"])]
    if "around" in query:
        found.sort(key=lambda message: abs(message.id - int(query["around"])))
        found = found[:limit]
    found.sort(key=lambda message: message.id, reverse=True)
    if "after" in query:
        found = [message for message in found if message.id > int(query["after"])][-limit:]
    return [_shown(call, message) for message in found[:limit]]


@route("GET", "/channels/{channel_id}/messages/{message_id}")
def get_message(call: Call) -> JSON:
    """Return one message."""
    channel = call.channel(Permission.READ_MESSAGE_HISTORY)
    return _shown(call, call.message(channel))


@route("POST", "/channels/{channel_id}/messages")
def create_message(call: Call) -> JSON:
    """Send a message."""
    channel = call.channel()
    _check_may_send(channel, call.body, has_files=bool(call.files))
    again = posting.same_nonce(call.world, call.body)
    if again is not None:
        return again.payload()
    message = posting.create(call.world, channel, call.body, call.files)
    posting.store(call.world, message)
    return message.payload()


def _check_may_send(channel: Channel, body: JSON, *, has_files: bool) -> None:
    arranged, bot = channel.arranged, channel.world.bot
    if channel.type in (ChannelType.FORUM, ChannelType.CATEGORY):
        raise ApiError(400, 50008, "Cannot send messages in a non-text channel")
    if channel.guild is None:
        if any(not user.accepts_dms for user in channel.recipients):
            raise ApiError(403, 50007, "Cannot send messages to this user", arranged=True)
        return
    held = channel.permissions_for(bot)
    needed = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    if not held & needed:
        raise missing_permissions(arranged=arranged)
    if body.get("embeds") and not held & Permission.EMBED_LINKS:
        raise missing_permissions(arranged=arranged)
    if has_files and not held & Permission.ATTACH_FILES:
        raise missing_permissions(arranged=arranged)
    if channel.is_thread:
        _check_thread(channel, held)


def _check_thread(channel: Channel, held: int) -> None:
    if channel.archived and channel.locked and not held & Permission.MANAGE_THREADS:
        raise ApiError(400, 50083, "Thread is archived", arranged=True)
    forum_post = channel.parent is not None and channel.parent.type is ChannelType.FORUM
    if forum_post and not channel.messages:
        message = "Cannot message this thread until after the post author has sent an initial message"
        raise ApiError(403, 40058, message, arranged=True)


@route("PATCH", "/channels/{channel_id}/messages/{message_id}")
def edit_message(call: Call) -> JSON:
    """Edit the bot's own message."""
    channel = call.channel()
    message = call.message(channel)
    if message.author is not call.world.bot:
        raise ApiError(403, 50005, "Cannot edit a message authored by another user")
    if channel.archived:
        raise ApiError(400, 50083, "Thread is archived", arranged=True)
    posting.edit(call.world, message, call.body, call.files)
    return message.payload()


@route("DELETE", "/channels/{channel_id}/messages/{message_id}")
def delete_message(call: Call) -> None:
    """Delete the bot's own message, or another's with MANAGE_MESSAGES."""
    channel = call.channel()
    message = call.message(channel)
    if message.author is not call.world.bot:
        if channel.guild is None:
            raise ApiError(403, 50003, "Cannot execute action on a DM channel")
        call.channel(Permission.MANAGE_MESSAGES)
    if channel.archived:  # Discord's own client reopens the thread first
        raise ApiError(400, 50083, "Thread is archived", arranged=True)
    remove(message)


def remove(message: Message) -> None:
    """Delete a message and tell the bot."""
    message.deleted = True
    channel = message.channel
    data: JSON = {"id": str(message.id), "channel_id": str(channel.id)}
    if channel.guild is None:
        channel.world.emit("MESSAGE_DELETE", data, intents.DIRECT_MESSAGES)
    elif channel.guild.bot_sees(channel) and not message.ephemeral:
        data["guild_id"] = str(channel.guild.id)
        channel.world.emit("MESSAGE_DELETE", data, intents.GUILD_MESSAGES)
    channel.world.changes.notify()


@route("POST", "/channels/{channel_id}/typing")
def typing(call: Call) -> None:
    """Show the bot as typing."""
    _check_may_send(call.channel(), {}, has_files=False)


_EMOJI = re.compile(r"\w{2,32}:\d+")


@route("PUT", "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me")
def add_reaction(call: Call) -> None:
    """Add the bot's reaction."""
    channel = call.channel(Permission.READ_MESSAGE_HISTORY)
    message = call.message(channel)
    emoji = _emoji(call)
    if emoji not in message.reactions:
        call.channel(Permission.ADD_REACTIONS)
    people = message.reactions.setdefault(emoji, [])
    if call.world.bot not in people:
        people.append(call.world.bot)
        announce_reaction("MESSAGE_REACTION_ADD", message, emoji, call.world.bot.id)


@route("DELETE", "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me")
def remove_reaction(call: Call) -> None:
    """Take the bot's reaction back."""
    channel = call.channel(Permission.READ_MESSAGE_HISTORY)
    message = call.message(channel)
    emoji = _emoji(call)
    people = message.reactions.get(emoji, [])
    if call.world.bot in people:
        people.remove(call.world.bot)
        announce_reaction("MESSAGE_REACTION_REMOVE", message, emoji, call.world.bot.id)


def _emoji(call: Call) -> str:
    emoji = unquote(call.params["emoji_name"])
    # Custom emojis are `name:id`; anything else must be a Unicode emoji, which is never plain ASCII.
    if not _EMOJI.fullmatch(emoji) and emoji.isascii():
        raise ApiError(400, 10014, "Unknown Emoji")
    return emoji


def announce_reaction(event: str, message: Message, emoji: str, user_id: int) -> None:
    """Tell the bot about a reaction that came or went."""
    channel = message.channel
    data: JSON = {"user_id": str(user_id), "channel_id": str(channel.id), "message_id": str(message.id)}
    data |= {
        "emoji": emoji_payload(emoji),
        "burst": False,
        "type": 0,
        "message_author_id": str(message.author.id),
    }
    if channel.guild is None:
        channel.world.emit(event, data, intents.DIRECT_MESSAGE_REACTIONS)
    elif channel.guild.bot_sees(channel):
        data["guild_id"] = str(channel.guild.id)
        member = channel.guild.members.get(user_id)
        if member is not None and event.endswith("ADD"):
            data["member"] = member.payload()
        channel.world.emit(event, data, intents.GUILD_MESSAGE_REACTIONS)
    channel.world.changes.notify()


@route("POST", "/users/@me/channels")
def create_dm(call: Call) -> JSON:
    """Open the direct channel with a user."""
    user = call.world.users.get(int(call.body.get("recipient_id") or 0))
    if user is None:
        raise unknown("User")
    if user.bot:
        raise ApiError(400, 50007, "Cannot send messages to this user")
    return call.world.direct(user, call.world.bot).payload()
