"""The note in a server's ask channel: how to ask, whether texts are kept, and the **Ask** button."""

import asyncio
import hashlib
import logging
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord

from bot.commands.reply import Paragraph, Reply
from bot.commands.setup_words import NOT_POSTED
from bot.discord_app import render
from bot.discord_app.answering import UNANSWERED
from bot.discord_app.background import Repeated
from bot.discord_app.components import buttons
from bot.domain import AskNotice

if TYPE_CHECKING:
    from bot.discord_app.client import AssistantClient

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 24 * 60 * 60.0


class AskNotices:
    """Keeps the notes true: after a change of settings at once, after one of ours or of the operator at the start."""

    def __init__(self, client: "AssistantClient") -> None:
        self._client = client
        self._servers = client.stored.storage.servers
        self._changing = asyncio.Lock()  # two at a time could post two
        self._looking = Repeated("ask notices", LOOK_EVERY_SECONDS, self.put_right)

    def start(self) -> None:
        """Begin to look, unless it has begun."""
        self._looking.start()

    async def stop(self) -> None:
        """End."""
        await self._looking.stop()

    async def follow(self, guild_id: int, reply: Reply, *, anew: bool) -> Reply:
        """Make the note agree with a server's settings, and return the reply, which says so where that failed.

        `anew` posts it again at the end of the channel, where people see it; else the one that is there is changed.
        """
        try:
            await self._agree(guild_id, anew=anew)
        except UNANSWERED:
            return replace(reply, blocks=(*reply.blocks, Paragraph(NOT_POSTED)))
        return reply

    async def put_right(self) -> None:
        """Post the notes that are missing, and change those that say what no longer holds."""
        for guild_id in self._servers.with_ask_channel():
            if self._client.get_guild(guild_id) is None or await self._is_right(guild_id):
                continue
            if self._client.restraint.is_spent():
                return
            try:
                await self._agree(guild_id, anew=False)
            except UNANSWERED as error:
                log.info("the note in an ask channel was not put right: %s", type(error).__name__)

    async def _is_right(self, guild_id: int) -> bool:
        held = await self._servers.notice(guild_id)
        if held is None or held.channel_id != self._servers.of(guild_id).ask_channel:
            return False
        return held.digest == _digest(self._shown(guild_id)["content"])

    async def _agree(self, guild_id: int, *, anew: bool) -> None:
        async with self._changing:
            channel_id, held = self._servers.of(guild_id).ask_channel, await self._servers.notice(guild_id)
            if held is not None and (anew or held.channel_id != channel_id):
                await self._servers.set_notice(guild_id, None)
                with suppress(*UNANSWERED):
                    await self._message(held).delete()
                held = None
            if channel_id is not None:
                await self._put(guild_id, channel_id, held)

    async def _put(self, guild_id: int, channel_id: int, held: AskNotice | None) -> None:
        """Change the note that is there; where there is none, or somebody deleted it, post one."""
        shown = self._shown(guild_id)
        message_id = held.message_id if held is not None and await self._edited(held, shown) else 0
        if not message_id:
            message_id = (await self._client.get_partial_messageable(channel_id).send(**shown)).id
        await self._servers.set_notice(guild_id, AskNotice(channel_id, message_id, _digest(shown["content"])))

    async def _edited(self, held: AskNotice, shown: dict[str, Any]) -> bool:
        with suppress(discord.NotFound):
            await self._message(held).edit(**shown)
            return True
        return False

    def _shown(self, guild_id: int) -> dict[str, Any]:
        notice = self._client.stored.setup.notice(guild_id)
        return {"content": render.content(notice, self._client.command_ids), "view": buttons(notice.actions)}

    def _message(self, held: AskNotice) -> discord.PartialMessage:
        return self._client.get_partial_messageable(held.channel_id).get_partial_message(held.message_id)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
