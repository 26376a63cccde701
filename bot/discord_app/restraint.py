"""What keeps the bot from flooding a Discord that refuses it. aiohttp's tracing tells of every request."""

import asyncio
import logging
from collections import deque
from types import SimpleNamespace

import aiohttp

from bot.clock import Clock

log = logging.getLogger(__name__)

_INVALID = frozenset((401, 403, 429))
_NOT_COUNTED = "shared"  # the scope of a limit that others have used up
_MOST_INVALID, _INVALID_SECONDS = 5_000, 600.0  # half of what Discord allows: others may share the address
_MOST_CONNECTIONS, _CONNECTION_SECONDS = 5, 30.0  # discord.py gives up a connection that takes 60
_MOST_IDENTIFIES, _IDENTIFY_SECONDS = 900, 86_400.0  # after 1,000 a day Discord takes the token away


class Restraint:
    """Counts invalid requests, and spaces gateway connections and sessions.

    Discord bans an address with 10,000 invalid requests in ten minutes
    (https://discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans). discord.py 2.7.1
    connects again without any pause where a connection ends soon after it began: 200 times a second on loopback.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.invalid: deque[float] = deque(maxlen=_MOST_INVALID)
        self._connections: deque[float] = deque(maxlen=_MOST_CONNECTIONS)
        self.identifies: deque[float] = deque(maxlen=_MOST_IDENTIFIES)

    def trace(self) -> aiohttp.TraceConfig:
        """Return what discord.py hands to aiohttp."""
        config = aiohttp.TraceConfig()
        config.on_request_start.append(self._begins)
        config.on_request_end.append(self._answered)
        return config

    def is_spent(self) -> bool:
        """Tell whether nothing should be sent that may be refused."""
        return self._seconds_left(self.invalid, _INVALID_SECONDS) > 0

    async def before_identify(self) -> None:
        """Wait until one more session may be begun within a day."""
        wait = self._seconds_left(self.identifies, _IDENTIFY_SECONDS)
        if wait:
            log.error("%d sessions were begun within a day; the next one waits", len(self.identifies))
            await asyncio.sleep(wait)  # discord.py tries again after a minute, and comes back here
        self.identifies.append(self._clock.monotonic())

    async def _begins(
        self, _: aiohttp.ClientSession, __: SimpleNamespace, request: aiohttp.TraceRequestStartParams
    ) -> None:
        if request.url.scheme in ("ws", "wss"):
            await asyncio.sleep(self._seconds_left(self._connections, _CONNECTION_SECONDS))
            self._connections.append(self._clock.monotonic())

    async def _answered(
        self, _: aiohttp.ClientSession, __: SimpleNamespace, answer: aiohttp.TraceRequestEndParams
    ) -> None:
        shared = answer.response.headers.get("X-RateLimit-Scope") == _NOT_COUNTED
        if answer.response.status in _INVALID and not shared:
            before = self.is_spent()
            self.invalid.append(self._clock.monotonic())
            if self.is_spent() and not before:
                log.error("Discord refused %d requests in ten minutes; messages wait", len(self.invalid))

    def _seconds_left(self, moments: deque[float], span: float) -> float:
        """Return for how long there are as many moments within a span of seconds as may be."""
        full = len(moments) == moments.maxlen
        return max(0.0, moments[0] + span - self._clock.monotonic()) if full else 0.0
