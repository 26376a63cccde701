"""`run`: connects to Discord, one process for each database, and leaves gracefully."""

import argparse
import asyncio
import signal
from collections.abc import Callable, Sequence

from bot.app import App, open_stored
from bot.cli.lock import only_one
from bot.cli.logs import set_up_logging
from bot.cli.main import DONE
from bot.clock import SystemClock
from bot.compiled import default_store
from bot.errors import SettingsError
from bot.settings import Settings

_HOW_TO_CONNECT = (
    "There is no Discord token. Set DISCORD_TOKEN (or DISCORD_TOKEN_FILE) in the environment or in .env; "
    "the README shows how to get one. Without Discord: python -m bot chat"
)


def main(_: argparse.Namespace, settings: Settings) -> int:
    """Run until told to stop by SIGTERM or SIGINT."""
    if not settings.discord_token:
        raise SettingsError(_HOW_TO_CONNECT)
    set_up_logging(settings)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # until there is content to be read again
    app = App.load(settings, SystemClock(), default_store(), apart=True)
    with only_one(settings.database_path):
        asyncio.run(_serve(app))
    return DONE


async def _serve(app: App) -> None:
    from bot.discord_app.lifecycle import serve  # noqa: PLC0415  # a third of a second that other commands do without
    from bot.operations.around import operations  # noqa: PLC0415

    stop = asyncio.Event()
    _on_signal(("SIGTERM", "SIGINT"), stop.set)
    async with open_stored(app) as stored, operations(app, stored, default_store()) as reloader:
        _on_signal(("SIGHUP",), reloader.ask)
        await serve(app, stored, stop)


def _on_signal(names: Sequence[str], call: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for name in names:
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is None:
            continue
        try:
            loop.add_signal_handler(number, call)
        except NotImplementedError:  # Windows has no signal handlers in its loop
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(call))
