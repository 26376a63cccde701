"""The bots that a load is put on: ours and a bare one, each in a process of its own."""

import asyncio
import os
import sqlite3
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

from tests.fake_discord import TOKEN, FakeDiscord

READY_SECONDS = 60.0

BARE = """
import sys
from tests.launch.redirect import redirected
import discord
from discord import app_commands
class Pong(discord.Client):
    async def setup_hook(self):
        tree = app_commands.CommandTree(self)
        @tree.command(description="Say pong")
        async def ask(interaction: discord.Interaction, question: str):
            await interaction.response.send_message("pong", ephemeral=True)
        @tree.command(description="Suggest pong")
        async def topics(interaction: discord.Interaction, topic: str):
            await interaction.response.send_message("pong", ephemeral=True)
        @topics.autocomplete("topic")
        async def topic(interaction: discord.Interaction, typed: str):
            return [app_commands.Choice(name="pong", value="pong")]
        await tree.sync()
intents = discord.Intents.none()
intents.guilds = intents.guild_messages = intents.dm_messages = True
with redirected(sys.argv[1], sys.argv[2]):
    Pong(intents=intents).run(sys.argv[3], log_handler=None)
"""


@dataclass
class Bot:
    """A running bot, and the Discord that it is connected to."""

    discord: FakeDiscord
    process: asyncio.subprocess.Process
    folder: Path

    def errors(self) -> int:
        """Return how many requests Discord refused."""
        return len(self.discord.violations)

    def resident_mib(self) -> float:
        """Return the resident memory of the process."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return next(int(row.split()[1]) for row in status.splitlines() if row.startswith("VmRSS:")) / 1024

    async def usage_rows(self, expected: int) -> int:
        """Return how many events are on disk, once there are as many as expected or no more come."""
        rows = -1
        while (found := self._count()) < expected and found > rows:
            rows = found
            await asyncio.sleep(1.0)
        return found

    def _count(self) -> int:
        with closing(sqlite3.connect(self.folder / "bot.sqlite3")) as database:
            return int(database.execute("SELECT count(*) FROM usage").fetchone()[0])


@asynccontextmanager
async def our_bot() -> AsyncIterator[Bot]:
    """Run `python -m bot run`."""
    async with _started("-m", "tests.launch", "API", "GATEWAY", "run") as bot:
        yield bot


@asynccontextmanager
async def bare_bot() -> AsyncIterator[Bot]:
    """Run a bot that says "pong"."""
    async with _started("-c", BARE, "API", "GATEWAY", TOKEN) as bot:
        yield bot


@asynccontextmanager
async def _started(*arguments: str) -> AsyncIterator[Bot]:
    with tempfile.TemporaryDirectory() as folder:
        async with FakeDiscord(redirect=False, strict=False, patience=10.0) as discord:
            addresses = {"API": discord.api_base, "GATEWAY": discord.gateway_url}
            environment = {**os.environ, "DISCORD_TOKEN": TOKEN, "DATABASE_PATH": f"{folder}/bot.sqlite3"}
            process = await asyncio.create_subprocess_exec(
                sys.executable, *(addresses.get(part, part) for part in arguments),
                env=environment, stderr=asyncio.subprocess.DEVNULL,
            )  # fmt: skip
            try:
                await discord.gateway.wait_ready(READY_SECONDS)
                yield Bot(discord, process, Path(folder))
            finally:
                process.terminate()
                await process.wait()
