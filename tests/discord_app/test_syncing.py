"""Commands are told to Discord once, and again only when they changed or do not match."""

import asyncio
from dataclasses import replace

import pytest

from bot.app import open_stored
from bot.discord_app.lifecycle import serve
from bot.domain import Corpus
from bot.errors import BotError
from bot.settings import Settings
from tests.conftest import HandClock, Online, new_app
from tests.discord_app.helpers import CLEAR_QUESTION, requests_to, rows, running
from tests.fake_discord import FakeDiscord, Guild


@pytest.fixture
def guild(discord: FakeDiscord) -> Guild:
    return discord.add_guild("Harbour", owner=discord.add_user("olga"))


def methods(discord: FakeDiscord, since: int = 0) -> list[tuple[str, str]]:
    """Return method and scope of the requests about commands."""
    return [
        (request.method, "guild" if "/guilds/" in request.path else "global")
        for request in discord.requests[since:]
        if request.path.endswith("/commands")
    ]


async def test_the_first_start_registers_the_commands_with_one_request(online: Online) -> None:
    assert methods(online.discord) == [("GET", "global"), ("PUT", "global")]


async def test_a_restart_with_nothing_changed_only_looks(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock, guild: Guild
) -> None:
    async with running(settings, corpus, clock) as client:
        before = dict(client.command_ids)
    since = len(discord.requests)
    async with running(settings, corpus, clock) as client:
        assert methods(discord, since) == [("GET", "global")]
        assert client.command_ids == before
        reply = await discord.slash(guild.owner, guild.add_text_channel("general"), "help")
        assert f"</ask:{before['ask']}>" in reply.content
    assert discord.registry.syncs == 1


@pytest.mark.parametrize("change", ["removed", "added"])
async def test_commands_that_differ_by_name_are_registered_again(
    change: str, discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
) -> None:
    async with running(settings, corpus, clock):
        names = {command["name"] for command in discord.registry.scopes[None]}
    if change == "removed":
        discord.registry.scopes[None].pop()
    else:
        discord.registry.create(None, {"name": "stray", "description": "left by another program"})
    since = len(discord.requests)
    async with running(settings, corpus, clock):
        assert methods(discord, since) == [("GET", "global"), ("PUT", "global")]
    assert {command["name"] for command in discord.registry.scopes[None]} == names


async def test_a_changed_payload_is_registered_again(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
) -> None:
    async with running(settings, corpus, clock) as client:
        (scope,) = [row["name"] for row in rows(settings, "SELECT name FROM notes WHERE name LIKE 'commands:%'")]
        await client.stored.storage.set_note(scope, "what an older version said")
    since = len(discord.requests)
    async with running(settings, corpus, clock):
        assert methods(discord, since) == [("GET", "global"), ("PUT", "global")]


async def test_sync_guild_id_copies_the_commands_and_unsetting_it_takes_them_back(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock, guild: Guild
) -> None:
    development = replace(settings, sync_guild_id=guild.id)
    channel = guild.add_text_channel("general")
    async with running(development, corpus, clock):
        assert methods(discord) == [("GET", "guild"), ("PUT", "guild")]
        assert set(discord.registry.scopes) == {guild.id}
        assert {command["name"] for command in discord.registry.scopes[guild.id]} >= {"ask", "tips"}
        assert (await discord.slash(guild.owner, channel, "ask", question=CLEAR_QUESTION)).answered
        assert (await discord.slash(guild.owner, channel, "tips list")).answered
    since = len(discord.requests)
    async with running(development, corpus, clock):
        assert methods(discord, since) == [("GET", "guild")]
    since = len(discord.requests)
    async with running(settings, corpus, clock):
        assert methods(discord, since) == [("PUT", "guild"), ("GET", "global"), ("PUT", "global")]
        assert discord.registry.scopes[guild.id] == []
        assert (await discord.slash(guild.owner, channel, "ask", question=CLEAR_QUESTION)).answered
    since = len(discord.requests)
    async with running(settings, corpus, clock):
        assert methods(discord, since) == [("GET", "global")]


async def test_another_sync_guild_id_takes_the_copies_back_from_the_former(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock, guild: Guild
) -> None:
    other = discord.add_guild("Lighthouse", owner=guild.owner)
    async with running(replace(settings, sync_guild_id=guild.id), corpus, clock):
        pass
    async with running(replace(settings, sync_guild_id=other.id), corpus, clock):
        assert discord.registry.scopes[guild.id] == []
        assert discord.registry.scopes[other.id]


async def test_a_former_sync_guild_that_removed_the_bot_does_not_stop_the_start(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock, guild: Guild
) -> None:
    async with running(replace(settings, sync_guild_id=guild.id), corpus, clock):
        pass
    guild.remove_bot()
    discord.fail_next("PUT", r"/guilds/\d+/commands", 403, {"message": "Missing Access", "code": 50001})
    async with running(settings, corpus, clock):
        assert discord.registry.scopes[None]
    assert len(requests_to(discord, "PUT", r"/guilds/\d+/commands")) == 2


async def test_a_sync_guild_id_of_a_server_without_the_bot_is_one_clear_sentence(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock, guild: Guild
) -> None:
    discord.fail_next("GET", r"/guilds/\d+/commands", 403, {"message": "Missing Access", "code": 50001})
    app = new_app(replace(settings, sync_guild_id=guild.id), corpus, clock)
    async with open_stored(app) as stored:
        with pytest.raises(BotError, match="SYNC_GUILD_ID"):
            await serve(app, stored, asyncio.Event())
