"""`evaluate`: how good the answers are on question files."""

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from rich.markup import escape
from rich.progress import track
from rich.table import Table

from bot.app import App
from bot.cli.ask import Asked, answer_line
from bot.cli.baseline import Difference, Values, compare, moved, per_question, read_baseline
from bot.cli.evaluation import Judged, false_answers, figures, grouped, intervals, judge, latencies, read_records
from bot.cli.main import DONE
from bot.cli.output import console
from bot.cli.reliability import chart
from bot.clock import SystemClock
from bot.settings import Settings

Figures = dict[str, dict[str, dict[str, float]]]

_TITLES = {
    "n": "n",
    "hit1": "Hit@1",
    "hit3": "Hit@3",
    "mrr10": "MRR@10",
    "hit1_wide": "Hit@1+",
    "hit3_wide": "Hit@3+",
    "mrr10_wide": "MRR@10+",
    "answered": "answered",
    "answered_wrongly": "answered wrongly",
    "must_say": "must say",
    "p50_ms": "p50 ms",
    "p95_ms": "p95 ms",
    "p99_ms": "p99 ms",
}
_BY_GROUP = ("n", "hit1", "hit1_wide", "hit3_wide", "answered", "must_say", "p95_ms")  # fits 80 columns


def main(arguments: argparse.Namespace, settings: Settings) -> int:
    """Answer every question and print the figures."""
    before = read_baseline(arguments.baseline) if arguments.baseline else None
    records = [record for path in arguments.files for record in read_records(path)]
    app = App.load(settings, SystemClock())
    judged = []
    for record in track(records, "Asking", console=console(error=True), transient=True, disable=arguments.json):
        answer, elapsed_ms = answer_line(app, Asked(record.question, record.after))
        judged.append(judge(record, answer, elapsed_ms))
    now = per_question(judged)
    changes = compare(before, now) if before is not None else {}
    if arguments.json:
        against = {"against the baseline": {name: asdict(one) for name, one in changes.items()}} if changes else {}
        print(json.dumps({**summarise(judged), **against, "questions": now}, indent=2))
        return DONE
    _print_all(judged)
    if arguments.chart:
        _show(chart(one for one in judged if not one.record.after))
    if before is not None:
        _print_changes(changes, before, now)
    return DONE


def summarise(judged: Iterable[Judged]) -> Figures:
    """Return tables of figures by title, row and column."""
    everything = list(judged)
    inside, follow_ups, outside = _parts(everything)
    tables: Figures = {}
    if inside:
        tables["in scope"] = {"all": figures(inside), **_bounds(inside)}
        tables["by style"] = _by_group(grouped(inside, lambda one: one.style))
        tables["by category"] = _by_group(grouped(inside, lambda one: one.category))
    if follow_ups:
        tables["follow-ups"] = {"all": figures(follow_ups), **_bounds(follow_ups)}
    if outside:
        kinds = {name: false_answers(part) for name, part in grouped(outside, lambda one: one.kind).items()}
        tables["out of scope"] = {**kinds, "all": false_answers(outside)}
    tables["latency"] = {"all": latencies(everything)}
    return tables


def _parts(judged: Sequence[Judged]) -> tuple[list[Judged], list[Judged], list[Judged]]:
    """Return questions in scope, follow-ups, and questions out of scope."""
    return (
        [one for one in judged if not one.record.kind and not one.record.after],
        [one for one in judged if one.record.after],
        [one for one in judged if one.record.kind],
    )


def _by_group(groups: Mapping[str, Sequence[Judged]]) -> dict[str, dict[str, float]]:
    return {name: {**figures(part), **latencies(part)} for name, part in groups.items()}


def _bounds(judged: Sequence[Judged]) -> dict[str, dict[str, float]]:
    bounds = intervals(judged)
    return {
        "low": {name: low for name, (low, _) in bounds.items()},
        "high": {name: high for name, (_, high) in bounds.items()},
    }


def _print_all(judged: Sequence[Judged]) -> None:
    for title, rows in summarise(judged).items():
        if "low" in rows:
            _print_with_intervals(title, rows)
        else:
            _print_table(title, rows, _BY_GROUP if title.startswith("by") else None)
    console().print("+ counts acceptable topics too; the brackets hold 95% bootstrap intervals.\n")


def _print_with_intervals(title: str, rows: Mapping[str, Mapping[str, float]]) -> None:
    table = _table(f"{title}, {rows['all']['n']:.0f} questions", ("", "95% interval"))
    for name in rows["low"]:
        low, high = rows["low"][name], rows["high"][name]
        table.add_row(_TITLES[name], f"{rows['all'][name]:.3f}", escape(f"[{low:.3f}, {high:.3f}]"))
    _show(table)


def _print_table(title: str, rows: Mapping[str, Mapping[str, float]], only: Sequence[str] | None) -> None:
    columns = only or list(next(iter(rows.values())))
    table = _table(title, [_TITLES[column] for column in columns])
    for name, of in rows.items():
        table.add_row(name, *(_number(column, of.get(column)) for column in columns))
    _show(table)


def _print_changes(changes: Mapping[str, Difference], before: dict[str, Values], now: dict[str, Values]) -> None:
    table = _table("against the baseline, question by question", ("before", "now", "difference", "95% interval"))
    for name, change in changes.items():
        difference = f"{change.now - change.before:+.3f}"
        bounds = escape(f"[{change.low:+.3f}, {change.high:+.3f}]")
        table.add_row(_TITLES.get(name, name), f"{change.before:.3f}", f"{change.now:.3f}", difference, bounds)
    _show(table)
    for title, questions in zip(("Now right", "No longer right"), moved(before, now), strict=True):
        console().print(f"{title}: {len(questions)}")
        for question in questions:
            console().print(f"  {question}", markup=False)


def _table(title: str, columns: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    table.add_column("", overflow="fold")
    for column in columns:
        table.add_column(column, justify="right", no_wrap=True)
    return table


def _show(table: Table) -> None:
    console().print(table)
    console().print()


def _number(column: str, value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.0f}" if column == "n" else f"{value:.2f}" if column.endswith("_ms") else f"{value:.3f}"
