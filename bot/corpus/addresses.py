"""The addresses of an article's resources: where each stands, and which two are the same place."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.corpus.places import line_of
from bot.domain import Article, Resource

_URL_KEY = re.compile(r"(?:^|[\s{,-])url:\s")


def resources_by_line(article: Article) -> Iterator[tuple[int, Resource]]:
    """Yield each resource with the line of its address, or of the whole list where that is not clear."""
    lines = article.path.read_text("utf-8").split("\n")
    start = line_of(article.path, "resources")
    places = [number for number, line in enumerate(lines[: lines.index("---", 1)], 1) if _URL_KEY.search(line)]
    places = [number for number in places if number >= start]
    if len(places) != len(article.resources):
        places = [start] * len(article.resources)
    yield from zip(places, article.resources, strict=True)


def same_place(url: str) -> str:
    """Return the address without what seldom leads elsewhere: scheme, `www.`, capitals, last slash, fragment.

    Two addresses with the same result are taken for one.
    """
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}{query}"
