"""Tips where the bot has to hold back: near a ban, while it leaves, and beside a database row that makes no sense."""

import asyncio
from collections import deque
from typing import Any

from tests.conftest import Online
from tests.discord_app.helpers import counted, requests_to, rows
from tests.fake_discord import Channel

MESSAGES = r"^/channels/\d+/messages$"
DAILY: dict[str, Any] = {"time": "13:00", "timezone": "UTC", "days": "daily"}  # the hand clock stands at 12:00 UTC
AT_ONCE = 5


async def scheduled(online: Online, count: int) -> list[Channel]:
    """Give so many channels a tip each day, in an hour for the first time; nothing is posted but when it is called."""
    channels = [online.guild.add_text_channel(f"tips-{number}") for number in range(count)]
    await online.discord.settle()
    for channel in channels:
        reply = await online.discord.slash(online.owner, channel, "tips schedule", channel=channel, **DAILY)
        assert "### Scheduled" in reply.content
    return channels


def posted(online: Online) -> int:
    return len(requests_to(online.discord, "POST", MESSAGES))


def states(online: Online) -> list[str]:
    return [row["state"] for row in rows(online.app.settings, "SELECT state FROM deliveries ORDER BY id")]


async def test_near_a_ban_tips_wait_unclaimed_and_come_once_the_ten_minutes_are_over(online: Online) -> None:
    channels = await scheduled(online, 12)
    for channel in channels:
        channel.make_unwritable()
    online.client.restraint.invalid = deque(maxlen=3)
    online.clock.forward(hours=1)
    assert await online.client.tips.post_due() == 0
    refused = posted(online)
    assert 3 <= refused < 3 + AT_ONCE, "those that were under way when the limit was reached"
    assert states(online) == ["failed"] * refused
    assert await online.client.tips.post_due() == 0
    assert posted(online) == refused
    for channel in channels:
        channel.make_writable()
    await online.discord.settle()
    online.clock.forward(minutes=10)
    assert await online.client.tips.post_due() == len(channels) - refused
    assert states(online) == ["failed"] * refused + ["sent"] * (len(channels) - refused)


async def test_near_a_ban_an_open_claim_stays_open(online: Online) -> None:
    (channel,) = await scheduled(online, 1)
    online.discord.fail_next("POST", MESSAGES, 0)
    online.clock.forward(hours=1)
    assert await online.client.tips.post_due() == 0
    online.client.restraint.invalid = deque([online.clock.monotonic()], maxlen=1)
    online.clock.forward(minutes=5)
    assert await online.client.tips.post_due() == 0
    assert (states(online), posted(online)) == (["claimed"], 1)
    assert requests_to(online.discord, "GET", MESSAGES) == []
    online.clock.forward(minutes=5)
    assert await online.client.tips.post_due() == 1
    assert states(online) == ["sent"]
    assert len(online.discord.bot_messages(channel)) == 1


async def test_stopping_begins_no_further_tip(online: Online) -> None:
    await scheduled(online, AT_ONCE + 3)
    holds = [online.discord.hold_next("POST", MESSAGES) for _ in range(AT_ONCE)]
    online.clock.forward(hours=1)
    online.client.tips.start()
    for hold in holds:
        await asyncio.wait_for(hold.arrived.wait(), 5)
    stopping = asyncio.create_task(online.client.tips.stop())
    await online.discord.gateway.roundtrip()
    for hold in holds:
        hold.release()
    await asyncio.wait_for(stopping, 5)
    assert states(online) == ["sent"] * AT_ONCE
    assert await online.client.tips.post_due() == 3


async def test_a_schedule_that_cannot_be_read_does_not_keep_old_usage_from_being_purged(online: Online) -> None:
    (channel,) = await scheduled(online, 1)
    await online.stored.storage._database.write("UPDATE schedules SET local_time = 'late'")
    await counted(online.client)
    assert rows(online.app.settings, "SELECT 1 FROM usage")
    online.clock.forward(days=online.app.settings.retention_days + 1)
    online.client.tips.start()
    async with asyncio.timeout(5):
        while rows(online.app.settings, "SELECT 1 FROM usage"):
            await online.stored.storage.note("nothing")
    assert online.discord.bot_messages(channel) == []
