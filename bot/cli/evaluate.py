"""`evaluate`: how good the answers are on question files."""

import argparse
import json
from collections.abc import Iterable

from rich.progress import track
from rich.table import Table

from bot.app import App
from bot.cli.ask import Asked, answer_line
from bot.cli.evaluation import Judged, false_answers, figures, grouped, judge, latencies, read_records
from bot.cli.main import DONE
from bot.cli.output import console
from bot.clock import SystemClock
from bot.settings import Settings

Figures = dict[str, dict[str, dict[str, float]]]


def main(arguments: argparse.Namespace, settings: Settings) -> int:
    """Answer every question and print the figures."""
    records = [record for path in arguments.files for record in read_records(path)]
    app = App.load(settings, SystemClock())
    judged = []
    for record in track(records, "Asking", console=console(error=True), transient=True, disable=arguments.json):
        answer, elapsed_ms = answer_line(app, Asked(record.question, record.after))
        judged.append(judge(record, answer, elapsed_ms))
    tables = summarise(judged)
    if arguments.json:
        print(json.dumps(tables, indent=2))
    else:
        for title, rows in tables.items():
            _print_table(title, rows)
    return DONE


def summarise(judged: Iterable[Judged]) -> Figures:
    """Return tables of figures by title, row and column."""
    everything = list(judged)
    inside = [one for one in everything if not one.record.kind and not one.record.after]
    follow_ups = [one for one in everything if one.record.after]
    outside = [one for one in everything if one.record.kind]
    tables: Figures = {}
    if inside:
        tables["in scope"] = {"all": figures(inside)}
        tables["by style"] = {name: figures(part) for name, part in grouped(inside, lambda one: one.style).items()}
        by_category = grouped(inside, lambda one: one.category)
        tables["by category"] = {name: figures(part) for name, part in by_category.items()}
    if follow_ups:
        tables["follow-ups"] = {"all": figures(follow_ups)}
    if outside:
        kinds = {name: false_answers(part) for name, part in grouped(outside, lambda one: one.kind).items()}
        tables["out of scope"] = {**kinds, "all": false_answers(outside)}
    tables["latency"] = {"all": latencies(everything)}
    return tables


def _print_table(title: str, rows: dict[str, dict[str, float]]) -> None:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    table.add_column("")
    for column in next(iter(rows.values())):
        table.add_column(column, justify="right")
    for name, values in rows.items():
        table.add_row(name, *(f"{value:.0f}" if column == "n" else f"{value:.3f}" for column, value in values.items()))
    console().print(table)
    console().print()
