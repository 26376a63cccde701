"""The desk: claims a slot in the store before the tip is sent, and closes it afterwards.

A claim is on disk before anything is sent, with the time of the next slot in the same transaction. A crash therefore
leaves an open claim, never a slot that is due twice. An open claim younger than two minutes is sent again with the
same nonce, which Discord de-duplicates "in the past few minutes". An older one is looked for in the channel by the
delivery id in its buttons: found, it has arrived; not found, it is sent while the slot is not too late; where the
channel cannot be read it is uncertain, and never sent.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import takewhile

from bot.clock import Clock
from bot.domain import Delivery, DeliveryState, Schedule, Tip
from bot.errors import UsageError
from bot.tips.deck import draw
from bot.tips.rhythm import nearest_slot, next_slot, slots_after
from bot.tips.store import ScheduleStore

GRACE = timedelta(minutes=60)  # a slot that is later than this is skipped
RESEND_WITHIN = timedelta(minutes=2)  # Discord remembers a nonce for a few minutes
_LOOK_FOR = timedelta(days=1)  # while Discord fails
NO_TIPS_LEFT = "no tips are left on its topic; schedule another topic"
_NONCE_CHARACTERS = 25
_SAME_SLOT = timedelta(hours=12)  # two slots of a rhythm lie almost a day apart, whatever clocks and zones do
_CLOCK_SET_BACK = timedelta(minutes=1)  # less is the ordinary correction of a clock


@dataclass(frozen=True, slots=True)
class ClaimedTip:
    """A slot that is claimed, with its tip; `topic` is what the schedule is limited to, or empty."""

    delivery: Delivery
    tip: Tip
    topic: str

    @property
    def id(self) -> str:
        """The delivery id, which is the nonce too: 25 characters, the same for the same slot of the same channel."""
        slot = f"{self.delivery.channel_id}:{self.delivery.due.isoformat()}"
        return hashlib.sha256(slot.encode()).hexdigest()[:_NONCE_CHARACTERS]


class TipDesk:
    """Hands out what is due and takes back what became of it."""

    def __init__(self, store: ScheduleStore, tips: Sequence[Tip], clock: Clock) -> None:
        self._store = store
        self._tips = tips
        self._clock = clock
        self._aligned_at: datetime | None = None

    async def next_tip(self, schedule: Schedule) -> Tip | None:
        """Return the tip that a schedule would post next, or None where its topic has none."""
        tips = [tip for tip in self._tips if schedule.topic in ("", tip.topic)]
        return draw(tips, await self._store.given(schedule.channel_id), str(schedule.channel_id))

    async def align(self) -> None:
        """Put due times right at the start and after the clock was set back.

        Timezone data may have changed since a due time was computed, and a clock that ran ahead leaves due times
        behind it that are too late.
        """
        now = self._clock.now()
        if self._aligned_at is None or now < self._aligned_at - _CLOCK_SET_BACK:
            for schedule in await self._store.active():
                try:
                    slot = await self._right_slot(schedule, now)
                except UsageError as error:  # one schedule must not hold up the others
                    await self._store.pause(schedule.channel_id, str(error).rstrip("."))
                    continue
                if slot != schedule.next_due:
                    await self._store.move(schedule, slot)
        self._aligned_at = now

    async def due(self) -> list[Schedule]:
        """Return the schedules that have a slot to be claimed."""
        return await self._store.due(self._clock.now())

    async def claim(self, schedule: Schedule) -> ClaimedTip | None:
        """Claim a slot that is due; None where there is nothing to send: beyond the grace it is written as skipped."""
        now = self._clock.now()
        tip = await self.next_tip(schedule)
        if tip is None:
            await self._store.pause(schedule.channel_id, NO_TIPS_LEFT)
            return None
        late = now - schedule.next_due > GRACE
        try:
            following = next_slot(schedule.rhythm, _last_too_late(now) if late else now)
        except UsageError as error:
            await self._store.pause(schedule.channel_id, str(error).rstrip("."))
            return None
        state = DeliveryState.SKIPPED if late else DeliveryState.CLAIMED
        delivery = await self._store.claim(schedule, tip.id, state, following)
        if late and delivery is not None and following <= now:  # a slot of today, after an outage since yesterday's
            return await self.claim(replace(schedule, next_due=following))
        return ClaimedTip(delivery, tip, schedule.topic) if delivery is not None and not late else None

    async def left_open(self) -> list[ClaimedTip]:
        """Return the claims that were never closed; one that nobody wants any more is marked uncertain."""
        found = []
        for delivery in await self._store.open_claims():
            tip = next((tip for tip in self._tips if tip.id == delivery.tip_id), None)
            schedule = await self._store.of_channel(delivery.channel_id)
            if tip is None or schedule is None or schedule.paused:
                await self._store.close(delivery, DeliveryState.UNCERTAIN)
            else:
                found.append(ClaimedTip(delivery, tip, schedule.topic))
        return found

    def can_repeat(self, claimed: ClaimedTip) -> bool:
        """Tell whether the claim is so young that Discord still knows its nonce; one from the future tells nothing."""
        return timedelta() <= self._clock.now() - claimed.delivery.claimed_at < RESEND_WITHIN

    def read_since(self, claimed: ClaimedTip, clock_error: timedelta) -> datetime:
        """Return from when on the tip can have arrived, where our clock may be wrong by `clock_error`."""
        return min(claimed.delivery.claimed_at, self._clock.now()) - clock_error

    def is_given_up(self, claimed: ClaimedTip) -> bool:
        """Tell whether the claim is so old that it is not worth looking for any more."""
        return abs(self._clock.now() - claimed.delivery.claimed_at) > _LOOK_FOR

    async def not_found(self, claimed: ClaimedTip) -> bool:
        """Note that the tip has not arrived; returns whether it is still to be sent."""
        if self._clock.now() - claimed.delivery.due <= GRACE:
            return True
        await self._store.close(claimed.delivery, DeliveryState.SKIPPED)
        return False

    async def sent(self, claimed: ClaimedTip) -> None:
        """Note that the tip has arrived."""
        await self._store.close(claimed.delivery, DeliveryState.SENT)

    async def uncertain(self, claimed: ClaimedTip, pause: str = "") -> None:
        """Note that nobody can tell whether the tip has arrived, and pause its schedule where there is a reason."""
        await self._store.close(claimed.delivery, DeliveryState.UNCERTAIN, pause)

    async def failed(self, claimed: ClaimedTip, reason: str) -> None:
        """Note that the channel cannot be posted to, and pause its schedule with the reason."""
        await self._store.close(claimed.delivery, DeliveryState.FAILED, reason)

    async def _right_slot(self, schedule: Schedule, now: datetime) -> datetime:
        """Return the slot that the stored one stands for, or an earlier one ahead that was passed over."""
        slot = nearest_slot(schedule.rhythm, schedule.next_due)
        for earlier in takewhile(lambda one: one < slot, slots_after(schedule.rhythm, now)):
            near = earlier - _SAME_SLOT, earlier + _SAME_SLOT
            if not await self._store.has_delivery(schedule.channel_id, *near):
                return earlier
        return slot


def _last_too_late(now: datetime) -> datetime:
    """Return the last instant at which a slot is beyond its grace."""
    return now - GRACE - datetime.resolution
