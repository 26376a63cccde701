"""Questions: `/ask` and the forms, a mention, a pinging reply to an answer, a direct message, the ask channel.

All but reading an ask channel works without the Message Content intent.
"""

from collections import OrderedDict
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import discord

from bot.assistant.followups import Turn
from bot.assistant.talk import is_ours
from bot.commands import door_words as words
from bot.commands.ask import asked_by, check_length
from bot.commands.reply import Reply, say
from bot.discord_app import render
from bot.discord_app.answering import UNANSWERED, answer_message, answer_with, may_write
from bot.discord_app.components import topic_of
from bot.discord_app.door import explain
from bot.discord_app.reading import is_addressed, is_from_person, is_open_question, plain
from bot.domain import Answer, Outcome, Place, SmallTalk, UsageEvent, Visibility

if TYPE_CHECKING:
    from bot.discord_app.client import AssistantClient

AMBIENT = "ask channel"  # what nobody said to the bot
_MOST_HINTED = 10_000


class Conversations:
    """Answers questions and remembers each person's last turn in each channel for a quarter of an hour."""

    def __init__(self, client: "AssistantClient") -> None:
        self._client = client
        self._hinted: OrderedDict[int, date] = OrderedDict()

    async def asked(  # what differs from door to door
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
        An answer that everybody sees begins with the question, which Discord shows to nobody.
        """
        client = self._client
        if not await client.limiter.admits(interaction, kind):
            return
        answered: list[tuple[Answer, float]] = []
        hidden = _must_be_private(interaction) or (self.is_private(interaction) if private is None else private)

        def make() -> Reply:
            check_length(question)
            answered.append(client.app.ask(question, (interaction.user.id, interaction.channel_id), previous))
            reply = client.app.answer_reply(answered[0][0])
            return reply if hidden else reply.after(asked_by(interaction.user.display_name, question))

        await client.serve(interaction, kind, make, private=hidden, answered=answered)

    def is_private(self, interaction: discord.Interaction[Any]) -> bool:
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
        """Answer a message that speaks to the bot, and a question in the ask channel; never a bot or a webhook."""
        me = self._client.user
        self._client.answered.seen(message.id)
        if me is None or not is_from_person(message):
            return
        if is_addressed(message, me.id):
            await self._spoken_to(message)
        elif self._is_in_ask_channel(message) and is_open_question(message, me.id):
            await self._answer(message, AMBIENT)

    def _is_in_ask_channel(self, message: discord.Message) -> bool:
        """Tell whether a message stands in its server's ask channel; in the threads of it people talk to each other."""
        guild_id = message.guild.id if message.guild else None
        return message.channel.id == self._client.stored.settings_of(guild_id).ask_channel

    async def _spoken_to(self, message: discord.Message) -> None:
        if plain(message.content):
            await self._answer(message, "message")
        else:
            await self._hint(message)

    async def _answer(self, message: discord.Message, kind: str) -> None:
        client = self._client
        if not may_write(message) or not await client.limiter.admits_message(message):
            return
        answer, elapsed_ms = None, 0.0
        try:
            await client.turns.next()
            who = (message.author.id, message.channel.id)
            answer, elapsed_ms = client.app.ask(plain(message.content), who, self._replied_to(message))
            if kind == AMBIENT and not message.reference and not is_ours(answer.signals):
                client.app.turns.forget(who)  # nobody sees what it was read as
                answer = replace(answer, outcome=Outcome.UNKNOWN, quotes=())
            if not await answer_with(client, message, self._reply(answer, kind)):
                answer = None
        except Exception as error:  # noqa: BLE001  # the one door
            answer = None
            with suppress(*UNANSWERED):
                await answer_message(client, message, render.escape(explain(error, kind)))
        await self.count(message, kind, answer, elapsed_ms)

    def _reply(self, answer: Answer, kind: str) -> Reply:
        """Return the card; where nobody spoke to the bot, one line has to do for what is not known.

        "What can I ask here?" is for the bot wherever it is said; other small talk is for people.
        """
        if kind == AMBIENT and answer.outcome is Outcome.UNKNOWN and answer.small_talk is not SmallTalk.HELP:
            return say(words.NOT_KNOWN_HERE, done=False)
        return self._client.app.answer_reply(answer)

    def _replied_to(self, message: discord.Message) -> Turn | None:
        """Return the topic of our own message that this one replies to: it works after a restart, for anybody."""
        before = message.reference.resolved if message.reference else None
        if not isinstance(before, discord.Message) or before.author != self._client.user:
            return None
        slug = topic_of(before)
        return Turn(slug) if slug else None

    async def _hint(self, message: discord.Message) -> None:
        """Say once a person and day how to ask, where a message came without words."""
        today = self._client.app.clock.now().date()
        if self._hinted.get(message.author.id) == today or not may_write(message):
            return
        while self._hinted and (next(iter(self._hinted.values())) != today or len(self._hinted) >= _MOST_HINTED):
            self._hinted.popitem(last=False)  # who was told on an earlier day, and the first of very many
        self._hinted[message.author.id] = today
        with suppress(*UNANSWERED):
            await answer_message(self._client, message, words.HINT)

    async def count(self, message: discord.Message, kind: str, answer: Answer | None, elapsed_ms: float) -> None:
        """Count a question that was asked in a message; without an answer it is an error."""
        client = self._client
        event = UsageEvent(
            at=client.app.clock.now(),
            kind=kind,
            place=Place.GUILD if message.guild else Place.DIRECT,
            outcome="error",
            guild_id=message.guild.id if message.guild else None,
            person=client.stored.person(message.author.id),
        )
        await client.turns.next()
        await client.stored.record(with_answer(event, answer, elapsed_ms) if answer else event, answer)


def _must_be_private(interaction: discord.Interaction[Any]) -> bool:
    """Tell whether Discord shows what an app of the user's own says to them alone, whatever we ask for."""
    foreign = interaction.guild_id is not None and not interaction.is_guild_integration()
    return foreign and not interaction.permissions.use_external_apps


def with_answer(event: UsageEvent, answer: Answer, elapsed_ms: float) -> UsageEvent:
    """Return the event with the outcome, topic, confidence and latency of the answer that it is about."""
    return replace(
        event,
        outcome=answer.counted_as,
        topic=answer.candidates[0].topic if answer.candidates else "",
        confidence=answer.signals.confidence,
        latency_ms=elapsed_ms,
    )
