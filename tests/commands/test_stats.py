"""`/assistant stats`: numbers, the picture and the text that stands for it."""

import re
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot import charts
from bot.app import App
from bot.commands import stats_words as words
from bot.commands.reply import Bars, Heading, Items, Note, Reply
from bot.commands.stats import MOST_DAYS, Stats
from bot.discord_app import render
from bot.domain import Article, Outcome, Place, UsageEvent
from bot.storage.storage import Storage
from tests.commands.reading import items, of_kind, paragraphs
from tests.conftest import HandClock

GUILD = 1
PNG = b"\x89PNG\r\n\x1a\n"


async def ask(storage: Storage, clock: HandClock, people: str, outcome: Outcome = Outcome.ANSWER, ago: int = 0) -> None:
    topic = "sprint" if outcome is Outcome.ANSWER else ""
    at = clock.now() - timedelta(days=ago)
    events = [
        UsageEvent(at, "ask", Place.GUILD, outcome.value, topic, guild_id=GUILD, person=person) for person in people
    ]
    await storage.usage.add(events)


async def stats(
    storage: Storage, clock: HandClock, articles: Mapping[str, Article], days: int = 30, keep: int = 90
) -> Reply:
    return await Stats(storage.server_usage, clock, keep).reply(GUILD, days, articles)


@pytest.fixture
def articles(commands: App) -> Mapping[str, Article]:
    return commands.corpus.articles


@pytest.fixture
def without_matplotlib(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is where the extra `charts` was not installed: the import system finds nothing of that name."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)


async def test_a_server_where_nobody_asked_hears_how_to_begin(
    storage: Storage, clock: HandClock, articles: Mapping[str, Article]
) -> None:
    reply = await stats(storage, clock, articles)
    assert paragraphs(reply) == words.NOBODY.format(span="the last 30 days")
    assert reply.picture is None


@pytest.mark.parametrize("people", ["a", "aaaaab"])
async def test_of_one_or_two_people_no_number_is_told(
    storage: Storage, clock: HandClock, articles: Mapping[str, Article], people: str
) -> None:
    await ask(storage, clock, people)
    reply = await stats(storage, clock, articles)
    assert paragraphs(reply) == words.TOO_FEW.format(span="the last 30 days", enough=3)
    assert (len(reply.blocks), reply.picture) == (1, None)


async def test_the_numbers_are_told_in_words(
    storage: Storage, clock: HandClock, articles: Mapping[str, Article]
) -> None:
    await ask(storage, clock, "abcabc")
    await ask(storage, clock, "ab", Outcome.CHOICE, ago=3)
    await ask(storage, clock, "c", Outcome.UNKNOWN, ago=3)
    reply = await stats(storage, clock, articles)
    assert paragraphs(reply).startswith("9 questions from 3 people; I answered 67% of them. In 2 I was not sure")
    assert of_kind(reply, Heading)[0].detail == "the last 30 days"
    assert items(reply) == [articles["sprint"].title]
    assert of_kind(reply, Items)[0].items[0].text == "6"
    assert "days in UTC" in of_kind(reply, Note)[0].text


async def test_the_picture_says_in_words_what_it_shows(
    storage: Storage, clock: HandClock, articles: Mapping[str, Article]
) -> None:
    await ask(storage, clock, "abc")
    await ask(storage, clock, "abcde", ago=2)
    reply = await stats(storage, clock, articles)
    assert reply.picture is not None
    assert reply.picture.data.startswith(PNG)
    assert len(reply.picture.data) < 300_000
    assert reply.picture.description == (
        "Chart of 8 questions in the last 30 days, 100% of them answered. Most on one day: 5, on 21 Nov. "
        f"Asked about most: {articles['sprint'].title} (8)."
    )
    assert of_kind(reply, Bars) == []


@pytest.mark.usefixtures("without_matplotlib")
async def test_without_the_library_there_are_bars_of_text(
    storage: Storage, clock: HandClock, articles: Mapping[str, Article]
) -> None:
    await ask(storage, clock, "abc", ago=1)
    reply = await stats(storage, clock, articles, days=3)
    assert reply.picture is None
    assert [block.rows for block in of_kind(reply, Bars)] == [(("21 Nov", 0), ("22 Nov", 3), ("23 Nov", 0))]
    weeks = of_kind(await stats(storage, clock, articles, days=30), Bars)[0].rows
    assert weeks == (("from 25 Oct", 0), ("from 27 Oct", 0), ("from 3 Nov", 0), ("from 10 Nov", 0), ("from 17 Nov", 3))


async def test_a_drawing_that_fails_costs_the_picture_not_the_numbers(
    storage: Storage,
    clock: HandClock,
    articles: Mapping[str, Article],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (tmp_path / "matplotlib.py").write_text("raise ImportError('a broken installation')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    await ask(storage, clock, "abc")
    reply = await stats(storage, clock, articles)
    assert reply.picture is None
    assert of_kind(reply, Bars)
    assert "the chart was not drawn: ImportError: a broken installation" in caplog.text


async def test_a_drawing_that_takes_too_long_costs_the_picture_not_the_numbers(
    storage: Storage,
    clock: HandClock,
    articles: Mapping[str, Article],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("bot.commands.stats._DRAW_SECONDS", 0)
    await ask(storage, clock, "abc")
    reply = await stats(storage, clock, articles)
    assert reply.picture is None
    assert of_kind(reply, Bars)
    assert "the chart was not drawn: it took too long" in caplog.text


@pytest.mark.parametrize("days", [1, 7, 30, 90, MOST_DAYS])
@pytest.mark.usefixtures("without_matplotlib")
async def test_any_span_fits_into_a_message_and_counts_every_question_once(
    storage: Storage, clock: HandClock, articles: Mapping[str, Article], days: int
) -> None:
    for ago in range(days):
        await ask(storage, clock, "abc", ago=ago)
    reply = await stats(storage, clock, articles, days=days, keep=MOST_DAYS)
    (drawn,) = of_kind(reply, Bars)
    assert sum(count for _, count in drawn.rows) == 3 * days
    assert 1 <= len(drawn.rows) <= 14
    assert len(render.content(reply)) < 2000


async def test_what_is_no_longer_kept_is_not_promised(
    storage: Storage, clock: HandClock, articles: Mapping[str, Article]
) -> None:
    await ask(storage, clock, "abc", ago=20)
    assert paragraphs(await stats(storage, clock, articles, days=30, keep=10)).endswith(
        words.NOBODY.format(span="the last 10 days")
    )
    await ask(storage, clock, "abc")
    told = of_kind(await stats(storage, clock, articles, days=30, keep=10), Note)
    assert told[-1].text.endswith("I keep numbers for 10 days.")


async def test_a_topic_that_is_gone_from_the_articles_keeps_its_name(
    storage: Storage, clock: HandClock, articles: Mapping[str, Article]
) -> None:
    await ask(storage, clock, "abc")
    assert items(await stats(storage, clock, {})) == ["sprint"]


class TestDrawing:
    def chart(self, columns: int, bars: int = 5, title: str = "Sprint Goal") -> charts.Chart:
        return charts.Chart(
            (("12345", "questions"), ("100%", "answered"), ("9", "people")),
            "Questions a day",
            tuple(charts.Column("23 Nov", number % 7, number % 4) for number in range(columns)),
            "answered",
            "without an answer",
            "Asked about most",
            tuple((title, number + 1) for number in range(bars)),
        )

    @pytest.mark.parametrize("columns", [1, 2, 7, 60])
    @pytest.mark.parametrize("bars", [0, 1, 5])
    def test_any_number_of_columns_and_bars_can_be_drawn(self, columns: int, bars: int) -> None:
        assert charts.draw(self.chart(columns, bars)).startswith(PNG)

    def test_what_is_equal_is_drawn_equally_and_what_differs_differs(self) -> None:
        assert charts.draw(self.chart(7)) == charts.draw(self.chart(7))
        assert charts.draw(self.chart(7)) != charts.draw(self.chart(8))

    def test_another_process_draws_the_same(self) -> None:
        chart = self.chart(7, title="Sprint \u2026 \U0001f600")
        assert charts.draw(charts.unpacked(charts.packed(chart))) == charts.draw(chart)

    def test_a_title_is_no_formula(self) -> None:
        assert charts.draw(self.chart(3, title="Saying $no$ \\frac{")).startswith(PNG)


TEXTS = {name: value for name, value in vars(words).items() if name.isupper() and isinstance(value, str)}


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_is_plain(name: str) -> None:
    assert TEXTS[name] == TEXTS[name].strip()
    assert len(TEXTS[name]) <= 220
    assert not re.search(r"(?i)\b(outcome|guild|corpus|slug|passage|interaction|ephemeral|retriev)", TEXTS[name])


def test_the_longest_description_fits(commands: App) -> None:
    titles = sorted((article.title for article in commands.corpus.articles.values()), key=len)[-5:]
    asked = words.ASKED[1].format(count=10**6)
    told = [
        words.DESCRIPTION.format(asked=asked, span=words.SPAN[1].format(days=MOST_DAYS), share="100%"),
        words.BUSIEST[28].format(count=10**6, day=f"{date(2026, 11, 23):%d %b}"),
        words.DESCRIBED_TOPICS.format(topics=", ".join(f"{title} (1000000)" for title in titles)),
    ]
    assert len(" ".join(told)) <= 1024
