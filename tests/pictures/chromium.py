"""Headless Chromium, driven over the DevTools protocol (https://chromedevtools.github.io/devtools-protocol/)."""

from __future__ import annotations

import asyncio
import base64
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-lcd-text",  # colour fringes would differ from machine to machine
    "--hide-scrollbars",
    "--remote-debugging-port=0",
)
_PATIENCE = 30.0  # seconds for one answer of the browser
_LARGEST_ANSWER = 64 * 1024 * 1024


def find_browser() -> str | None:
    """Return the path of Chromium or Chrome, or None where there is neither."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


class Camera:
    """One page of a running browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._calls = 0
        self._session = ""

    async def open_page(self) -> None:
        """Open the page that all pictures are taken of."""
        target = await self.call("Target.createTarget", url="about:blank")
        attached = await self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        await self.call("Page.enable")

    async def shoot(self, page: Path, width: int) -> bytes:
        """Return a PNG of the whole height of an HTML file at a width in pixels."""
        metrics = {"width": width, "height": 100, "deviceScaleFactor": 1, "mobile": False}
        await self.call("Emulation.setDeviceMetricsOverride", **metrics)
        await self.call("Page.navigate", url=page.resolve().as_uri())
        await self._event("Page.loadEventFired")
        size = (await self.call("Page.getLayoutMetrics"))["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": width, "height": size["height"], "scale": 1}
        taken = await self.call("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)
        return base64.b64decode(taken["data"])

    async def call(self, method: str, **params: Any) -> dict[str, Any]:  # noqa: ANN401  # as varied as the protocol
        """Call a method of the protocol; RuntimeError with the browser's words where it refuses."""
        self._calls += 1
        session = {"sessionId": self._session} if self._session else {}
        await self._socket.send_json({"id": self._calls, "method": method, "params": params} | session)
        while (answer := await self._received()).get("id") != self._calls:
            pass
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    async def _event(self, name: str) -> None:
        while (await self._received()).get("method") != name:
            pass

    async def _received(self) -> dict[str, Any]:
        message: dict[str, Any] = await self._socket.receive_json(timeout=_PATIENCE)
        return message


@asynccontextmanager
async def camera(browser: str, profile: Path) -> AsyncIterator[Camera]:
    """Run the browser with a fresh profile folder until the block is left."""
    process = await asyncio.create_subprocess_exec(
        browser,
        *_SWITCHES,
        f"--user-data-dir={profile}",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        address = await asyncio.wait_for(_address(process), _PATIENCE)
        async with aiohttp.ClientSession() as web, web.ws_connect(address, max_msg_size=_LARGEST_ANSWER) as socket:
            opened = Camera(socket)
            await opened.open_page()
            yield opened
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


async def _address(process: asyncio.subprocess.Process) -> str:
    """Return where the browser listens, which it says on standard error."""
    assert process.stderr is not None
    async for line in process.stderr:
        if b"DevTools listening on " in line:
            return line.decode().split("DevTools listening on ")[1].strip()
    raise RuntimeError("the browser ended before it listened")
