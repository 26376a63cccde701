"""Resident memory of `run` against a bare discord.py bot, both connected to the loopback Discord. Linux only."""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from tests.fake_discord import TOKEN, FakeDiscord

SETTLE_SECONDS = 2.0

BARE = """
import sys
from tests.launch.redirect import redirected
import discord
class Pong(discord.Client):
    async def on_message(self, message):
        if not message.author.bot:
            await message.reply("pong")
intents = discord.Intents.none()
intents.guilds = intents.guild_messages = intents.dm_messages = True
with redirected(sys.argv[1], sys.argv[2]):
    Pong(intents=intents).run(sys.argv[3], log_handler=None)
"""


async def resident_mib(*arguments: str) -> float:
    """Start a bot in a process of its own, wait until it has answered a mention, and return its resident MiB."""
    async with FakeDiscord(redirect=False) as discord:
        alice = discord.add_user("alice")
        guild = discord.add_guild("Harbour")
        guild.add_member(alice)
        channel = guild.add_text_channel("general")
        with tempfile.TemporaryDirectory() as folder:
            environment = {**os.environ, "DISCORD_TOKEN": TOKEN, "DATABASE_PATH": f"{folder}/bot.sqlite3"}
            command = [discord.api_base if part == "API" else part for part in arguments]
            command = [discord.gateway_url if part == "GATEWAY" else part for part in command]
            process = await asyncio.create_subprocess_exec(
                sys.executable, *command, env=environment, stderr=asyncio.subprocess.DEVNULL
            )
            await discord.gateway.wait_ready(30)
            await discord.say(alice, channel, "<@bot> who orders the backlog?")
            await discord.next_message(channel, timeout=10)
            await asyncio.sleep(SETTLE_SECONDS)
            status = Path(f"/proc/{process.pid}/status").read_text()
            process.terminate()
            await process.wait()
    kib = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))
    return kib / 1024


async def main() -> None:
    bare = await resident_mib("-c", BARE, "API", "GATEWAY", TOKEN)
    ours = await resident_mib("-m", "tests.launch", "API", "GATEWAY", "run")
    print("resident memory after one answer, each in a process of its own")
    print(f"python -m bot run     {ours:6.1f} MiB")
    print(f"bare discord.py bot   {bare:6.1f} MiB")
    print(f"ratio                 {ours / bare:6.2f}")


if __name__ == "__main__":
    asyncio.run(main())
