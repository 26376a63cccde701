"""What a running bot does for itself: notice when the database is back, see how tips stand, and a backup a day."""

import asyncio
import logging
import threading
from datetime import date, datetime, timedelta

from bot.app import App, Stored
from bot.errors import StorageError
from bot.operations.health import Trouble
from bot.storage.copying import StoppedError, daily_backup
from bot.storage.overview import Overview

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 10.0
_TRY_BACKUP_AGAIN = timedelta(hours=1)


class Upkeep:
    """Looks every few seconds; all that it finds stands in the health, and every change in the log."""

    def __init__(self, app: App, stored: Stored) -> None:
        self._app = app
        self._stored = stored
        self.overview = Overview()
        self._known: dict[Trouble, str] = {Trouble.DISCORD: ""}  # not connected at the start is no news
        self._leaving = threading.Event()
        self._next_backup: datetime | None = None
        self._backed_up: date | None = None

    @property
    def uncounted(self) -> int:
        """How many events since the start are not in the database: it could not be used, or it refused them."""
        return self._stored.uncounted + self._stored.storage.refused

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        try:
            while True:
                try:
                    await self.look()
                except Exception:  # the loop must outlive any one failure
                    log.exception("upkeep failed; it is tried again")
                await asyncio.sleep(LOOK_EVERY_SECONDS)
        finally:
            self._leaving.set()  # a copy that is being made is given up

    async def look(self) -> None:
        """Look once."""
        try:
            if self._stored.storage.trouble():
                await self._stored.storage.probe()
            self.overview = await self._stored.storage.overview()
            self._app.health.report(Trouble.TIPS, self.overview.trouble())
        except StorageError as error:
            log.debug("storage: %s", error)  # the health knows, and a change is told below
        if not self._stored.storage.trouble():
            await self._back_up()
        self._tell_changes()

    async def _back_up(self) -> None:
        """Make the backup of the day; after a failure, again in an hour."""
        now = self._app.clock.now()
        if self._backed_up == now.date() or (self._next_backup is not None and now < self._next_backup):
            return
        database = self._app.settings.database_path
        try:
            made = await asyncio.to_thread(daily_backup, database, now.date(), self._leaving.is_set)
        except StorageError as error:
            self._next_backup = now + _TRY_BACKUP_AGAIN
            self._app.health.report(Trouble.BACKUP, f"the daily backup was not made: {error}")
        except StoppedError:
            log.info("the daily backup is left for the next start")
        else:
            self._backed_up, self._next_backup = now.date(), None
            self._app.health.report(Trouble.BACKUP, "")
            if made is not None:
                log.info("backed up to %s", made)

    def _tell_changes(self) -> None:
        reasons = self._app.health.reasons()
        for trouble, reason in reasons.items():
            if trouble not in self._known:
                log.warning("degraded, %s: %s", trouble, reason)
        for trouble in self._known.keys() - reasons.keys():
            log.info("%s is in order", trouble)
        if Trouble.STORAGE in self._known and Trouble.STORAGE not in reasons and self.uncounted:
            log.warning("%d events since the start were not counted", self.uncounted)
        self._known = reasons
