"""Random interactions: none is unhandled, each is answered exactly once, and Discord would accept every request."""

import logging
import random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import Online
from tests.discord_app.helpers import counted, newcomer
from tests.fuzzing.chaos import Chaos

AT_A_TIME = 50
lasting = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=[Phase.generate],  # the bot lives on from one example to the next: a smaller one would not be the same
)


class Stage:
    """The bot and its log; hypothesis shows this short name of it, not all that it holds."""

    def __init__(self, online: Online, log: pytest.LogCaptureFixture) -> None:
        self.online, self.log = online, log

    def __repr__(self) -> str:
        return "the bot"


@pytest.fixture
def stage(online: Online, caplog: pytest.LogCaptureFixture) -> Stage:
    online.guild.add_forum("questions")
    return Stage(online, caplog)


async def live_through(stage: Stage, chance: random.Random) -> None:
    """Let people do 50 things, ten at once, and look at what became of them."""
    online = stage.online
    stage.log.clear()
    online.clock.forward(minutes=1)
    anna, ben = newcomer(online, "anna"), newcomer(online, "ben")
    anna.installed = True
    private = [online.discord.dm(anna), online.discord.private_channel(anna, ben)]
    places = [online.channel, online.guild.add_text_channel("fresh"), *private]
    chaos = Chaos(online, chance, [anna, ben, online.owner], places)
    for _ in range(AT_A_TIME // 10):
        for _ in range(10):
            await chaos.act()
        await chaos.answered()
    await counted(online.client)
    await online.discord.idle()  # `settle` would use up the heartbeats of a long run
    assert [record.getMessage() for record in stage.log.records if record.levelno >= logging.ERROR] == []
    refused = online.discord.take_violations()
    assert [str(one) for one in refused if (one.method, one.code) != ("DELETE", 10008)] == [], "two may dismiss at once"
    assert [reply for reply in chaos.everything if not reply.answered or reply.followups] == []


@settings(lasting, max_examples=2)
@given(seed=st.integers(0, 2**32))
async def test_100_random_interactions(stage: Stage, seed: int) -> None:
    await live_through(stage, random.Random(seed))


@pytest.mark.slow
@settings(lasting, max_examples=200, derandomize=False)
@given(seed=st.integers(0, 2**32))
async def test_10_000_random_interactions(stage: Stage, seed: int) -> None:
    await live_through(stage, random.Random(seed))
