"""Scenes in which somebody asks: the answer card, what its buttons show, and what is said where there is no answer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.card_words import NEAREST, NOTHING_NEAR
from bot.domain import Outcome
from tests.conftest import Online
from tests.fake_discord import Message, Reply
from tests.pictures.scene import Shown, scene

ORDER = "who decides the order of the backlog?"
CHOICES = ("how do we measure it?", "my stakeholders want everything at once", "how do we decide what is worth it?")


@scene("answer-mention", "A question by mention, and the answer card")
async def answer_mention(online: Online) -> Sequence[Shown]:
    return await _mentioned(online, ORDER)


@scene("answer-private", "`/ask` where answers are private: only the asker sees it, and can share it")
async def answer_private(online: Online) -> Sequence[Shown]:
    return [await _asked(online, "what is a spike?")]


@scene("comparison", "A comparison quotes both articles")
async def comparison(online: Online) -> Sequence[Shown]:
    return await _mentioned(online, "what is the difference between a user story and a job story?")


@scene("follow-up", "A reply to an answer is read with the topic of that answer")
async def follow_up(online: Online) -> Sequence[Shown]:
    before = await _mentioned(online, "who may cancel a sprint?")
    question = await online.discord.say(
        online.alice, online.channel, "and what happens to the work?", reply_to=before[1]
    )
    answer = await online.discord.next_message(online.channel)
    assert "Continuing with" in answer.content
    return [question, answer]


@scene("corrected", "A slip of the hand is corrected, and the reader is told")
async def corrected(online: Online) -> Sequence[Shown]:
    shown = await _mentioned(online, "who makes the sprint gaol?")
    assert 'I read "gaol" as "goal".' in shown[1].content
    return shown


@scene("choice", "Several topics fit: each opens by a button")
async def choice(online: Online) -> Sequence[Shown]:
    asked = (question for question in CHOICES if online.app.assistant.ask(question).outcome is Outcome.CHOICE)
    question = next(asked, None)
    assert question, "none of the questions leaves a choice any more; find another"
    return await _mentioned(online, question)


@scene("unknown", 'An honest "I do not know", with the nearest topics')
async def unknown(online: Online) -> Sequence[Shown]:
    shown = await _mentioned(online, "where is the button to close a sprint in jira cloud?")
    assert NEAREST in shown[1].content
    return shown


@scene("nothing-near", "The same for a question of another field")
async def nothing_near(online: Online) -> Sequence[Shown]:
    shown = await _mentioned(online, "where do we get the best okonomiyaki in town?")
    assert NOTHING_NEAR in shown[1].content
    return shown


@scene("read-more", "**Read more**: what stands around the passage, for the one who clicked")
async def read_more(online: Online) -> Sequence[Shown]:
    return [await _clicked(online, "Read more")]


@scene("related", "**Related**: the topics that the article names")
async def related(online: Online) -> Sequence[Shown]:
    return [await _clicked(online, "Related")]


@scene("not-it", "**Not it** asks why")
async def not_it(online: Online) -> Sequence[Shown]:
    return [await _clicked(online, "Not it")]


@scene("not-it-sent", "What **Not it** says once a reason is given")
async def not_it_sent(online: Online) -> Sequence[Shown]:
    form = await _clicked(online, "Not it")
    return [await online.discord.submit(online.alice, form, {"answer": "elsewhere"})]


@scene("ask-more", "**Ask more**: a question about the same topic")
async def ask_more(online: Online) -> Sequence[Shown]:
    return [await _clicked(online, "Ask more")]


async def _mentioned(online: Online, question: str) -> list[Message]:
    """Let alice mention the bot with a question; return her message and the answer."""
    asked = await online.discord.say(online.alice, online.channel, f"<@bot> {question}")
    return [asked, await online.discord.next_message(online.channel)]


async def _asked(online: Online, question: str) -> Reply:
    return await online.discord.slash(online.alice, online.channel, "ask", question=question)


async def _clicked(online: Online, label: str) -> Reply:
    """Let alice ask with `/ask` and press a button of the card."""
    return await online.discord.click(online.alice, await _asked(online, ORDER), label=label)
