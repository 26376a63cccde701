"""A real `run` on a disk that misbehaves: answers go on, nothing that was acknowledged is lost, and it mends itself.

Each takes up to half a minute, for the bot looks after its database every ten seconds: `pytest -m slow`.
"""

import asyncio
import errno
import json
import os
import random
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.storage.copying import file_problems
from tests.conftest import REPOSITORY
from tests.fake_discord import FakeDiscord
from tests.operations.faults import Disk, small_file_system
from tests.storage.keeping import count, destroy, leaves
from tests.test_process import READY_SECONDS, free_port, log_says, outside, own_cache, running

__all__ = ["outside", "own_cache"]

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="limits and mounts of Linux")]

QUESTION = "what does a product owner do?"


@dataclass
class Bot:
    """A bot in another process, with a server, its owner and somebody who asks."""

    discord: FakeDiscord
    process: asyncio.subprocess.Process
    port: int

    def __post_init__(self) -> None:
        self.guild = self.discord.add_guild("Harbour")
        self.alice = self.discord.add_user("alice")
        self.guild.add_member(self.alice)
        self.channels = [self.guild.add_text_channel(f"c{number}") for number in range(12)]

    async def log_says(self, words: str) -> str:
        return await log_says(self.process, words)

    async def health(self) -> dict[str, Any]:
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{self.port}/health") as response:
            return json.loads(await response.text())  # type: ignore[no-any-return]  # an object

    async def ask(self) -> None:
        person = self.discord.add_user("somebody")  # one person may not ask as often in a minute as is asked here
        self.guild.add_member(person)
        reply = await self.discord.slash(person, self.channels[0], "ask", question=QUESTION)
        assert reply.answered
        assert "From What is a Product Owner" in reply.content

    async def schedule(self, number: int) -> bool:
        """Schedule tips in a channel; returns whether it was acknowledged."""
        reply = await self.discord.slash(
            self.guild.owner, self.channels[number], "tips schedule",
            channel=self.channels[number], time="09:30", timezone="Europe/Berlin",
        )  # fmt: skip
        if "I cannot reach my database" in reply.content:
            return False
        assert "The next five" in reply.content
        return True

    async def leave(self) -> None:
        self.process.terminate()
        assert await asyncio.wait_for(self.process.wait(), 5) == 0


@asynccontextmanager
async def started(discord: FakeDiscord, disk: Disk) -> AsyncIterator[Bot]:
    port = free_port()
    settings: dict[str, Any] = disk.settings | {"HEALTH_PORT": str(port)}
    async with running(discord, disk.folder, **settings) as process:
        bot = Bot(discord, process, port)
        await discord.gateway.wait_ready(READY_SECONDS)
        await bot.log_says("backed up to")
        yield bot


async def survives(bot: Bot, disk: Disk, fault: AbstractContextManager[None]) -> None:
    """Go through a fault and out of it again."""
    assert await bot.schedule(0)
    await bot.ask()
    with fault:
        await bot.ask()
        assert not await bot.schedule(1)
        await bot.log_says("degraded, storage: ")
        for _ in range(10):
            await bot.ask()
        state = await bot.health()
        assert (state["ready"], state["degraded"], list(state["reasons"])) == (True, True, ["storage"])
        shown = await bot.discord.slash(bot.alice, bot.channels[0], "help")
        assert "At the moment I cannot reach my database" in shown.content
    await bot.log_says("storage is in order")
    assert not (await bot.health())["degraded"]
    assert await bot.schedule(2)
    await bot.ask()
    await bot.leave()
    assert file_problems(disk.database) == []
    with closing(sqlite3.connect(disk.database)) as database:
        channels = [row[0] for row in database.execute("SELECT channel_id FROM schedules ORDER BY id")]
    assert channels == [bot.channels[0].id, bot.channels[2].id], "what was acknowledged, and nothing else"
    assert count(disk.database, "usage") >= 2, "an event that was being counted when the fault began may be lost"


async def test_another_process_holds_the_lock(outside: FakeDiscord, tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    async with started(outside, disk) as bot:
        await survives(bot, disk, disk.locked(bot.process.pid))


async def test_files_may_not_grow(outside: FakeDiscord, tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    async with started(outside, disk) as bot:
        await survives(bot, disk, disk.at_its_limit(bot.process.pid))


async def test_the_disk_is_full(outside: FakeDiscord, tmp_path: Path) -> None:
    with small_file_system(tmp_path / "small", "4m") as mounted:
        if not mounted:
            pytest.skip("this user may not mount a file system")
        disk = Disk(tmp_path / "small")
        async with started(outside, disk) as bot:
            await survives(bot, disk, disk.full(bot.process.pid))


@pytest.mark.parametrize("number", [errno.EIO, errno.EROFS, errno.ENOSPC], ids=errno.errorcode.get)
async def test_every_write_fails(outside: FakeDiscord, tmp_path: Path, number: int) -> None:
    disk = Disk(tmp_path)
    if not disk.with_failing_disk():
        pytest.skip("there is no C compiler")
    async with started(outside, disk) as bot:
        await survives(bot, disk, disk.failing(number))


async def test_a_destroyed_page_degrades_and_the_doctor_mends_it(outside: FakeDiscord, tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    async with started(outside, disk) as bot:
        assert await bot.schedule(0)
        await bot.leave()
    with closing(sqlite3.connect(disk.database)) as database:
        database.executemany(
            "INSERT INTO usage (at, kind, place, outcome, topic) VALUES (?, 'ask', 'guild', 'answer', ?)",
            [("2026-11-24T00:00:00+00:00", "t" * 200)] * 2000,
        )
        database.commit()
    destroy(disk.database, leaves(disk.database, "usage")[-1])  # where the next event would be written
    port = free_port()
    async with running(outside, disk.folder, HEALTH_PORT=str(port)) as process:
        bot = Bot(outside, process, port)
        await outside.gateway.wait_ready(READY_SECONDS)
        for _ in range(3):
            await bot.ask()
        await bot.log_says("degraded, storage: ")
        assert "is damaged" in (await bot.health())["reasons"]["storage"]
        await bot.ask()
        assert await doctor(disk, "--recover") == 2, "not while it runs"
        await bot.leave()
    assert await doctor(disk) == 2
    assert await doctor(disk, "--recover") == 0
    assert await doctor(disk) == 0
    async with running(outside, disk.folder, HEALTH_PORT=str(port)) as process:
        bot = Bot(outside, process, port)
        await outside.gateway.wait_ready(READY_SECONDS)
        await bot.ask()
        assert not (await bot.health())["degraded"]
        await bot.leave()
    assert count(disk.database, "schedules") == 1
    assert 1900 < count(disk.database, "usage") < 2001


async def doctor(disk: Disk, *arguments: str) -> int:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "doctor", *arguments,
        cwd=disk.folder, env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip
    return await process.wait()


Tear = Callable[[Path, random.Random], None]


def garble(log: Path, chance: random.Random) -> None:
    """Let the last sectors hold anything; they begin a frame that was never committed."""
    with log.open("ab") as file:
        file.write(chance.randbytes(chance.randrange(1, 9000)))


@pytest.mark.parametrize("tear", [None, garble], ids=["as it is", "garbled tail"])
async def test_what_was_acknowledged_survives_kills_at_any_moment(
    outside: FakeDiscord, tmp_path: Path, tear: Tear | None
) -> None:
    """Kill while schedules are being made; the log then ends in whatever the disk did last."""
    disk, chance = Disk(tmp_path), random.Random(24)
    acknowledged: set[int] = set()
    for number in range(12):
        async with running(outside, disk.folder) as process:
            bot = Bot(outside, process, 0)
            await outside.gateway.wait_ready(READY_SECONDS)
            for place in range(chance.randrange(1, 6)):
                assert await bot.schedule(place)
                acknowledged.add(bot.channels[place].id)
            process.kill()
            await process.wait()
        log = disk.database.with_name("bot.sqlite3-wal")
        if tear is not None and log.exists():
            tear(log, random.Random(number))
        with closing(sqlite3.connect(disk.database)) as database:
            kept = {row[0] for row in database.execute("SELECT channel_id FROM schedules")}
        assert acknowledged <= kept, f"after kill {number}"
        assert file_problems(disk.database) == []
