"""The client on the loopback Discord, with the real content, a clock that stands still, and a server for each scene."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from bot.app import App, open_stored
from bot.domain import Corpus
from bot.retrieval.retriever import Retriever
from bot.settings import Settings
from tests.conftest import HandClock, Online, connected
from tests.fake_discord import TOKEN, FakeDiscord, ManualClock
from tests.pictures import scenes_asking, scenes_browsing, scenes_owner  # noqa: F401  # they add their scenes
from tests.pictures.scene import Scene, Shown, later

BOT_NAME = "Product Owner assistant"


@asynccontextmanager
async def stage(folder: Path, corpus: Corpus, retriever: Retriever) -> AsyncIterator[Online]:
    """Run the client with a database in `folder`; each scene gets a server of its own by `play`."""
    clock = HandClock()
    app = App(Settings(discord_token=TOKEN, database_path=folder / "bot.sqlite3"), corpus, clock, retriever)
    async with FakeDiscord(clock=ManualClock(clock.now().timestamp())) as discord, open_stored(app) as stored:
        discord.bot.name = BOT_NAME
        owner = discord.add_user("olga")
        guild = discord.add_guild("Harbour", owner=owner)
        async with connected(app, stored) as client:
            channel, alice = guild.add_text_channel("general"), discord.add_user("alice")
            yield Online(discord, client, app, stored, clock, guild, channel, owner, alice)


async def play(online: Online, scene: Scene) -> list[Shown]:
    """Play a scene among people and in a server that no other scene knows, a minute after the one before."""
    later(online, minutes=1)
    random.seed(scene.name)  # which tip comes
    discord = online.discord
    owner, alice = discord.add_user("olga"), discord.add_user("alice")
    guild = discord.add_guild("Harbour", owner=owner)
    guild.add_member(alice)
    channel = guild.add_text_channel("product-owners")
    own = replace(online, guild=guild, channel=channel, owner=owner, alice=alice)
    return list(await scene.play(own))
