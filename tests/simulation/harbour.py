"""Years of scheduled tips in many zones: the real client, poster, desk and SQLite file, killed again and again.

The client stays connected to the loopback Discord throughout, since it holds nothing about tips; what is killed is
everything that knows of them. Simulated time stands still while the program works and jumps to its next look.
"""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from bot.app import App, open_stored
from bot.discord_app.client import AssistantClient
from bot.discord_app.tip_loop import LOOK_EVERY_SECONDS, TipPoster
from bot.domain import Rhythm
from bot.storage.storage import Storage
from bot.tips.rhythm import next_slot
from tests.conftest import HandClock
from tests.fake_discord import Channel, FakeDiscord, Permission
from tests.simulation.mortal import Life
from tests.simulation.tally import Watch

ZONES = (
    "UTC", "Europe/London", "Europe/Berlin", "Europe/Moscow", "Africa/Cairo", "Africa/Casablanca", "Asia/Tehran",
    "Asia/Kolkata", "Asia/Kathmandu", "Asia/Shanghai", "Asia/Tokyo", "Australia/Adelaide", "Australia/Sydney",
    "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Apia", "Pacific/Kiritimati",
    "America/St_Johns", "America/New_York", "America/Sao_Paulo", "America/Santiago", "America/Los_Angeles",
    "America/Nuuk",
)  # fmt: skip
START = datetime(2027, 6, 1, tzinfo=UTC)  # two years from here hold 29 February 2028
UNREADABLE = ("Asia/Tokyo", "America/Nuuk")  # the bot may not read the history of these channels
EVERY_DAY = frozenset(range(7))
_LOOK = timedelta(seconds=LOOK_EVERY_SECONDS)


@dataclass
class Plan:
    """How long, how often killed, and whether the bot's clock is set while it is down."""

    days: int
    points_between_kills: int
    seed: int
    clock_jumps: bool = False
    trouble: float = 0.03  # the share of requests whose connection breaks or that fail with 503


@dataclass
class Harbour:
    """A server with a channel for each zone, in which tips come once a day."""

    discord: FakeDiscord
    client: AssistantClient
    app: App
    clock: HandClock
    plan: Plan
    error: timedelta = timedelta()  # of the bot's clock
    seen: Counter[str] = field(default_factory=Counter)
    killed_at: Counter[str] = field(default_factory=Counter)
    looks: list[datetime] = field(default_factory=list)  # that left nothing open
    watches: list[Watch] = field(default_factory=list)  # by the bot's own clock
    channels: dict[str, Channel] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._random = random.Random(self.plan.seed)
        self.ended = self._end = self.clock.moment + timedelta(days=self.plan.days)

    def rhythm(self, zone: str) -> Rhythm:
        """Return a daily time for a zone; many fall into the hours that clock changes leave out or repeat."""
        number = ZONES.index(zone)
        return Rhythm(time((number * 7) % 24 if number % 2 else number % 4, number * 5 % 60), zone, EVERY_DAY)

    async def schedule(self) -> None:
        """Schedule every zone's tips."""
        guild = self.discord.add_guild("Harbour")
        settings = self.app.settings
        async with Storage.open(settings.database_path, settings.pseudonym_key, self.clock) as storage:
            for zone in ZONES:
                channel = self.channels[zone] = guild.add_text_channel(zone.lower().replace("/", "-"))
                if zone in UNREADABLE:
                    channel.set_overwrite(self.discord.bot, deny=Permission.READ_MESSAGE_HISTORY)
                due = next_slot(self.rhythm(zone), self.clock.moment)
                await storage.schedules.put(guild.id, channel.id, self.rhythm(zone), "", due)
        await self.discord.settle()

    async def run(self) -> None:
        """Let one process after the other live and die until the time is over, and a last one put all in order."""
        while self.true_now < self._end:
            fatal = self._random.randint(1, 2 * self.plan.points_between_kills)
            life = Life(fatal, late=self._random.random() < 0.5)
            self.seen["processes"] += 1
            if await life.live(self._process()):
                self.seen["kills"] += 1
                self.killed_at[life.killed_at] += 1
                await self._quiet()
                self.client.http._buckets.clear()  # what the dead process knew of rate limits
                self._pass_time_down()
            self._count_requests()
        self._set_clock(timedelta())
        await Life(-1, late=False).live(self._process(last=True))
        self._count_requests()

    @property
    def true_now(self) -> datetime:
        """Discord's time."""
        return self.clock.moment - self.error

    async def _process(self, *, last: bool = False) -> None:
        async with open_stored(self.app) as stored:
            poster, settled = TipPoster(self.client, self.app, stored), None
            while last or self.true_now < self._end:
                if not last:
                    self._make_trouble()
                looked_at, own = self.true_now, self.clock.moment
                await poster.post_due()
                due = await stored.storage.schedules.next_due()
                is_open = bool(await stored.storage.schedules.open_claims())
                if not is_open:
                    if settled is not None:
                        self.watches.append((settled, own))
                    settled = own
                    self.looks.append(looked_at)
                    if last:
                        self.ended = looked_at
                        return
                soon = self.clock.moment + _LOOK
                self.clock.moment = soon if is_open or due is None else max(soon, due + self._random.random() * _LOOK)

    def _make_trouble(self) -> None:
        if self._random.random() < self.plan.trouble:
            status, performed = self._random.choice((0, 503)), self._random.random() < 0.5
            self.discord.fail_next("POST", r"/messages$", status, performed=performed)
            self.seen["broken requests"] += 1

    async def _quiet(self) -> None:
        """Let what was on its way when the process died arrive, as it does within milliseconds."""
        for _ in range(30):
            await asyncio.sleep(0)
        await self.discord.world.changes.wait_for(lambda: not self.discord.rest.in_flight, 10, "the last requests")

    def _pass_time_down(self) -> None:
        """Stay down: mostly for seconds, sometimes beyond the nonce or the grace, at times for a day or two."""
        minutes = ((0, 2), (2, 50), (50, 2 * 60), (2 * 60, 20 * 60), (20 * 60, 60 * 60))
        shortest, longest = self._random.choices(minutes, (600, 300, 90, 8, 4))[0]
        self.clock.forward(minutes=self._random.uniform(shortest, longest))
        if self.plan.clock_jumps and self._random.random() < 0.3:
            self.seen["clock set"] += 1
            hours = self._random.choice((-19, -3, -1, 0, 0, 0, 1, 3, 19))
            self._set_clock(timedelta(hours=hours))

    def _set_clock(self, error: timedelta) -> None:
        self.clock.moment += error - self.error
        self.error = error

    def _count_requests(self) -> None:
        for request in self.discord.requests:
            if request.path.endswith("/messages"):
                self.seen["history reads" if request.method == "GET" else "posts"] += 1
        self.discord.requests.clear()


async def simulate(discord: FakeDiscord, client: AssistantClient, app: App, clock: HandClock, plan: Plan) -> Harbour:
    """Run a plan; returns the server with what happened."""
    harbour = Harbour(discord, client, app, clock, plan)
    await harbour.schedule()
    await harbour.run()
    return harbour
