"""`check --links`: the addresses of all resources, tested over the network with a progress bar."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot import __version__
from bot.cli.main import DONE, WRONG_USE
from bot.cli.output import console, is_interactive
from bot.corpus.links import Failure, Fetch, Place, Reply, Verdict, Visited, addresses, is_offline, visit
from bot.domain import Corpus
from bot.errors import Problem

TIMEOUT = 15.0  # seconds for one request with all its redirects
USER_AGENT = f"product-owner-assistant/{__version__} (tests the links of its articles)"
_MOST_REDIRECTS = 10
_NO_SUCH_HOST = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}  # unlike EAI_AGAIN, for good


def check_links(corpus: Corpus) -> int:
    """Test all addresses and report; exit status 2 if one of them is dead."""
    places = addresses(corpus)
    return report(asyncio.run(_visit_all(list(places))), places)


def report(found: list[Visited], places: dict[str, list[Place]]) -> int:
    """Print the dead addresses, then those that could not be judged, then the sums; returns the exit status."""
    if is_offline(found):
        print(f"links: none of the {len(found)} addresses could be reached; is there a network here?", file=sys.stderr)
        return DONE
    counts = {}
    for verdict, title in ((Verdict.DEAD, "is dead"), (Verdict.UNSURE, "could not be judged")):
        those = [visited for visited in found if visited.verdict is verdict]
        counts[verdict] = len(those)
        problems = [
            Problem(path, line, "url", f"{visited.url} {title}: {visited.reason}")
            for visited in those
            for path, line in places[visited.url]
        ]
        for problem in sorted(problems):
            print(problem if verdict is Verdict.DEAD else f"unsure: {problem}", file=sys.stderr)
    dead, unsure = counts[Verdict.DEAD], counts[Verdict.UNSURE]
    print(f"links: {len(found)} tested, {dead} dead, {unsure} could not be judged")
    return WRONG_USE if dead else DONE


@asynccontextmanager
async def web(timeout: float = TIMEOUT) -> AsyncIterator[Fetch]:  # noqa: ASYNC109  # of a request, not of this block
    """Yield a `Fetch` over the network, which obeys HTTPS_PROXY and says who asks."""
    session = aiohttp.ClientSession(
        headers={"User-Agent": USER_AGENT}, timeout=aiohttp.ClientTimeout(total=timeout), trust_env=True
    )
    async with session:

        async def fetch(method: str, url: str) -> Reply:
            try:
                async with session.request(
                    method, url, allow_redirects=True, max_redirects=_MOST_REDIRECTS
                ) as response:
                    return response.status
            except (aiohttp.ClientError, OSError) as error:
                return failure(error)

        yield fetch


def failure(error: Exception) -> Failure:
    """Return what an error of aiohttp means for the address."""
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        gone = error.os_error.errno in _NO_SUCH_HOST
        return Failure.NO_SUCH_HOST if gone else Failure.CONNECTION
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return Failure.CERTIFICATE
    return Failure.TIMEOUT if isinstance(error, TimeoutError) else Failure.CONNECTION


async def _visit_all(urls: list[str]) -> list[Visited]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console(error=True), disable=not is_interactive(sys.stderr)) as progress:
        task = progress.add_task("links", total=len(urls))
        async with web() as fetch:
            return await visit(urls, fetch, lambda _: progress.advance(task))
