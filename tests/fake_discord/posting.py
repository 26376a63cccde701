"""From a request body to a stored message: new ones, edits, mentions, replies and nonces."""

from __future__ import annotations

import re
from copy import deepcopy

from tests.fake_discord import limits
from tests.fake_discord.channels import Channel
from tests.fake_discord.errors import JSON, ApiError, invalid
from tests.fake_discord.ids import timestamp
from tests.fake_discord.limits import Upload
from tests.fake_discord.messages import (
    COMPONENTS_V2,
    LOADING,
    REPLY,
    SUPPRESS_EMBEDS,
    SUPPRESS_NOTIFICATIONS,
    Attachment,
    Message,
    Reference,
    walk,
)
from tests.fake_discord.permissions import Permission
from tests.fake_discord.users import User
from tests.fake_discord.world import World

#: Seconds for which a nonce is remembered. Discord says only "the past few minutes" (resources/message);
#: three is the least that "a few" can mean, so a bot that relies on no more than that is safe.
NONCE_WINDOW = 180.0

#: Flags that a new message may carry; the others are Discord's own.
SETTABLE = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2

USER_MENTION = re.compile(r"<@!?(\d+)>")
ROLE_MENTION = re.compile(r"<@&(\d+)>")


def create(world: World, channel: Channel, body: JSON, uploads: list[Upload], *, flags: int = SETTABLE) -> Message:
    """Check `body` and return the bot's new message, not yet stored; `flags` are those it may set."""
    limits.check_create(body, uploads)
    reference = _reference(world, channel, body.get("message_reference"))
    message = Message(world.ids.next(), channel, world.bot, world.clock(), reference=reference)
    message.type = REPLY if reference else message.type
    message.nonce = body.get("nonce")
    message.tts = bool(body.get("tts"))
    _fill(world, message, body, uploads)
    message.flags = (body.get("flags") or 0) & flags
    ping(world, message, body.get("allowed_mentions"))
    return message


def store(world: World, message: Message) -> None:
    """Put a finished message into its channel and tell the bot."""
    channel = message.channel
    channel.messages[message.id] = message
    if channel.is_thread and channel.archived and not channel.locked:
        channel.set_archived(False)
    world.emit_message("MESSAGE_CREATE", message)


def edit(world: World, message: Message, body: JSON, uploads: list[Upload], *, silent: bool = False) -> None:
    """Check `body` and change `message`; `silent` leaves no edit mark, for filling a deferred message."""
    limits.check_edit(body, uploads, message)
    _fill(world, message, body, uploads)
    settable = SUPPRESS_EMBEDS | COMPONENTS_V2
    if body.get("flags") is not None:
        message.flags = (message.flags & ~SUPPRESS_EMBEDS) | (body["flags"] & settable)
    message.flags &= ~LOADING
    if not silent:
        message.edited = world.clock()
        message.edits += 1
    ping(world, message, body.get("allowed_mentions"))
    world.emit_message("MESSAGE_UPDATE", message)


def _fill(world: World, message: Message, body: JSON, uploads: list[Upload]) -> None:
    """Write the parts that `body` names into the message."""
    if "content" in body:
        message.content = (body["content"] or "").strip()
    if "embeds" in body:
        message.embeds = [{"type": "rich"} | embed for embed in body["embeds"] or []]
    if body.get("poll"):
        message.poll = _poll(world, body["poll"])
    _attach(world, message, body, uploads)
    if "components" in body:
        message.components = _numbered(body["components"] or [], message.attachments)


def _poll(world: World, asked: JSON) -> JSON:
    """Return the poll object of a poll request (resources/poll): answers numbered, with a time of its end."""
    answers = [{"answer_id": number} | answer for number, answer in enumerate(deepcopy(asked["answers"]), 1)]
    ends = world.clock() + 3600 * (asked.get("duration") or 24)
    return {
        "question": asked["question"],
        "answers": answers,
        "expiry": timestamp(ends),
        "allow_multiselect": bool(asked.get("allow_multiselect")),
        "layout_type": asked.get("layout_type") or 1,
        "results": {"is_finalized": False, "answer_counts": []},
    }


def _attach(world: World, message: Message, body: JSON, uploads: list[Upload]) -> None:
    described = {f"files[{item.get('id')}]": item.get("description") for item in body.get("attachments") or []}
    if "attachments" in body:
        kept = {str(item.get("id")) for item in body["attachments"] or []}
        message.attachments = [attachment for attachment in message.attachments if str(attachment.id) in kept]
    for upload in uploads:
        new = Attachment(
            world.ids.next(),
            upload.filename,
            upload.content,
            upload.content_type,
            described.get(upload.field),
        )
        message.attachments.append(new)


def _numbered(parts: list[JSON], attachments: list[Attachment]) -> list[JSON]:
    """Return components as Discord hands them back: each with an id, uploaded media with an address."""
    parts = deepcopy(parts)
    urls = {f"attachment://{attachment.filename}": attachment.payload()["url"] for attachment in attachments}
    taken = {part.get("id") for part in walk(parts)}
    free = (number for number in range(1, 1000) if number not in taken)
    for part in walk(parts):
        part["id"] = part.get("id") or next(free)
        media = [
            part.get("media"),
            part.get("file"),
            *(item.get("media") for item in part.get("items") or []),
        ]
        for item in media:
            if isinstance(item, dict):
                item["url"] = urls.get(item["url"], item["url"])
                item |= {"proxy_url": item["url"], "loading_state": 2}
    return parts


def _reference(world: World, channel: Channel, reference: JSON | None) -> Reference | None:
    """Return what a reply points at; raise 400 if it is gone and the bot did not allow for that."""
    if reference is None:
        return None
    if reference.get("type"):
        raise NotImplementedError("the fake knows replies, not forwards")
    where = int(reference.get("channel_id") or channel.id)
    if where != channel.id:
        raise invalid(("message_reference",), "REPLIES_CANNOT_REFERENCE_OTHER_CHANNEL", "Cannot reply across channels")
    found = world.message(channel, int(reference["message_id"]))
    if found is None:
        if reference.get("fail_if_not_exists", True) is not False:
            raise invalid(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        return None
    if not channel.permissions_for(world.bot) & Permission.READ_MESSAGE_HISTORY:
        message = "Cannot reply without permission to read message history"
        raise ApiError(400, 160002, message, arranged=channel.arranged)
    return Reference(found.id, channel.id, channel.guild.id if channel.guild else None, found)


def ping(world: World, message: Message, allowed: JSON | None) -> None:
    """Work out whom the bot's message really pings (resources/message, "Allowed Mentions Object")."""
    # Without allowed_mentions an ordinary message pings everything it names, an interaction's only users.
    parse = ["users"] if message.interaction else ["users", "roles", "everyone"]
    if allowed is not None:
        parse = allowed.get("parse") or []
    users = {int(id_) for id_ in (allowed or {}).get("users") or []}
    roles = {int(id_) for id_ in (allowed or {}).get("roles") or []}
    named = [int(id_) for id_ in USER_MENTION.findall(message.text)]
    pinged = [id_ for id_ in named if "users" in parse or id_ in users]
    reply = message.reply_to
    replied_default = allowed is None and not message.interaction
    if reply is not None and (allowed or {}).get("replied_user", replied_default):
        pinged.append(reply.author.id)
    message.mentions = [world.users[id_] for id_ in dict.fromkeys(pinged) if id_ in world.users]
    asked = [int(id_) for id_ in ROLE_MENTION.findall(message.text)]
    message.mention_roles = [id_ for id_ in dict.fromkeys(asked) if "roles" in parse or id_ in roles]
    may = bool(message.channel.permissions_for(message.author) & Permission.MENTION_EVERYONE)
    loud = "@everyone" in message.text or "@here" in message.text
    message.mention_everyone = "everyone" in parse and may and loud


def same_nonce(world: World, body: JSON) -> Message | None:
    """Return the bot's recent message with this nonce if `enforce_nonce` asks for that, else None."""
    nonce = body.get("nonce")
    if nonce is None or not body.get("enforce_nonce"):
        return None
    since = world.clock() - NONCE_WINDOW
    # "by the same author with the same nonce": the documentation does not limit it to one channel.
    for channel in world.channels.values():
        for old in reversed(channel.messages.values()):
            if old.created < since:
                break
            if old.author is world.bot and old.nonce is not None and str(old.nonce) == str(nonce):
                return old
    return None


def user_mentions(world: World, content: str) -> list[User]:
    """Return the users that a person's message names."""
    ids = dict.fromkeys(int(id_) for id_ in USER_MENTION.findall(content))
    return [world.users[id_] for id_ in ids if id_ in world.users]
