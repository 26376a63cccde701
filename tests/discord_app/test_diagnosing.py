"""`/assistant diagnose` on the loopback Discord: what the bot lacks there, and what of it can be mended."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from bot.app import App, Stored
from bot.domain import Corpus
from bot.settings import Settings
from tests.conftest import HandClock, Online
from tests.discord_app.helpers import counted, rows, running
from tests.fake_discord import Channel, FakeDiscord, Permission, Reply


async def diagnose(online: Online, channel: Channel | None = None) -> Reply:
    reply = await online.discord.slash(online.owner, channel or online.channel, "assistant diagnose")
    assert reply.ephemeral
    return reply


async def setup(online: Online, **options: Any) -> None:  # noqa: ANN401  # of any type
    reply = await online.discord.slash(online.owner, online.channel, "assistant setup", **options)
    assert "### Saved" in reply.content


async def schedule(online: Online, channel: Channel) -> None:
    given: dict[str, Any] = {"channel": channel, "time": "09:00", "timezone": "Europe/Berlin"}
    assert "### Scheduled" in (await online.discord.slash(online.owner, channel, "tips schedule", **given)).content


async def test_a_new_server_is_well(online: Online) -> None:
    reply = await diagnose(online)
    assert reply.content.startswith("### All is well")
    await counted(online.client)
    assert [row["kind"] for row in rows(online.app.settings, "SELECT kind FROM usage")] == ["assistant diagnose"]


@pytest.mark.parametrize(
    ("denied", "named"),
    [
        (Permission.SEND_MESSAGES, ["Send Messages"]),
        (Permission.READ_MESSAGE_HISTORY, ["Read Message History"]),
        (Permission.VIEW_CHANNEL, ["View Channel", "Send Messages", "Read Message History"]),
    ],
)
async def test_what_the_bot_lost_in_the_ask_channel_is_listed_until_it_is_given_back(
    online: Online, denied: Permission, named: list[str]
) -> None:
    ask = online.guild.add_text_channel("ask")
    await setup(online, ask_channel=ask)
    assert "### All is well" in (await diagnose(online)).content
    ask.set_overwrite(online.discord.bot, deny=denied)
    await online.discord.settle()
    lines = [line for line in (await diagnose(online)).content.splitlines() if line.startswith("- **")]
    assert [line.split("allow me ")[1].split(",")[0] for line in lines] == named
    assert all(line.startswith(f"- **Ask channel {ask.mention}:**") for line in lines)
    ask.set_overwrite(online.discord.bot)
    await online.discord.settle()
    assert "### All is well" in (await diagnose(online)).content


async def test_a_forum_where_posts_cannot_be_answered_is_listed(online: Online) -> None:
    forum = online.guild.add_forum("help")
    await setup(online, forum=forum)
    forum.set_overwrite(online.discord.bot, deny=Permission.SEND_MESSAGES_IN_THREADS)
    await online.discord.settle()
    assert f"**Forum {forum.mention}:** allow me Send Messages in Threads" in (await diagnose(online)).content


async def test_channels_that_were_deleted_are_listed(online: Online) -> None:
    ask, news = online.guild.add_text_channel("ask"), online.guild.add_text_channel("news")
    await setup(online, ask_channel=ask)
    await schedule(online, news)
    ask.remove()
    news.remove()
    await online.discord.settle()
    content = (await diagnose(online)).content
    assert content.startswith("### 2 things to fix")
    assert f"**Ask channel {ask.mention}:** I cannot find it any more." in content
    assert f"**Tips in {news.mention}:** I cannot find that channel" in content


async def test_a_channel_that_refused_a_tip_is_listed_with_the_reason_and_what_is_missing(online: Online) -> None:
    news = online.guild.add_text_channel("news")
    await schedule(online, news)
    news.set_overwrite(online.discord.bot, deny=Permission.SEND_MESSAGES)
    await online.discord.settle()
    online.clock.forward(hours=20, minutes=1)  # 09:01 in Berlin
    with online.discord.expect_violation(status=403):
        assert await online.client.tips.post_due() == 0
    content = (await diagnose(online)).content
    assert f"**Tips in {news.mention}:** paused. I may not post in that channel any more" in content
    assert f"**Tips in {news.mention}:** allow me Send Messages, so that I can post tips" in content


async def test_a_channel_where_a_mention_would_get_no_answer_is_good_to_know(online: Online) -> None:
    staff = online.guild.add_text_channel("staff")
    thread = online.guild.add_thread(online.channel, "a thread", online.owner)
    staff.set_overwrite(online.discord.bot, deny=Permission.SEND_MESSAGES)
    online.channel.set_overwrite(online.discord.bot, deny=Permission.SEND_MESSAGES_IN_THREADS)
    await online.discord.settle()
    told = (await diagnose(online, staff)).content
    assert told.startswith("### All is well")
    assert "allow me Send Messages if I should" in told
    assert "allow me Send Messages in Threads if I should" in (await diagnose(online, thread)).content
    assert "if I should" not in (await diagnose(online)).content


async def test_message_content_is_mentioned_where_it_is_off_and_an_ask_channel_set(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
) -> None:
    discord.privileged_intents_allowed = True
    olga = discord.add_user("olga")
    channel = discord.add_guild("Harbour", owner=olga).add_text_channel("ask")
    for on in (False, True):
        async with running(replace(settings, message_content_intent=on), corpus, clock):
            await discord.slash(olga, channel, "assistant setup", ask_channel=channel)
            reply = await discord.slash(olga, channel, "assistant diagnose")
            assert ("Message Content is off" in reply.content) is not on
            assert "### All is well" in reply.content


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait long for another program that uses the database."""
    monkeypatch.setattr("bot.storage.database.BUSY_SECONDS", 0.01)


@pytest.mark.usefixtures("impatient")  # before the database is opened
async def test_a_database_in_trouble_is_told_without_its_place(online: Online, app: App, stored: Stored) -> None:
    path = app.settings.database_path
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await online.discord.slash(online.owner, online.channel, "assistant setup", answers="public")
        content = (await diagnose(online)).content
    assert "**My database:** I cannot reach it" in content
    assert path.name not in content
    assert str(path.parent) not in content
