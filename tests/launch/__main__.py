"""Runs the bot as a process of its own against a fake Discord that a test serves.

`python -m tests.launch API_BASE GATEWAY_URL ARGUMENTS...` runs `bot.__main__.main(ARGUMENTS)`. With
`LAUNCH_CLOCK` in the environment the bot's clock is that `FastClock`, and it looks for due tips as much more often.
"""

from __future__ import annotations

import importlib
import os
import sys

from tests.launch.fast_clock import FastClock
from tests.launch.redirect import redirected


def main(argv: list[str]) -> int:
    """Run the bot against the fake whose two addresses come first in `argv`; return its exit status."""
    api_base, gateway_url, *rest = argv
    if "LAUNCH_CLOCK" in os.environ:
        _use_clock(FastClock.read(os.environ["LAUNCH_CLOCK"]))
    with redirected(api_base, gateway_url):
        return int(importlib.import_module("bot.__main__").main(rest))


def _use_clock(clock: FastClock) -> None:
    """Hand the bot another clock where it would take the machine's; its logic stays as it is."""
    importlib.import_module("bot.clock").SystemClock = lambda: clock  # type: ignore[attr-defined]
    importlib.import_module("bot.discord_app.tip_loop").LOOK_EVERY_SECONDS /= clock.speed  # type: ignore[attr-defined]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
