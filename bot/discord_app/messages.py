"""Questions: `/ask`, a mention, a pinging reply to an answer, a direct message.

All work without the Message Content intent.
"""

import logging
import re
from collections import OrderedDict
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import discord

from bot.assistant.followups import Turn
from bot.commands.ask import check_length
from bot.commands.reply import Reply
from bot.discord_app import render
from bot.discord_app.components import buttons, topic_of
from bot.discord_app.door import explain
from bot.domain import Answer, Place, UsageEvent, Visibility

if TYPE_CHECKING:
    from bot.discord_app.client import AssistantClient

_HINT = 'Ask me in the same message, for example: "who orders the backlog?" You can also use /ask.'
_MOST_HINTED = 10_000
_INVALID_FORM = 50035  # https://discord.com/developers/docs/topics/opcodes-and-status-codes#json

log = logging.getLogger(__name__)


class Conversations:
    """Answers questions and remembers each person's last turn in each channel for a quarter of an hour."""

    def __init__(self, client: "AssistantClient") -> None:
        self._client = client
        self._hinted: OrderedDict[int, date] = OrderedDict()

    async def asked(
        self,
        interaction: discord.Interaction[Any],
        question: str,
        private: bool | None,
        *,
        previous: Turn | None = None,
        kind: str = "ask",
    ) -> None:
        """Serve `/ask` or a form: whoever does not say `private` gets what the place has as its default.

        `previous` is what the question follows, where that is known; else it is the person's last turn here.
        """
        client = self._client
        answered: list[tuple[Answer, float]] = []

        def make() -> Reply:
            check_length(question)
            answered.append(client.app.ask(question, (interaction.user.id, interaction.channel_id), previous))
            return client.app.answer_reply(answered[0][0])

        hidden = private if private is not None else self._is_private(interaction)
        await client.serve(interaction, kind, make, private=hidden, answered=answered)

    def _is_private(self, interaction: discord.Interaction[Any]) -> bool:
        """Tell whether answers are private here by default: open in direct messages and where a server's owners say."""
        from bot.discord_app.client import place_of  # noqa: PLC0415  # the client imports this module

        settings = self._client.stored.settings_of(interaction.guild_id)
        if place_of(interaction) is not Place.GUILD:
            return place_of(interaction) is not Place.DIRECT
        here = {interaction.channel_id, getattr(interaction.channel, "parent_id", None)}  # a thread's channel too
        return settings.answers is Visibility.PRIVATE and settings.ask_channel not in here - {None}

    def forget(self, user_id: int) -> None:
        """Drop what is remembered of a person."""
        self._hinted.pop(user_id, None)

    async def heard(self, message: discord.Message) -> None:
        """Answer a message where it speaks to the bot; people always get a reply, bots and webhooks never."""
        if message.author.bot or message.webhook_id is not None or not self._is_addressed(message):
            return
        text = self._without_mention(message.content)
        if not text:
            await self._hint(message)
            return
        client = self._client
        event = self._event(message)
        answer: Answer | None = None
        try:
            answer, elapsed_ms = client.app.ask(
                text, (message.author.id, message.channel.id), self._replied_to(message)
            )
            await self._reply(message, client.app.answer_reply(answer))
            event = with_answer(event, answer, elapsed_ms)
        except Exception as error:  # noqa: BLE001  # the one door
            with suppress(discord.HTTPException):
                await _send(message, render.escape(explain(error, "message")))
        await client.stored.record(event, answer if event.outcome != "error" else None)

    def _is_addressed(self, message: discord.Message) -> bool:
        me = self._client.user
        return message.guild is None or (me is not None and any(user.id == me.id for user in message.mentions))

    def _without_mention(self, content: str) -> str:
        me = self._client.user
        return re.sub(rf"<@!?{me.id}>", " ", content).strip() if me else content

    def _replied_to(self, message: discord.Message) -> Turn | None:
        """Return the topic of our own message that this one replies to: it works after a restart, for anybody."""
        before = message.reference.resolved if message.reference else None
        if not isinstance(before, discord.Message) or before.author != self._client.user:
            return None
        slug = topic_of(before)
        return Turn(slug) if slug else None

    async def _reply(self, message: discord.Message, reply: Reply) -> None:
        view = buttons(reply.actions)
        more: dict[str, Any] = {"view": view} if view is not None else {}
        text = render.content(reply, self._client.command_ids)
        await _send(message, text, suppress_embeds=True, **more)

    async def _hint(self, message: discord.Message) -> None:
        """Say once a person and day how to ask, where a message came without words."""
        today = self._client.app.clock.now().date()
        if self._hinted.get(message.author.id) == today:
            return
        self._hinted[message.author.id] = today
        self._hinted.move_to_end(message.author.id)
        if len(self._hinted) > _MOST_HINTED:
            self._hinted.popitem(last=False)
        with suppress(discord.HTTPException):
            await _send(message, _HINT)

    def _event(self, message: discord.Message) -> UsageEvent:
        client = self._client
        return UsageEvent(
            at=client.app.clock.now(),
            kind="message",
            place=Place.GUILD if message.guild else Place.DIRECT,
            outcome="error",
            guild_id=message.guild.id if message.guild else None,
            person=client.stored.person(message.author.id),
        )


async def _send(message: discord.Message, text: str, **more: Any) -> None:  # noqa: ANN401  # discord.py's options
    """Reply to a message, or write below it where Discord lets nobody refer to it; a deleted one needs no reply."""
    guild = message.guild
    if guild is not None and not message.channel.permissions_for(guild.me).read_message_history:
        await message.channel.send(text, **more)
        return
    try:
        await message.reply(text, mention_author=False, **more)
    except discord.HTTPException as error:
        if error.code != _INVALID_FORM or "Unknown message" not in error.text:
            raise
        log.info("a question was deleted before its answer")


def with_answer(event: UsageEvent, answer: Answer, elapsed_ms: float) -> UsageEvent:
    """Return the event with the outcome, topic, confidence and latency of the answer that it is about."""
    return replace(
        event,
        outcome=answer.outcome.value,
        topic=answer.candidates[0].topic if answer.candidates else "",
        confidence=answer.signals.confidence,
        latency_ms=elapsed_ms,
    )
