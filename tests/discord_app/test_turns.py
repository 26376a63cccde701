"""Many come at once: each is served in its turn, and nobody works for those that Discord gave up on."""

import asyncio

import pytest

from bot.discord_app.turns import GaveUpError, Turns
from bot.settings import Settings
from tests.conftest import HandClock, Online
from tests.discord_app.helpers import CLEAR_QUESTION, counted, requests_to, rows


async def test_what_one_began_is_written_before_the_next_begins() -> None:
    turns, seen, loop = Turns(HandClock()), list[str](), asyncio.get_running_loop()

    async def serve(name: str) -> None:
        await turns.next()
        seen.append(f"{name} made")
        loop.call_soon(seen.append, f"{name} written")

    await asyncio.gather(*map(serve, "abc"))
    await asyncio.sleep(0)
    assert seen == ["a made", "a written", "b made", "b written", "c made", "c written"]


@pytest.mark.parametrize(("waited", "given_up"), [(2.9, False), (3.1, True)])
async def test_after_three_seconds_there_is_nobody_to_respond_to(*, waited: float, given_up: bool) -> None:
    clock = HandClock()
    turns, came = Turns(clock), clock.monotonic()
    clock.forward(seconds=waited)
    try:
        await turns.next_response(came)
    except GaveUpError:
        assert given_up
    else:
        assert not given_up


async def test_a_question_whose_turn_comes_too_late_is_counted_and_not_worked_on(
    online: Online, clock: HandClock, settings: Settings
) -> None:
    client = online.client
    async with client.turns._lock:
        await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION, until="sent")
        while not client._in_flight:  # noqa: ASYNC110  # nothing tells of it
            await asyncio.sleep(0.01)
        clock.forward(seconds=3.1)
    await counted(client)
    assert not requests_to(online.discord, "POST", r"/callback$")
    assert [row["outcome"] for row in rows(settings, "SELECT outcome FROM usage")] == ["error"]
