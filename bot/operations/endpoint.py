"""The health endpoint: a small HTTP server for whoever looks after the bot."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from bot import __version__
from bot.app import App
from bot.errors import SettingsError
from bot.operations.metrics import CONTENT_TYPE, Metrics

_CONTAINER_SIGNS = ("/.dockerenv", "/run/.containerenv", "/var/run/secrets/kubernetes.io")
_UNAVAILABLE = 503


@asynccontextmanager
async def endpoint(app: App, metrics: Metrics, port: int) -> AsyncIterator[None]:
    """Answer on `port` until the block is left.

    Raises `SettingsError` where the port cannot be had.
    """
    # Signals are the program's own business, and what has been asked may be answered while it leaves.
    runner = web.AppRunner(_Pages(app, metrics).application(), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await _listen(runner, port)
        yield
    finally:
        await runner.cleanup()


def host() -> str:
    """Return where to listen: a container has a network of its own, elsewhere only this machine may ask."""
    return "0.0.0.0" if any(Path(sign).exists() for sign in _CONTAINER_SIGNS) else "127.0.0.1"  # noqa: S104


async def _listen(runner: web.AppRunner, port: int) -> None:
    where = await asyncio.to_thread(host)
    try:
        await web.TCPSite(runner, where, port).start()
    except OSError as error:
        raise SettingsError(
            f"HEALTH_PORT {port} cannot be used ({error.strerror or error}); choose another port, or unset it."
        ) from error


class _Pages:
    def __init__(self, app: App, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    def application(self) -> web.Application:
        application = web.Application()
        application.add_routes(
            [
                web.get("/live", self._live),
                web.get("/ready", self._ready),
                web.get("/health", self._all),
                web.get("/metrics", self._figures),
            ]
        )
        return application

    async def _live(self, _: web.Request) -> web.Response:
        """Say that the event loop runs."""
        return web.json_response({"live": True})

    async def _ready(self, _: web.Request) -> web.Response:
        """Say whether people are answered in Discord."""
        ready = self._app.health.connected
        return web.json_response({"ready": ready}, status=200 if ready else _UNAVAILABLE)

    async def _all(self, _: web.Request) -> web.Response:
        """Say everything; degraded alone is no error, for answers go on."""
        health = self._app.health
        reasons = health.reasons()
        state = {
            "live": True,
            "ready": health.connected,
            "degraded": bool(reasons),
            "reasons": {trouble.value: reason for trouble, reason in reasons.items()},
            "version": __version__,
            "content": self._app.corpus.reviewed.isoformat(),
        }
        return web.json_response(state, status=200 if health.connected else _UNAVAILABLE)

    async def _figures(self, _: web.Request) -> web.Response:
        """Give Prometheus its figures."""
        return web.Response(body=await self._metrics.text(), headers={"Content-Type": CONTENT_TYPE})
