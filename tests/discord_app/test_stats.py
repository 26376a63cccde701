"""`/assistant stats` on the loopback Discord."""

import sys
from typing import Any

import pytest

from tests.conftest import Online
from tests.discord_app.helpers import CLEAR_QUESTION, CLEAR_TOPIC, counted, newcomer, requests_to
from tests.fake_discord import Reply


async def stats(online: Online, **options: Any) -> Reply:  # noqa: ANN401  # of any type
    return await online.discord.slash(online.owner, online.channel, "assistant stats", **options)


async def people_ask(online: Online, count: int) -> None:
    for number in range(count):
        await online.discord.slash(newcomer(online, f"p{number}"), online.channel, "ask", question=CLEAR_QUESTION)
    await counted(online.client)


async def test_three_people_make_a_picture_with_its_words_for_the_owner_alone(online: Online) -> None:
    await people_ask(online, 3)
    reply = await stats(online)
    assert reply.ephemeral
    assert "3 questions from 3 people; I answered 100% of them." in reply.content
    assert f"**{online.app.corpus.articles[CLEAR_TOPIC].title}:** 3" in reply.content
    assert reply.message is not None
    (picture,) = reply.message.attachments
    assert picture.filename == "questions.png"
    assert picture.content.startswith(b"\x89PNG")
    assert picture.description is not None
    assert picture.description.startswith("Chart of 3 questions in the last 30 days")


async def test_it_answers_at_once_and_draws_afterwards(online: Online) -> None:
    await people_ask(online, 3)
    before = len(online.discord.requests)
    await stats(online)
    first, *_ = [one for one in online.discord.requests[before:] if one.path.endswith("/callback")]
    assert first.json["type"] == 5  # deferred
    assert len(requests_to(online.discord, "PATCH", "/@original")) == 1


async def test_two_people_are_too_few_for_a_number(online: Online) -> None:
    await people_ask(online, 2)
    reply = await stats(online)
    assert "fewer than 3 people" in reply.content
    assert reply.message is not None
    assert reply.message.attachments == []


async def test_without_the_library_there_are_bars_of_text(online: Online, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)  # as where the extra `charts` was not installed
    await people_ask(online, 3)
    reply = await stats(online, days=2)
    assert "```\n22 Nov 0\n23 Nov \u2588\u2588" in reply.content
    assert reply.message is not None
    assert reply.message.attachments == []


async def test_other_servers_and_direct_messages_are_not_counted(online: Online) -> None:
    other = online.discord.add_guild("Lighthouse", owner=online.owner).add_text_channel("general")
    await people_ask(online, 3)
    await online.discord.slash(online.alice, online.discord.dm(online.alice), "ask", question=CLEAR_QUESTION)
    await counted(online.client)
    assert "3 questions from 3 people" in (await stats(online)).content
    elsewhere = await online.discord.slash(online.owner, other, "assistant stats")
    assert "Nobody has asked me anything here" in elsewhere.content
