"""Reliability: whether a confidence of 0.8 is right in eight of ten, as a picture in the terminal.

A reliability diagram (DeGroot and Fienberg, 1983): questions by confidence, and how many of each band were right.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.table import Table

from bot.cli.evaluation import Judged

BANDS = 10
_BAR = 40  # columns for a share of 1


@dataclass(frozen=True, slots=True)
class Band:
    """Questions whose confidence lies in [`low`, `high`), the mean of it, and the share whose first topic is right."""

    low: float
    high: float
    questions: int
    confidence: float
    right: float


def bands(judged: Iterable[Judged]) -> list[Band]:
    """Return the bands that hold questions; one out of scope is right for nothing, whatever its topic."""
    held: list[list[tuple[float, bool]]] = [[] for _ in range(BANDS)]
    for one in judged:
        confidence = one.answer.signals.confidence
        held[min(int(confidence * BANDS), BANDS - 1)].append((confidence, one.rank_wide == 1))
    return [
        Band(
            low=number / BANDS,
            high=(number + 1) / BANDS,
            questions=len(band),
            confidence=sum(confidence for confidence, _ in band) / len(band),
            right=sum(right for _, right in band) / len(band),
        )
        for number, band in enumerate(held)
        if band
    ]


def calibration_error(found: Sequence[Band]) -> float:
    """Return the expected calibration error: the mean gap of confidence and share, weighted by questions."""
    total = sum(band.questions for band in found)
    return sum(band.questions * abs(band.confidence - band.right) for band in found) / total if total else 0.0


def chart(judged: Iterable[Judged]) -> Table:
    """Return the picture: a bar for the share that was right, and a mark where the confidence says it should end."""
    found = bands(judged)
    caption = (
        "Bars: first topic right or acceptable. | marks the confidence. "
        f"Expected calibration error {calibration_error(found):.3f}."
    )
    table = Table(title="reliability", title_justify="left", caption=caption, caption_justify="left", box=None)
    for name in ("confidence", "n", "right"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for band in found:
        table.add_row(f"{band.low:.1f} to {band.high:.1f}", f"{band.questions}", f"{band.right:.2f}", _bar(band))
    return table


def _bar(band: Band) -> str:
    drawn = ["#" if column < round(band.right * _BAR) else " " for column in range(_BAR + 1)]
    drawn[round(band.confidence * _BAR)] = "|"
    return "".join(drawn).rstrip()
