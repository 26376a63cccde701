"""`feedback`: what people found wanting, with the place to mend it."""

import asyncio
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.domain import Corpus, Reason, Vote
from bot.storage.storage import Storage
from tests.cli.conftest import Run

Given = tuple[str, str, str, Reason | None]  # person, topic, section key, reason


def give(path: Path, votes: Sequence[Given], days_ago: int = 0) -> None:
    """Store votes where the command looks for them."""

    async def store() -> None:
        clock = SystemClock()
        at = clock.now() - timedelta(days=days_ago)
        async with Storage.open(path, "", clock) as storage:
            for person, topic, section, reason in votes:
                await storage.feedback.put(Vote(person, topic, section, at, reason))

    asyncio.run(store())


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "data" / "bot.sqlite3"


def test_the_worst_comes_first_with_reasons_file_and_line(run: Run, database: Path, corpus: Corpus) -> None:
    article = corpus.articles["product-owner"]
    section = article.sections[2]
    give(
        database,
        [
            ("a", "product-owner", section.key, Reason.WRONG),
            ("b", "product-owner", section.key, Reason.WRONG),
            ("c", "product-owner", section.key, None),
            ("a", "sprint", "", Reason.HARD),
            ("a", "kano", "", None),
        ],
    )
    figures = json.loads(run("feedback", "--json").out)
    assert (figures["days"], figures["helpful"], figures["not_it"]) == (30, 2, 3)
    worst, second = figures["to_mend"]
    assert (worst["topic"], worst["not_it"], worst["helpful"], worst["reasons"]) == (
        "product-owner", 2, 1, {"wrong": 2},
    )  # fmt: skip
    assert worst["heading"] == section.heading
    assert Path(worst["file"]).read_text("utf-8").split("\n")[worst["line"] - 1] == f"## {section.heading}"
    first_words = corpus.articles["sprint"].lead.split("\n")[0]
    assert Path(second["file"]).read_text("utf-8").split("\n")[second["line"] - 1] == first_words
    assert (second["section"], second["heading"], second["reasons"]) == ("", "", {"hard": 1})


def test_the_table_names_reasons_as_people_chose_them(
    run: Run, database: Path, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    article = corpus.articles["product-owner"]
    give(database, [("a", "product-owner", article.sections[0].key, Reason.SHALLOW)])
    out = run("feedback").out
    for expected in (
        "not it", "helpful", "1 It does not go deep enough", f"{article.title} · {article.sections[0].heading}",
        f"product-owner.md:{article.sections[0].line}",
    ):  # fmt: skip
        assert expected in out
    assert "kano" not in out


def test_a_passage_that_was_taken_out_is_still_listed(run: Run, database: Path) -> None:
    give(database, [("a", "withdrawn", "long-gone", Reason.WRONG), ("a", "sprint", "long-gone", Reason.HARD)])
    listed = json.loads(run("feedback", "--json").out)["to_mend"]
    assert {(one["topic"], one["file"], one["line"]) for one in listed} == {("withdrawn", "", 0), ("sprint", "", 0)}
    assert run("feedback").out.count("no longer in the articles") == 2


def test_only_the_days_asked_for_count(run: Run, database: Path) -> None:
    give(database, [("a", "sprint", "", Reason.WRONG)], days_ago=10)
    assert run("feedback", "--days", "7").out.startswith("Nobody has voted in the last 7 days.")
    assert json.loads(run("feedback", "--days", "11", "--json").out)["not_it"] == 1


def test_where_all_is_well_it_says_so(run: Run, database: Path) -> None:
    give(database, [("a", "sprint", "", None)])
    assert run("feedback").out.startswith("The one vote of the last 30 days said Helpful")
    give(database, [("b", "sprint", "", None)])
    assert run("feedback").out.startswith("All 2 votes of the last 30 days said Helpful")


def test_it_reads_beside_a_bot_that_is_writing_and_changes_nothing(run: Run, database: Path) -> None:
    give(database, [("a", "sprint", "", Reason.WRONG)])
    with closing(sqlite3.connect(database, isolation_level=None)) as running:
        running.execute("BEGIN IMMEDIATE")
        running.execute("UPDATE votes SET person = 'b'")
        before = database.read_bytes()
        assert json.loads(run("feedback", "--json").out)["not_it"] == 1
        assert database.read_bytes() == before


def test_the_pseudonym_key_is_not_needed(run: Run, database: Path) -> None:
    give(database, [("a", "sprint", "", Reason.WRONG)])
    database.with_name("bot.sqlite3.key").unlink()
    assert json.loads(run("feedback", "--json").out)["not_it"] == 1


@pytest.mark.parametrize("days", ["0", "-1", "99999"])
def test_days_out_of_range_are_refused(run: Run, days: str) -> None:
    ran = run("feedback", "--days", days)
    assert (ran.status, len(ran.err.splitlines())) == (2, 1)
    assert "for example --days 30" in ran.err


def test_without_a_database_it_says_so_and_makes_none(run: Run, database: Path) -> None:
    ran = run("feedback")
    assert ran.status == 2
    assert "There is no database" in ran.err
    assert not database.exists()
