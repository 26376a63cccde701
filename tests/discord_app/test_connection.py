"""Intents, compression, and going on after a lost connection."""

import asyncio
from dataclasses import replace

import discord as library
import pytest
from discord.backoff import ExponentialBackoff

from bot.app import App, Stored
from bot.discord_app.lifecycle import serve
from bot.domain import Corpus
from bot.settings import Settings
from tests.conftest import HandClock, Online
from tests.discord_app.helpers import CLEAR_QUESTION, CLEAR_TOPIC, WAIT_SECONDS, running
from tests.fake_discord import FakeDiscord

GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1 << 0, 1 << 9, 1 << 12, 1 << 15


async def test_message_content_is_not_asked_for_by_default(online: Online) -> None:
    (identify,) = online.discord.gateway.identifies
    assert identify["intents"] == GUILDS | GUILD_MESSAGES | DIRECT_MESSAGES


async def test_message_content_is_asked_for_when_the_setting_is_on(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
) -> None:
    async with running(replace(settings, message_content_intent=True), corpus, clock):
        (identify,) = discord.gateway.identifies
        assert identify["intents"] == GUILDS | GUILD_MESSAGES | DIRECT_MESSAGES | MESSAGE_CONTENT


async def test_the_stream_is_compressed_as_discord_py_asks(online: Online) -> None:
    (query,) = online.discord.gateway.queries
    assert query["compress"] == library.utils._ActiveDecompressionContext.COMPRESSION_TYPE
    reply = await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION)
    assert online.app.corpus.articles[CLEAR_TOPIC].title in reply.content


async def test_a_dropped_connection_is_resumed_and_nothing_said_meanwhile_is_lost(online: Online) -> None:
    online.discord.gateway.drop()
    await online.discord.say(online.alice, online.channel, f"<@bot> {CLEAR_QUESTION}")
    await online.discord.gateway.wait_resumed()
    answer = await online.discord.next_message(online.channel)
    assert online.app.corpus.articles[CLEAR_TOPIC].title in answer.content
    assert len(online.discord.gateway.identifies) == 1
    reply = await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION)
    assert reply.answered


async def test_joining_and_leaving_servers_while_connected(online: Online) -> None:
    olga = online.discord.add_user("oleg")
    fresh = online.discord.add_guild("Lighthouse", owner=olga)
    reply = await online.discord.slash(olga, fresh.add_text_channel("general"), "ask", question=CLEAR_QUESTION)
    assert reply.answered
    fresh.remove_bot()
    reply = await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION)
    assert reply.answered


async def test_told_to_stop_while_it_waits_to_reconnect_it_does_not_wait_any_longer(
    discord: FakeDiscord, app: App, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting, stop = asyncio.Event(), asyncio.Event()

    def delay(_: object) -> float:
        waiting.set()
        return 600.0  # what discord.py comes to after a long absence of Discord

    monkeypatch.setattr(ExponentialBackoff, "delay", delay)
    serving = asyncio.create_task(serve(app, stored, stop))
    await discord.gateway.wait_ready()
    await discord.stop_serving()
    await asyncio.wait_for(waiting.wait(), WAIT_SECONDS)
    stop.set()
    await asyncio.wait_for(serving, WAIT_SECONDS)
