"""How much one person, and one channel, may ask in a minute. Counted in memory, and forgotten after that minute."""

from collections import OrderedDict, deque
from collections.abc import Hashable

from bot.clock import Clock

WINDOW_SECONDS = 60.0
MOST_BY_PERSON = 10
MOST_IN_CHANNEL = 30
MOST_COUNTED = 10_000  # persons, and as many channels; beyond, those that asked longest ago are let go


class RateLimit:
    """Counts questions by person and by channel."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._persons = _Counts(MOST_BY_PERSON)
        self._channels = _Counts(MOST_IN_CHANNEL)
        self._told = _Counts(1)

    def admits(self, person: int, channel: int) -> bool:
        """Count a question and return True, unless the person or the channel has had its share of the last minute."""
        now = self._clock.monotonic()
        if self._persons.is_full(person, now) or self._channels.is_full(channel, now):
            return False
        self._persons.add(person, now)
        self._channels.add(channel, now)
        return True

    def should_tell(self, person: int, how: str) -> bool:
        """Tell whether to say to a person that it was too much: once a minute in each way."""
        now = self._clock.monotonic()
        if self._told.is_full((person, how), now):
            return False
        self._told.add((person, how), now)
        return True

    def __len__(self) -> int:
        """Return how many persons, channels and tellings are held in memory."""
        return len(self._persons) + len(self._channels) + len(self._told)


class _Counts:
    """The moments of the last `most` events under each key, in the order in which the keys were last used."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._moments: OrderedDict[Hashable, deque[float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._moments)

    def is_full(self, key: Hashable, now: float) -> bool:
        moments = self._moments.get(key)
        return moments is not None and len(moments) == self._most and now - moments[0] < WINDOW_SECONDS

    def add(self, key: Hashable, now: float) -> None:
        self._moments.setdefault(key, deque(maxlen=self._most)).append(now)
        self._moments.move_to_end(key)
        while len(self._moments) > MOST_COUNTED or now - next(iter(self._moments.values()))[-1] >= WINDOW_SECONDS:
            self._moments.popitem(last=False)
