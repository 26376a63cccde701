"""Tips once: a process that dies at any await point, thousands of times, posts none twice and loses none."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.app import App
from bot.discord_app import tip_loop
from bot.discord_app.client import AssistantClient
from tests.conftest import HandClock
from tests.fake_discord import FakeDiscord
from tests.simulation.conftest import Report
from tests.simulation.harbour import START, Harbour, Plan, simulate
from tests.simulation.tally import Tally, slots_between, states_of

_LONG = 30  # days
KILLED_AT = {"Schedules.claim", "TipPoster._post", "Schedules.close"}  # a claim or a mark half written, a tip half sent


def counted(harbour: Harbour) -> Tally:
    """Hold what happened against what was asked for."""
    tally = Tally(clock_is_right=not harbour.plan.clock_jumps, looks=harbour.looks, watches=harbour.watches)
    for zone, channel in harbour.channels.items():
        slots = slots_between(harbour.rhythm(zone), START, harbour.ended)
        assert abs(len(slots) - (harbour.ended - START) / timedelta(days=1)) <= 1.1  # one each local day
        states = states_of(harbour.app.settings.database_path, channel.id)
        tally.add(channel, slots, states)
    return tally


def figures(harbour: Harbour, tally: Tally) -> dict[str, object]:
    seen = harbour.seen
    return {
        "zones": len(harbour.channels),
        "days": harbour.plan.days,
        "kills": seen["kills"],
        **{f"kills in {place or 'opening the file'}": count for place, count in sorted(harbour.killed_at.items())},
        "slots": tally.slots,
        "posted": tally.messages,
        "requests to post": seen["posts"],
        "history reads": seen["history reads"],
        "requests broken on purpose": seen["broken requests"],
        "times the clock was set": seen["clock set"],
        **{f"slots that are {state}": count for state, count in sorted(tally.states.items())},
        "posted twice": tally.doubles,
        "lost without a reason": tally.lost,
    }


Simulate = Callable[[Plan], Awaitable[None]]


@pytest.fixture
def simulated(discord: FakeDiscord, client: AssistantClient, app: App, clock: HandClock, report: Report) -> Simulate:
    """Run a plan, print what was seen, and fail where a tip came twice or was lost without a reason."""

    async def run(plan: Plan) -> None:
        harbour = await simulate(discord, client, app, clock, plan)
        tally = counted(harbour)
        if plan.days > _LONG:
            report(f"Scheduled tips, {plan}", figures(harbour, tally))
        assert harbour.seen["kills"] >= plan.days * 2.74  # more than 2,000 in two years
        assert harbour.killed_at.keys() >= KILLED_AT
        assert tally.wrong == []
        assert (tally.doubles, tally.lost) == (0, 0)

    return run


@pytest.mark.parametrize("clock_jumps", [False, True])
async def test_a_week_of_kills(simulated: Simulate, clock_jumps: bool) -> None:
    await simulated(Plan(days=6, points_between_kills=40, seed=7, clock_jumps=clock_jumps))


async def test_the_simulation_notices_tips_that_come_twice(
    discord: FakeDiscord, client: AssistantClient, app: App, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never_found(*_: object) -> bool:
        return False

    monkeypatch.setattr(tip_loop, "has_arrived", never_found)
    harbour = await simulate(discord, client, app, clock, Plan(days=6, points_between_kills=40, seed=7, trouble=0.5))
    assert counted(harbour).doubles > 0


@pytest.mark.slow
@pytest.mark.parametrize("clock_jumps", [False, True])
async def test_two_years_of_kills(simulated: Simulate, clock_jumps: bool) -> None:
    await simulated(Plan(days=731, points_between_kills=150, seed=7, clock_jumps=clock_jumps))
