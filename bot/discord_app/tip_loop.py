"""Posting the tips that are due: claim, send with the slot's nonce, mark. Beside it, the daily purge of old usage."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.commands import tip_words as words
from bot.discord_app import render
from bot.discord_app.answering import THREAD_ARCHIVED
from bot.discord_app.background import Repeated
from bot.discord_app.components import buttons
from bot.discord_app.door import described
from bot.discord_app.tip_search import has_arrived
from bot.domain import CHANNEL_GONE, Schedule
from bot.tips.desk import ClaimedTip, TipDesk

if TYPE_CHECKING:
    from bot.app import App, Stored
    from bot.discord_app.client import AssistantClient

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 15.0
SEND_SECONDS = 30.0
_AT_ONCE = 5  # channels that are posted to at the same time, so that a slow one does not hold up all others
_FINISH_SECONDS = 1.5  # for a tip that is being sent when the program stops; what is not sent stays an open claim

_PASSING = (401, 408, 429)  # say nothing about the channel
_CLIENT_ERRORS = range(400, 500)
_REASONS = {
    THREAD_ARCHIVED: words.PAUSED_LOCKED,
    403: words.PAUSED_FORBIDDEN,
    404: CHANNEL_GONE,
}

Work = Callable[[], Awaitable[bool]]
_Network = (aiohttp.ClientError, OSError, TimeoutError)


class TipPoster:
    """A task that looks for due slots. The table is the truth; this holds nothing that a crash could lose."""

    def __init__(self, client: "AssistantClient", app: "App", stored: "Stored") -> None:
        self._client = client
        self._app = app
        self._stored = stored
        self._repeated = Repeated("scheduled tips", LOOK_EVERY_SECONDS, self.post_due, self._purge)
        self._looking = asyncio.Lock()
        self._gate = asyncio.Semaphore(_AT_ONCE)
        self._sending: set[asyncio.Future[bool]] = set()

    @property
    def _desk(self) -> TipDesk:
        return self._stored.desk  # another one once the content has changed

    @property
    def is_running(self) -> bool:
        """Whether it looks by itself."""
        return self._repeated.is_running

    def start(self) -> None:
        """Begin, unless it has begun."""
        self._repeated.start()

    async def stop(self) -> None:
        """End between two tips: one that is being sent is finished and marked."""
        await self._repeated.stop()
        if self._sending:
            await asyncio.wait(set(self._sending), timeout=_FINISH_SECONDS)

    async def post_due(self) -> int:
        """Post what is due and what a crash left open; returns how many arrived."""
        async with self._looking:
            await self._desk.align()
            work = [partial(self._settle, claimed) for claimed in await self._desk.left_open()]
            work += [partial(self._claim_and_post, schedule) for schedule in await self._desk.due()]
            results = await asyncio.gather(*map(self._in_turn, work), return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result
        return sum(map(bool, results))

    async def _purge(self) -> None:
        await self._stored.purge(self._app.settings.retention_days)

    async def _in_turn(self, work: Work) -> bool:
        """Do one channel's work when its turn comes; near the limit of refused requests it is left for another look."""
        async with self._gate:
            return not self._client.restraint.is_spent() and await self._finished(work)

    async def _finished(self, work: Work) -> bool:
        """Carry out to the end what was begun, even where the loop is told to stop meanwhile."""
        sending = asyncio.ensure_future(work())
        self._sending.add(sending)
        sending.add_done_callback(self._sending.discard)
        return await asyncio.shield(sending)

    async def _claim_and_post(self, schedule: Schedule) -> bool:
        claimed = await self._desk.claim(schedule)
        return claimed is not None and await self._post(claimed)

    async def _settle(self, claimed: ClaimedTip) -> bool:
        """Find out about a claim that was left open, and send it where that is safe."""
        if self._desk.can_repeat(claimed):
            return await self._post(claimed)
        try:
            arrived = await has_arrived(self._client, self._desk, claimed)
        except (discord.DiscordException, *_Network) as error:
            reason = _refusal(error)
            if reason or self._desk.is_given_up(claimed):
                await self._desk.uncertain(claimed, reason)
            return False
        if arrived:
            await self._desk.sent(claimed)
        elif arrived is None:
            log.warning("whether a tip arrived cannot be told, for the channel's history cannot be read")
            await self._desk.uncertain(claimed)
        return arrived is False and await self._desk.not_found(claimed) and await self._post(claimed)

    async def _post(self, claimed: ClaimedTip) -> bool:
        reply = self._app.tips.scheduled(claimed.tip, claimed.topic, claimed.id)
        view = buttons(reply.actions)
        more: dict[str, Any] = {"view": view} if view is not None else {}
        channel = self._client.get_partial_messageable(claimed.delivery.channel_id)
        try:
            # discord.py sends enforce_nonce with a nonce: Discord drops a second one within a few minutes. Waiting
            # longer for a rate limit could bring the message after Discord has forgotten the first one.
            async with asyncio.timeout(SEND_SECONDS):
                await channel.send(render.content(reply), nonce=claimed.id, suppress_embeds=True, **more)
        except (discord.HTTPException, *_Network) as error:
            reason = _refusal(error)
            if reason:
                await self._desk.failed(claimed, reason)
            else:  # The claim stays open: it is settled at the next look.
                log.warning("a tip was not sent: %s", described(error))
            return False
        await self._desk.sent(claimed)
        return True


def _refusal(error: BaseException) -> str:
    """Return why Discord will not have tips in a channel, or an empty text for what passes."""
    if not isinstance(error, discord.HTTPException):
        return ""
    if error.status not in _CLIENT_ERRORS or error.status in _PASSING:
        return ""
    other = words.PAUSED_REFUSED.format(code=error.code)
    return _REASONS.get(error.code) or _REASONS.get(error.status, other)
