"""`feedback`: which passages did not help people, and where to mend them. Ranking never follows votes by itself."""

import argparse
import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.backup import existing
from bot.cli.main import DONE
from bot.cli.output import console
from bot.clock import Clock, SystemClock
from bot.errors import UsageError
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.domain import Corpus
    from bot.storage.feedback import PassageVotes

_MOST_DAYS = 3650
_GONE = "no longer in the articles"


@dataclass(frozen=True, slots=True)
class ToMend:
    """A passage with its votes and its place; `file` is empty and `line` 0 where the passage is gone."""

    topic: str
    section: str
    title: str
    heading: str
    file: str
    line: int
    not_it: int
    helpful: int
    reasons: dict[str, int]


def main(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the passages that people found wanting in the last days, the worst first."""
    if not 1 <= arguments.days <= _MOST_DAYS:
        raise UsageError(f"The days must be from 1 to {_MOST_DAYS}, for example --days 30.")
    database = existing(settings.database_path)
    votes = asyncio.run(_votes(database, arguments.days, SystemClock()))
    wanting = [one for one in votes if one.not_helpful]
    listed = _placed(wanting, settings) if wanting else []
    if arguments.json:
        figures = {"days": arguments.days, "helpful": sum(one.helpful for one in votes)}
        figures["not_it"] = sum(one.not_helpful for one in votes)
        print(json.dumps({**figures, "to_mend": [asdict(one) for one in listed]}, indent=2))
    else:
        _print(listed, sum(one.helpful for one in votes), arguments.days)
    return DONE


async def _votes(path: Path, days: int, clock: Clock) -> "list[PassageVotes]":
    from bot.storage.database import Database  # noqa: PLC0415  # a wrong call need not wait for it
    from bot.storage.feedback import Feedback  # noqa: PLC0415

    async with Database.reading(path) as database:
        return await Feedback(database).since(clock.now() - timedelta(days=days))


def _placed(votes: "Sequence[PassageVotes]", settings: Settings) -> list[ToMend]:
    """Return the votes with titles, files and lines; raises `ContentError` with every problem of the content."""
    from bot.app import content_folders  # noqa: PLC0415  # only where there is something to list
    from bot.compiled import default_store, load  # noqa: PLC0415

    corpus, _ = load(content_folders(settings), default_store())
    return [_place(one, corpus) for one in votes]


def _place(votes: "PassageVotes", corpus: "Corpus") -> ToMend:
    from bot.commands.passages import find_passage  # noqa: PLC0415  # see above
    from bot.corpus.places import line_of_text  # noqa: PLC0415

    article = corpus.articles.get(votes.topic)
    passage = find_passage(corpus, votes.topic, votes.section)
    line = 0
    if passage is not None:
        line = passage.section.line if passage.section else line_of_text(passage.article.path, passage.text)
    return ToMend(
        topic=votes.topic,
        section=votes.section,
        title=article.title if article else votes.topic,
        heading=passage.heading if passage else votes.section,
        file=_shown(passage.article.path) if passage else "",
        line=line,
        not_it=votes.not_helpful,
        helpful=votes.helpful,
        reasons={reason.value: count for reason, count in votes.reasons.items()},
    )


def _shown(path: Path) -> str:
    """Return a path as short as it can be typed from here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _print(listed: Sequence[ToMend], helpful: int, days: int) -> None:
    if not listed:
        every = f"All {helpful} votes" if helpful > 1 else "The one vote"
        said = f"{every} of the last {days} days said Helpful: there is nothing to improve."
        none = f"Nobody has voted in the last {days} days. Votes come from the buttons below answers in Discord."
        print(said if helpful else none)
        return
    from rich.table import Table  # noqa: PLC0415

    from bot.commands.card_words import REASONS  # noqa: PLC0415

    labels = {reason.value: label for reason, label in REASONS.items()}
    table = Table(box=None, padding=(0, 2, 1, 0))
    for heading in ("not it", "helpful"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("why", ratio=2)
    table.add_column("passage", ratio=3, overflow="fold")
    for one in listed:
        why = "\n".join(f"{count} {labels[reason]}" for reason, count in one.reasons.items())
        place = f"{one.file}:{one.line}" if one.file else _GONE
        named = f"{one.title} \u00b7 {one.heading}" if one.heading else one.title
        table.add_row(str(one.not_it), str(one.helpful), why, f"{named}\n{place}")
    console().print(table)
