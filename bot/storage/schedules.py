"""Schedules and deliveries: the table is the truth about what is due and what was sent."""

from datetime import datetime, time

from bot.clock import Clock
from bot.domain import CHANNEL_GONE, Delivery, DeliveryState, Rhythm, Schedule, days_of
from bot.storage.database import Database, Row


class Schedules:
    """The schedules and deliveries tables; fits `bot.tips.store.ScheduleStore`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def put(self, guild_id: int, channel_id: int, rhythm: Rhythm, topic: str, next_due: datetime) -> None:
        """Create the channel's schedule or replace it; a replaced one is no longer paused."""
        await self._database.write(
            "INSERT INTO schedules (guild_id, channel_id, local_time, timezone, days, topic, next_due)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (channel_id) DO UPDATE SET guild_id = excluded.guild_id,"
            " local_time = excluded.local_time, timezone = excluded.timezone, days = excluded.days,"
            " topic = excluded.topic, next_due = excluded.next_due, paused = ''",
            (
                guild_id,
                channel_id,
                rhythm.local_time.strftime("%H:%M"),
                rhythm.timezone,
                rhythm.bits,
                topic,
                next_due.isoformat(),
            ),
        )

    async def of_channel(self, channel_id: int) -> Schedule | None:
        """Return a channel's schedule, or None."""
        rows = await self._database.rows("SELECT * FROM schedules WHERE channel_id = ?", (channel_id,))
        return _schedule(rows[0]) if rows else None

    async def of_guild(self, guild_id: int) -> list[Schedule]:
        """Return a server's schedules, the next due first."""
        rows = await self._database.rows("SELECT * FROM schedules WHERE guild_id = ? ORDER BY next_due", (guild_id,))
        return [_schedule(row) for row in rows]

    async def remove(self, channel_id: int) -> bool:
        """Delete a channel's schedule; returns whether there was one."""
        return await self._database.write("DELETE FROM schedules WHERE channel_id = ?", (channel_id,)) > 0

    async def purge_gone(self, before: datetime) -> int:
        """Delete the schedules whose channel was gone by then: nobody can name it to stop them."""
        return await self._database.write(
            "DELETE FROM schedules WHERE paused = ? AND next_due < ?", (CHANNEL_GONE, before.isoformat())
        )

    async def pause(self, channel_id: int, reason: str) -> None:
        """Stop a channel's schedule until its owner resumes it."""
        await self._database.write("UPDATE schedules SET paused = ? WHERE channel_id = ?", (reason, channel_id))

    async def pause_guild(self, guild_id: int, reason: str) -> None:
        """Stop all schedules of a server that are not paused for another reason."""
        await self._database.write(
            "UPDATE schedules SET paused = ? WHERE guild_id = ? AND paused = ''", (reason, guild_id)
        )

    async def resume(self, channel_id: int, next_due: datetime) -> None:
        """Let a channel's schedule go on."""
        await self._database.write(
            "UPDATE schedules SET paused = '', next_due = ? WHERE channel_id = ?", (next_due.isoformat(), channel_id)
        )

    async def move(self, schedule: Schedule, next_due: datetime) -> None:
        """Change when a schedule is due next, unless it has changed meanwhile."""
        await self._database.write(
            "UPDATE schedules SET next_due = ? WHERE id = ? AND next_due = ?",
            (next_due.isoformat(), schedule.id, schedule.next_due.isoformat()),
        )

    async def active(self) -> list[Schedule]:
        """Return every schedule that is not paused."""
        return [_schedule(row) for row in await self._database.rows("SELECT * FROM schedules WHERE paused = ''")]

    async def due(self, now: datetime) -> list[Schedule]:
        """Return the schedules that are not paused and due at `now`, the longest overdue first."""
        rows = await self._database.rows(
            "SELECT * FROM schedules WHERE next_due <= ? AND paused = '' ORDER BY next_due",
            (now.isoformat(),),
        )
        return [_schedule(row) for row in rows]

    async def next_due(self) -> datetime | None:
        """Return when the next slot of any schedule is due."""
        moment = await self._database.value("SELECT min(next_due) FROM schedules WHERE paused = ''")
        return datetime.fromisoformat(moment) if moment else None

    async def given(self, channel_id: int) -> list[str]:
        """Return the ids of the tips given so far in a channel, oldest first; a skipped slot gave none."""
        rows = await self._database.rows(
            "SELECT tip_id FROM deliveries WHERE channel_id = ? AND state NOT IN ('skipped', 'failed') ORDER BY id",
            (channel_id,),
        )
        return [str(row["tip_id"]) for row in rows]

    async def has_delivery(self, channel_id: int, after: datetime, before: datetime) -> bool:
        """Tell whether a slot between two instants was claimed for a channel and not skipped."""
        found = await self._database.value(
            "SELECT 1 FROM deliveries WHERE channel_id = ? AND due > ? AND due < ? AND state <> 'skipped' LIMIT 1",
            (channel_id, after.isoformat(), before.isoformat()),
        )
        return found is not None

    async def claim(self, schedule: Schedule, tip_id: str, state: DeliveryState, next_due: datetime) -> Delivery | None:
        """Write the slot and the next due time in one transaction; None where the schedule has changed meanwhile."""
        claimed_at = self._clock.now()
        async with self._database.transaction() as connection:
            moved = await connection.execute(
                "UPDATE schedules SET next_due = ? WHERE id = ? AND next_due = ? AND paused = ''",
                (next_due.isoformat(), schedule.id, schedule.next_due.isoformat()),
            )
            if moved.rowcount == 0:
                return None
            added = await connection.execute(
                "INSERT INTO deliveries (guild_id, channel_id, due, tip_id, state, claimed_at)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (channel_id, due) DO UPDATE SET tip_id = excluded.tip_id,"
                # A clock that ran ahead had it skipped; now that it runs right the slot is due after all.
                " state = excluded.state, claimed_at = excluded.claimed_at"
                " WHERE deliveries.state = 'skipped' AND excluded.state = 'claimed' RETURNING id",
                (
                    schedule.guild_id,
                    schedule.channel_id,
                    schedule.next_due.isoformat(),
                    tip_id,
                    state.value,
                    claimed_at.isoformat(),
                ),
            )
            row = await added.fetchone()
            if row is None:
                return None
        return Delivery(row["id"], schedule.channel_id, schedule.next_due, tip_id, state, claimed_at)

    async def open_claims(self) -> list[Delivery]:
        """Return the deliveries that were claimed and never closed, oldest first."""
        rows = await self._database.rows("SELECT * FROM deliveries WHERE state = 'claimed' ORDER BY id")
        return [_delivery(row) for row in rows]

    async def close(self, delivery: Delivery, state: DeliveryState, pause: str = "") -> None:
        """Mark what became of a claimed delivery and, with a reason, pause its channel in the same transaction."""
        async with self._database.transaction() as connection:
            await connection.execute("UPDATE deliveries SET state = ? WHERE id = ?", (state.value, delivery.id))
            if pause:
                await connection.execute(
                    "UPDATE schedules SET paused = ? WHERE channel_id = ?", (pause, delivery.channel_id)
                )


def _schedule(row: Row) -> Schedule:
    rhythm = Rhythm(
        local_time=time.fromisoformat(row["local_time"]),
        timezone=row["timezone"],
        days=days_of(row["days"]),
    )
    return Schedule(
        id=row["id"],
        guild_id=row["guild_id"],
        channel_id=row["channel_id"],
        rhythm=rhythm,
        topic=row["topic"],
        next_due=datetime.fromisoformat(row["next_due"]),
        paused=row["paused"],
    )


def _delivery(row: Row) -> Delivery:
    return Delivery(
        id=row["id"],
        channel_id=row["channel_id"],
        due=datetime.fromisoformat(row["due"]),
        tip_id=row["tip_id"],
        state=DeliveryState(row["state"]),
        claimed_at=datetime.fromisoformat(row["claimed_at"]),
    )
