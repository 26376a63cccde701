"""`ask`: one question for a person, or many as JSON lines."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.app import App, open_stored
from bot.cli.explain import print_explanation
from bot.cli.main import DONE, NOT_ANSWERED
from bot.cli.output import is_interactive, paper, print_error
from bot.cli.render import print_reply
from bot.clock import SystemClock
from bot.commands.ask import sources
from bot.compiled import default_store
from bot.domain import Answer, Outcome, Place, Signals, UsageEvent
from bot.errors import StorageError, UsageError
from bot.settings import Settings

_WHICH = 'Which question? Put it in quotes: python -m bot ask "who orders the backlog?"'
_PIPED = "Questions from a file or a pipe, one a line, need --json: python -m bot ask --json < questions.txt"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question from standard input, with the one before it where a JSON object names it."""

    question: str
    after: str = ""


def main(arguments: argparse.Namespace, settings: Settings) -> int:
    """Answer; exit status 0 where the question (or any of a batch) was answered, else 3."""
    question = " ".join(arguments.question)
    if not question and not arguments.json:
        raise UsageError(_WHICH if is_interactive(sys.stdin) else f"{_WHICH} {_PIPED}")
    app = App.load(settings, SystemClock(), default_store())
    events: list[UsageEvent] = []
    try:
        if arguments.json:
            asked = [Asked(question)] if question else read_lines(sys.stdin)
            return print_json(app, asked, events)
        return print_for_people(app, question, events, explain=arguments.explain)
    finally:
        count(app, events)


def read_lines(lines: Iterable[str]) -> Iterator[Asked]:
    """Yield a question for each non-blank line: plain text, or a JSON object with `question` and maybe `after`."""
    for line in lines:
        text = line.strip()
        if text:
            yield _from_json(text) or Asked(text)


def print_json(app: App, questions: Iterable[Asked], events: list[UsageEvent]) -> int:
    """Print and flush one object for each question, in order."""
    status = NOT_ANSWERED
    for asked in questions:
        answer, elapsed_ms = answer_line(app, asked)
        print(json.dumps(as_json(answer, app, elapsed_ms), ensure_ascii=True), flush=True)
        events.append(usage_event(app, "ask", answer, elapsed_ms))
        status = DONE if answer.answered else status
    return status


def answer_line(app: App, asked: Asked) -> tuple[Answer, float]:
    """Answer one line of a batch; a line that holds no question is an unknown one, for the batch goes on."""
    begun = app.clock.monotonic()
    try:
        before = app.assistant.turn_after(app.assistant.ask(asked.after)) if asked.after.strip() else None
        begun = app.clock.monotonic()
        answer = app.assistant.ask(asked.question, before)
    except UsageError:
        answer = Answer(asked.question, Outcome.UNKNOWN, (), (), Signals())
    return answer, (app.clock.monotonic() - begun) * 1000


def as_json(answer: Answer, app: App, elapsed_ms: float) -> dict[str, Any]:
    """Return the object that `ask --json` prints: a contract, see the README."""
    return {
        "question": answer.question,
        "outcome": answer.outcome.value,
        "answered": answer.answered,
        "confidence": round(answer.signals.confidence, 4),
        "results": [
            {"topic": candidate.topic, "section": candidate.section, "score": round(candidate.score, 4)}
            for candidate in answer.candidates
        ],
        "quotes": [{"topic": quote.topic, "section": quote.section, "text": quote.text} for quote in answer.quotes],
        "answer": "\n\n".join(quote.text for quote in answer.quotes),
        "sources": _json_sources(answer, app),
        "latency_ms": round(elapsed_ms, 3),
    }


def print_for_people(app: App, question: str, events: list[UsageEvent], *, explain: bool) -> int:
    """Print the card of one answer."""
    answer, elapsed_ms = app.ask(question)
    print_reply(paper(), app.answer_reply(answer))
    if explain:
        print_explanation(paper(), answer, app, elapsed_ms)
    events.append(usage_event(app, "ask", answer, elapsed_ms))
    return DONE if answer.answered else NOT_ANSWERED


def usage_event(app: App, kind: str, answer: Answer, elapsed_ms: float) -> UsageEvent:
    """Return what is counted of a question in the terminal."""
    return UsageEvent(
        at=app.clock.now(),
        kind=kind,
        place=Place.TERMINAL,
        outcome=answer.counted_as,
        topic=answer.candidates[0].topic if answer.candidates else "",
        confidence=answer.signals.confidence,
        latency_ms=elapsed_ms,
    )


def count(app: App, events: list[UsageEvent]) -> None:
    """Store the usage after all is printed; a database in trouble costs the count and one line, never the answer."""

    async def store() -> None:
        async with open_stored(app) as stored:
            await stored.storage.usage.add(events)

    if events:
        import asyncio  # noqa: PLC0415  # after the answer is printed

        try:
            asyncio.run(store())
        except StorageError as error:
            print_error(f"Not counted: {error}")


def _from_json(text: str) -> Asked | None:
    if not text.startswith("{"):
        return None
    with suppress(ValueError, RecursionError):
        value = json.loads(text)
        if isinstance(value, dict) and isinstance(value.get("question"), str):
            after = value.get("after")
            return Asked(value["question"], after if isinstance(after, str) else "")
    return None


def _json_sources(answer: Answer, app: App) -> list[dict[str, str | None]]:
    """Return the quoted articles, then their resources; an article that is published nowhere has no address."""
    found: list[dict[str, str | None]] = []
    for topic in dict.fromkeys(quote.topic for quote in answer.quotes):
        article = app.corpus.articles[topic]
        found.append({"title": article.title, "url": app.articles.url(article) or None})
    found.extend({"title": resource.title, "url": resource.url} for resource in sources(answer, app.corpus))
    return found
