"""Work in a process of its own: what goes in, what comes out, what is not handed over, and that it never stays."""

import asyncio
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import children

MODULE = "a_child_of_the_tests"
SECONDS = 60.0
Write = Callable[[str], int]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Return what gives the child its program."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return lambda program: (tmp_path / f"{MODULE}.py").write_text(f"import os, sys\n{program}\n")


async def test_it_reads_what_is_sent_and_what_it_writes_comes_back(write: Write) -> None:
    write("sys.stdout.buffer.write(sys.stdin.buffer.read()[::-1])")
    sent = bytes(range(256)) * 4096  # more than a pipe holds
    assert await children.run(MODULE, sent, SECONDS) == sent[::-1]


async def test_it_finds_our_modules_wherever_it_is_started(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("import bot.charts; print(bot.charts.__name__)")
    monkeypatch.chdir(tmp_path)
    assert (await children.run(MODULE, b"", SECONDS)).strip() == b"bot.charts"


async def test_it_inherits_the_environment_but_no_secret(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = ("DISCORD_TOKEN", "PSEUDONYM_KEY")
    for name in (*secrets, "MPLCONFIGDIR"):
        monkeypatch.setenv(name, "handed over")
    write("import json; print(json.dumps(dict(os.environ)))")
    inherited = json.loads(await children.run(MODULE, b"", SECONDS))
    assert inherited["MPLCONFIGDIR"] == "handed over"
    assert not set(secrets) & inherited.keys()


@pytest.mark.parametrize(
    ("program", "said"), [("raise OSError('no fonts')", "OSError: no fonts"), ("sys.exit(3)", "it said nothing")]
)
async def test_a_failure_is_told_in_one_line(write: Write, program: str, said: str) -> None:
    write(program)
    with pytest.raises(children.ChildError, match=f"^{said}$"):
        await children.run(MODULE, b"", SECONDS)


async def test_one_that_takes_too_long_is_given_up(write: Write) -> None:
    write("sys.stdin.read(); os.read(os.pipe()[0], 1)")
    with pytest.raises(TimeoutError):
        await children.run(MODULE, b"", 0)


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes of POSIX")
async def test_it_does_not_outlive_whoever_waits_for_it(write: Write, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pid")
    write(f"open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid())); os.read(os.pipe()[0], 1)")
    waiting = asyncio.create_task(children.run(MODULE, b"", SECONDS))
    number = int(await asyncio.to_thread((tmp_path / "pid").read_text))
    os.kill(number, 0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
