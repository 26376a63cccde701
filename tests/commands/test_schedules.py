"""`/tips ...` on the real table."""

from datetime import UTC, datetime

import pytest

from bot.app import App
from bot.commands.consent import unpacked
from bot.commands.reply import Do, Moments, channel_mention
from bot.commands.schedules import ScheduledTips
from bot.errors import UsageError
from bot.storage.storage import Storage
from bot.tips.desk import TipDesk
from bot.tips.rhythm import read_rhythm
from tests.commands.reading import items, of_kind, offered, paragraphs
from tests.conftest import HandClock

GUILD, CHANNEL, OTHER = 1, 10, 11
WEEKDAYS = ("09:00", "Europe/Berlin", "weekdays")


@pytest.fixture
def scheduled(commands: App, storage: Storage, clock: HandClock) -> ScheduledTips:
    desk = TipDesk(storage.schedules, commands.corpus.tips, clock)
    return ScheduledTips(commands.corpus, commands.topics_lookup, storage.schedules, desk, clock)


async def test_a_schedule_is_stored_and_shows_its_next_five(scheduled: ScheduledTips, storage: Storage) -> None:
    reply = await scheduled.schedule(GUILD, CHANNEL, WEEKDAYS)
    assert reply.done
    assert paragraphs(reply) == f"Tips at 09:00 Europe/Berlin, weekdays in {channel_mention(CHANNEL)}:"
    (moments,) = of_kind(reply, Moments)
    # Monday noon by the clock; the next is Tuesday, and the weekend is left out.
    assert [moment.day for moment in moments.times] == [24, 25, 26, 27, 30]
    assert moments.times[0] == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    stored = await storage.schedules.of_channel(CHANNEL)
    assert stored is not None
    assert (stored.guild_id, stored.topic, stored.next_due) == (GUILD, "", moments.times[0])


async def test_a_topic_is_found_as_typed_and_stored_by_its_slug(scheduled: ScheduledTips, storage: Storage) -> None:
    reply = await scheduled.schedule(GUILD, CHANNEL, WEEKDAYS, "what is a product owner")
    assert "Tips on What is a Product Owner at 09:00" in paragraphs(reply)
    stored = await storage.schedules.of_channel(CHANNEL)
    assert stored is not None
    assert stored.topic == "product-owner"


@pytest.mark.parametrize(
    ("rhythm", "sentence"),
    [
        (("9 o'clock", "UTC", "daily"), "The time must be HH:MM"),
        (("09:00", "Berlin", "daily"), "That is no timezone I know"),
        (("09:00", "UTC", "never"), "The days must be daily"),
    ],
)
async def test_what_cannot_be_read_is_refused_and_nothing_is_stored(
    scheduled: ScheduledTips, storage: Storage, rhythm: tuple[str, str, str], sentence: str
) -> None:
    with pytest.raises(UsageError, match=sentence):
        await scheduled.schedule(GUILD, CHANNEL, rhythm)
    assert await storage.schedules.of_channel(CHANNEL) is None


async def test_an_unknown_topic_is_refused_and_nothing_is_stored(scheduled: ScheduledTips, storage: Storage) -> None:
    reply = await scheduled.schedule(GUILD, CHANNEL, WEEKDAYS, "xylophone quartz")
    assert not reply.done
    assert "I have no topic of that name." in paragraphs(reply)
    assert await storage.schedules.of_channel(CHANNEL) is None


async def test_a_taken_channel_asks_before_it_replaces(scheduled: ScheduledTips, storage: Storage) -> None:
    await scheduled.schedule(GUILD, CHANNEL, WEEKDAYS)
    reply = await scheduled.schedule(GUILD, CHANNEL, ("10:00", "UTC", "daily"))
    assert not reply.done
    assert "already has tips: Tips at 09:00 Europe/Berlin, weekdays. Replace that schedule?" in paragraphs(reply)
    assert len(offered(reply, Do.REPLACE)) == 1
    standing = await storage.schedules.of_channel(CHANNEL)
    assert standing is not None
    assert standing.rhythm.timezone == "Europe/Berlin"


async def test_replacing_changes_the_schedule(scheduled: ScheduledTips, storage: Storage) -> None:
    await scheduled.schedule(GUILD, CHANNEL, WEEKDAYS)
    question = await scheduled.schedule(GUILD, CHANNEL, ("10:00", "UTC", "daily"), "kano")
    (consent,) = question.actions
    assert (await scheduled.put(GUILD, *unpacked(consent.key), consent.slug)).done
    (standing,) = await storage.schedules.of_guild(GUILD)
    assert (standing.rhythm, standing.topic) == (read_rhythm("10:00", "UTC", "daily"), "kano")


async def test_the_list_shows_a_servers_channels_with_next_time_or_reason(
    scheduled: ScheduledTips, storage: Storage
) -> None:
    await scheduled.schedule(GUILD, CHANNEL, WEEKDAYS)
    await scheduled.schedule(GUILD, OTHER, ("12:30", "UTC", "daily"))
    await scheduled.schedule(2, 20, WEEKDAYS)
    await storage.schedules.pause(CHANNEL, "the bot may not write there")
    reply = await scheduled.list(GUILD)
    assert items(reply) == [channel_mention(OTHER), channel_mention(CHANNEL)]
    assert paragraphs(reply) == "Paused: the bot may not write there."
    assert len(of_kind(reply, Moments)) == 1


async def test_an_empty_list_says_how_to_begin(scheduled: ScheduledTips) -> None:
    assert "Use /tips schedule to begin." in paragraphs(await scheduled.list(GUILD))


async def test_stopping_removes_the_schedule_and_says_where_there_is_none(
    scheduled: ScheduledTips, storage: Storage
) -> None:
    await scheduled.schedule(GUILD, CHANNEL, WEEKDAYS)
    assert not (await scheduled.stop(2, CHANNEL)).done  # another server's
    assert (await scheduled.stop(GUILD, CHANNEL)).done
    assert await storage.schedules.of_channel(CHANNEL) is None
    again = await scheduled.stop(GUILD, CHANNEL)
    assert not again.done
    assert "/tips list shows where they are." in paragraphs(again)
