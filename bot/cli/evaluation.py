"""Judging answers against question files: which topic came where, what was said, and who was answered wrongly."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.cli.intervals import interval
from bot.domain import Answer
from bot.errors import UsageError
from bot.percentiles import nearest_rank

_MRR_DEPTH = 10
_MARKUP = re.compile(r"[*_`~]+")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Record:
    """A question with what a right answer holds.

    `relevant` are the right topics, `acceptable` further ones; `must_say` are groups of regular expressions, of each of
    which one has to match the lower-cased answer. `after` is the question before it, for a follow-up; `kind` says why a
    question is out of scope, and is empty for one in scope.
    """

    question: str
    relevant: frozenset[str]
    acceptable: frozenset[str]
    must_say: tuple[tuple[str, ...], ...]
    style: str
    category: str
    after: str
    kind: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A record with the answer that it got; ranks count from 1, None is beyond the tenth topic."""

    record: Record
    answer: Answer
    latency_ms: float
    rank: int | None
    rank_wide: int | None
    said: float | None


def read_records(path: Path) -> list[Record]:
    """Read a file of JSON lines.

    Raises `UsageError` that names the file and line of what cannot be read.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read; name a file of JSON lines.") from error
    records = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                records.append(_record(json.loads(line)))
            except (ValueError, KeyError, TypeError, AttributeError, re.error) as error:
                raise UsageError(f"{path}:{number}: is no question as a JSON object ({error}).") from error
    if not records:
        raise UsageError(f"{path} holds no question; each line is a JSON object with a question.")
    return records


def judge(record: Record, answer: Answer, latency_ms: float) -> Judged:
    """Compare an answer with what was wanted."""
    topics = [candidate.topic for candidate in answer.candidates]
    said = None
    if record.must_say:
        text = _plain(" ".join(quote.text for quote in answer.quotes)) if answer.answered else ""
        said = _mean(any(re.search(one, text) for one in group) for group in record.must_say)
    wide = record.relevant | record.acceptable
    return Judged(record, answer, latency_ms, _rank(topics, record.relevant), _rank(topics, wide), said)


def values(judged: Sequence[Judged]) -> dict[str, list[float]]:
    """Return what each question in scope adds to each figure; `_wide` counts acceptable topics too."""
    return {
        "hit1": [_hit(one.rank, 1) for one in judged],
        "hit3": [_hit(one.rank, 3) for one in judged],
        "mrr10": [_reciprocal(one.rank) for one in judged],
        "hit1_wide": [_hit(one.rank_wide, 1) for one in judged],
        "hit3_wide": [_hit(one.rank_wide, 3) for one in judged],
        "mrr10_wide": [_reciprocal(one.rank_wide) for one in judged],
        "answered": [float(one.answer.answered) for one in judged],
        "must_say": [one.said for one in judged if one.said is not None],
    }


def figures(judged: Sequence[Judged]) -> dict[str, float]:
    """Return the shares for questions in scope, without those that no question can tell."""
    return {"n": len(judged), **{name: _mean(of) for name, of in values(judged).items() if of}}


def intervals(judged: Sequence[Judged]) -> dict[str, tuple[float, float]]:
    """Return the 95% bootstrap interval of each figure."""
    return {name: interval(of) for name, of in values(judged).items() if of}


def false_answers(judged: Sequence[Judged]) -> dict[str, float]:
    """Return the share of out-of-scope questions that were answered."""
    return {"n": len(judged), "answered": _mean(one.answer.answered for one in judged)}


def latencies(judged: Sequence[Judged]) -> dict[str, float]:
    """Return nearest-rank percentiles in milliseconds."""
    spans = [one.latency_ms for one in judged]
    ranks = {"p50_ms": 0.5, "p95_ms": 0.95, "p99_ms": 0.99}
    return {"n": len(spans), **{name: nearest_rank(spans, share) or 0.0 for name, share in ranks.items()}}


def grouped(judged: Iterable[Judged], key: Callable[[Record], str]) -> dict[str, list[Judged]]:
    """Return the judged questions by a property of their record, in its alphabetical order."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        groups[key(one.record)].append(one)
    return dict(sorted(groups.items()))


def _record(value: dict[str, Any]) -> Record:
    groups = tuple(tuple(str(one) for one in group) for group in value.get("must_say") or ())
    for group in groups:
        for one in group:
            re.compile(one)
    return Record(
        question=str(value["follow_up"] if "follow_up" in value else value["question"]),
        relevant=frozenset(value.get("relevant") or ()),
        acceptable=frozenset(value.get("acceptable") or ()),
        must_say=groups,
        style=str(value.get("style", "?")),
        category=str(value.get("category", "?")),
        after=str(value.get("first", "")),
        kind="" if value.get("in_scope", True) else str(value.get("kind", "?")),
    )


def _plain(text: str) -> str:
    return _SPACES.sub(" ", _MARKUP.sub("", text.lower().replace("\u2019", "'")))


def _rank(topics: Sequence[str], wanted: frozenset[str]) -> int | None:
    return next((rank for rank, topic in enumerate(topics, 1) if topic in wanted), None)


def _hit(rank: int | None, limit: int) -> float:
    return float(rank is not None and rank <= limit)


def _reciprocal(rank: int | None) -> float:
    return 1 / rank if rank is not None and rank <= _MRR_DEPTH else 0.0


def _mean(values: Iterable[float]) -> float:
    numbers = [float(value) for value in values]
    return sum(numbers) / len(numbers) if numbers else 0.0
