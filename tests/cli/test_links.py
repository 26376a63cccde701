"""`check --links`, against a web server on loopback and never beyond it."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web as server
from aiohttp.client_reqrep import ConnectionKey
from aiohttp.test_utils import TestServer

from bot.cli.links import USER_AGENT, failure, report, web
from bot.cli.main import DONE, WRONG_USE, run_command
from bot.corpus.links import BETWEEN, MOST_AT_ONCE, Failure, Reply, Verdict, Visited, addresses, is_offline, visit
from tests.corpus.writing import BETA, changed, load, write

KEY = ConnectionKey("example.org", 443, True, True, None, None, None)  # aiohttp's own order
PLACES = {"https://a.org/": [(Path("role/alpha.md"), 16), (Path("role/beta.md"), 16)], "https://b.org/": []}


class Site:
    """A server whose pages answer as they are told; remembers what was asked."""

    def __init__(self) -> None:
        self.statuses: dict[tuple[str, str], list[int]] = {}
        self.asked: list[tuple[str, str]] = []
        self.agents: set[str] = set()
        self.opened = asyncio.Event()
        application = server.Application()
        application.router.add_route("*", "/slow", self._slow)
        application.router.add_route("*", "/{name:.*}", self._page)
        self.server = TestServer(application, host="127.0.0.1")

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.server.port}/{name}"

    def answers(self, name: str, head: int, *get: int) -> str:
        """Set the status for HEAD, and those for GET one after another; returns the address."""
        self.statuses["HEAD", name] = [head]
        self.statuses["GET", name] = list(get)
        return self.url(name)

    async def _page(self, request: server.Request) -> server.Response:
        name = request.match_info["name"]
        self.asked.append((request.method, name))
        self.agents.add(request.headers["User-Agent"])
        status = self.statuses[request.method, name].pop(0)
        return server.Response(status=status, headers={"Location": self.url("there")} if status == 301 else {})

    async def _slow(self, _: server.Request) -> server.Response:
        await self.opened.wait()
        return server.Response()


@pytest.fixture
async def site(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Site]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    site = Site()
    async with site.server:
        yield site
        site.opened.set()


async def no_pause(_: float) -> None:
    await asyncio.sleep(0)


async def visited(url: str, within: float = 5.0) -> Visited:
    async with web(within) as fetch:
        (found,) = await visit([url], fetch, pause=no_pause)
    return found


@pytest.mark.parametrize(
    ("head", "get", "verdict", "asked"),
    [
        (200, (), Verdict.ALIVE, "HEAD"),
        (405, (200,), Verdict.ALIVE, "HEAD GET"),
        (403, (200,), Verdict.ALIVE, "HEAD GET"),
        (404, (200,), Verdict.ALIVE, "HEAD GET"),
        (404, (404,), Verdict.DEAD, "HEAD GET"),
        (410, (410,), Verdict.DEAD, "HEAD GET"),
        (403, (403,), Verdict.UNSURE, "HEAD GET"),
        (429, (), Verdict.UNSURE, "HEAD"),
        (503, (503, 200), Verdict.ALIVE, "HEAD GET GET"),
        (503, (503, 503), Verdict.UNSURE, "HEAD GET GET"),
        (500, (429,), Verdict.UNSURE, "HEAD GET"),
    ],
)
async def test_a_page_is_asked_for_again_only_as_far_as_it_helps(
    head: int, get: tuple[int, ...], verdict: Verdict, asked: str, site: Site
) -> None:
    found = await visited(site.answers("page", head, *get))
    assert found.verdict is verdict
    assert [method for method, _ in site.asked] == asked.split()
    assert site.agents == {USER_AGENT}
    assert USER_AGENT.startswith("product-owner-assistant/")


async def test_a_redirect_is_followed(site: Site) -> None:
    site.answers("there", 200)
    assert (await visited(site.answers("here", 301))).reply == 200
    assert site.asked == [("HEAD", "here"), ("HEAD", "there")]


async def test_a_page_that_does_not_come_in_time_is_not_judged(site: Site) -> None:
    found = await visited(site.url("slow"), within=0.05)
    assert found.reply is Failure.TIMEOUT
    assert found.verdict is Verdict.UNSURE


async def test_a_closed_port_and_a_text_instead_of_encryption_are_not_judged(site: Site) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        assert (await visited(f"http://127.0.0.1:{port}/")).reply is Failure.CONNECTION
    assert (await visited(site.url("page").replace("http://", "https://"))).reply is Failure.CONNECTION


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (aiohttp.ClientConnectorDNSError(KEY, OSError(socket.EAI_NONAME, "")), Failure.NO_SUCH_HOST),
        (aiohttp.ClientConnectorDNSError(KEY, OSError(socket.EAI_AGAIN, "")), Failure.CONNECTION),
        (aiohttp.ClientConnectorCertificateError(KEY, ssl.SSLCertVerificationError()), Failure.CERTIFICATE),
        (aiohttp.ServerTimeoutError(), Failure.TIMEOUT),
        (aiohttp.ServerDisconnectedError(), Failure.CONNECTION),
    ],
)
def test_what_an_error_of_the_connection_means(error: Exception, expected: Failure) -> None:
    assert failure(error) is expected


class Crowd:
    """A `Fetch` over many hosts that counts how many are asked at once."""

    def __init__(self, replies: Mapping[str, Reply] | None = None) -> None:
        self.replies = replies or {}
        self.now: list[str] = []
        self.most = 0
        self.asked: list[str] = []

    async def fetch(self, _method: str, url: str) -> Reply:
        host = url.split("/")[2].removeprefix("www.")
        assert host not in self.now, f"{host} is asked twice at once"
        self.now.append(host)
        self.most = max(self.most, len(self.now))
        self.asked.append(url)
        for _ in range(3):
            await asyncio.sleep(0)
        self.now.remove(host)
        return self.replies.get(url, 200)


async def test_at_most_four_are_asked_at_once_and_a_host_never_twice_at_once() -> None:
    urls = [f"https://{www}host{n}.org/{page}" for n in range(9) for page in "abc" for www in ("", "www.")]
    crowd, heard = Crowd(), list[Visited]()
    found = await visit([*urls, urls[0]], crowd.fetch, heard.append, no_pause)
    assert [one.url for one in found] == sorted(urls)
    assert sorted(crowd.asked) == sorted(urls)
    assert len(heard) == len(urls)
    assert crowd.most == MOST_AT_ONCE == 4


async def test_a_host_gets_a_pause_between_two_requests() -> None:
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    crowd = Crowd({"https://one.org/b": 503})
    await visit(["https://one.org/a", "https://one.org/b", "https://two.org/"], crowd.fetch, pause=pause)
    assert crowd.asked.count("https://one.org/b") == 3, "HEAD, GET and one retry"
    assert pauses == [BETWEEN] * 3


@pytest.mark.parametrize(
    ("reply", "requests"), [(Failure.TIMEOUT, 2), (Failure.NO_SUCH_HOST, 2), (Failure.CERTIFICATE, 1)]
)
async def test_a_failure_is_retried_once_unless_it_is_for_good(reply: Failure, requests: int) -> None:
    crowd = Crowd({"https://one.org/": reply})
    (found,) = await visit(["https://one.org/"], crowd.fetch, pause=no_pause)
    assert found.reply is reply
    assert len(crowd.asked) == requests


def test_an_address_is_known_once_with_all_its_places_and_without_its_fragment(tmp_path: Path) -> None:
    alpha = write(tmp_path, "role/alpha.md", changed("org/alpha", "org/page#top"))
    beta = write(tmp_path, "role/beta.md", changed("https://example.org/alpha", '"https://example.org/page"', BETA))
    assert addresses(load(tmp_path)) == {"https://example.org/page": [(alpha, 17), (beta, 17)]}


def test_dead_ones_are_reported_at_every_place_and_decide_the_status(capsys: pytest.CaptureFixture[str]) -> None:
    assert report([Visited("https://a.org/", 404), Visited("https://b.org/", 200)], PLACES) == WRONG_USE
    said = capsys.readouterr()
    assert said.err.splitlines() == [
        "role/alpha.md:16: url: https://a.org/ is dead: status 404",
        "role/beta.md:16: url: https://a.org/ is dead: status 404",
    ]
    assert said.out == "links: 2 tested, 1 dead, 0 could not be judged\n"


def test_what_could_not_be_judged_is_told_apart_and_is_no_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert report([Visited("https://a.org/", 403), Visited("https://b.org/", 200)], PLACES) == DONE
    said = capsys.readouterr()
    first = "unsure: role/alpha.md:16: url: https://a.org/ could not be judged: status 403"
    assert said.err.splitlines()[0] == first
    assert said.out == "links: 2 tested, 0 dead, 1 could not be judged\n"


def test_without_a_network_no_address_is_called_dead(capsys: pytest.CaptureFixture[str]) -> None:
    found = [Visited(url, Failure.NO_SUCH_HOST) for url in PLACES]
    assert is_offline(found)
    assert report(found, PLACES) == DONE
    assert "is there a network" in capsys.readouterr().err


async def test_the_command_tests_the_links_only_when_asked(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_PATH", str(tmp_path / "bot.sqlite3"))
    monkeypatch.setattr("bot.corpus.links.BETWEEN", 0.0)
    monkeypatch.setattr("bot.cli.check.content_folders", lambda _: [tmp_path])
    alive, gone = site.answers("alive", 200), site.answers("gone", 404, 404)
    write(tmp_path, "role/alpha.md", changed("https://example.org/alpha", alive))
    broken = write(tmp_path, "role/beta.md", changed("https://example.org/alpha", gone, BETA.replace("word", "other")))
    assert await asyncio.to_thread(run_command, ["check"]) == DONE
    assert site.asked == []
    capsys.readouterr()
    assert await asyncio.to_thread(run_command, ["check", "--links"]) == WRONG_USE
    said = capsys.readouterr()
    assert f"{broken}:17: url: {gone} is dead: status 404" in said.err
    assert said.out.endswith("links: 2 tested, 1 dead, 0 could not be judged\n")
