"""`ask --explain`: why this answer, and what came second."""

from bot.app import App
from bot.cli.output import Paper
from bot.cli.render import table
from bot.domain import Answer, Candidate, Rewrite


def print_explanation(paper: Paper, answer: Answer, app: App, elapsed_ms: float) -> None:
    """Print terms, rewrites, signals and the first topics of an answer."""
    signals = answer.signals
    rows = [
        ("outcome", f"{answer.outcome.value}, confidence {signals.confidence:.2f}"),
        (
            "signals",
            f"coverage {signals.coverage:.2f}, question {signals.question_match:.2f}, margin {signals.margin:.2f}",
        ),
        (
            "counts",
            f"{signals.matched} words matched, {signals.field_words} of the field, {signals.unknown:.0%} unknown",
        ),
        ("anywhere", f"{signals.matched_anywhere} words matched by the passage that holds most"),
        ("matched", ", ".join(answer.matched_terms) or "nothing"),
        ("read as", _pairs(answer.read_as)),
        ("corrected", _pairs(answer.corrections)),
        ("not known", ", ".join(answer.unknown_words)),
        ("continues", answer.continued),
        *(
            (name, _place(candidate, app))
            for name, candidate in zip(("best", "runner-up"), answer.candidates, strict=False)
        ),
        ("took", f"{elapsed_ms:.2f} ms"),
    ]
    print()
    for line in table(paper, ((name, text) for name, text in rows if text)):
        print(line)


def _pairs(rewrites: tuple[Rewrite, ...]) -> str:
    return ", ".join(f"{rewrite.written} as {rewrite.read_as}" for rewrite in rewrites)


def _place(candidate: Candidate, app: App) -> str:
    title = app.corpus.articles[candidate.topic].title
    section = f" · {candidate.section}" if candidate.section else ""
    return f"{title}{section} ({candidate.score:.2f})"
