"""One WebSocket of the Gateway, with its outgoing queue."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from dataclasses import dataclass

from aiohttp import WSMsgType, web

from tests.fake_discord.compression import compressor
from tests.fake_discord.errors import JSON

#: Bytes of one payload from the client, and payloads in 60 seconds (events/gateway, "Sending Events", "Rate Limiting").
LONGEST = 4096
MOST = 120


@dataclass(frozen=True)
class _Close:
    code: int


class Connection:
    """Sends what is queued, in order, so that a test can queue events without awaiting."""

    def __init__(self, request: web.Request, socket: web.WebSocketResponse) -> None:
        """Take over an accepted socket and the request that asked for it."""
        self.socket = socket
        self.query = dict(request.query)
        self._transport = request.transport
        #: Whether nothing more is sent, and nothing more expected.
        self.closing = False
        #: Whether nothing is sent although the connection stays open.
        self.silent = False
        self._close_queued = False
        self._sent: deque[float] = deque()
        #: Heartbeats received.
        self.heartbeats = 0
        self._compress = compressor(self.query.get("compress"))
        self._outbox: asyncio.Queue[JSON | _Close] = asyncio.Queue()
        self._writer = asyncio.create_task(self._write(), name="fake-discord-gateway-writer")

    def send(self, payload: JSON) -> None:
        """Queue one Gateway payload."""
        if not (self.closing or self.silent):
            self._outbox.put_nowait(payload)

    def close(self, code: int) -> None:
        """Queue a close frame with this code; what was queued before is still sent."""
        if not self.closing:
            self.closing = self._close_queued = True
            self._outbox.put_nowait(_Close(code))

    def abort(self) -> None:
        """Cut the TCP connection without a close frame, as a network failure does."""
        self.closing = True
        self._writer.cancel()
        if self._transport is not None:
            self._transport.abort()

    async def receive(self) -> JSON | None:
        """Return the client's next payload, or None when the connection has ended.

        Raises ValueError if it is not JSON, not an object, or too long.
        """
        message = await self.socket.receive()
        if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
            return None
        if len(message.data) > LONGEST:
            raise ValueError(f"a Gateway payload has at most {LONGEST} bytes")
        payload: JSON = dict(json.loads(message.data))
        # Heartbeats are left out of the count, as this fake asks for more of them than Discord does.
        if payload.get("op") != 1:
            self._sent.append(time.monotonic())
        return payload

    @property
    def too_many(self) -> bool:
        """Return whether the client sent more than 120 payloads within the last 60 real seconds."""
        while self._sent and self._sent[0] < time.monotonic() - 60:
            self._sent.popleft()
        return len(self._sent) > MOST

    async def finish(self) -> None:
        """Stop writing, after a queued close frame has gone out."""
        self.closing = True
        if not self._close_queued:
            self._writer.cancel()
        await asyncio.wait([self._writer])
        if not self._writer.cancelled():
            self._writer.result()

    async def _write(self) -> None:
        try:
            while True:
                item = await self._outbox.get()
                if isinstance(item, _Close):
                    await self.socket.close(code=item.code)
                    return
                await self._send_now(item)
        except (ConnectionError, RuntimeError):
            # The client has gone; the reader sees the same and ends the connection.
            self.closing = True

    async def _send_now(self, payload: JSON) -> None:
        text = json.dumps(payload, ensure_ascii=False)
        if self._compress is None:
            await self.socket.send_str(text)
        else:
            await self.socket.send_bytes(self._compress(text.encode()))
