"""The bot as a process of its own: only the two base addresses change, and the test process serves it."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from tests.fake_discord import FakeDiscord

ROOT = Path(__file__).resolve().parents[2]

#: Stands in for the bot, whose main takes arguments and returns an exit status.
BOT = """
import asyncio
from tests.fake_discord.demo_client import DemoClient
from tests.fake_discord import ManualClock

def main(argv):
    assert argv == ["run", "--fast"], argv
    client = DemoClient(ManualClock())
    async def run():
        async with client:
            task = asyncio.create_task(client.start(TOKEN))
            await asyncio.to_thread(input)
    asyncio.run(run())
    return 3
"""

#: `blocked` makes discord.py fall back to zlib, as it does where zstandard is not installed.
PROGRAM = """
import sys
sys.modules.update(dict.fromkeys({blocked!r}))
sys.path.insert(0, {stub!r})
from tests.launch.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    ("blocked", "compress"), [([], None), (["zstandard", "compression", "compression.zstd"], "zlib-stream")]
)
async def test_a_process_of_its_own(tmp_path: Path, blocked: list[str], compress: str | None) -> None:
    """It logs in, answers, and its exit status comes through; with zlib as well."""
    package = tmp_path / "bot"
    package.mkdir()
    (package / "__init__.py").touch()
    async with FakeDiscord(redirect=False) as fake:
        guild = fake.add_guild()
        channel = guild.add_text_channel("general")
        (package / "__main__.py").write_text(f"TOKEN = {fake.token!r}\n{BOT}")
        program = PROGRAM.format(blocked=blocked, stub=str(tmp_path))
        arguments = ["-c", program, fake.api_base, fake.gateway_url, "run", "--fast"]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, env=environment, stdin=asyncio.subprocess.PIPE
        )
        await fake.gateway.wait_ready(timeout=30)
        assert (await fake.slash(guild.owner, channel, "echo", text="hello")).content == "hello"
        assert compress in (None, fake.gateway.queries[0]["compress"])
        await process.communicate(b"\n")
        assert process.returncode == 3
