"""`chat`: questions, follow-ups and the slash commands."""

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.app import App
from bot.cli.chat import Talk, split_pasted
from bot.cli.offers import offer_lines, picked
from bot.commands.reply import Action, Do
from bot.errors import UsageError
from tests.cli.conftest import Run
from tests.conftest import REPOSITORY


def test_a_follow_up_is_read_with_the_question_before_it(run: Run) -> None:
    out = run("chat", stdin="what is technical debt\nwhy?\n").out
    assert "Continuing with: Technical debt" in out
    assert out.count("From: Technical debt") == 2


def test_the_commands_of_discord_are_typed_with_their_slash(run: Run) -> None:
    typed = "ask what is wsjf,responsibilities,responsibilities 3,resources wsjf,tip kano,topics,glossary dod,help"
    ran = run("chat", stdin="".join(f"/{command}\n" for command in typed.split(",")))
    assert ran.status == 0
    for expected in (
        "From: Weighted Shortest Job First", "What a Product Owner is responsible for", "Keep enough prepared work",
        "https://framework.scaledagile.com/wsjf/", "Tip · Kano", "What I know about", "Definition of Done", "/help ",
    ):  # fmt: skip
        assert expected in ran.out


@pytest.mark.parametrize("command", ["/tips schedule", "/assistant setup", "/privacy show"])
def test_commands_that_need_discord_say_so(run: Run, command: str) -> None:
    assert "exists only in Discord" in run("chat", stdin=command).out


@pytest.mark.parametrize(("typed", "meant"), [("/glosary", "glossary"), ("/Tips", "tips"), ("/asks who", "ask")])
def test_a_misspelt_command_names_the_one_that_was_meant(run: Run, typed: str, meant: str) -> None:
    assert f"There is no such command. Did you mean /{meant}?" in run("chat", stdin=typed).out


def test_an_unknown_command_names_help(run: Run) -> None:
    assert "There is no such command. /help" in run("chat", stdin="/frobnicate").out


def test_a_number_opens_what_the_last_reply_offered(app: App, capsys: pytest.CaptureFixture[str]) -> None:
    talk = Talk(app)
    talk.say("/responsibilities")
    capsys.readouterr()
    talk.say("3")
    assert "Keep enough prepared work ahead of the team" in capsys.readouterr().out
    talk.say("4")  # Read on
    assert "From: Keep enough prepared work ahead of the team · " in capsys.readouterr().out


@pytest.mark.parametrize("word", ["exit", "Quit", "/quit", "bye"])
def test_the_usual_words_leave(run: Run, word: str) -> None:
    ran = run("chat", stdin=f"{word}\nwhat is wsjf\n")
    assert (ran.status, ran.out) == (0, "")


def test_a_number_that_was_not_offered_says_which_ones_were(app: App, capsys: pytest.CaptureFixture[str]) -> None:
    talk = Talk(app)
    talk.say("/responsibilities")
    capsys.readouterr()
    for number in ("0", "99"):
        assert talk.say(number) is None
        assert "Type a number from 1 to 13, or ask." in capsys.readouterr().out
    assert talk.say("9" * 5000) is None  # more digits than Python reads
    assert "There is no such number to pick." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, "Ask in words."),
        (1, "Type 1, or ask."),
        (2, "Type 1 or 2, or ask."),
        (3, "Type a number from 1 to 3, or ask."),
    ],
)
def test_a_number_alone_is_never_a_question(count: int, told: str) -> None:
    offered = [Action(Do.MORE, "Read more", "wsjf")] * count
    with pytest.raises(UsageError) as refused:
        picked(str(count + 1), offered)
    assert str(refused.value) == f"There is no {count + 1} to pick. {told}"


def test_a_number_before_anything_was_offered_is_not_looked_up(run: Run) -> None:
    assert run("chat", stdin="42\n").out.strip() == "There is no 42 to pick. Ask in words."


def test_choices_stand_on_one_line_where_they_fit_else_each_on_its_own() -> None:
    labels = ["Read more", "Related"]
    assert list(offer_lines(labels, 1, 80)) == ["[1] Read more  [2] Related"]
    assert list(offer_lines([*labels, "Keep enough prepared work"], 4, 40)) == [
        "[4] Read more", "[5] Related", "[6] Keep enough prepared work"
    ]  # fmt: skip
    assert list(offer_lines(["Keep enough prepared work ahead of the team"], 1, 30)) == [
        "[1] Keep enough prepared work", "    ahead of the team"
    ]  # fmt: skip
    assert list(offer_lines([], 1, 80)) == []


@pytest.mark.parametrize(
    "command", ["/responsibilities 3", "/resources wsjf", "/topics wsjf", "who orders the backlog?"]
)
def test_a_narrow_terminal_breaks_titles_but_no_address(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    printed = run("chat", stdin=command).out.splitlines()
    assert all(len(line) <= 40 for line in printed if "https://" not in line)
    addresses = [line.strip() for line in printed if "https://" in line]
    assert addresses
    assert all(address.startswith("https://") for address in addresses)
    assert not [line for line in printed if re.search(r"\[\d+\]$", line)]


def test_what_is_typed_instead_of_a_command_is_not_counted(app: App) -> None:
    assert Talk(app).say("/my-secret and more") is None


def test_what_is_no_question_does_not_end_the_conversation(run: Run) -> None:
    ran = run("chat", stdin="🔥\nwhat is wsjf\n")
    assert ran.status == 0
    assert "There is no word in this question." in ran.out
    assert "From: Weighted Shortest Job First" in ran.out


@pytest.mark.parametrize(
    ("pasted", "entries"),
    [
        ("what is wsjf?\nwho orders the backlog?", ["what is wsjf?", "who orders the backlog?"]),
        (
            "we keep missing our goal\nand nobody cares\nwhat now?",
            ["we keep missing our goal and nobody cares what now?"],
        ),
        ("/tip\nwhat is wsjf?\n\n/help", ["/tip", "what is wsjf?", "/help"]),
        ("\n  \n", []),
    ],
)
def test_several_pasted_lines_are_a_story_or_single_entries(pasted: str, entries: list[str]) -> None:
    assert list(split_pasted(pasted)) == entries


@pytest.mark.parametrize("key", [b"\x04", b"\x03"], ids=["Ctrl-D", "Ctrl-C"])
def test_a_person_leaves_cleanly_by_key(tmp_path: Path, cache: Path, key: bytes) -> None:
    terminal, side = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "XDG_CACHE_HOME": str(cache), "TERM": "xterm"}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat"], stdin=side, stdout=side, stderr=side, cwd=tmp_path, env=environment
    )
    os.close(side)
    try:
        read_until(terminal, PROMPT)
        os.write(terminal, b"what is wsjf\r")
        read_until(terminal, b"Read more.*" + PROMPT)  # in one: both may come in one piece
        os.write(terminal, key)
        assert b"Traceback" not in read_until(terminal, b"Bye.")
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.wait()
        os.close(terminal)


PROMPT = rb"\x1b\[\?2004h"  # it is up, and has asked for pastes to be marked


def read_until(terminal: int, wanted: bytes, seconds: float = 20.0) -> bytes:
    """Read a terminal until a pattern appears, answering its question for the cursor's place."""
    seen = b""
    deadline = time.monotonic() + seconds
    while not re.search(wanted, seen, re.DOTALL):
        ready, _, _ = select.select([terminal], [], [], max(0.0, deadline - time.monotonic()))
        assert ready, f"{wanted!r} did not appear in {seen!r}"
        chunk = os.read(terminal, 65536)
        if b"\x1b[6n" in chunk:
            os.write(terminal, b"\x1b[1;1R")
        seen += chunk
    return seen
