"""Everything that goes on around the Discord client while the bot runs."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from bot.app import App, Stored
from bot.operations.reload import Reloader
from bot.operations.upkeep import Upkeep


@asynccontextmanager
async def operations(app: App, stored: Stored, store: Path | None) -> AsyncIterator[Reloader]:
    """Run upkeep, reloading and, where HEALTH_PORT is set, the endpoint; all end with the block."""
    upkeep, reloader = Upkeep(app, stored), Reloader(app, stored, store)
    async with AsyncExitStack() as stack:
        if app.settings.health_port is not None:
            await _measure(stack, app, upkeep, app.settings.health_port)
        for work in (upkeep.run(), reloader.run()):
            stack.push_async_callback(_end, asyncio.create_task(work))
        yield reloader


async def _measure(stack: AsyncExitStack, app: App, upkeep: Upkeep, port: int) -> None:
    from bot.operations.endpoint import endpoint  # noqa: PLC0415  # without a port its 2 MiB are not needed
    from bot.operations.metrics import ErrorCounter, Metrics  # noqa: PLC0415

    metrics = Metrics(app.health, lambda: upkeep.overview, lambda: upkeep.uncounted)
    app.measures = metrics
    counter = ErrorCounter(metrics)
    logging.getLogger().addHandler(counter)
    stack.callback(logging.getLogger().removeHandler, counter)
    await stack.enter_async_context(endpoint(app, metrics, port))


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait({task})
