"""The note in a server's ask channel: how to ask, whether texts are kept, and the **Ask** button."""

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord

from bot.commands.reply import Paragraph, Reply
from bot.commands.setup_words import NOT_POSTED
from bot.discord_app import render
from bot.discord_app.answering import UNANSWERED
from bot.discord_app.components import buttons

if TYPE_CHECKING:
    from bot.discord_app.client import AssistantClient


async def with_notice(client: "AssistantClient", guild_id: int, reply: Reply, *, anew: bool) -> Reply:
    """Make the note agree with a server's settings, and return the reply, which says so where that failed.

    `anew` posts it again at the end of the channel, where people see it; else the one that is there is changed.
    """
    servers = client.stored.storage.servers
    channel_id, held = servers.of(guild_id).ask_channel, await servers.notice(guild_id)
    if held is not None and (anew or held[0] != channel_id):
        await servers.set_notice(guild_id, None)
        with suppress(*UNANSWERED):
            await _message(client, *held).delete()
        held = None
    try:
        if channel_id is not None:
            await _put(client, guild_id, channel_id, held)
    except UNANSWERED:
        return replace(reply, blocks=(*reply.blocks, Paragraph(NOT_POSTED)))
    return reply


async def _put(client: "AssistantClient", guild_id: int, channel_id: int, held: tuple[int, int] | None) -> None:
    """Change the note that is there; where there is none, or somebody deleted it, post one."""
    notice = client.stored.setup.notice(guild_id)
    shown: dict[str, Any] = {"content": render.content(notice, client.command_ids), "view": buttons(notice.actions)}
    if held is not None:
        with suppress(discord.NotFound):
            await _message(client, *held).edit(**shown)
            return
    sent = await client.get_partial_messageable(channel_id).send(**shown)
    await client.stored.storage.servers.set_notice(guild_id, (channel_id, sent.id))


def _message(client: "AssistantClient", channel_id: int, message_id: int) -> discord.PartialMessage:
    return client.get_partial_messageable(channel_id).get_partial_message(message_id)
