"""Many faults of Discord in a row, and those that take their time: `pytest -m slow tests/discord_app`."""

import asyncio
import random
import time
from pathlib import Path

import pytest

from tests.conftest import Online
from tests.discord_app.helpers import CLEAR_QUESTION, counted, newcomer, rows
from tests.discord_app.test_gateway_faults import LOST, RESUMABLE, at_once
from tests.fake_discord import FakeDiscord
from tests.test_process import READY_SECONDS, outside, own_cache, running

__all__ = ["at_once", "outside", "own_cache"]

pytestmark = pytest.mark.slow

FAULTS = 300
STORM_SECONDS = 45.0


@pytest.mark.usefixtures("at_once")
async def test_300_random_faults_while_people_ask(online: Online) -> None:
    chance, discord, gateway = random.Random(24), online.discord, online.discord.gateway
    answers = {"callbacks": 0, "messages": 0}
    for number in range(FAULTS):
        online.clock.forward(minutes=1)
        who, place = newcomer(online, f"member{number}"), online.guild.add_text_channel(f"place{number}")
        path = chance.choice([r"/callback$", r"/messages$"])
        status, performed = chance.choice([0, 429, 503]), chance.random() < 0.5
        failure = discord.fail_next(
            "POST", path, status, performed=performed and status != 429, retry_after=0.01,
            scope=chance.choice(["user", "shared", "global"]),
        )  # fmt: skip
        how = chance.choice([*RESUMABLE, *LOST])
        fault, lost = (RESUMABLE | LOST)[how], how in LOST
        reply = await discord.slash(who, place, "ask", question=CLEAR_QUESTION, until="sent")
        asked = await discord.say(who, place, f"<@bot> {CLEAR_QUESTION}")
        if chance.random() < 0.5:  # else it happens while both are being answered
            await discord.settle(1)
        resumed = gateway.resumed
        fault(gateway)
        await (gateway.wait_ready() if lost else gateway.wait_resumed(resumed + 1))
        await discord.settle()
        await counted(online.client)
        failure.times = 0
        shown = discord.bot_messages(place)
        assert len(shown) <= 1, (number, how)
        assert all(message.reply_to is asked for message in shown)
        assert reply.followups == [], (number, how)
        assert lost or (reply.answered and shown), (number, how, status, performed)
        answers["callbacks"] += reply.answered
        answers["messages"] += len(shown)
    refused = {violation.code for violation in discord.take_violations()}
    assert refused <= {40060}, "a second attempt whose first had arrived"
    assert len(rows(online.app.settings, "SELECT id FROM usage")) >= sum(answers.values())
    invalid = sum(request.status in (401, 403, 429) for request in discord.requests)
    assert invalid <= FAULTS
    print(f"{FAULTS} faults: {answers}, {invalid} requests held against the bot")  # noqa: T201  # shown with -s


async def test_a_silent_connection_is_given_up_within_two_minutes(outside: FakeDiscord, tmp_path: Path) -> None:
    async with running(outside, tmp_path) as process:
        await outside.gateway.wait_ready(READY_SECONDS)
        outside.gateway.silence()
        begun = time.monotonic()
        await outside.gateway.wait_resumed(timeout=125)
        print(f"resumed after {time.monotonic() - begun:.0f} s")  # noqa: T201
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 5) == 0
    assert len(outside.gateway.identifies) == 1


async def test_a_door_that_stays_shut_is_not_stormed(outside: FakeDiscord, tmp_path: Path) -> None:
    gateway = outside.gateway
    async with running(outside, tmp_path) as process:
        await gateway.wait_ready(READY_SECONDS)
        before, gateway.turns_away = len(gateway.queries), True
        gateway.drop()
        await asyncio.sleep(STORM_SECONDS)
        tried, gateway.turns_away = len(gateway.queries) - before, False
        await gateway.wait_resumed(timeout=60)
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 5) == 0
    assert 2 <= tried <= 10
    assert len(gateway.identifies) == 1


async def test_sessions_that_are_ended_again_and_again_do_not_use_up_the_identifies_of_a_day(
    outside: FakeDiscord, tmp_path: Path
) -> None:
    gateway = outside.gateway
    async with running(outside, tmp_path) as process:
        await gateway.wait_ready(READY_SECONDS)
        begun = time.monotonic()
        while time.monotonic() - begun < STORM_SECONDS:
            gateway.invalidate(resumable=False)
            await gateway.wait_ready(60)
        spent = time.monotonic() - begun
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 5) == 0
    assert 2 <= len(gateway.identifies) <= 2 + spent / 5  # 1,000 a day are one in 86 seconds: see docs/reliability.md
