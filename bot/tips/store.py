"""What the desk needs of storage."""

from datetime import datetime
from typing import Protocol

from bot.domain import Delivery, DeliveryState, Schedule


class ScheduleStore(Protocol):
    """The schedules and deliveries; `bot.storage.schedules.Schedules` is one."""

    async def active(self) -> list[Schedule]:
        """Return every schedule that is not paused."""
        ...

    async def due(self, now: datetime) -> list[Schedule]:
        """Return the schedules that are not paused and due at `now`."""
        ...

    async def of_channel(self, channel_id: int) -> Schedule | None:
        """Return a channel's schedule, or None."""
        ...

    async def given(self, channel_id: int) -> list[str]:
        """Return the ids of the tips claimed so far for a channel, oldest first."""
        ...

    async def has_delivery(self, channel_id: int, after: datetime, before: datetime) -> bool:
        """Tell whether a slot between two instants was claimed for a channel and not skipped."""
        ...

    async def move(self, schedule: Schedule, next_due: datetime) -> None:
        """Change when a schedule is due next, unless it has changed meanwhile."""
        ...

    async def claim(self, schedule: Schedule, tip_id: str, state: DeliveryState, next_due: datetime) -> Delivery | None:
        """Write the slot and the next due time in one transaction; None where the slot is already claimed."""
        ...

    async def open_claims(self) -> list[Delivery]:
        """Return the deliveries that were claimed and never closed."""
        ...

    async def close(self, delivery: Delivery, state: DeliveryState, pause: str = "") -> None:
        """Mark a claimed delivery and, with a reason to `pause`, stop its channel's schedule at the same time."""
        ...

    async def pause(self, channel_id: int, reason: str) -> None:
        """Stop a channel's schedule until its owner resumes it."""
        ...
