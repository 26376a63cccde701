"""`run`: connects to Discord, one process for each database, and leaves gracefully."""

import argparse
import asyncio
import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from filelock import FileLock, Timeout

from bot.app import App, open_stored
from bot.cli.logs import set_up_logging
from bot.cli.main import DONE
from bot.clock import SystemClock
from bot.compiled import default_store
from bot.errors import SettingsError, StorageError
from bot.settings import Settings

log = logging.getLogger(__name__)

_HOW_TO_CONNECT = (
    "There is no Discord token. Set DISCORD_TOKEN (or DISCORD_TOKEN_FILE) in the environment or in .env; "
    "the README shows how to get one. Without Discord: python -m bot chat"
)


def main(_: argparse.Namespace, settings: Settings) -> int:
    """Run until told to stop by SIGTERM or SIGINT."""
    if not settings.discord_token:
        raise SettingsError(_HOW_TO_CONNECT)
    set_up_logging(settings)
    if settings.health_port is not None:
        log.warning("HEALTH_PORT is set, but this version answers on no port; ask bot.cli.health instead")
    app = App.load(settings, SystemClock(), default_store(), apart=True)
    with _only_one(settings):
        asyncio.run(_serve(app))
    return DONE


async def _serve(app: App) -> None:
    from bot.discord_app.lifecycle import serve  # noqa: PLC0415  # a third of a second that other commands do without

    stop = asyncio.Event()
    _on_signals(stop)
    async with open_stored(app) as stored:
        await serve(app, stored, stop)


def _on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # Windows has no signal handlers in its loop
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))


@contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    """Hold the lock beside the database; the system lets go of it when the process ends, however it ends."""
    path = settings.database_path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(f"{path}.lock", timeout=0)
        lock.acquire()
    except Timeout as error:
        raise StorageError(
            f"Another run already uses {path}. Stop that one first, or give this one its own DATABASE_PATH."
        ) from error
    except OSError as error:
        raise StorageError(
            f"The folder of {path} cannot be written ({error.strerror}); "
            "give this user write permission, or set DATABASE_PATH."
        ) from error
    try:
        yield
    finally:
        with suppress(OSError):
            lock.release()
