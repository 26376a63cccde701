"""`ask`: one answer for a person, or JSON lines for a program."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.corpus.places import packaged_content
from tests.cli.conftest import Run

EASY = "what does a product owner do?"


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize(
    ("question", "topics"),
    [
        (EASY, {"product-owner", "product-owner-accountabilities"}),
        ("who decides what the team works on next", {"planning-and-prioritizing", "backlog-ordering"}),
        ("can the boss overrule the PO", {"product-owner-authority"}),
    ],
)
def test_the_questions_of_a_newcomer_are_answered_from_the_right_article(
    run: Run, question: str, topics: set[str]
) -> None:
    ran = run("ask", "--json", question)
    (answer,) = lines(ran.out)
    assert ran.status == 0
    assert answer["answered"] is True
    assert answer["results"][0]["topic"] in topics


def test_it_does_not_know_how_to_bake_bread(run: Run) -> None:
    ran = run("ask", "how do I bake bread")
    assert ran.status == 3
    assert "I do not know that." in ran.out
    assert "bread" in ran.out
    assert "Ask in other words, or see with /topics what I know about." in ran.out


def test_an_answer_names_its_article_its_date_and_its_resources(run: Run) -> None:
    ran = run("ask", EASY)
    assert ran.status == 0
    assert "From: " in ran.out
    assert "reviewed 2026-" in ran.out
    assert "https://" in ran.out


def test_the_json_object_has_the_fields_of_the_contract(run: Run) -> None:
    (answer,) = lines(run("ask", "--json", EASY).out)
    assert list(answer) == [
        "question", "outcome", "answered", "confidence", "results", "quotes", "answer", "sources", "latency_ms"
    ]  # fmt: skip
    assert answer["question"] == EASY
    assert 0 <= answer["confidence"] <= 1
    assert 1 <= len(answer["results"]) <= 10
    assert len({result["topic"] for result in answer["results"]}) == len(answer["results"])
    assert answer["answer"] == "\n\n".join(quote["text"] for quote in answer["quotes"])
    assert answer["sources"][0] == {"title": "What is a Product Owner", "url": None}
    assert all((source["url"] or "").startswith("https://") for source in answer["sources"][1:])


def test_a_published_article_is_linked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLES_URL", "https://example.org/articles/")
    (answer,) = lines(run("ask", "--json", EASY).out)
    assert answer["sources"][0]["url"] == "https://example.org/articles/role/product-owner.md"


def test_each_quote_is_an_exact_part_of_its_articles_file(run: Run) -> None:
    questions = [EASY, "what is wsjf", "difference between velocity and capacity", "when can a sprint be cancelled"]
    answers = lines(run("ask", "--json", stdin="\n".join(questions)).out)
    assert [bool(answer["quotes"]) for answer in answers] == [True] * len(questions)
    for answer in answers:
        for quote in answer["quotes"]:
            (path,) = packaged_content().glob(f"*/{quote['topic']}.md")
            assert quote["text"] in path.read_text("utf-8")


def test_a_batch_gives_one_object_for_each_line_that_is_not_blank_in_order(run: Run) -> None:
    batch = [
        EASY,
        "",
        "how do I bake bread",
        "{not json",
        '["a", "list"]',
        "🔥🔥",
        "x" * 5000,
        '{"question": "what is wsjf"}',
    ]
    ran = run("ask", "--json", stdin="\n".join(batch))
    answers = lines(ran.out)
    assert [answer["question"] for answer in answers] == [*(one for one in batch[:-1] if one), "what is wsjf"]
    assert [answer["outcome"] for answer in answers[4:6]] == ["unknown", "unknown"]
    assert answers[4]["results"] == answers[4]["quotes"] == answers[4]["sources"] == []
    assert ran.status == 0


def test_a_batch_without_a_single_answer_says_so_in_its_status(run: Run) -> None:
    assert run("ask", "--json", stdin="how do I bake bread\n").status == 3


def test_a_line_can_name_the_question_before_it(run: Run) -> None:
    pair = json.dumps({"question": "why?", "after": "what is technical debt"})
    (answer,) = lines(run("ask", "--json", stdin=pair).out)
    assert answer["question"] == "why?"
    assert answer["results"][0]["topic"] == "technical-debt"


def test_explain_shows_terms_rewrites_and_the_runner_up(run: Run) -> None:
    out = run("ask", "--explain", "what is the purpose of grooming the bcaklog").out
    assert "Read as: refinement (grooming)" in out
    assert 'I read "bcaklog" as "backlog".' in out
    for word in ("outcome", "signals", "matched", "best", "runner-up", "took"):
        assert f"\n{word} " in out


def test_what_comes_through_a_pipe_has_no_colours_and_fits_into_80_columns(run: Run) -> None:
    out = run("ask", EASY).out
    assert "\033" not in out
    assert all(len(line) <= 80 for line in out.splitlines() if "https://" not in line)


@pytest.mark.parametrize("question", ["", "   ", "🔥🔥🔥", "\x00\x01\x02", "x" * 10_000])
def test_what_is_no_question_gets_one_sentence_and_status_2(run: Run, question: str) -> None:
    ran = run("ask", question)
    assert ran.status == 2
    assert ran.out == ""
    assert len(ran.err.splitlines()) == 1


def test_a_pipe_without_a_question_is_told_how_many_are_asked(run: Run) -> None:
    ran = run("ask", stdin="what is wsjf\n")
    assert ran.status == 2
    assert "need --json: python -m bot ask --json < questions.txt" in ran.err


def test_every_question_is_counted_without_its_words(run: Run, tmp_path: Path) -> None:
    run("ask", EASY)
    run("ask", "--json", stdin="how do I bake bread\nwhat is wsjf\n")
    with closing(sqlite3.connect(tmp_path / "data" / "bot.sqlite3")) as database:
        rows = database.execute("SELECT kind, place, outcome, topic, person FROM usage ORDER BY id").fetchall()
    assert [row[:3] for row in rows] == [
        ("ask", "terminal", "answer"), ("ask", "terminal", "unknown"), ("ask", "terminal", "answer")
    ]  # fmt: skip
    assert rows[0][3:] == ("product-owner", "")
    assert b"bake bread" not in (tmp_path / "data" / "bot.sqlite3").read_bytes()


def test_a_database_in_trouble_costs_the_count_and_not_the_answer(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "bot.sqlite3").write_text("this is no database, and it stays as it is")
    ran = run("ask", EASY)
    assert ran.status == 0
    assert "From: " in ran.out
    assert ran.err.startswith("Not counted: ")
    assert len(ran.err.splitlines()) == 1
    assert (tmp_path / "data" / "bot.sqlite3").read_text() == "this is no database, and it stays as it is"
