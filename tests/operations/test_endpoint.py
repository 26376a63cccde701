"""The endpoint beside the real client: what an operator and Prometheus see."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.app import App, Stored
from bot.cli.health import is_healthy
from bot.errors import SettingsError
from bot.operations import endpoint as endpoints
from bot.operations.around import operations
from bot.operations.health import Trouble
from bot.operations.metrics import Metrics
from bot.operations.reload import Reloader
from bot.operations.upkeep import Upkeep
from bot.tips.rhythm import next_slot, read_rhythm
from tests.conftest import HandClock, Online
from tests.discord_app.helpers import CLEAR_QUESTION, NONSENSE, WAIT_SECONDS, counted, reference_in
from tests.test_process import free_port

SECRET = "my boss Wilhelmina Grabowski wants everything blorfed"


@dataclass
class Operator:
    """Asks the endpoint over HTTP."""

    port: int
    session: aiohttp.ClientSession

    async def get(self, path: str) -> tuple[int, Any]:
        async with self.session.get(f"http://127.0.0.1:{self.port}{path}") as response:
            return response.status, await response.json()

    async def figures(self) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
        async with self.session.get(f"http://127.0.0.1:{self.port}/metrics") as response:
            assert response.headers["Content-Type"].startswith("text/plain; version=0.0.4")
            families = text_string_to_metric_families(await response.text())
        return {
            (sample.name, tuple(sorted(sample.labels.items()))): sample.value
            for family in families
            for sample in family.samples
        }


@pytest.fixture
async def operator(app: App, stored: Stored) -> AsyncIterator[Operator]:
    """The endpoint on a free port, in front of the client that the test connects."""
    app.settings = replace(app.settings, health_port=free_port())
    async with serving(app, stored) as operator:
        yield operator


@asynccontextmanager
async def serving(app: App, stored: Stored) -> AsyncIterator[Operator]:
    async with operations(app, stored, None), aiohttp.ClientSession() as session:
        assert app.settings.health_port is not None
        yield Operator(app.settings.health_port, session)


async def test_before_discord_is_reached_it_lives_but_is_not_ready(operator: Operator) -> None:
    assert await operator.get("/live") == (200, {"live": True})
    assert await operator.get("/ready") == (503, {"ready": False})
    status, state = await operator.get("/health")
    assert (status, state["live"], state["ready"], state["degraded"]) == (503, True, False, True)
    assert state["reasons"] == {"discord": "not connected to Discord yet"}


async def test_connected_it_is_ready_and_in_order(operator: Operator, online: Online) -> None:
    assert await operator.get("/ready") == (200, {"ready": True})
    status, state = await operator.get("/health")
    assert status == 200
    assert (state["degraded"], state["reasons"]) == (False, {})
    assert state["content"] == online.app.corpus.reviewed.isoformat()


async def test_a_lost_connection_is_said_and_its_return_counted(operator: Operator, online: Online) -> None:
    lost = asyncio.Event()
    notice = online.client.app.health.discord_lost

    def noticed() -> None:
        notice()
        lost.set()

    online.client.app.health.discord_lost = noticed  # type: ignore[method-assign]  # to wait for it
    await online.discord.stop_serving()
    await asyncio.wait_for(lost.wait(), WAIT_SECONDS)
    status, state = await operator.get("/health")
    assert status == 503
    assert state["reasons"]["discord"].startswith("the connection to Discord is lost")
    back = asyncio.create_task(online.client.wait_for("resumed", timeout=30))
    await online.discord.start_serving()
    await back
    await asyncio.sleep(0)
    assert (await operator.get("/ready"))[0] == 200
    assert (await operator.figures())["assistant_reconnects_total", ()] == 1


async def test_what_is_asked_is_counted_without_anybodys_words(operator: Operator, online: Online) -> None:
    await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION)
    await online.discord.slash(online.alice, online.channel, "ask", question=f"{NONSENSE} {SECRET}")
    await online.discord.slash(online.alice, online.channel, "glossary", term=SECRET)
    await online.discord.say(online.alice, online.channel, f"<@bot> {CLEAR_QUESTION}")
    await online.discord.next_message(online.channel)
    await counted(online.client)
    figures = await operator.figures()
    requests = {dict(labels)["kind"] + " " + dict(labels)["outcome"]: value
                for (name, labels), value in figures.items() if name == "assistant_requests_total"}  # fmt: skip
    assert requests["ask answer"] == 1
    assert requests["message answer"] == 1
    assert requests["glossary refused"] == 1
    assert sum(requests.values()) == 4
    assert figures["assistant_response_seconds_count", ()] == 3
    words = {value for (_, labels) in figures for _, value in labels}
    for user in (online.alice, online.owner):
        assert not any(str(user.id) in word or user.name in word for word in words)
    assert not any(re.search("wilhelmina|grabowski", word, re.IGNORECASE) for word in words)
    assert not any(re.search(r"\d{17,}", word) for word in words), "no ids"


async def test_an_error_is_counted_once_by_its_place_and_its_log_line_has_the_reference(
    operator: Operator, online: Online, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def ask(*_: object, **__: object) -> NoReturn:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(online.app, "ask", ask)
    reply = await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION)
    assert (await operator.figures())["assistant_errors_total", (("place", "ask"),)] == 1
    (record,) = [record for record in caplog.records if getattr(record, "reference", "")]
    assert vars(record)["reference"] == reference_in(reply.content)
    assert vars(record)["place"] == "ask"


async def test_schedules_and_tips_are_counted_by_state(operator: Operator, online: Online, stored: Stored) -> None:
    await online.discord.slash(
        online.owner, online.channel, "tips schedule", channel=online.channel, time="12:00", timezone="UTC"
    )
    online.clock.forward(days=1)
    assert await online.client.tips.post_due() == 1
    upkeep = Upkeep(online.app, stored)
    async with serving_with(online.app, stored, upkeep) as other:
        await upkeep.look()
        figures = await other.figures()
    assert figures["assistant_tips", (("state", "sent"),)] == 1
    assert figures["assistant_schedules", (("state", "active"),)] == 1


@asynccontextmanager
async def serving_with(app: App, stored: Stored, upkeep: Upkeep) -> AsyncIterator[Operator]:
    port = free_port()
    metrics = Metrics(app.health, lambda: upkeep.overview, lambda: upkeep.uncounted)
    async with endpoints.endpoint(app, metrics, port), aiohttp.ClientSession() as session:
        yield Operator(port, session)


async def test_a_paused_schedule_is_a_reason(app: App, stored: Stored, operator: Operator, clock: HandClock) -> None:
    rhythm = read_rhythm("09:30", "UTC", "daily")
    await stored.storage.schedules.put(1, 2, rhythm, "", next_slot(rhythm, clock.now()))
    await stored.storage.schedules.pause(2, "gone")
    await Upkeep(app, stored).look()
    assert (await operator.get("/health"))[1]["reasons"]["tips"].startswith("1 of 1 schedules are paused")
    await stored.storage.servers.left(1)
    await Upkeep(app, stored).look()
    assert "tips" not in (await operator.get("/health"))[1]["reasons"], "a server that removed the bot is no trouble"


async def test_a_schedule_that_its_owner_paused_is_counted_apart_and_is_no_reason(
    online: Online, stored: Stored
) -> None:
    """It runs as it was asked to: nobody has to look."""
    discord, owner, channel = online.discord, online.owner, online.channel
    await discord.slash(owner, channel, "tips schedule", channel=channel, time="12:00", timezone="UTC")
    await discord.slash(owner, channel, "tips pause")
    upkeep = Upkeep(online.app, stored)
    async with serving_with(online.app, stored, upkeep) as other:
        await upkeep.look()
        figures = await other.figures()
        assert "tips" not in (await other.get("/health"))[1]["reasons"]
    states = {state: figures["assistant_schedules", (("state", state),)] for state in ("active", "paused", "held")}
    assert states == {"active": 0, "paused": 0, "held": 1}


async def test_the_container_asks_the_endpoint_where_there_is_one(operator: Operator, app: App) -> None:
    assert await asyncio.to_thread(is_healthy, app.settings)
    assert not await asyncio.to_thread(is_healthy, replace(app.settings, health_port=free_port()))
    assert not await asyncio.to_thread(is_healthy, replace(app.settings, health_port=None)), "nobody holds the lock"


async def test_a_port_that_is_taken_is_one_sentence(operator: Operator, app: App, stored: Stored) -> None:
    with pytest.raises(SettingsError, match=rf"^HEALTH_PORT {operator.port} cannot be used .*choose another port"):
        async with serving(app, stored):
            pass


@pytest.mark.parametrize(("sign", "expected"), [(True, "0.0.0.0"), (False, "127.0.0.1")])  # noqa: S104
def test_only_a_container_listens_to_others(
    sign: bool, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoints, "_CONTAINER_SIGNS", (str(tmp_path if sign else tmp_path / "none"),))
    assert endpoints.host() == expected


async def test_broken_content_is_a_reason_until_it_is_mended(app: App, stored: Stored, operator: Operator) -> None:
    app.health.report(Trouble.CONTENT, "a/b.md:1: is wrong")
    assert (await operator.get("/health"))[1]["reasons"]["content"] == "a/b.md:1: is wrong"
    assert await Reloader(app, stored, None).reload()
    assert "content" not in (await operator.get("/health"))[1]["reasons"]
