"""Failures, delays and pauses that a test injects into REST routes."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field

from tests.fake_discord.errors import JSON


class Hold:
    """A pause: the request waits in the server until the test releases it."""

    def __init__(self) -> None:
        """Start closed."""
        self.arrived = asyncio.Event()
        self._open = asyncio.Event()

    def release(self) -> None:
        """Let the request go on."""
        self._open.set()

    async def wait(self) -> None:
        """Mark the request as arrived and wait for `release`."""
        self.arrived.set()
        await self._open.wait()


@dataclass(eq=False)
class Injection:
    """What happens to the next `times` requests with this method and path."""

    method: str
    path: re.Pattern[str]
    times: int = 1
    #: HTTP status of the failure; None lets the request pass, 0 cuts the connection instead of answering.
    status: int | None = None
    body: JSON | None = None
    headers: dict[str, str] = field(default_factory=dict)
    #: Whether Discord carries the request out before it fails: the bot then does not know that it worked.
    performed: bool = False
    #: Real seconds to wait before anything else.
    delay: float = 0.0
    #: Real seconds to wait between carrying it out and answering.
    lag: float = 0.0
    hold: Hold | None = None

    def matches(self, method: str, path: str) -> bool:
        """Return whether this injection is meant for a request."""
        return self.times > 0 and self.method in (method, "*") and self.path.search(path) is not None


class Injections:
    """The injections that are waiting for a request, first come first served."""

    def __init__(self) -> None:
        """Start without any."""
        self._waiting: list[Injection] = []

    def add(self, injection: Injection) -> Injection:
        """Queue an injection."""
        self._waiting.append(injection)
        return injection

    def take(self, method: str, path: str) -> Injection | None:
        """Return the injection for a request and use up one of its times, or None."""
        for injection in self._waiting:
            if injection.matches(method, path):
                injection.times -= 1
                return injection
        return None

    def unused(self) -> list[Injection]:
        """Return the injections that no request has met yet."""
        return [injection for injection in self._waiting if injection.times > 0]

    def release_all(self) -> None:
        """Release every hold, so that the server can shut down."""
        for injection in self._waiting:
            if injection.hold is not None:
                injection.hold.release()


def rate_limited(retry_after: float, scope: str = "user") -> tuple[JSON, dict[str, str]]:
    """Return body and headers of a 429 (topics/rate-limits); without `Via` discord.py takes it for a ban.

    `scope` is "user" for the bot's own limit on a route, "global" for all its requests, and "shared" for what
    others have used up, which is not held against the bot.
    """
    body: JSON = {"message": "You are being rate limited.", "retry_after": retry_after, "global": scope == "global"}
    headers = {"Retry-After": str(retry_after), "Via": "1.1 google", "X-RateLimit-Scope": scope}
    return body, headers | ({"X-RateLimit-Global": "true"} if scope == "global" else {})
