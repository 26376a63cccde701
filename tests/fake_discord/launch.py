"""Runs the bot as a process of its own against a fake Discord that a test serves.

`python -m tests.fake_discord.launch API_BASE GATEWAY_URL ARGUMENTS...` runs `bot.__main__.main(ARGUMENTS)`.
"""

from __future__ import annotations

import importlib
import sys

from tests.fake_discord.redirect import redirected


def main(argv: list[str]) -> int:
    """Run the bot against the fake whose two addresses come first in `argv`; return its exit status."""
    api_base, gateway_url, *rest = argv
    with redirected(api_base, gateway_url):
        return int(importlib.import_module("bot.__main__").main(rest))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
