"""Servers that remove the bot: noticed at once or at the next start, cancelled by coming back; an outage is none."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.discord_app.client import AssistantClient
from bot.domain import Corpus
from bot.settings import Settings
from tests.conftest import HandClock, Online
from tests.discord_app.helpers import counted, rows, running
from tests.fake_discord import Channel, FakeDiscord, Guild

REMOVED = "SELECT guild_id, removed_at <> '' AS removed FROM servers"


@pytest.fixture
async def configured(online: Online) -> Online:
    """The server has settings, a schedule and some usage."""
    await online.discord.slash(online.owner, online.channel, "assistant setup", answers="public", keep_questions=True)
    await schedule(online.discord, online.guild, online.channel)
    await online.discord.slash(online.alice, online.channel, "ask", question="which okonomiyaki recipe")
    await counted(online.client)
    return online


async def schedule(discord: FakeDiscord, guild: Guild, channel: Channel) -> None:
    await discord.slash(guild.owner, channel, "tips schedule", channel=channel, time="09:30", timezone="UTC")


async def noticed(discord: FakeDiscord, client: AssistantClient) -> None:
    """Wait until the client has taken in every event and written down what it means."""
    await discord.settle()
    await counted(client)


def kept(settings: Settings) -> set[str]:
    tables = ("servers", "usage", "questions", "gap_terms", "schedules")
    return {table for table in tables if rows(settings, f"SELECT 1 FROM {table}")}


async def purge(online: Online) -> None:
    await online.stored.purge(online.app.settings.retention_days)


async def test_its_data_are_deleted_seven_days_later_and_not_before(configured: Online) -> None:
    settings = configured.app.settings
    configured.guild.remove_bot()
    await noticed(configured.discord, configured.client)
    assert rows(settings, "SELECT paused FROM schedules") == [
        {"paused": "the bot was removed from the server; /tips resume goes on"}
    ]
    configured.clock.forward(days=6, hours=23)
    await purge(configured)
    assert len(kept(settings)) == 5
    configured.clock.forward(hours=1)
    await purge(configured)
    assert kept(settings) == set()


async def test_adding_it_again_cancels_the_deletion_with_all_settings_kept(configured: Online) -> None:
    configured.guild.remove_bot()
    await noticed(configured.discord, configured.client)
    assert rows(configured.app.settings, REMOVED) == [{"guild_id": configured.guild.id, "removed": 1}]
    configured.guild.add_bot()
    await noticed(configured.discord, configured.client)
    assert rows(configured.app.settings, REMOVED) == [{"guild_id": configured.guild.id, "removed": 0}]
    configured.clock.forward(days=8)
    await purge(configured)
    assert len(kept(configured.app.settings)) == 5
    reply = await configured.discord.slash(configured.owner, configured.channel, "assistant setup")
    assert "public" in reply.content


async def test_what_its_owner_had_paused_is_still_their_own_pause_afterwards(configured: Online) -> None:
    await configured.discord.slash(configured.owner, configured.channel, "tips pause")
    before = rows(configured.app.settings, "SELECT paused FROM schedules")
    configured.guild.remove_bot()
    await noticed(configured.discord, configured.client)
    configured.guild.add_bot()
    await noticed(configured.discord, configured.client)
    assert rows(configured.app.settings, "SELECT paused FROM schedules") == before
    assert "asked for it" in before[0]["paused"]


async def test_an_outage_is_no_removal(configured: Online) -> None:
    configured.guild.start_outage()
    await noticed(configured.discord, configured.client)
    configured.clock.forward(days=8)
    await purge(configured)
    configured.guild.end_outage()
    await noticed(configured.discord, configured.client)
    assert rows(configured.app.settings, REMOVED) == [{"guild_id": configured.guild.id, "removed": 0}]
    assert rows(configured.app.settings, "SELECT paused FROM schedules") == [{"paused": ""}]


@asynccontextmanager
async def busy_disk(online: Online) -> AsyncIterator[None]:
    """Let everything wait that is read or written within the block."""
    connection, free = online.stored.storage.servers._database._connection, threading.Event()
    await connection.create_function("wait_for_disk", 0, free.wait)
    holding = asyncio.create_task(connection.execute_fetchall("SELECT wait_for_disk()"))
    try:
        yield
    finally:
        free.set()
        await holding


class TestAddedAgainWhileTheDiskIsBusy:
    async def test_a_server_that_has_just_left_is_not_marked(self, configured: Online) -> None:
        async with busy_disk(configured):
            configured.guild.remove_bot()
            await configured.discord.settle()
            configured.guild.add_bot()
            await configured.discord.settle()
            assert configured.client.get_guild(configured.guild.id) is not None
        await noticed(configured.discord, configured.client)
        assert rows(configured.app.settings, REMOVED) == [{"guild_id": configured.guild.id, "removed": 0}]
        configured.clock.forward(days=8)
        await purge(configured)
        assert len(kept(configured.app.settings)) == 5

    async def test_a_look_at_all_servers_does_not_mark_it(self, configured: Online) -> None:
        configured.guild.remove_bot()
        await noticed(configured.discord, configured.client)
        async with busy_disk(configured):
            looking = asyncio.create_task(configured.client.membership.reconcile())
            await asyncio.sleep(0)
            configured.guild.add_bot()
            await configured.discord.settle()
        await looking
        await noticed(configured.discord, configured.client)
        assert rows(configured.app.settings, REMOVED) == [{"guild_id": configured.guild.id, "removed": 0}]
        assert not configured.stored.storage.servers.is_removed(configured.guild.id)


class TestWhileNotConnected:
    async def test_a_removal_is_noticed_at_the_next_start_and_counts_from_then(
        self, discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
    ) -> None:
        guild, other = discord.add_guild("Harbour"), discord.add_guild("Lighthouse")
        async with running(settings, corpus, clock):
            await schedule(discord, guild, guild.add_text_channel("tips"))
            await schedule(discord, other, other.add_text_channel("tips"))
        guild.remove_bot()
        clock.forward(hours=1)
        async with running(settings, corpus, clock) as client:
            await noticed(discord, client)
            assert rows(settings, REMOVED) == [{"guild_id": guild.id, "removed": 1}]
            await client.stored.purge(90)
            assert len(rows(settings, "SELECT 1 FROM schedules")) == 2
            clock.forward(days=7)
            await client.stored.purge(90)
            assert [row["guild_id"] for row in rows(settings, "SELECT guild_id FROM schedules")] == [other.id]

    async def test_coming_back_is_noticed_at_the_next_start_before_anything_is_deleted(
        self, discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
    ) -> None:
        guild = discord.add_guild("Harbour")
        channel = guild.add_text_channel("tips")
        async with running(settings, corpus, clock) as client:
            await schedule(discord, guild, channel)
            guild.remove_bot()
            await noticed(discord, client)
        guild.add_bot()
        clock.forward(days=30)
        async with running(settings, corpus, clock) as client:
            await noticed(discord, client)
            await client.stored.purge(90)
            assert rows(settings, REMOVED) == [{"guild_id": guild.id, "removed": 0}]
            assert len(rows(settings, "SELECT 1 FROM schedules")) == 1

    async def test_a_server_in_an_outage_at_the_start_is_no_removal(
        self, discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
    ) -> None:
        guild = discord.add_guild("Harbour")
        async with running(settings, corpus, clock):
            await schedule(discord, guild, guild.add_text_channel("tips"))
        guild.start_outage()
        async with running(settings, corpus, clock) as client:
            await noticed(discord, client)
            assert rows(settings, REMOVED) == []
