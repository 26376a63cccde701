"""`stats`: what was asked, from the database."""

import argparse
import asyncio
import json
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.cli.backup import existing
from bot.cli.main import DONE
from bot.cli.output import console
from bot.clock import Clock, SystemClock
from bot.errors import UsageError
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.storage.usage import UsageSummary

_MOST_DAYS = 3650
_COMMANDS = frozenset(  # `ask` has other ways in
    ("assistant", "glossary", "help", "privacy", "resources", "responsibilities", "tip", "tips", "topics")
)


def main(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the sums of the last days."""
    if not 1 <= arguments.days <= _MOST_DAYS:
        raise UsageError(f"The days must be from 1 to {_MOST_DAYS}, for example --days 30.")
    existing(settings.database_path)
    summary = asyncio.run(_summary(settings, arguments.days, SystemClock()))
    if arguments.json:
        print(json.dumps(asdict(summary), default=str, indent=2))
    else:
        _print(summary, arguments.days)
    return DONE


async def _summary(settings: Settings, days: int, clock: Clock) -> "UsageSummary":
    from bot.storage.storage import Storage  # noqa: PLC0415  # a wrong call need not wait for it

    async with Storage.open(settings.database_path, settings.pseudonym_key, clock) as storage:
        return await storage.usage.summary(clock.now() - timedelta(days=days))


def _print(summary: "UsageSummary", days: int) -> None:
    from rich.table import Table  # noqa: PLC0415

    if not summary.events:
        print(f"Nothing was asked in the {_span(days)}.")
        return
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(justify="right")
    table.add_column()
    table.add_row("event" if summary.events == 1 else "events", str(summary.events), f"in the {_span(days)}")
    table.add_row("person" if summary.people == 1 else "people", str(summary.people), "in Discord")
    for title, counts in (
        ("outcomes", summary.outcomes),
        ("kinds", {_kind(name): count for name, count in summary.kinds.items()}),
        ("places", summary.places),
        ("topics", summary.topics),
    ):
        for number, (name, count) in enumerate(counts.items()):
            table.add_row(title if number == 0 else "", str(count), name)
    for name, latency in (("p50", summary.latency_p50_ms), ("p99", summary.latency_p99_ms)):
        if latency is not None:
            table.add_row(f"latency {name}", f"{latency:.2f}", "ms")
    console().print(table)
    if "terminal" in summary.places:
        print("What you tried in the terminal is counted too.")


def _span(days: int) -> str:
    return "last day" if days == 1 else f"last {days} days"


def _kind(name: str) -> str:
    """Return a kind as people know it: a command with its slash, and `open` with what it means."""
    if name == "open":
        return "open: a choice below a reply"
    return f"/{name}" if name.split(maxsplit=1)[0] in _COMMANDS else name
