"""New content while the bot runs: read beside the event loop, put in place whole, or not at all."""

import asyncio
import logging
from pathlib import Path

from bot.app import App, Stored
from bot.errors import ContentError
from bot.operations.health import Trouble

log = logging.getLogger(__name__)

_NAMED = 5  # problems that the log names; `check` shows all


class Reloader:
    """Reads the content again whenever it is asked to, one reading after the other."""

    def __init__(self, app: App, stored: Stored, store: Path | None) -> None:
        self._app = app
        self._stored = stored
        self._store = store
        self._asked = asyncio.Event()

    def ask(self) -> None:
        """Ask for the content to be read again; several calls before it begins are one."""
        self._asked.set()

    async def run(self) -> None:
        """Serve what is asked for, until cancelled."""
        while True:
            await self._asked.wait()
            self._asked.clear()
            await self.reload()

    async def reload(self) -> bool:
        """Read the content and put it in place; where it has mistakes the old stays, and the log says why."""
        try:
            content = await asyncio.to_thread(self._app.read_again, self._store)
        except Exception as error:  # noqa: BLE001  # whatever a file does, the former content goes on serving
            self._refuse(error)
            return False
        self._app.content = content
        self._stored.follow(content)
        self._app.health.report(Trouble.CONTENT, "")
        log.info("content read again: %d articles, %d tips", len(content.corpus.articles), len(content.corpus.tips))
        return True

    def _refuse(self, error: Exception) -> None:
        problems = [str(problem) for problem in error.problems] if isinstance(error, ContentError) else [str(error)]
        for problem in problems[:_NAMED]:
            log.error("content: %s", problem)
        more = f", and {len(problems) - 1} more" if len(problems) > 1 else ""
        self._app.health.report(
            Trouble.CONTENT,
            f"the changed content has mistakes, so the former stays in use: {problems[0]}{more}; "
            "mend it (python -m bot check names every place), then send SIGHUP again",
        )
        log.error("the former content stays in use; python -m bot check names all %d problems", len(problems))
