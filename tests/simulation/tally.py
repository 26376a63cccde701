"""What became of every slot: the database and the channels, held against what each rhythm asks for."""

import sqlite3
from bisect import bisect, bisect_left
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path

from bot.domain import Delivery, DeliveryState, Rhythm, Tip
from bot.tips.desk import ClaimedTip
from bot.tips.rhythm import slots_after
from tests.fake_discord import Channel

GRACE = timedelta(minutes=60)
ARRIVAL = timedelta(minutes=5)  # from the end of the grace to the message, at the very most
_TIP = Tip("", "", "", "")

Watch = tuple[datetime, datetime]  # two looks of one process that left nothing open


@dataclass
class Tally:
    """Slots and messages of all channels; `wrong` holds a sentence for everything that must not be.

    Of the slots that an outage of days or a clock set forward passes over, one alone is written down as skipped.
    """

    clock_is_right: bool = True
    looks: list[datetime] = field(default_factory=list)  # when the program settled all that was due, if that is known
    watches: list[Watch] = field(default_factory=list)  # by the program's own clock, if they are known
    slots: int = 0
    messages: int = 0
    doubles: int = 0
    lost: int = 0
    states: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, channel: Channel, slots: list[datetime], states: dict[datetime, str]) -> None:
        """Count one channel: every slot has a delivery that tells the truth about its one message, or its reason."""
        arrived = _arrivals(channel, states)
        self._rightly_skipped(channel, states)
        self._watched(channel, slots, states)
        self.slots += len(slots)
        self.messages += sum(map(len, arrived.values()))
        for due, times in arrived.items():
            if len(times) > 1:
                self.doubles += len(times) - 1
                self.wrong.append(f"{channel.name}: {len(times)} tips for {due}")
        for due in slots:
            state = states.get(due, "no delivery")
            times = arrived.get(due, [])
            self.states["uncertain, arrived" if state == "uncertain" and times else state] += 1
            was_down = bool(self.looks) and self._nobody_looked(due)
            if state == "no delivery" and (was_down or not self.clock_is_right):
                continue
            if not times and state not in ("skipped", "uncertain"):
                self.lost += 1
            if len(times) != {"sent": 1, "skipped": 0}.get(state, len(times)) or state in ("claimed", "no delivery"):
                self.wrong.append(f"{channel.name}: {due} is {state}, with {len(times)} messages")
        if self.clock_is_right:
            self._punctual(channel, arrived)
        for due in states.keys() - set(slots) if self.clock_is_right else ():
            self.wrong.append(f"{channel.name}: a delivery at {due}, where there is no slot")

    def _rightly_skipped(self, channel: Channel, states: dict[datetime, str]) -> None:
        for due, state in states.items() if self.clock_is_right else ():
            if state == "skipped" and not self._nobody_looked(due):
                self.wrong.append(f"{channel.name}: {due} was skipped, though there was time to send it")

    def _nobody_looked(self, due: datetime) -> bool:
        """Tell whether no process looked for slots while this one was to be sent."""
        return bisect(self.looks, due) == bisect(self.looks, due + GRACE)

    def _watched(self, channel: Channel, slots: list[datetime], states: dict[datetime, str]) -> None:
        """A slot that comes while a process is at work, whose clock nobody sets meanwhile, is not passed over."""
        for before, after in self.watches:
            begin = max(bisect(slots, before), bisect_left(slots, after - GRACE))
            for due in slots[begin : bisect(slots, after)]:
                if states.get(due, "skipped") == "skipped":
                    self.wrong.append(f"{channel.name}: {due} was passed over by a process at work")

    def _punctual(self, channel: Channel, arrived: dict[datetime, list[datetime]]) -> None:
        for due, times in arrived.items():
            for moment in times:
                if not timedelta() <= moment - due <= GRACE + ARRIVAL:
                    self.wrong.append(f"{channel.name}: the tip of {due} arrived {moment - due} after it")


def slots_between(rhythm: Rhythm, start: datetime, end: datetime) -> list[datetime]:
    """Return the slots that a rhythm asks for."""
    return list(takewhile(lambda slot: slot <= end, slots_after(rhythm, start)))


def states_of(database: Path, channel_id: int) -> dict[datetime, str]:
    """Return the state of every slot that was ever claimed for a channel."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT due, state FROM deliveries WHERE channel_id = ?", (channel_id,))
        return {datetime.fromisoformat(due): state for due, state in rows}


def _arrivals(channel: Channel, states: dict[datetime, str]) -> dict[datetime, list[datetime]]:
    """Return when messages arrived for each slot, which they name in a button."""
    slot_of = {_delivery_id(channel.id, due): due for due in states}
    found: dict[datetime, list[datetime]] = {}
    for message in channel.messages.values():
        (button,) = [button for button in message.buttons if button.label == "Why?"]
        due = slot_of[str(button.custom_id).rsplit(":", 1)[-1]]
        found.setdefault(due, []).append(datetime.fromtimestamp(message.created, UTC))
    return found


def _delivery_id(channel_id: int, due: datetime) -> str:
    return ClaimedTip(Delivery(0, channel_id, due, "", DeliveryState.SENT, due), _TIP, "").id
