"""Tips on schedule: once, at their time, through crashes; paused where they cannot be posted."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.discord_app.client import AssistantClient
from bot.domain import Corpus
from bot.settings import Settings
from tests.conftest import HandClock, Online
from tests.discord_app.helpers import (
    WAIT_SECONDS,
    assert_pings_nobody,
    labels,
    newcomer,
    quoted,
    requests_to,
    rows,
    running,
)
from tests.fake_discord import Channel, FakeDiscord

DAILY: dict[str, Any] = {"time": "13:00", "timezone": "UTC", "days": "daily"}  # the hand clock stands at 12:00 UTC
STATES = "SELECT state FROM deliveries ORDER BY id"
SCHEDULED = "SELECT channel_id FROM schedules ORDER BY id"


@pytest.fixture
async def scheduled(online: Online) -> Online:
    """Give the common channel a tip each day, the first in an hour."""
    reply = await online.discord.slash(online.owner, online.channel, "tips schedule", channel=online.channel, **DAILY)
    assert "### Scheduled" in reply.content
    return online


def states(settings: Settings) -> list[str]:
    """Return what became of each slot."""
    return [row["state"] for row in rows(settings, STATES)]


def posts(discord: FakeDiscord, channel: Channel) -> list[dict[str, object]]:
    """Return the bodies of all attempts to post in a channel."""
    return [request.json for request in requests_to(discord, "POST", rf"^/channels/{channel.id}/messages$")]


async def test_a_due_tip_is_posted_once_with_an_enforced_nonce(scheduled: Online) -> None:
    client, channel = scheduled.client, scheduled.channel
    assert await client.tips.post_due() == 0
    scheduled.clock.forward(hours=1, seconds=5)
    assert await client.tips.post_due() == 1
    assert await client.tips.post_due() == 0
    (body,) = posts(scheduled.discord, channel)
    assert body["enforce_nonce"] is True
    assert 1 <= len(str(body["nonce"])) <= 25
    (message,) = scheduled.discord.bot_messages(channel)
    assert message.content.startswith("### Tip")
    assert states(scheduled.app.settings) == ["sent"]
    assert_pings_nobody(scheduled.discord)


async def test_the_buttons_of_a_posted_tip_work_for_anybody(scheduled: Online) -> None:
    scheduled.clock.forward(hours=1)
    await scheduled.client.tips.post_due()
    (message,) = scheduled.discord.bot_messages(scheduled.channel)
    assert labels(message) == ["Why?", "Try it", "Another"]
    bob = newcomer(scheduled, "bob")
    (tip,) = [tip for tip in scheduled.app.corpus.tips if tip.text in message.content.replace("\\", "")]
    why = await scheduled.discord.click(bob, message, label="Why?")
    assert quoted(why.content) == scheduled.app.corpus.articles[tip.topic].lead
    to_try = await scheduled.discord.click(bob, message, label="Try it")
    assert tip.action in to_try.content.replace("\\", "")
    another = await scheduled.discord.click(bob, message, label="Another")
    assert another.content.startswith("### Tip")
    assert another.content != message.content
    assert all(reply.ephemeral for reply in (why, to_try, another))


async def test_the_program_posts_by_itself_when_it_becomes_ready(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
) -> None:
    async with harbour(discord, settings, corpus, clock) as (_, channel):
        pass
    clock.forward(hours=1)
    async with running(settings, corpus, clock, posts=True):
        message = await discord.next_message(channel)
        assert message.content.startswith("### Tip")


async def test_a_deck_does_not_repeat_until_it_is_used_up(online: Online) -> None:
    topic = online.app.corpus.tips[0].topic
    deck = [tip for tip in online.app.corpus.tips if tip.topic == topic]
    options = DAILY | {"topic": topic}
    await online.discord.slash(online.owner, online.channel, "tips schedule", channel=online.channel, **options)
    online.clock.forward(hours=1)
    for _ in range(2 * len(deck)):
        assert await online.client.tips.post_due() == 1
        online.clock.forward(days=1)
    given = [row["tip_id"] for row in rows(online.app.settings, "SELECT tip_id FROM deliveries ORDER BY id")]
    assert len(given) == 2 * len(deck)
    assert set(given[: len(deck)]) == set(given[len(deck) :]) == {tip.id for tip in deck}


async def test_thirty_days_of_any_tips_bring_thirty_different_ones(scheduled: Online) -> None:
    scheduled.clock.forward(hours=1)
    for _ in range(30):
        assert await scheduled.client.tips.post_due() == 1
        scheduled.clock.forward(days=1)
    given = rows(scheduled.app.settings, "SELECT DISTINCT tip_id FROM deliveries")
    assert len(given) == 30
    texts = {message.content for message in scheduled.discord.bot_messages(scheduled.channel)}
    assert len(texts) == 30


async def test_a_slot_missed_by_more_than_an_hour_is_skipped_and_the_next_one_comes(scheduled: Online) -> None:
    scheduled.clock.forward(hours=2, minutes=1)
    assert await scheduled.client.tips.post_due() == 0
    assert states(scheduled.app.settings) == ["skipped"]
    scheduled.clock.forward(hours=22, minutes=59)
    assert await scheduled.client.tips.post_due() == 1
    assert states(scheduled.app.settings) == ["skipped", "sent"]


async def test_days_of_absence_bring_one_skip_and_never_a_bunch(scheduled: Online) -> None:
    scheduled.clock.forward(days=9)
    assert await scheduled.client.tips.post_due() == 0
    assert scheduled.discord.bot_messages(scheduled.channel) == []
    scheduled.clock.forward(hours=1)
    assert await scheduled.client.tips.post_due() == 1


@pytest.mark.parametrize(
    ("trouble", "reason"), [("unwritable", "I may not post"), ("invisible", "I may not post"), ("gone", "is gone")]
)
async def test_a_channel_that_refuses_pauses_its_schedule_with_a_reason_that_the_list_shows(
    scheduled: Online, trouble: str, reason: str
) -> None:
    command_channel = scheduled.guild.add_text_channel("office")
    {
        "unwritable": scheduled.channel.make_unwritable,
        "invisible": scheduled.channel.make_invisible,
        "gone": scheduled.channel.remove,
    }[trouble]()
    scheduled.clock.forward(hours=1)
    assert await scheduled.client.tips.post_due() == 0
    listed = await scheduled.discord.slash(scheduled.owner, command_channel, "tips list")
    assert "Paused: " in listed.content
    assert reason in listed.content
    assert states(scheduled.app.settings) == ["failed"]
    before = len(posts(scheduled.discord, scheduled.channel))
    scheduled.clock.forward(days=1)
    await scheduled.client.tips.post_due()
    assert len(posts(scheduled.discord, scheduled.channel)) == before == 1


async def test_a_schedule_whose_channel_was_deleted_is_forgotten_a_week_later(scheduled: Online) -> None:
    """Nobody could stop it: Discord offers no channel that is gone."""
    keep_days = scheduled.app.settings.retention_days
    office = scheduled.guild.add_text_channel("office")
    await scheduled.discord.slash(scheduled.owner, office, "tips schedule", channel=office, **DAILY)
    await scheduled.discord.slash(scheduled.owner, office, "tips pause")
    scheduled.channel.remove()
    scheduled.clock.forward(hours=1)
    await scheduled.client.tips.post_due()
    kept = []
    for _ in range(10):
        await scheduled.stored.purge(keep_days)
        kept.append([row["channel_id"] for row in rows(scheduled.app.settings, SCHEDULED)])
        scheduled.clock.forward(days=1)
    assert kept == [[scheduled.channel.id, office.id]] * 9 + [[office.id]], "what its owner paused stays"


async def test_scheduling_again_ends_a_pause(scheduled: Online) -> None:
    scheduled.channel.make_unwritable()
    scheduled.clock.forward(hours=1)
    await scheduled.client.tips.post_due()
    scheduled.channel.make_writable()
    question = await scheduled.discord.slash(
        scheduled.owner, scheduled.channel, "tips schedule", channel=scheduled.channel, **DAILY
    )
    await scheduled.discord.click(scheduled.owner, question, label="Replace it")
    scheduled.clock.forward(days=1)
    assert await scheduled.client.tips.post_due() == 1


async def test_removing_the_bot_pauses_the_servers_schedules_at_once(scheduled: Online) -> None:
    scheduled.guild.remove_bot()
    await scheduled.discord.settle()
    async with asyncio.timeout(5):
        while not rows(scheduled.app.settings, "SELECT 1 FROM schedules WHERE paused <> ''"):
            await scheduled.stored.storage.schedules.next_due()
    scheduled.clock.forward(hours=1)
    assert await scheduled.client.tips.post_due() == 0
    assert posts(scheduled.discord, scheduled.channel) == []


async def test_an_outage_of_the_server_is_no_removal(scheduled: Online) -> None:
    scheduled.guild.start_outage()
    await scheduled.discord.settle()
    scheduled.guild.end_outage()
    await scheduled.discord.settle()
    scheduled.clock.forward(hours=1)
    assert await scheduled.client.tips.post_due() == 1


@asynccontextmanager
async def harbour(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
) -> AsyncIterator[tuple[AssistantClient, Channel]]:
    """Run a client whose server has a channel with a tip each day."""
    olga = discord.add_user("olga")
    channel = discord.add_guild("Harbour", owner=olga).add_text_channel("general")
    async with running(settings, corpus, clock) as client:
        await discord.slash(olga, channel, "tips schedule", channel=channel, **DAILY)
        yield client, channel


async def test_a_tip_whose_arrival_was_never_learnt_is_sent_again_with_the_same_nonce_and_arrives_once(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
) -> None:
    async with harbour(discord, settings, corpus, clock) as (client, channel):
        discord.fail_next("POST", rf"/channels/{channel.id}/messages$", 0, performed=True)
        clock.forward(hours=1)
        assert await client.tips.post_due() == 0
        assert states(settings) == ["claimed"]
        assert len(discord.bot_messages(channel)) == 1
    clock.forward(seconds=90)
    async with running(settings, corpus, clock) as client:
        assert await client.tips.post_due() == 1
    bodies = posts(discord, channel)
    assert len({body["nonce"] for body in bodies}) == 1
    assert len({str(body["content"]) for body in bodies}) == 1
    assert len(discord.bot_messages(channel)) == 1
    assert states(settings) == ["sent"]


async def test_an_older_open_claim_that_has_arrived_is_found_by_its_buttons_and_not_sent_again(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
) -> None:
    async with harbour(discord, settings, corpus, clock) as (client, channel):
        discord.fail_next("POST", rf"/channels/{channel.id}/messages$", 0, performed=True)
        clock.forward(hours=1)
        await client.tips.post_due()
    clock.forward(minutes=3)
    async with running(settings, corpus, clock) as client:
        await client.tips.post_due()
    assert len(posts(discord, channel)) == 1
    assert states(settings) == ["sent"]


@pytest.mark.parametrize("status", [503, 0])
async def test_a_failing_discord_delays_a_tip_and_does_not_lose_it(scheduled: Online, status: int) -> None:
    scheduled.discord.fail_next("POST", rf"/channels/{scheduled.channel.id}/messages$", status)
    scheduled.clock.forward(hours=1)
    assert await scheduled.client.tips.post_due() == 0
    scheduled.clock.forward(seconds=15)
    assert await scheduled.client.tips.post_due() == 1
    assert len(scheduled.discord.bot_messages(scheduled.channel)) == 1
    assert states(scheduled.app.settings) == ["sent"]


async def test_one_channel_in_trouble_does_not_hold_up_the_others(scheduled: Online) -> None:
    other = scheduled.guild.add_text_channel("other")
    await scheduled.discord.slash(scheduled.owner, other, "tips schedule", channel=other, **DAILY)
    scheduled.discord.fail_next("POST", rf"/channels/{scheduled.channel.id}/messages$", 0)
    scheduled.clock.forward(hours=1)
    assert await scheduled.client.tips.post_due() == 1
    assert len(scheduled.discord.bot_messages(other)) == 1


async def test_stopping_finishes_the_tip_that_is_being_sent_and_marks_it(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
) -> None:
    async with harbour(discord, settings, corpus, clock) as (_, channel):
        pass
    clock.forward(hours=1)
    hold = discord.hold_next("POST", rf"/channels/{channel.id}/messages$")
    async with running(settings, corpus, clock, posts=True) as client:
        await asyncio.wait_for(hold.arrived.wait(), 5)
        stopping = asyncio.create_task(client.finish(2.0))
        await discord.gateway.roundtrip()
        hold.release()
        await asyncio.wait_for(stopping, WAIT_SECONDS)
        assert states(settings) == ["sent"]
    assert len(discord.bot_messages(channel)) == 1
