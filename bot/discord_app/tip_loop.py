"""Posting the tips that are due: claim, send with the slot's nonce, mark. Beside it, the daily purge of old usage."""

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.discord_app import render
from bot.discord_app.components import buttons
from bot.discord_app.door import described
from bot.errors import BotError
from bot.tips.desk import ClaimedTip, TipDesk

if TYPE_CHECKING:
    from bot.app import App, Stored

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 15.0
_FINISH_SECONDS = 1.5  # for a tip that is being sent when the program stops; what is not sent stays an open claim

_REASONS = {
    403: "I may not post in that channel any more; give me View Channel and Send Messages, then schedule again",
    404: "that channel is gone; schedule tips in another one",
}


class TipPoster:
    """A task that looks for due slots. The table is the truth; this holds nothing that a crash could lose."""

    def __init__(self, client: discord.Client, app: "App", stored: "Stored") -> None:
        self._client = client
        self._app = app
        self._stored = stored
        self._task: asyncio.Task[None] | None = None
        self._sending: set[asyncio.Task[bool]] = set()

    @property
    def _desk(self) -> TipDesk:
        return self._stored.desk  # another one once the content has changed

    def start(self) -> None:
        """Begin, unless it has begun."""
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="tips")

    async def stop(self) -> None:
        """End between two tips: one that is being sent is finished and marked."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        if self._sending:
            await asyncio.wait(set(self._sending), timeout=_FINISH_SECONDS)

    async def post_due(self) -> int:
        """Post what is due and what a crash left open; returns how many arrived."""
        arrived = 0
        for claimed in [*await self._desk.left_open(), *await self._desk.claim_due()]:
            sending = asyncio.create_task(self._post(claimed))
            self._sending.add(sending)
            sending.add_done_callback(self._sending.discard)
            arrived += await asyncio.shield(sending)
        return arrived

    async def _run(self) -> None:
        while True:
            try:
                await self.post_due()
                await self._stored.purge(self._app.settings.retention_days)
            except BotError as error:
                log.warning("tips could not be posted: %s", error)
            except Exception as error:  # noqa: BLE001  # the loop must outlive any one failure
                log.error("tips could not be posted: %s", described(error))  # noqa: TRY400  # without the message
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def _post(self, claimed: ClaimedTip) -> bool:
        reply = self._app.tips.scheduled(claimed.tip)
        view = buttons(reply.actions)
        more: dict[str, Any] = {"view": view} if view is not None else {}
        channel = self._client.get_partial_messageable(claimed.delivery.channel_id)
        try:
            # discord.py sends enforce_nonce with a nonce: Discord drops a second one within a few minutes.
            await channel.send(render.content(reply), nonce=claimed.nonce, suppress_embeds=True, **more)
        except (discord.Forbidden, discord.NotFound) as error:
            await self._desk.failed(claimed, _REASONS[error.status])
            return False
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            # The claim stays open: it is sent again with the same nonce while that is safe.
            log.warning("a tip was not sent: %s", described(error))
            return False
        await self._desk.sent(claimed)
        return True
