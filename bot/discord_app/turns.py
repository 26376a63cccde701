"""Who is served next when many come at once."""

import asyncio

from bot.clock import Clock
from bot.errors import BotError

DISCORD_WAITS = 3.0  # seconds for the first response to an interaction


class GaveUpError(BotError):
    """Discord has stopped waiting for a response, so that there is nobody to answer."""


class Turns:
    """One at a time, first come, first served, with a round of the event loop between two.

    Without it, whatever came at once would be answered in one round, and the first answer be written to its connection
    after the last one was made.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = asyncio.Lock()

    async def next(self) -> None:
        """Wait for one's turn. It lasts until the caller waits for something else."""
        async with self._lock:
            await asyncio.sleep(0)

    async def next_response(self, came: float) -> None:
        """Wait for one's turn to respond to what came at that reading of the monotonic clock.

        Raises `GaveUpError` where Discord has stopped waiting: work for nobody would make others late too.
        """
        await self.next()
        if self._clock.monotonic() - came > DISCORD_WAITS:
            raise GaveUpError
