"""Do the addresses of our resources still answer? Politely: few at once, and never two at once to one host.

No network here: whoever calls hands over a `Fetch`. What is said of an address is cautious, for a site that refuses a
program (403) or is busy (429, 5xx) may well be fine for a reader.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from bot.corpus.addresses import resources_by_line
from bot.domain import Corpus

MOST_AT_ONCE = 4
BETWEEN = 1.0  # seconds from a reply of a host to the next request to it


class Failure(StrEnum):
    """Why there was no reply at all."""

    NO_SUCH_HOST = "its host does not exist"
    CERTIFICATE = "its certificate is not valid"
    TIMEOUT = "no reply in time"
    CONNECTION = "no connection"


class Verdict(StrEnum):
    """What a reply says about an address."""

    ALIVE = "alive"
    DEAD = "dead"
    UNSURE = "unsure"


Reply = int | Failure  # an HTTP status after all redirects, or why there is none
Fetch = Callable[[str, str], Awaitable[Reply]]  # (method, address)
Place = tuple[Path, int]  # a file, and a line counted from 1

_DEAD: tuple[Reply, ...] = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE, Failure.NO_SUCH_HOST, Failure.CERTIFICATE)


@dataclass(frozen=True, slots=True)
class Visited:
    """An address and the last reply to it."""

    url: str
    reply: Reply

    @property
    def verdict(self) -> Verdict:
        """Dead only where no reader gets to the page any more."""
        if self.reply in _DEAD:
            return Verdict.DEAD
        return Verdict.UNSURE if _refused(self.reply) else Verdict.ALIVE

    @property
    def reason(self) -> str:
        """The reply in words."""
        return str(self.reply) if isinstance(self.reply, Failure) else f"status {self.reply}"


def addresses(corpus: Corpus) -> dict[str, list[Place]]:
    """Return each distinct address, without its fragment, and all places where it stands."""
    places: dict[str, list[Place]] = defaultdict(list)
    for article in corpus.articles.values():
        for line, resource in resources_by_line(article):
            places[urldefrag(resource.url).url].append((article.path, line))
    return places


async def visit(
    urls: Iterable[str],
    fetch: Fetch,
    on_visited: Callable[[Visited], None] = lambda _: None,
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> list[Visited]:
    """Test every address and return what was found, in the order of the addresses; `on_visited` hears of each at once.

    `www.` counts as the same host; where a redirect leads is not looked at.
    """
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in sorted(set(urls)):
        by_host[(urlsplit(url).hostname or "").removeprefix("www.")].append(url)
    slots = asyncio.Semaphore(MOST_AT_ONCE)
    found: list[Visited] = []

    async def visit_host(host_urls: list[str]) -> None:
        host = _Host(fetch, slots, pause)
        for url in host_urls:
            visited = Visited(url, await _last_reply(host, url))
            found.append(visited)
            on_visited(visited)

    async with asyncio.TaskGroup() as group:
        for host_urls in by_host.values():
            group.create_task(visit_host(host_urls))
    return sorted(found, key=lambda visited: visited.url)


def is_offline(found: Iterable[Visited]) -> bool:
    """Tell whether nothing at all replied: then the network is missing and nothing is known of any address."""
    replies = [visited.reply for visited in found]
    return len(replies) > 1 and all(isinstance(reply, Failure) for reply in replies)


class _Host:
    """One site, asked one thing at a time and with a pause in between."""

    def __init__(self, fetch: Fetch, slots: asyncio.Semaphore, pause: Callable[[float], Awaitable[None]]) -> None:
        self._fetch = fetch
        self._slots = slots
        self._pause = pause
        self._asked = False

    async def ask(self, method: str, url: str) -> Reply:
        if self._asked:
            await self._pause(BETWEEN)
        self._asked = True
        async with self._slots:
            return await self._fetch(method, url)


async def _last_reply(host: _Host, url: str) -> Reply:
    """Ask with HEAD, then with GET where HEAD is refused (many sites do) or brings nothing; one retry in all."""
    reply = await host.ask("HEAD", url)
    if reply in (Failure.CERTIFICATE, HTTPStatus.TOO_MANY_REQUESTS) or not _refused(reply):
        return reply
    again = await host.ask("GET", url)
    head_failed = isinstance(reply, Failure)  # then that was the retry
    return again if head_failed or not _passing(again) else await host.ask("GET", url)


def _refused(reply: Reply) -> bool:
    return isinstance(reply, Failure) or reply >= HTTPStatus.BAD_REQUEST


def _passing(reply: Reply) -> bool:
    """Tell whether the trouble may be over in a second."""
    if isinstance(reply, Failure):
        return reply is not Failure.CERTIFICATE
    return reply >= HTTPStatus.INTERNAL_SERVER_ERROR
