"""Comparing with an earlier run: the same questions, one by one."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.cli.evaluation import Judged, values
from bot.cli.intervals import interval
from bot.errors import UsageError

Values = dict[str, float]
MOVES_BY = "hit1_wide"


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure before and now, over the questions of both runs, with the 95% interval of the paired difference."""

    before: float
    now: float
    low: float
    high: float


def per_question(judged: Sequence[Judged]) -> dict[str, Values]:
    """Return what each question in scope adds to each figure, by its text and the question before it."""
    found: dict[str, Values] = {}
    for one in judged:
        if not one.record.kind:
            found[_name(one)] = {name: of[0] for name, of in values([one]).items() if of}
        else:
            found[_name(one)] = {"answered_wrongly": float(one.answer.answered)}
    return found


def read_baseline(path: Path) -> dict[str, Values]:
    """Read the questions of a file that `evaluate --json` wrote.

    Raises `UsageError` where it is no such file.
    """
    try:
        questions = json.loads(path.read_text("utf-8"))["questions"]
        return {
            str(question): {str(name): float(value) for name, value in of.items()} for question, of in questions.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path} is no earlier result; make one with: evaluate --json FILE... > {path}") from error


def compare(before: dict[str, Values], now: dict[str, Values]) -> dict[str, Difference]:
    """Return the difference of each figure over the questions that both runs hold.

    Raises `UsageError` where they share none.
    """
    pairs: dict[str, list[tuple[float, float]]] = {}
    for question in before.keys() & now.keys():
        for name in before[question].keys() & now[question].keys():
            pairs.setdefault(name, []).append((before[question][name], now[question][name]))
    if not pairs:
        raise UsageError("The baseline holds none of these questions; evaluate the same files in both runs.")
    found = {}
    for name in sorted(pairs):
        olds, news = zip(*pairs[name], strict=True)
        low, high = interval([new - old for old, new in pairs[name]])
        found[name] = Difference(sum(olds) / len(olds), sum(news) / len(news), low, high)
    return found


def moved(before: dict[str, Values], now: dict[str, Values]) -> tuple[list[str], list[str]]:
    """Return the questions whose first topic became right, and those whose first topic became wrong."""
    steps = {
        question: now[question][MOVES_BY] - before[question][MOVES_BY]
        for question in now
        if MOVES_BY in now[question] and MOVES_BY in before.get(question, {})
    }
    return [name for name, step in steps.items() if step > 0], [name for name, step in steps.items() if step < 0]


def _name(one: Judged) -> str:
    return f"{one.record.after} > {one.record.question}" if one.record.after else one.record.question
