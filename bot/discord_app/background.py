"""What goes on beside what people ask for, from the connection to the end of the program."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.discord_app.door import described
from bot.errors import BotError

log = logging.getLogger(__name__)


class Repeated:
    """A task that does some work every so many seconds, whatever becomes of it."""

    def __init__(self, name: str, seconds: float, *work: Callable[[], Awaitable[object]]) -> None:
        self._name = name
        self._seconds = seconds
        self._work = work
        self._task: asyncio.Task[None] | None = None

    @property
    def is_running(self) -> bool:
        """Whether it was started and not stopped."""
        return self._task is not None

    def start(self) -> None:
        """Begin, unless it has begun."""
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name=self._name)

    async def stop(self) -> None:
        """End it where it waits, and return once it has ended."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait({task})

    async def _run(self) -> None:
        while True:
            for work in self._work:
                await self._attempt(work)
            await asyncio.sleep(self._seconds)

    async def _attempt(self, work: Callable[[], Awaitable[object]]) -> None:
        """Do one piece of work: neither the next one nor the next time suffers from its failure."""
        try:
            await work()
        except BotError as error:
            log.warning("%s: %s", self._name, error)
        except Exception as error:  # noqa: BLE001  # see above
            log.error("%s: %s", self._name, described(error))  # noqa: TRY400  # without the message
