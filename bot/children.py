"""Work in a process of its own: what it takes is given back, and it does not hold up the event loop.

A child is our own interpreter with one of our own modules. It inherits the environment without the secrets.
"""

import asyncio
import os
import sys
from pathlib import Path

_SECRETS = frozenset(("DISCORD_TOKEN", "PSEUDONYM_KEY"))


class ChildError(Exception):
    """A child failed; the text is the last line of what it said."""


def command(module: str, *arguments: str) -> list[str]:
    """Return what runs one of our modules."""
    return [sys.executable, "-m", module, *arguments]


def environment() -> dict[str, str]:
    """Return what a child inherits: no secret, the path to our modules, and one thread for each child's arithmetic."""
    path = os.pathsep.join(filter(None, (str(Path(__file__).resolve().parent.parent), os.environ.get("PYTHONPATH"))))
    kept = {name: value for name, value in os.environ.items() if name not in _SECRETS}
    return {**kept, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"}


async def run(module: str, sent: bytes, seconds: float) -> bytes:
    """Send bytes to a module and return what it writes; the child never outlives the call.

    Raises `ChildError` where it fails, `TimeoutError` where it takes longer than `seconds`, `OSError` where it cannot
    be started.
    """
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(
        *command(module), stdin=pipe, stdout=pipe, stderr=pipe, env=environment()
    )
    try:
        async with asyncio.timeout(seconds):
            written, said = await child.communicate(sent)
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode:
        raise ChildError((said.decode(errors="replace").strip().splitlines() or ["it said nothing"])[-1])
    return written
