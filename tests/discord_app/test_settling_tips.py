"""A tip whose arrival was never learnt: looked for in its channel, and never posted twice."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from bot.discord_app import tip_loop, tip_search
from bot.discord_app.client import AssistantClient
from bot.domain import Corpus
from bot.settings import Settings
from tests.conftest import OPENAPI, HandClock
from tests.discord_app.helpers import requests_to, rows, running
from tests.fake_discord import Channel, FakeDiscord, Permission

DAILY: dict[str, Any] = {"time": "13:00", "timezone": "UTC", "days": "daily"}  # the hand clock stands at 12:00 UTC
PAUSED = "SELECT paused FROM schedules"


class Harbour:
    """A server whose channel has a tip a day; the bot can be started and, without a word, stopped."""

    def __init__(self, discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock) -> None:
        self.discord = discord
        self.settings = settings
        self.clock = clock
        self._corpus = corpus
        self.olga = discord.add_user("olga")
        self.guild = discord.add_guild("Harbour", owner=self.olga)
        self.channel = self.guild.add_text_channel("general")

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[AssistantClient]:
        """Run a fresh process that has looked once when the block begins; from there the test lets it look."""
        async with running(self.settings, self._corpus, self.clock) as client:
            await client.tips.post_due()
            yield client

    async def left_open(self, *, arrived: bool) -> None:
        """Let a claim be left open, whose tip arrived or did not."""
        async with self.bot() as client:
            await self.discord.slash(self.olga, self.channel, "tips schedule", channel=self.channel, **DAILY)
            self.discord.fail_next("POST", rf"/channels/{self.channel.id}/messages$", 0, performed=arrived)
            self.clock.forward(hours=1)
            await client.tips.post_due()
        assert self.states == ["claimed"]
        assert len(self.tips()) == arrived

    @property
    def states(self) -> list[str]:
        return [row["state"] for row in rows(self.settings, "SELECT state FROM deliveries ORDER BY id")]

    def tips(self, channel: Channel | None = None) -> list[str]:
        return [message.content for message in self.discord.bot_messages(channel or self.channel)]

    async def chatter(self, count: int) -> None:
        for number in range(count):
            await self.discord.say(self.olga, self.channel, f"message {number}")


@dataclass
class TrueClock:
    """Discord's clock, from which the bot's may stray."""

    of_the_bot: HandClock
    error: timedelta

    def __call__(self) -> float:
        return (self.of_the_bot.now() + self.error).timestamp()


@pytest.fixture
def true_clock(clock: HandClock, request: pytest.FixtureRequest) -> TrueClock:
    return TrueClock(clock, getattr(request, "param", timedelta()))


@pytest.fixture
async def discord(true_clock: TrueClock) -> AsyncIterator[FakeDiscord]:
    """A Discord that dates its messages by its own clock, since they are looked for by date."""
    async with FakeDiscord(openapi=OPENAPI if OPENAPI.exists() else None, clock=true_clock) as server:
        yield server


@pytest.fixture
def harbour(discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock) -> Harbour:
    return Harbour(discord, settings, corpus, clock)


async def test_found_in_the_channel_it_has_arrived(harbour: Harbour) -> None:
    await harbour.left_open(arrived=True)
    harbour.clock.forward(minutes=3)
    async with harbour.bot():
        assert harbour.states == ["sent"]
    assert len(harbour.tips()) == 1


async def test_it_is_found_behind_what_people_wrote_since(harbour: Harbour) -> None:
    await harbour.left_open(arrived=True)
    await harbour.chatter(230)
    harbour.clock.forward(minutes=30)
    async with harbour.bot():
        assert harbour.states == ["sent"]
    assert len(harbour.tips()) == 1
    assert len(requests_to(harbour.discord, "GET", r"/messages$")) == 3


async def test_not_found_it_is_sent_and_once(harbour: Harbour) -> None:
    await harbour.left_open(arrived=False)
    harbour.clock.forward(minutes=30)
    async with harbour.bot() as client:
        assert harbour.states == ["sent"]
        assert await client.tips.post_due() == 0
    assert len(harbour.tips()) == 1


async def test_the_tip_of_another_slot_is_not_taken_for_it(harbour: Harbour) -> None:
    async with harbour.bot() as client:
        await harbour.discord.slash(
            harbour.olga, harbour.channel, "tips schedule", channel=harbour.channel, **DAILY | {"topic": "kano"}
        )
        harbour.clock.forward(hours=1)
        assert await client.tips.post_due() == 1
        harbour.discord.fail_next("POST", rf"/channels/{harbour.channel.id}/messages$", 0)
        harbour.clock.forward(days=1)
        assert await client.tips.post_due() == 0
        harbour.clock.forward(minutes=3)
        assert await client.tips.post_due() == 1
    assert len(harbour.tips()) == 2


async def test_not_found_beyond_the_grace_it_is_skipped(harbour: Harbour) -> None:
    await harbour.left_open(arrived=False)
    harbour.clock.forward(minutes=61)
    async with harbour.bot():
        assert harbour.states == ["skipped"]
    assert harbour.tips() == []


@pytest.mark.parametrize("arrived", [True, False])
async def test_where_the_history_cannot_be_read_it_is_uncertain_and_not_sent(harbour: Harbour, arrived: bool) -> None:
    await harbour.left_open(arrived=arrived)
    harbour.channel.set_overwrite(harbour.discord.bot, deny=Permission.READ_MESSAGE_HISTORY)
    harbour.clock.forward(minutes=3)
    async with harbour.bot() as client:
        assert harbour.states == ["uncertain"]
        assert rows(harbour.settings, PAUSED) == [{"paused": ""}]
        harbour.clock.forward(days=1)
        assert await client.tips.post_due() == 1
    assert len(harbour.tips()) == arrived + 1


async def test_while_a_server_is_in_an_outage_the_claim_stays_open(harbour: Harbour) -> None:
    await harbour.left_open(arrived=True)
    harbour.channel.set_overwrite(harbour.discord.bot, deny=Permission.READ_MESSAGE_HISTORY)
    harbour.guild.start_outage()
    harbour.clock.forward(minutes=3)
    async with harbour.bot() as client:
        assert harbour.states == ["claimed"]
        harbour.guild.end_outage()
        await harbour.discord.settle()
        await client.tips.post_due()
        assert harbour.states == ["uncertain"]
    assert len(harbour.tips()) == 1


async def test_a_history_too_long_to_be_read_back_to_the_claim_is_uncertain(
    harbour: Harbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tip_search, "MOST_READ", 150)
    await harbour.left_open(arrived=True)
    await harbour.chatter(150)
    harbour.clock.forward(minutes=3)
    async with harbour.bot():
        assert harbour.states == ["uncertain"]
    assert len(harbour.tips()) == 1


async def test_a_long_history_before_the_claim_does_no_harm(harbour: Harbour, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tip_search, "MOST_READ", 150)
    async with harbour.bot():
        await harbour.chatter(200)
    await harbour.left_open(arrived=False)
    harbour.clock.forward(minutes=3)
    async with harbour.bot():
        assert harbour.states == ["sent"]


async def test_a_failing_history_is_read_again_at_the_next_look(harbour: Harbour) -> None:
    await harbour.left_open(arrived=True)
    harbour.clock.forward(minutes=3)
    harbour.discord.fail_next("GET", r"/messages$", 503)
    async with harbour.bot() as client:
        await client.tips.post_due()
        assert harbour.states == ["sent"]
    assert len(harbour.tips()) == 1


async def test_a_history_that_fails_for_a_day_is_not_asked_for_ever(harbour: Harbour) -> None:
    await harbour.left_open(arrived=True)
    harbour.discord.fail_next("GET", r"/messages$", 503, times=2)
    harbour.clock.forward(hours=23)
    async with harbour.bot() as client:
        assert harbour.states == ["claimed"]
        harbour.clock.forward(hours=2)
        await client.tips.post_due()
    assert harbour.states == ["uncertain", "sent"]
    assert len(harbour.tips()) == 2


@pytest.mark.parametrize(
    ("trouble", "reason"), [("invisible", "I may not post"), ("gone", "is gone"), ("left", "was removed")]
)
async def test_a_channel_lost_meanwhile_pauses_the_schedule_and_is_not_asked_again(
    harbour: Harbour, trouble: str, reason: str
) -> None:
    await harbour.left_open(arrived=True)
    {
        "invisible": harbour.channel.make_invisible,
        "gone": harbour.channel.remove,
        "left": harbour.guild.remove_bot,
    }[trouble]()
    harbour.clock.forward(minutes=3)
    async with harbour.bot() as client:
        assert harbour.states == ["uncertain"]
        ((row,),) = [rows(harbour.settings, PAUSED)]
        assert reason in row["paused"]
        before = len(harbour.discord.requests)
        harbour.clock.forward(days=1)
        assert await client.tips.post_due() == 0
        assert len(harbour.discord.requests) == before


@pytest.mark.parametrize("arrived", [True, False])
@pytest.mark.parametrize("true_clock", [timedelta(hours=3), timedelta(hours=-3)], indirect=True)
async def test_a_clock_that_was_wrong_at_the_claim_and_is_right_now_brings_no_second_tip(
    harbour: Harbour, true_clock: TrueClock, arrived: bool
) -> None:
    await harbour.left_open(arrived=arrived)
    harbour.clock.moment += true_clock.error
    was_slow, true_clock.error = true_clock.error > timedelta(), timedelta()
    harbour.clock.forward(minutes=3)
    async with harbour.bot():
        pass
    lost = was_slow and not arrived  # by the right clock its time is long over
    assert len(harbour.tips()) == (not lost)
    assert harbour.states == ["skipped" if lost else "sent"]


async def test_a_tip_that_is_held_up_for_long_is_not_sent_after_its_nonce_is_forgotten(
    harbour: Harbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tip_loop, "SEND_SECONDS", 1.0)
    body = {"message": "You are being rate limited.", "retry_after": 600, "global": False}
    async with harbour.bot() as client:
        await harbour.discord.slash(harbour.olga, harbour.channel, "tips schedule", channel=harbour.channel, **DAILY)
        harbour.clock.forward(hours=1)
        harbour.discord.fail_next(
            "POST", rf"/channels/{harbour.channel.id}/messages$", 429, body, headers={"Via": "1.1 x"}
        )
        assert await client.tips.post_due() == 0
        assert harbour.states == ["claimed"]
        monkeypatch.undo()
        harbour.clock.forward(minutes=3)
        assert await client.tips.post_due() == 1
    assert harbour.states == ["sent"]
    assert len(harbour.tips()) == 1


async def test_whatever_else_discord_refuses_pauses_the_schedule_after_the_first_time(harbour: Harbour) -> None:
    async with harbour.bot() as client:
        await harbour.discord.slash(harbour.olga, harbour.channel, "tips schedule", channel=harbour.channel, **DAILY)
        harbour.clock.forward(hours=1)
        harbour.discord.fail_next("POST", r"/messages$", 400, {"message": "Cannot send that", "code": 50008})
        for _ in range(3):
            assert await client.tips.post_due() == 0
        listed = await harbour.discord.slash(harbour.olga, harbour.channel, "tips list")
    assert "Paused: Discord refused the tip (error 50008); check the channel" in listed.content
    assert harbour.states == ["failed"]
    assert len(requests_to(harbour.discord, "POST", rf"^/channels/{harbour.channel.id}/messages$")) == 1
