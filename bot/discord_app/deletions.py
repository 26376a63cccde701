"""A question that is deleted takes its answer with it."""

from collections import OrderedDict
from collections.abc import Collection
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import discord

from bot.discord_app.answering import UNANSWERED

if TYPE_CHECKING:
    from bot.discord_app.client import AssistantClient

MOST_NOTED = 10_000
LOOK_BACK = timedelta(days=1)
MOST_LOOKS = 200  # for what was asked before the start; moderators delete much that was no question
_LOOK_AT = 20  # messages below a question; its answer comes within a second, or a minute in a forum


class AnsweredMessages:
    """Which of the bot's messages answers which message: in memory only, and after a restart looked for in Discord."""

    def __init__(self, client: "AssistantClient") -> None:
        self._client = client
        self._replies: OrderedDict[int, int] = OrderedDict()
        self._first: int | None = None  # the first message since the start; what is older may be forgotten
        self._looks_left = MOST_LOOKS

    def seen(self, message_id: int) -> None:
        """Note that a message came: whether a later one is answered is known."""
        self._first = self._first or message_id

    def note(self, question_id: int, reply: discord.Message) -> None:
        """Note what answered a message."""
        self._replies[question_id] = reply.id
        while len(self._replies) > MOST_NOTED:
            self._replies.popitem(last=False)

    async def deleted(self, channel_id: int, question_id: int) -> None:
        """Delete the answer to a message that was deleted."""
        reply_id = self._replies.pop(question_id, None)
        with suppress(*UNANSWERED):  # it is gone, or the thread is archived
            if reply_id is None and self._may_be_forgotten(question_id):
                reply_id = await self._look_for(channel_id, question_id)
            if reply_id is not None:
                channel = self._client.get_partial_messageable(channel_id)
                await channel.get_partial_message(reply_id).delete()

    async def deleted_many(self, channel_id: int, message_ids: Collection[int]) -> None:
        """Delete the answers to messages that were deleted together, those that are still there."""
        for question_id in message_ids:
            if self._replies.get(question_id) in message_ids:
                del self._replies[question_id]
            elif question_id in self._replies:
                await self.deleted(channel_id, question_id)

    def _may_be_forgotten(self, question_id: int) -> bool:
        age = self._client.app.clock.now() - discord.utils.snowflake_time(question_id)
        return self._looks_left > 0 and age < LOOK_BACK and (self._first is None or question_id < self._first)

    async def _look_for(self, channel_id: int, question_id: int) -> int | None:
        """Return the bot's message that replies to a message of before the restart, or None."""
        me, channel = self._client.user, self._client.get_channel(channel_id)
        if not isinstance(channel, discord.abc.Messageable):
            return None
        self._looks_left -= 1
        after = discord.Object(question_id)
        async for message in channel.history(limit=_LOOK_AT, after=after, oldest_first=True):
            if message.author == me and message.reference and message.reference.message_id == question_id:
                return message.id
        return None
