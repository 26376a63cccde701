"""Waiting for something to become true, without polling."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Changes:
    """A bell which is rung after every change of the fake's state, for those who wait on it."""

    def __init__(self) -> None:
        """Start with nobody waiting."""
        self._waiting: set[asyncio.Future[None]] = set()

    def notify(self) -> None:
        """Let every waiter look again."""
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def wait_for(self, true: Callable[[], bool], timeout: float, what: str) -> None:  # noqa: ASYNC109
        """Return once `true()` holds; raise TimeoutError naming `what` after `timeout` real seconds."""
        # ASYNC109 would have the caller wrap the call in asyncio.timeout; but then the error could not say
        # what was waited for, which is the one thing a failed test needs to tell.
        try:
            async with asyncio.timeout(timeout):
                while not true():
                    future = asyncio.get_running_loop().create_future()
                    self._waiting.add(future)
                    await future
        except TimeoutError:
            raise TimeoutError(f"waited {timeout:g} s for {what}") from None
