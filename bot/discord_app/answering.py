"""One reply to a message, where the bot may write at all."""

import logging
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.commands.permission_words import SEND, VIEW
from bot.commands.reply import Reply
from bot.discord_app import render
from bot.discord_app.components import buttons
from bot.discord_app.guarding import lacking

if TYPE_CHECKING:
    from bot.discord_app.client import AssistantClient

# https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
UNKNOWN_MESSAGE = 10008
NO_FIRST_MESSAGE = 40058
_INVALID_FORM = 50035
THREAD_ARCHIVED = 50083
_REFUSED = (401, 403, 404, 429)  # not to be tried again: Discord counts them; a 429 gets here when we are banned

#: What an attempt to answer may end in where nobody can be told anything.
UNANSWERED = (discord.HTTPException, aiohttp.ClientError, OSError)

log = logging.getLogger(__name__)


async def answer_with(client: "AssistantClient", message: discord.Message, reply: Reply) -> bool:
    """Answer a message with a reply and its buttons; returns whether it arrived."""
    view = buttons(reply.actions)
    more: dict[str, Any] = {"view": view} if view is not None else {}
    text = render.content(reply, client.command_ids)
    return await answer_message(client, message, text, suppress_embeds=True, **more)


async def answer_message(client: "AssistantClient", message: discord.Message, text: str, **more: Any) -> bool:  # noqa: ANN401  # discord.py's options
    """Reply to a message, or write below it where Discord lets nobody refer to it; returns whether it arrived.

    A deleted message needs no reply, and where the bot may not write there is nobody to tell. The nonce is the
    question's id, and discord.py sends it with `enforce_nonce`: where a reply arrived without our knowing, another
    attempt changes nothing.
    """
    if client.restraint.is_spent():
        return False
    if not may_write(message):
        log.info("a message was not answered: I may not write in channel %d", message.channel.id)
        return False
    held, nonce = held_at(message), str(message.id)
    try:
        if held is not None and not held.read_message_history:
            sent = await message.channel.send(text, nonce=nonce, **more)
        else:
            sent = await message.reply(text, mention_author=False, nonce=nonce, **more)
    except discord.HTTPException as error:
        if not _is_nobodys_fault(error):
            raise
        log.info("a message was not answered: %d, code %d", error.status, error.code)
        return False
    client.answered.note(message.id, sent)
    return True


def may_write(message: discord.Message) -> bool:
    """Tell whether the bot may write where a message stands, as far as it knows."""
    held = held_at(message)
    if held is None:
        return True
    return not lacking(held, (VIEW, SEND), message.channel)


def held_at(message: discord.Message) -> discord.Permissions | None:
    """Return what the bot may do where a message stands; None for a direct message and where that is not known."""
    channel, guild = message.channel, message.guild
    if guild is None or isinstance(channel, discord.PartialMessageable):
        return None
    if isinstance(channel, discord.Thread) and channel.parent is None:
        return None
    return channel.permissions_for(guild.me)


def _is_nobodys_fault(error: discord.HTTPException) -> bool:
    """Tell whether nothing can be done: the question is gone, the thread closed, or a permission was just taken."""
    if error.code == NO_FIRST_MESSAGE:
        return False
    deleted = error.code == _INVALID_FORM and "Unknown message" in error.text
    return deleted or error.code == THREAD_ARCHIVED or error.status in _REFUSED
