"""`/assistant stats`: what a server asked, in words, with a picture where one can be drawn, else bars of text."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from bot import charts, children
from bot.clock import Clock
from bot.commands import stats_words as words
from bot.commands.reply import Bars, Block, Heading, Item, Items, Note, Paragraph, Picture, Reply, say
from bot.domain import Article
from bot.storage.questions import ENOUGH_PEOPLE
from bot.storage.server_usage import DayCount, ServerUsage, ServerUsages

log = logging.getLogger(__name__)

DEFAULT_DAYS, MOST_DAYS = 30, 365
_TOPICS = 5
_SPANS = (1, 7, 28)  # days in a bar
_ROWS, _COLUMNS = 14, 60  # at most, in a text and in a picture
_LABEL = 26  # characters of a title beside the columns
_DRAW_SECONDS = 30.0  # it takes one or two; Discord waits a quarter of an hour


class Stats:
    """Reads and shows a server's usage. `keep_days` is how long it is kept."""

    def __init__(self, usages: ServerUsages, clock: Clock, keep_days: int) -> None:
        self._usages = usages
        self._clock = clock
        self._keep_days = keep_days
        self._drawing = asyncio.Lock()  # one picture at a time: each takes a processor

    async def reply(self, guild_id: int, days: int, articles: Mapping[str, Article]) -> Reply:
        """Show the last `days` days, but no number that fewer than three people stand behind."""
        kept = min(days, self._keep_days)
        usage = await self._usages.of(guild_id, self._clock.now().date(), kept, _TOPICS)
        span = words.SPAN[kept > 1].format(days=kept)
        if not usage.asked:
            return say(words.NOBODY.format(span=span))
        if usage.people < ENOUGH_PEOPLE:
            return say(words.TOO_FEW.format(span=span, enough=ENOUGH_PEOPLE))
        topics = [(articles[slug].title if slug in articles else slug, count) for slug, count in usage.topics]
        picture = await self._picture(usage, topics, span)
        blocks: list[Block] = [Heading(words.HEADING, span), *_sentences(usage)]
        if picture is None:
            blocks.append(Bars(tuple((label, column.asked) for label, column in _grouped(usage.days, _ROWS))))
        if topics:
            blocks += [Heading(words.TOPICS), Items(tuple(Item.named(title, str(count)) for title, count in topics))]
        note = words.SMALL_PRINT.format(enough=ENOUGH_PEOPLE)
        blocks.append(Note(f"{note} {words.KEPT.format(days=kept)}" if kept < days else note))
        return Reply(tuple(blocks), picture=picture)

    async def _picture(self, usage: ServerUsage, topics: Sequence[tuple[str, int]], span: str) -> Picture | None:
        """Draw in a process of its own; where that cannot be done, the text does without."""
        if not charts.is_available():
            return None
        async with self._drawing:
            try:
                data = await children.run("bot.charts", charts.packed(_chart(usage, topics)), _DRAW_SECONDS)
            except (children.ChildError, OSError) as error:  # a `TimeoutError` is an `OSError`
                # Whatever is wrong with the library, its fonts or the machine, the numbers are there.
                log.warning("the chart was not drawn: %s", str(error) or "it took too long")
                return None
        return Picture(words.FILE_NAME, data, _described(usage, topics, span))


def _sentences(usage: ServerUsage) -> list[Block]:
    asked = words.ASKED[usage.asked > 1].format(count=usage.asked)
    told = [words.SUMMARY.format(asked=asked, people=usage.people, share=_share(usage))]
    told += [
        sentence.format(count=usage.outcomes[outcome])
        for outcome, sentence in words.NOT_ANSWERED.items()
        if usage.outcomes.get(outcome)
    ]
    if usage.votes:
        told.append(words.HELPFUL.format(votes=usage.votes, helpful=usage.helpful))
    return [Paragraph(" ".join(told))]


def _chart(usage: ServerUsage, topics: Sequence[tuple[str, int]]) -> charts.Chart:
    columns = [charts.Column(_day(one.day), one.asked, one.answered) for _, one in _grouped(usage.days, _COLUMNS)]
    values = (str(usage.asked), _share(usage), str(usage.people))
    return charts.Chart(
        figures=tuple(zip(values, words.FIGURES, strict=True)),
        columns_title=words.COLUMNS[_span(usage.days, _COLUMNS)],
        columns=tuple(columns),
        part_name=words.ANSWERED,
        rest_name=words.OTHERS,
        bars_title=words.TOPICS,
        bars=tuple(
            (title if len(title) <= _LABEL else title[: _LABEL - 1] + "\u2026", count) for title, count in topics
        ),
    )


def _described(usage: ServerUsage, topics: Sequence[tuple[str, int]], span: str) -> str:
    asked = words.ASKED[usage.asked > 1].format(count=usage.asked)
    _, busiest = max(_grouped(usage.days, _COLUMNS), key=lambda pair: pair[1].asked)
    told = [
        words.DESCRIPTION.format(asked=asked, span=span, share=_share(usage)),
        words.BUSIEST[_span(usage.days, _COLUMNS)].format(count=busiest.asked, day=_day(busiest.day)),
    ]
    if topics:
        named = ", ".join(f"{title} ({count})" for title, count in topics)
        told.append(words.DESCRIBED_TOPICS.format(topics=named))
    return " ".join(told)


def _span(days: Sequence[DayCount], most: int) -> int:
    """Return how many days one bar stands for, so that there are at most so many where that can be."""
    return next((span for span in _SPANS if len(days) <= span * most), _SPANS[-1])


def _grouped(days: Sequence[DayCount], most: int) -> list[tuple[str, DayCount]]:
    """Return the days in spans that end today, each with its label; the first may be shorter."""
    span = _span(days, most)
    cuts = [0, *range(len(days) % span or span, len(days) + 1, span)]
    found = []
    for start, end in pairwise(cuts):
        part = days[start:end]
        counted = DayCount(part[0].day, sum(one.asked for one in part), sum(one.answered for one in part))
        found.append((_day(counted.day) if span == 1 else words.WEEK.format(day=_day(counted.day)), counted))
    return found


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


def _share(usage: ServerUsage) -> str:
    return f"{usage.answered * 100 / usage.asked:.0f}%"
