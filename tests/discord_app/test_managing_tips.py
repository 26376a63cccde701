"""`/tips preview`, `pause` and `resume`, the pages of the list, and threads."""

import re
from typing import Any

import pytest

from bot.domain import Corpus
from bot.settings import Settings
from tests.conftest import HandClock, Online
from tests.discord_app.helpers import labels, newcomer, rows, running
from tests.fake_discord import Channel, FakeDiscord, Permission, Reply

DAILY: dict[str, Any] = {"time": "13:00", "timezone": "UTC", "days": "daily"}  # the hand clock stands at 12:00 UTC


@pytest.fixture
async def scheduled(online: Online) -> Online:
    """Give the common channel a tip each day, the first in an hour."""
    await use(online, "schedule", channel=online.channel, **DAILY)
    return online


async def use(online: Online, name: str, where: Channel | None = None, **options: Any) -> Reply:  # noqa: ANN401  # of any command
    """Let the owner use one of the commands."""
    return await online.discord.slash(online.owner, where or online.channel, f"tips {name}", **options)


def moments(reply: Reply) -> list[int]:
    return [int(moment) for moment in re.findall(r"<t:(\d+):F>", reply.content)]


async def test_a_preview_shows_the_very_tip_that_is_posted_then_and_when(scheduled: Online) -> None:
    for _ in range(3):
        preview = await use(scheduled, "preview")
        assert preview.ephemeral
        scheduled.clock.forward(hours=1)
        assert moments(preview) == [scheduled.clock.now().timestamp()]
        assert await scheduled.client.tips.post_due() == 1
        posted = scheduled.discord.bot_messages(scheduled.channel)[-1]
        tip = posted.content.split("\n")[1]
        assert f"{tip}\n\nWill be posted in {scheduled.channel.mention}: <t:" in preview.content
        scheduled.clock.forward(hours=23)


async def test_a_preview_has_the_buttons_of_its_tip_for_the_asker(scheduled: Online) -> None:
    preview = await use(scheduled, "preview")
    assert labels(preview) == ["Why?", "Try it"]
    (tip,) = [tip for tip in scheduled.app.corpus.tips if tip.text in preview.content.replace("\\", "")]
    to_try = await scheduled.discord.click(scheduled.owner, preview, label="Try it")
    assert tip.action in to_try.content.replace("\\", "")


async def test_paused_tips_do_not_come_and_the_list_says_that_somebody_asked_for_it(scheduled: Online) -> None:
    paused = await use(scheduled, "pause")
    assert paused.ephemeral
    assert paused.content.startswith(f"Paused. No tips are posted in {scheduled.channel.mention}")
    scheduled.clock.forward(hours=1)
    assert await scheduled.client.tips.post_due() == 0
    for name in ("list", "preview"):
        assert (
            "Paused: somebody who manages this server asked for it; /tips resume goes on."
            in (await use(scheduled, name)).content
        )
    again = await use(scheduled, "pause")
    assert "are paused already: somebody who manages this server asked for it" in again.content


async def test_resuming_counts_from_now_and_brings_nothing_that_was_missed(scheduled: Online) -> None:
    await use(scheduled, "pause")
    scheduled.clock.forward(days=3, hours=2)
    resumed = await use(scheduled, "resume")
    assert resumed.ephemeral
    assert "### Resumed" in resumed.content
    assert moments(resumed)[0] == scheduled.clock.now().timestamp() + 23 * 3600
    assert len(moments(resumed)) == 5
    assert await scheduled.client.tips.post_due() == 0
    scheduled.clock.forward(hours=23)
    assert await scheduled.client.tips.post_due() == 1
    assert rows(scheduled.app.settings, "SELECT state FROM deliveries") == [{"state": "sent"}]


async def test_resuming_what_is_not_paused_shows_what_comes(scheduled: Online) -> None:
    reply = await use(scheduled, "resume")
    assert "are not paused" in reply.content
    assert len(moments(reply)) == 5


async def test_resuming_where_the_bot_may_still_not_post_names_the_permission_and_stays_paused(
    scheduled: Online,
) -> None:
    office = scheduled.guild.add_text_channel("office")
    scheduled.channel.make_unwritable()
    scheduled.clock.forward(hours=1)
    await scheduled.client.tips.post_due()
    refused = await use(scheduled, "resume", office, channel=scheduled.channel)
    assert "give me Send Messages" in refused.content
    assert rows(scheduled.app.settings, "SELECT 1 FROM schedules WHERE paused = ''") == []
    scheduled.channel.make_writable()
    assert "### Resumed" in (await use(scheduled, "resume", office, channel=scheduled.channel)).content
    scheduled.clock.forward(days=1)
    assert await scheduled.client.tips.post_due() == 1


@pytest.mark.parametrize("name", ["preview", "pause", "resume", "stop"])
async def test_without_a_schedule_there_each_says_where_to_look(scheduled: Online, name: str) -> None:
    office = scheduled.guild.add_text_channel("office")
    for reply in (await use(scheduled, name, office), await use(scheduled, name, channel=office)):
        assert reply.ephemeral
        assert reply.content == "No tips are scheduled in that channel. /tips list shows where they are."


async def test_pages_of_the_list_work_after_a_restart_and_when_it_has_become_shorter(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
) -> None:
    olga = discord.add_user("olga")
    guild = discord.add_guild("Harbour", owner=olga)
    channels = [guild.add_text_channel(f"c{number}") for number in range(8)]
    async with running(settings, corpus, clock):
        for channel in channels:
            await discord.slash(olga, channel, "tips schedule", channel=channel, **DAILY)
        listed = await discord.slash(olga, channels[0], "tips list")
    async with running(settings, corpus, clock):
        for channel in channels[3:]:
            await discord.slash(olga, channel, "tips stop")
        later = await discord.click(olga, listed, label="Next")
        assert later.content.count("<#") == 3
        assert labels(later) == []


async def test_the_next_page_is_refused_to_somebody_who_may_no_longer_manage_the_server(online: Online) -> None:
    mona = newcomer(online, "mona")
    online.guild.add_member(mona, permissions=Permission.MANAGE_GUILD)
    for number in range(7):
        await use(online, "schedule", channel=online.guild.add_text_channel(f"c{number}"), **DAILY)
    listed = await online.discord.slash(mona, online.channel, "tips list")
    online.guild.members[mona.id].roles.clear()
    refused = await online.discord.click(mona, listed, label="Next")
    assert refused.ephemeral
    assert "You need the permission Manage Server" in refused.content


async def test_a_thread_can_have_tips_until_it_is_closed_for_good(online: Online) -> None:
    thread = online.guild.add_thread(online.channel, "Refinement", online.owner)
    await online.discord.settle()
    assert f"in {thread.mention}" in (await use(online, "schedule", channel=thread, **DAILY)).content
    online.clock.forward(hours=1)
    assert await online.client.tips.post_due() == 1
    thread.set_archived()  # writing opens it again
    online.clock.forward(days=1)
    assert await online.client.tips.post_due() == 1
    assert not thread.archived
    thread.set_archived(locked=True)
    online.clock.forward(days=1)
    for _ in range(3):
        assert await online.client.tips.post_due() == 0
    assert "that thread is archived and locked; unlock it" in (await use(online, "list")).content
    refused = await use(online, "resume", channel=thread)
    assert "That thread is closed." in refused.content
    thread.set_archived(False)
    await online.discord.settle()
    assert "### Resumed" in (await use(online, "resume", channel=thread)).content


async def test_a_thread_needs_its_own_permission(online: Online) -> None:
    thread = online.guild.add_thread(online.channel, "Refinement", online.owner)
    online.channel.set_overwrite(online.discord.bot, deny=Permission.SEND_MESSAGES_IN_THREADS)
    await online.discord.settle()
    refused = await use(online, "schedule", channel=thread, **DAILY)
    assert "give me Send Messages in Threads" in refused.content


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("", ["weekdays", "daily", "mon,wed,fri", "tue,thu", "mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
        ("we", ["weekdays", "wed"]),
        ("Thurs", ["thu"]),
        ("mon,w", ["mon,wed"]),
        ("fri, mon, t", ["mon,tue,fri", "mon,thu,fri"]),
        ("funday,", []),
        ("x", []),
    ],
)
async def test_days_are_suggested_beside_each_other(online: Online, typed: str, offered: list[str]) -> None:
    choices = await online.discord.autocomplete(
        online.owner, online.channel, "tips schedule", focused="days", channel=online.channel, days=typed
    )
    assert [choice.value for choice in choices] == offered
