"""`/tips schedule`, `list` and `stop`: who may, what is refused, and what asks first."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain import Corpus
from bot.settings import Settings
from tests.conftest import HandClock, Online
from tests.discord_app.helpers import labels, newcomer, rows, running
from tests.fake_discord import Channel, ChannelType, FakeDiscord, Permission, Reply, User

SUBCOMMANDS = ("schedule", "list", "preview", "pause", "resume", "stop")
MORNING: dict[str, Any] = {"time": "09:30", "timezone": "Europe/Berlin"}


async def schedule(online: Online, user: User | None = None, channel: Channel | None = None, **options: str) -> Reply:
    """Let the owner schedule tips, by default each working day in the common channel."""
    given = MORNING | options
    where = channel or online.channel
    return await online.discord.slash(
        user or online.owner, online.channel, "tips schedule", force=True, channel=where, **given
    )


async def test_scheduling_shows_the_next_five_as_local_times_to_the_owner_alone(online: Online) -> None:
    reply = await schedule(online)
    assert reply.ephemeral
    assert "Tips at 09:30 Europe/Berlin, weekdays" in reply.content.replace("\\", "")
    moments = [int(moment) for moment in re.findall(r"<t:(\d+):F>", reply.content)]
    # The hand clock stands at Monday 2026-11-23 12:00 UTC; Berlin is an hour ahead in winter.
    tuesday = int(datetime(2026, 11, 24, 8, 30, tzinfo=UTC).timestamp())
    assert moments == [tuesday + day * 86400 for day in (0, 1, 2, 3, 6)]


async def test_days_and_topic_are_kept(online: Online) -> None:
    reply = await schedule(online, days="mon,Friday", topic="backlog-management")
    title = online.app.corpus.articles["backlog-management"].title
    assert f"Tips on {title} at 09:30 Europe/Berlin, mon,fri" in reply.content.replace("\\", "")
    (row,) = rows(online.app.settings, "SELECT * FROM schedules")
    assert (row["topic"], row["days"], row["channel_id"]) == ("backlog-management", 0b10001, online.channel.id)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"time": "25:00"}, "The time must be HH:MM"),
        ({"time": "9.30"}, "The time must be HH:MM"),
        ({"time": "noon"}, "The time must be HH:MM"),
        ({"timezone": "Berlin/Europe"}, "That is no timezone I know"),
        ({"timezone": "'; --"}, "That is no timezone I know"),
        ({"days": "funday"}, "The days must be daily, weekdays"),
        ({"days": "mon;tue"}, "The days must be daily, weekdays"),
        ({"days": ","}, "The days must be daily, weekdays"),
        ({"topic": "zxqv"}, "I have no topic of that name"),
    ],
)
async def test_what_cannot_be_read_is_refused_with_a_private_sentence(
    online: Online, options: dict[str, Any], sentence: str
) -> None:
    reply = await schedule(online, **options)
    assert reply.ephemeral
    assert sentence in reply.content
    assert rows(online.app.settings, "SELECT * FROM schedules") == []


@pytest.mark.parametrize("name", [f"tips {name}" for name in SUBCOMMANDS])
async def test_a_member_whom_discord_let_through_is_refused_on_our_side_too(online: Online, name: str) -> None:
    options: dict[str, Any] = {"channel": online.channel} | MORNING if name == "tips schedule" else {}
    reply = await online.discord.slash(newcomer(online, "bob"), online.channel, name, force=True, **options)
    assert reply.ephemeral
    assert "You need the permission Manage Server" in reply.content
    assert rows(online.app.settings, "SELECT * FROM schedules") == []


async def test_somebody_with_manage_server_may_without_owning_the_server(online: Online) -> None:
    manager = online.discord.add_user("mona")
    online.guild.add_member(manager, permissions=Permission.MANAGE_GUILD)
    assert "### Scheduled" in (await schedule(online, manager)).content


async def test_a_standing_schedule_is_replaced_only_after_confirmation(online: Online) -> None:
    await schedule(online)
    question = await schedule(online, time="16:00")
    assert question.ephemeral
    assert "Replace that schedule?" in question.content
    assert labels(question) == ["Replace it"]
    assert [row["local_time"] for row in rows(online.app.settings, "SELECT * FROM schedules")] == ["09:30"]
    confirmed = await online.discord.click(online.owner, question, label="Replace it")
    assert confirmed.updated, "the question is gone, and its button with it"
    assert labels(confirmed) == []
    assert "### Scheduled" in confirmed.content
    assert [row["local_time"] for row in rows(online.app.settings, "SELECT * FROM schedules")] == ["16:00"]


async def test_the_confirmation_works_after_a_restart_and_keeps_every_option(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
) -> None:
    olga = discord.add_user("olga")
    channel = discord.add_guild("Harbour", owner=olga).add_text_channel("general")
    new: dict[str, Any] = {
        "channel": channel,
        "time": "16:05",
        "timezone": "Asia/Kathmandu",
        "days": "tue,sun",
        "topic": "kano",
    }
    async with running(settings, corpus, clock):
        await discord.slash(olga, channel, "tips schedule", channel=channel, time="09:30", timezone="UTC")
        question = await discord.slash(olga, channel, "tips schedule", **new)
    async with running(settings, corpus, clock):
        confirmed = await discord.click(olga, question, label="Replace it")
        assert "at 16:05 Asia/Kathmandu, tue,sun" in confirmed.content.replace("\\", "")
        again = await discord.slash(olga, channel, "tips schedule", **new)
        assert "Kano" in again.content


async def test_confirming_checks_permissions_and_channel_anew(online: Online) -> None:
    mona = newcomer(online, "mona")
    online.guild.add_member(mona, permissions=Permission.MANAGE_GUILD)
    await schedule(online)
    question = await schedule(online, mona, time="16:00")
    online.channel.make_unwritable()
    refused = await online.discord.click(mona, question, label="Replace it")
    assert "give me Send Messages" in refused.content
    online.channel.make_writable()
    online.guild.members[mona.id].roles.clear()
    refused = await online.discord.click(mona, question, label="Replace it")
    assert refused.ephemeral
    assert "You need the permission Manage Server" in refused.content
    assert [row["local_time"] for row in rows(online.app.settings, "SELECT * FROM schedules")] == ["09:30"]


async def test_nobody_but_the_asker_can_confirm(online: Online) -> None:
    await schedule(online)
    question = await schedule(online, time="16:00")
    assert question.message is not None
    # Discord shows a private message to nobody else; this is somebody who found a way around that.
    question.message.viewer = online.alice
    refused = await online.discord.click(online.alice, question, label="Replace it")
    assert refused.ephemeral
    assert "Only the person who ran the command" in refused.content
    assert [row["local_time"] for row in rows(online.app.settings, "SELECT * FROM schedules")] == ["09:30"]
    question.message.viewer = online.owner
    confirmed = await online.discord.click(online.owner, question, label="Replace it")
    assert "### Scheduled" in confirmed.content


async def test_a_bad_time_is_told_before_anybody_is_asked_to_replace(online: Online) -> None:
    await schedule(online)
    assert "The time must be HH:MM" in (await schedule(online, time="99:99")).content


@pytest.mark.parametrize(("denied", "named"), [("unwritable", "Send Messages"), ("invisible", "View Channel")])
async def test_a_channel_that_the_bot_cannot_post_to_is_refused_with_the_permission(
    online: Online, denied: str, named: str
) -> None:
    channel = online.guild.add_text_channel("quiet")
    if denied == "unwritable":
        channel.make_unwritable()
    else:
        channel.make_invisible()
    reply = await schedule(online, channel=channel)
    assert reply.ephemeral
    assert named in reply.content
    assert rows(online.app.settings, "SELECT * FROM schedules") == []
    channel.make_writable()
    assert "### Scheduled" in (await schedule(online, channel=channel)).content


async def test_an_announcement_channel_can_be_scheduled(online: Online) -> None:
    news = online.guild.add_channel("news", ChannelType.NEWS)
    assert "### Scheduled" in (await schedule(online, channel=news)).content


async def test_list_shows_every_channel_and_stop_ends_one(online: Online) -> None:
    other = online.guild.add_text_channel("other")
    nothing = await online.discord.slash(online.owner, online.channel, "tips list")
    assert "No tips are scheduled" in nothing.content
    await schedule(online)
    await schedule(online, channel=other, days="daily")
    listed = await online.discord.slash(online.owner, online.channel, "tips list")
    assert listed.ephemeral
    assert online.channel.mention in listed.content
    assert other.mention in listed.content
    assert listed.content.count("Next: <t:") == 2
    stopped = await online.discord.slash(online.owner, online.channel, "tips stop", channel=other)
    assert stopped.content.startswith("Stopped.")
    here = await online.discord.slash(online.owner, online.channel, "tips stop")
    assert here.content.startswith("Stopped.")
    again = await online.discord.slash(online.owner, online.channel, "tips stop")
    assert "No tips are scheduled in that channel" in again.content
    assert rows(online.app.settings, "SELECT * FROM schedules") == []


async def test_list_shows_only_this_servers_schedules(online: Online) -> None:
    await schedule(online)
    other = online.discord.add_guild("Lighthouse", owner=online.owner)
    listed = await online.discord.slash(online.owner, other.add_text_channel("general"), "tips list")
    assert "No tips are scheduled" in listed.content


async def test_a_server_with_many_schedules_can_still_list_them(online: Online) -> None:
    for number in range(40):
        await schedule(online, channel=online.guild.add_text_channel(f"c{number}"))
    listed = await online.discord.slash(online.owner, online.channel, "tips list")
    assert listed.ephemeral
    assert "### Scheduled tips · 1 of 7" in listed.content
    assert labels(listed) == ["Next"]
    shown = set(re.findall(r"<#(\d+)>", listed.content))
    while "Next" in labels(listed):
        listed = await online.discord.click(online.owner, listed, label="Next")
        assert listed.updated
        shown |= set(re.findall(r"<#(\d+)>", listed.content))
    assert shown == {str(channel) for channel in online.guild.channels if channel != online.channel.id}
    assert labels(listed) == ["Previous"]
    back = await online.discord.click(online.owner, listed, label="Previous")
    assert labels(back) == ["Previous", "Next"]


async def test_a_schedule_is_still_there_after_a_restart(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
) -> None:
    olga = discord.add_user("olga")
    channel = discord.add_guild("Harbour", owner=olga).add_text_channel("general")
    async with running(settings, corpus, clock):
        await discord.slash(olga, channel, "tips schedule", channel=channel, **MORNING)
    async with running(settings, corpus, clock):
        listed = await discord.slash(olga, channel, "tips list")
        assert channel.mention in listed.content
        question = await discord.slash(olga, channel, "tips schedule", channel=channel, **MORNING)
        assert "Replace that schedule?" in question.content
