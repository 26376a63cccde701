"""`python -m bot run` as a process of its own, against the loopback Discord."""

import asyncio
import os
import signal
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from bot.cli.health import is_healthy
from bot.settings import Settings
from tests.conftest import REPOSITORY
from tests.corpus.writing import changed, write
from tests.fake_discord import TOKEN, FakeDiscord

QUOKKA = (
    changed("related: [beta]", "related: [sprint]")
    .replace("Alpha", "Quokka estimation")
    .replace("first letter", "quokka poker")
    .replace("what is alpha", "what is quokka estimation")
)
READY_SECONDS = 30
STOP_SECONDS = 5


@pytest.fixture
async def outside() -> AsyncIterator[FakeDiscord]:
    """The loopback Discord for a bot in another process."""
    async with FakeDiscord(redirect=False) as server:
        yield server


@pytest.fixture(autouse=True)
def own_cache(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program find and leave its compiled content in the tests' folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))


@asynccontextmanager
async def running(
    discord: FakeDiscord, folder: Path, *, addresses: tuple[str, str] | None = None, **settings: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start `run` in `folder`; it is gone when the block is left."""
    api, gateway = addresses or (discord.api_base, discord.gateway_url)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DISCORD")}
    environment |= {"PYTHONPATH": str(REPOSITORY), "DISCORD_TOKEN": TOKEN} | settings
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.launch", api, gateway, "run",
        cwd=folder, env=environment, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def refusal(process: asyncio.subprocess.Process) -> tuple[int, str]:
    """Wait for the end; return the status and the last line of standard error, in which no secret may stand."""
    _, errors = await asyncio.wait_for(process.communicate(), READY_SECONDS)
    text = errors.decode()
    assert "Traceback" not in text
    assert TOKEN not in text
    assert process.returncode is not None
    return process.returncode, text.splitlines()[-1]


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
async def test_it_answers_and_leaves_within_five_seconds_when_told_to(
    outside: FakeDiscord, tmp_path: Path, stop: signal.Signals
) -> None:
    alice, guild = outside.add_user("alice"), outside.add_guild("Harbour")
    guild.add_member(alice)
    channel = guild.add_text_channel("general")
    async with running(outside, tmp_path) as process:
        await outside.gateway.wait_ready(READY_SECONDS)
        reply = await outside.slash(alice, channel, "ask", question="what does a product owner do?")
        assert "From What is a Product Owner" in reply.content
        process.send_signal(stop)
        assert await asyncio.wait_for(process.wait(), STOP_SECONDS) == 0
    with closing(sqlite3.connect(tmp_path / "data" / "bot.sqlite3")) as database:
        assert database.execute("SELECT kind, outcome FROM usage").fetchall() == [("ask", "answer")]


async def test_a_reply_in_flight_is_finished_before_it_leaves(outside: FakeDiscord, tmp_path: Path) -> None:
    alice, guild = outside.add_user("alice"), outside.add_guild("Harbour")
    guild.add_member(alice)
    channel = guild.add_text_channel("general")
    async with running(outside, tmp_path) as process:
        await outside.gateway.wait_ready(READY_SECONDS)
        hold = outside.hold_next("POST", r"/callback$")
        reply = await outside.slash(alice, channel, "ask", question="what is wsjf", until="sent")
        await asyncio.wait_for(hold.arrived.wait(), READY_SECONDS)
        process.terminate()
        hold.release()
        await outside.settle_reply(reply)
        assert await asyncio.wait_for(process.wait(), READY_SECONDS) == 0
    assert "From Weighted Shortest Job First" in reply.content
    with closing(sqlite3.connect(tmp_path / "data" / "bot.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM usage").fetchone() == (1,)


async def test_after_a_kill_everything_acknowledged_is_still_there(outside: FakeDiscord, tmp_path: Path) -> None:
    guild = outside.add_guild("Harbour")
    channel = guild.add_text_channel("tips")
    async with running(outside, tmp_path) as process:
        await outside.gateway.wait_ready(READY_SECONDS)
        await outside.slash(
            guild.owner, channel, "tips schedule", channel=channel, time="09:30", timezone="Europe/Berlin"
        )
        process.kill()
    async with running(outside, tmp_path) as process:
        await outside.gateway.wait_ready(READY_SECONDS)
        reply = await outside.slash(guild.owner, channel, "tips list")
        assert "Tips at 09:30 Europe/Berlin, weekdays" in reply.content
        process.terminate()
        assert await process.wait() == 0


async def test_a_second_run_on_the_same_database_is_refused(outside: FakeDiscord, tmp_path: Path) -> None:
    async with running(outside, tmp_path) as first:
        await outside.gateway.wait_ready(READY_SECONDS)
        async with running(outside, tmp_path) as second:
            status, sentence = await refusal(second)
        assert status == 2
        assert sentence.startswith("Another run already uses data/bot.sqlite3.")
        first.terminate()
        assert await first.wait() == 0


async def test_a_wrong_token_is_status_4(outside: FakeDiscord, tmp_path: Path) -> None:
    async with running(outside, tmp_path, DISCORD_TOKEN="wrong.token.of-nobody") as process:
        status, sentence = await refusal(process)
    assert status == 4
    assert sentence.startswith("Discord refused the token. Copy it again")


async def test_an_intent_that_is_off_in_the_portal_is_status_4(outside: FakeDiscord, tmp_path: Path) -> None:
    outside.privileged_intents_allowed = False
    async with running(outside, tmp_path, MESSAGE_CONTENT_INTENT="1") as process:
        status, sentence = await refusal(process)
    assert status == 4
    assert "Turn it on in the Developer Portal" in sentence
    assert "MESSAGE_CONTENT_INTENT=0" in sentence


async def test_a_discord_that_cannot_be_reached_is_one_sentence(outside: FakeDiscord, tmp_path: Path) -> None:
    port = free_port()
    nowhere = (f"http://127.0.0.1:{port}/api/v10", f"ws://127.0.0.1:{port}/gateway")
    async with running(outside, tmp_path, addresses=nowhere) as process:
        status, sentence = await refusal(process)
    assert status == 2
    assert sentence.startswith("Discord cannot be reached.")


async def test_a_damaged_database_is_one_sentence_and_stays_as_it_is(outside: FakeDiscord, tmp_path: Path) -> None:
    database = tmp_path / "data" / "bot.sqlite3"
    database.parent.mkdir()
    database.write_text("no database at all, but somebody's file")
    async with running(outside, tmp_path) as process:
        status, sentence = await refusal(process)
    assert status == 2
    assert "is no SQLite database; move it away" in sentence
    assert database.read_text() == "no database at all, but somebody's file"


async def test_logs_can_be_json(outside: FakeDiscord, tmp_path: Path) -> None:
    async with running(outside, tmp_path, LOG_FORMAT="json") as process:
        await outside.gateway.wait_ready(READY_SECONDS)
        process.terminate()
        _, errors = await process.communicate()
    lines = errors.decode().splitlines()
    assert lines
    assert [line for line in lines if not line.startswith('{"time": ')] == []


async def test_a_hangup_brings_new_content_and_broken_content_changes_nothing(
    outside: FakeDiscord, tmp_path: Path
) -> None:
    alice, guild, more = outside.add_user("alice"), outside.add_guild("Harbour"), tmp_path / "more"
    guild.add_member(alice)
    channel = guild.add_text_channel("general")
    more.mkdir()
    async with running(outside, tmp_path, KNOWLEDGE_PATH=str(more)) as process:
        await outside.gateway.wait_ready(READY_SECONDS)
        await outside.slash(alice, channel, "ask", question="what does a product owner do?")
        write(more, "role/quokka.md", QUOKKA)
        process.send_signal(signal.SIGHUP)
        await log_says(process, "content read again")
        reply = await outside.slash(alice, channel, "ask", question="what is quokka estimation")
        assert "Quokka estimation comes before all else" in reply.content
        broken = write(more, "role/quokka.md", QUOKKA.replace("summary:", "sumary:"))
        process.send_signal(signal.SIGHUP)
        await log_says(process, f"content: {broken}:3: sumary: is no known key")
        await log_says(process, "the former content stays in use")
        reply = await outside.slash(alice, channel, "ask", question="what is quokka estimation")
        assert "Quokka estimation comes before all else" in reply.content
        process.terminate()
        assert await process.wait() == 0


async def log_says(process: asyncio.subprocess.Process, words: str) -> str:
    """Read standard error until a line holds `words`."""
    assert process.stderr is not None
    async with asyncio.timeout(READY_SECONDS):
        while line := (await process.stderr.readline()).decode():
            if words in line:
                return line
    raise AssertionError(f"the log ended without {words!r}")


async def test_with_a_port_it_tells_its_health_and_still_leaves_in_time(outside: FakeDiscord, tmp_path: Path) -> None:
    port = free_port()
    async with running(outside, tmp_path, HEALTH_PORT=str(port)) as process:
        await outside.gateway.wait_ready(READY_SECONDS)
        assert await asyncio.to_thread(is_healthy, Settings(health_port=port))
        process.terminate()
        assert await asyncio.wait_for(process.wait(), STOP_SECONDS) == 0


async def test_a_port_that_is_taken_is_one_sentence(outside: FakeDiscord, tmp_path: Path) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        async with running(outside, tmp_path, HEALTH_PORT=str(port)) as process:
            status, told = await refusal(process)
    assert status == 2
    assert told.startswith(f"HEALTH_PORT {port} cannot be used (")


async def test_told_to_stop_while_it_logs_in_it_leaves_at_once(outside: FakeDiscord, tmp_path: Path) -> None:
    hold = outside.hold_next("GET", "/users/@me$")
    async with running(outside, tmp_path) as process:
        await asyncio.wait_for(hold.arrived.wait(), READY_SECONDS)
        process.terminate()
        status, _ = await asyncio.wait_for(refusal(process), STOP_SECONDS)
        hold.release()
    assert status == 0


async def test_told_to_stop_while_discord_is_away_it_leaves_at_once(outside: FakeDiscord, tmp_path: Path) -> None:
    async with running(outside, tmp_path) as process:
        await outside.gateway.wait_ready(READY_SECONDS)
        await outside.stop_serving()
        assert process.stderr is not None
        async with asyncio.timeout(READY_SECONDS):
            while b"Attempting a reconnect" not in await process.stderr.readline():
                pass
        process.terminate()
        assert await asyncio.wait_for(process.wait(), STOP_SECONDS) == 0
        await outside.start_serving()


async def test_without_zstandard_it_reads_a_zlib_stream(outside: FakeDiscord, tmp_path: Path) -> None:
    # Python imports sitecustomize at its start; this one is a machine on which zstandard is not installed.
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['zstandard'] = None\n")
    alice, guild = outside.add_user("alice"), outside.add_guild("Harbour")
    guild.add_member(alice)
    channel = guild.add_text_channel("general")
    async with running(outside, tmp_path, PYTHONPATH=os.pathsep.join([str(tmp_path), str(REPOSITORY)])) as process:
        await outside.gateway.wait_ready(READY_SECONDS)
        assert outside.gateway.queries[0]["compress"] == "zlib-stream"
        reply = await outside.slash(alice, channel, "ask", question="what does a product owner do?")
        assert "From What is a Product Owner" in reply.content
        process.terminate()
        assert await process.wait() == 0
