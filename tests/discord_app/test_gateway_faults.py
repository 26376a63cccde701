"""A gateway that misbehaves: the client comes back, nothing is lost or answered twice, and it identifies sparingly."""

import asyncio
from collections import deque
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from discord.backoff import ExponentialBackoff

from bot.app import App, Stored
from bot.discord_app.client import AssistantClient
from bot.discord_app.lifecycle import serve
from bot.errors import BotError, DiscordRefusedError
from tests.conftest import Online
from tests.discord_app.helpers import CLEAR_QUESTION, WAIT_SECONDS, counted, rows
from tests.fake_discord import FakeDiscord
from tests.fake_discord.gateway import Gateway

USAGE = "SELECT kind FROM usage"
# After these Discord lets a client resume (topics/opcodes-and-status-codes, "Gateway Close Event Codes").
RESUMABLE: dict[str, Callable[[Gateway], None]] = {
    "cut": Gateway.drop,
    "op 7": Gateway.reconnect,
    "op 9 resumable": lambda gateway: gateway.invalidate(resumable=True),
} | {f"close {code}": lambda gateway, code=code: gateway.close(code) for code in (4000, 4001, 4002, 4003, 4005, 4008)}
# After these the session is gone, and what was said meanwhile with it.
LOST: dict[str, Callable[[Gateway], None]] = {"op 9": lambda gateway: gateway.invalidate(resumable=False)} | {
    f"close {code}": lambda gateway, code=code: gateway.close(code) for code in (1000, 1001, 4007, 4009)
}


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten what discord.py waits: before it connects again, and five seconds before each further IDENTIFY."""

    async def at_once(*_: object, **__: object) -> None:
        """Wait for nothing."""

    monkeypatch.setattr(ExponentialBackoff, "delay", lambda _: 0.0)
    monkeypatch.setattr(AssistantClient, "before_identify_hook", at_once)


async def assert_answers(online: Online) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "help")
    assert reply.answered
    assert reply.followups == []


@pytest.mark.usefixtures("at_once")
async def test_whatever_ends_a_connection_the_session_goes_on_and_what_was_said_meanwhile_is_answered_once(
    online: Online,
) -> None:
    gateway = online.discord.gateway
    for number, (how, fault) in enumerate(RESUMABLE.items(), 1):
        online.clock.forward(minutes=1)
        fault(gateway)
        asked = await online.discord.say(online.alice, online.channel, f"<@bot> {CLEAR_QUESTION}")
        reply = await online.discord.slash(online.alice, online.channel, "help", until="sent")
        await gateway.wait_resumed(number)
        await online.discord.settle_reply(reply)
        assert (await online.discord.next_message(online.channel)).reply_to is asked, how
    await online.discord.no_message(online.channel)
    await counted(online.client)
    assert len(gateway.identifies) == 1
    assert len(rows(online.app.settings, USAGE)) == 2 * len(RESUMABLE)


@pytest.mark.usefixtures("at_once")
async def test_a_lost_session_is_replaced_by_a_new_one_after_one_identify_each(online: Online) -> None:
    gateway = online.discord.gateway
    for number, fault in enumerate(LOST.values(), 2):
        online.clock.forward(minutes=1)
        fault(gateway)
        await gateway.wait_ready()
        assert len(gateway.identifies) == number
        await assert_answers(online)
    assert online.app.health.connected


async def test_a_connection_that_says_nothing_any_more_is_given_up_and_resumed(online: Online) -> None:
    gateway = online.discord.gateway
    gateway.heartbeat_interval = 0.05
    online.client._connection.heartbeat_timeout = 0.2  # seconds; 60 by default
    gateway.reconnect()
    await gateway.wait_resumed(1)
    gateway.silence()
    asked = await online.discord.say(online.alice, online.channel, f"<@bot> {CLEAR_QUESTION}")
    await gateway.wait_resumed(2)
    assert (await online.discord.next_message(online.channel)).reply_to is asked
    assert len(gateway.identifies) == 1


async def test_what_is_delivered_twice_is_answered_once(online: Online) -> None:
    asked = await online.discord.say(online.alice, online.channel, f"<@bot> {CLEAR_QUESTION}")
    assert (await online.discord.next_message(online.channel)).reply_to is asked
    online.discord.gateway.repeat(asked.id)
    await online.discord.wait_for_request("POST", r"/messages$", count=2)
    await online.discord.no_message(online.channel)
    reply = await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION)
    with online.discord.expect_violation(code=40060):  # harmless: Discord keeps to the first
        online.discord.gateway.repeat(reply.interaction.id)
        await online.discord.wait_for_request("POST", r"/callback$", count=2)
        await online.discord.settle()
    assert reply.followups == []
    await online.discord.no_message(online.channel)


async def test_turned_away_at_the_door_it_does_not_knock_without_end(
    online: Online, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway, pauses = online.discord.gateway, []

    async def sleep(seconds: float) -> None:
        if seconds:
            pauses.append(seconds)
            online.clock.forward(seconds=seconds)
            gateway.turns_away = len(pauses) < 3

    monkeypatch.setattr("bot.discord_app.restraint.asyncio", SimpleNamespace(sleep=sleep))
    gateway.turns_away = True
    gateway.drop()
    await gateway.wait_resumed()
    assert pauses == [30.0, 30.0, 30.0]
    assert len(gateway.queries) == 1 + 3 * 5, "the first, and five in each half minute"
    assert len(gateway.identifies) == 1
    await assert_answers(online)


async def test_before_the_sessions_of_a_day_are_used_up_it_waits(
    online: Online, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        online.clock.forward(seconds=seconds)

    monkeypatch.setattr("bot.discord_app.restraint.asyncio", SimpleNamespace(sleep=sleep))
    online.client.restraint.identifies = deque(maxlen=3)
    for number in range(4):
        online.clock.forward(hours=1)
        await online.client.before_identify_hook(None, initial=True)
        assert len(waited) == (number == 3)
    assert waited == [21 * 3600.0]
    assert "3 sessions were begun within a day" in caplog.text


REFUSED = {code: (BotError, str(code)) for code in (4010, 4011, 4012, 4013)} | {
    4004: (DiscordRefusedError, "Discord refused the token."),
    4014: (DiscordRefusedError, "MESSAGE_CONTENT_INTENT"),
}


async def test_a_token_or_a_setting_that_discord_refuses_at_run_time_ends_the_program_with_a_sentence(
    discord: FakeDiscord, app: App, stored: Stored
) -> None:
    for code, (kind, words) in REFUSED.items():
        before = len(discord.gateway.identifies)
        serving = asyncio.create_task(serve(app, stored, asyncio.Event()))
        await discord.gateway.wait_ready()
        discord.gateway.close(code)
        with pytest.raises(kind) as told:
            await asyncio.wait_for(serving, WAIT_SECONDS)
        assert words in str(told.value)
        assert len(discord.gateway.identifies) == before + 1
        assert not app.health.connected
