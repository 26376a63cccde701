"""The desk: claims a slot in the store before the tip is sent, and closes it afterwards.

A claim is on disk before anything is sent, with the time of the next slot in the same transaction. A crash therefore
leaves at most one open claim, never a slot that is due twice. An open claim younger than two minutes is sent again with
the same nonce, which Discord de-duplicates "in the past few minutes"; an older one is marked uncertain and not sent.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.clock import Clock
from bot.domain import Delivery, DeliveryState, Schedule, Tip
from bot.errors import UsageError
from bot.tips.deck import draw
from bot.tips.rhythm import next_slot

GRACE = timedelta(minutes=60)  # a slot that is later than this is skipped
RESEND_WITHIN = timedelta(minutes=2)  # Discord remembers a nonce for a few minutes
_NONCE_CHARACTERS = 25


class ScheduleStore(Protocol):
    """What the desk needs of storage."""

    async def due(self, now: datetime) -> list[Schedule]:
        """Return the schedules that are not paused and due at `now`."""
        ...

    async def given(self, channel_id: int) -> list[str]:
        """Return the ids of the tips claimed so far for a channel, oldest first."""
        ...

    async def claim(self, schedule: Schedule, tip_id: str, state: DeliveryState, next_due: datetime) -> Delivery | None:
        """Write the slot and the next due time in one transaction; None where the slot is already claimed."""
        ...

    async def open_claims(self) -> list[Delivery]:
        """Return the deliveries that were claimed and never closed."""
        ...

    async def close(self, delivery: Delivery, state: DeliveryState) -> None:
        """Mark a claimed delivery."""
        ...

    async def pause(self, channel_id: int, reason: str) -> None:
        """Stop a channel's schedule until its owner resumes it."""
        ...


@dataclass(frozen=True, slots=True)
class ClaimedTip:
    """A tip that is to be sent now."""

    delivery: Delivery
    tip: Tip

    @property
    def nonce(self) -> str:
        """At most 25 characters, the same for the same slot of the same channel."""
        slot = f"{self.delivery.channel_id}:{self.delivery.due.isoformat()}"
        return hashlib.sha256(slot.encode()).hexdigest()[:_NONCE_CHARACTERS]


class TipDesk:
    """Hands out what is due and takes back what became of it."""

    def __init__(self, store: ScheduleStore, tips: Sequence[Tip], clock: Clock) -> None:
        self._store = store
        self._tips = tips
        self._clock = clock

    async def left_open(self) -> list[ClaimedTip]:
        """Return the claims that a crash left open and that can be sent again; older ones are marked uncertain."""
        again = []
        for delivery in await self._store.open_claims():
            tip = next((tip for tip in self._tips if tip.id == delivery.tip_id), None)
            if tip is not None and self._clock.now() - delivery.claimed_at < RESEND_WITHIN:
                again.append(ClaimedTip(delivery, tip))
            else:
                await self._store.close(delivery, DeliveryState.UNCERTAIN)
        return again

    async def claim_due(self) -> list[ClaimedTip]:
        """Claim every slot that is due; those beyond the grace are written down as skipped."""
        now = self._clock.now()
        claimed = []
        for schedule in await self._store.due(now):
            tips = [tip for tip in self._tips if schedule.topic in ("", tip.topic)]
            tip = draw(tips, await self._store.given(schedule.channel_id), str(schedule.channel_id))
            if tip is None:
                await self._store.pause(schedule.channel_id, "no tips are left on its topic; schedule another topic")
                continue
            try:
                following = next_slot(schedule.rhythm, now)
            except UsageError as error:  # one schedule must not hold up the others
                await self._store.pause(schedule.channel_id, str(error))
                continue
            late = now - schedule.next_due > GRACE
            state = DeliveryState.SKIPPED if late else DeliveryState.CLAIMED
            delivery = await self._store.claim(schedule, tip.id, state, following)
            if delivery is not None and not late:
                claimed.append(ClaimedTip(delivery, tip))
        return claimed

    async def sent(self, claimed: ClaimedTip) -> None:
        """Note that the tip has arrived."""
        await self._store.close(claimed.delivery, DeliveryState.SENT)

    async def failed(self, claimed: ClaimedTip, reason: str) -> None:
        """Note that the channel cannot be posted to, and pause its schedule with the reason."""
        await self._store.close(claimed.delivery, DeliveryState.FAILED)
        await self._store.pause(claimed.delivery.channel_id, reason)
