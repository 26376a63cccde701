"""Scenes of a server's owner: scheduled tips, setup and gaps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from tests.conftest import Online
from tests.discord_app.helpers import counted
from tests.fake_discord import Message, Permission, Reply
from tests.pictures.scene import Shown, later, scene

GAP = "which okonomiyaki recipe goes with a retro?"
_ASKED = (
    "what is a sprint goal",
    "who orders the backlog",
    "what is a sprint goal for",
    "how do we estimate stories",
    GAP,
    "what does a product owner do",
    "who orders the product backlog",
    "how do I say no to a stakeholder",
)


@scene("tips-schedule", "`/tips schedule`: the next dates, in each reader's own time")
async def tips_schedule(online: Online) -> Sequence[Shown]:
    return [await _scheduled(online)]


@scene("tip-scheduled", "A tip that came by itself")
async def tip_scheduled(online: Online) -> Sequence[Shown]:
    await _scheduled(online)
    morning = (online.clock.now() + timedelta(days=1)).replace(hour=8, minute=30)  # 09:30 in Berlin in winter
    later(online, seconds=(morning - online.clock.now()).total_seconds())
    await online.client.tips.post_due()
    return [await online.discord.next_message(online.channel)]


@scene("tip-try", "**Try it** under a tip: one thing to do this Sprint")
async def tip_try(online: Online) -> Sequence[Shown]:
    (tip,) = await tip_scheduled(online)
    assert isinstance(tip, Message)
    return [await online.discord.click(online.alice, tip, label="Try it")]


@scene("tips-preview", "`/tips preview`: the next tip, before it is posted")
async def tips_preview(online: Online) -> Sequence[Shown]:
    await _scheduled(online)
    return [await _run(online, "tips preview")]


@scene("tips-list", "`/tips list`: what is scheduled in the server")
async def tips_list(online: Online) -> Sequence[Shown]:
    await _scheduled(online)
    return [await _run(online, "tips list")]


@scene("setup", "`/assistant setup`: the settings, a test question, and how to change them")
async def setup(online: Online) -> Sequence[Shown]:
    return [await _run(online, "assistant setup", ask_channel=online.channel)]


@scene("ask-notice", "The note in an ask channel, for servers where the bot reads only what is addressed to it")
async def ask_notice(online: Online) -> Sequence[Shown]:
    await _run(online, "assistant setup", ask_channel=online.channel)
    return [await online.discord.next_message(online.channel)]


@scene("ask-form", "The form behind the **Ask** button of that note")
async def ask_form(online: Online) -> Sequence[Shown]:
    (notice,) = await ask_notice(online)
    assert isinstance(notice, Message)
    return [await online.discord.click(online.alice, notice, label="Ask")]


@scene("gaps", "`/assistant gaps`: what people looked for and did not find")
async def gaps(online: Online) -> Sequence[Shown]:
    for name in ("ben", "cleo", "dan"):
        person = online.discord.add_user(name)
        online.guild.add_member(person)
        await online.discord.slash(person, online.channel, "ask", question=GAP)
    await counted(online.client)
    return [await _run(online, "assistant gaps")]


@scene("diagnose", "`/assistant diagnose`: what keeps the bot from working here, with the remedies")
async def diagnose(online: Online) -> Sequence[Shown]:
    await _run(online, "assistant setup", ask_channel=online.channel)
    online.channel.set_overwrite(online.discord.bot, deny=Permission.READ_MESSAGE_HISTORY)
    await online.discord.settle()
    return [await _run(online, "assistant diagnose")]


@scene("stats", "`/assistant stats`: what was asked, with a picture where matplotlib is there")
async def stats(online: Online) -> Sequence[Shown]:
    people = [online.discord.add_user(f"p{number}") for number in range(4)]
    for person in people:
        online.guild.add_member(person)
    for day in range(21):
        for number in range(2 + day * 5 % 7):
            person = people[number % len(people)]
            question = _ASKED[(day + number) % len(_ASKED)]
            await online.discord.slash(person, online.channel, "ask", question=question)
        await counted(online.client)
        online.clock.forward(days=1)
    return [await _run(online, "assistant stats")]


async def _scheduled(online: Online) -> Reply:
    rhythm = {"time": "09:30", "timezone": "Europe/Berlin", "days": "weekdays"}
    return await _run(online, "tips schedule", channel=online.channel, **rhythm)


async def _run(online: Online, command: str, **options: Any) -> Reply:  # noqa: ANN401  # of any type
    return await online.discord.slash(online.owner, online.channel, command, **options)
