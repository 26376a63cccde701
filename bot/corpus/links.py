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
from urllib.parse import urldefrag, urlsplit

from bot.corpus.addresses import resources_by_line
from bot.domain import Corpus
from bot.errors import Problem

MOST_AT_ONCE = 4
BETWEEN = 1.0  # seconds between two requests to one host


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

_DEAD: tuple[Reply, ...] = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE, Failure.NO_SUCH_HOST, Failure.CERTIFICATE)
_ONCE_MORE: tuple[Reply, ...] = (Failure.NO_SUCH_HOST, Failure.TIMEOUT, Failure.CONNECTION)


@dataclass(frozen=True, slots=True)
class Tested:
    """One address and the last reply to it."""

    url: str
    reply: Reply

    @property
    def verdict(self) -> Verdict:
        """Dead only where nobody can read the page any more."""
        if self.reply in _DEAD:
            return Verdict.DEAD
        return Verdict.UNSURE if _refused(self.reply) else Verdict.ALIVE

    @property
    def reason(self) -> str:
        """Return the reply in words."""
        return str(self.reply) if isinstance(self.reply, Failure) else f"status {self.reply}"


def addresses(corpus: Corpus) -> dict[str, list[tuple[str, Problem]]]:
    """Return each distinct address without its fragment, with every place where it stands."""


async def test_links(
    urls: Iterable[str],
    fetch: Fetch,
    tested: Callable[[Tested], None] = lambda _: None,
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> list[Tested]:
    """Fetch."""
