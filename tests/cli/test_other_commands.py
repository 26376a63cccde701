"""`check`, `evaluate`, `import`, `stats`, `run` and the command line itself."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot import __version__
from bot.cli.elsewhere import _IN_CHAT, _ONLY_IN_DISCORD
from bot.corpus.article import read_article
from tests.cli.conftest import Run
from tests.conftest import REPOSITORY

POST = """---
layout: post
title: What is a Release
title: A second title
tags:
  - shipping
date: 2020-10-02
---
## Overview
A release makes finished work available to the people who use the product, and it needs a decision about time and risk.

## Links
- [A guide](https://example.org/guidehttps://example.org/guide)
- [Broken](http//nowhere)
"""


class TestCommandLine:
    def test_version(self, capsys: pytest.CaptureFixture[str], run: Run) -> None:
        with pytest.raises(SystemExit) as left:
            run("--version")
        assert left.value.code == 0
        assert capsys.readouterr().out == f"product-owner-assistant {__version__}\n"

    def test_help_has_examples_and_every_command(self, run: Run) -> None:
        out = run().out
        assert "examples:" in out
        for command in ("ask", "chat", "check", "evaluate", "import", "stats", "run"):
            assert f"\n    {command} " in out

    def test_every_command_stands_in_the_readme(self) -> None:
        readme = (REPOSITORY / "README.md").read_text("utf-8")
        for command in ("ask", "chat", "check", "evaluate", "import", "stats", "run"):
            assert f"python -m bot {command}" in readme

    @pytest.mark.parametrize(
        "arguments", [["frobnicate"], ["ask", "--jsn", "x"], ["import", "x.md"], ["stats", "--days", "x"]]
    )
    def test_wrong_use_is_one_sentence_with_status_2(self, run: Run, arguments: list[str]) -> None:
        ran = run(*arguments)
        assert ran.status == 2
        assert len(ran.err.splitlines()) == 1
        assert "--help" in ran.err

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (["ask", "--jsn", "x"], "Unknown: --jsn. See: python -m bot ask --help"),
            (["--jsn"], "Unknown: --jsn. See: python -m bot --help"),
            (["aks", "x"], "There is no command aks. Did you mean ask? See: python -m bot --help"),
            (["xyzzy"], "There is no command xyzzy. See: python -m bot --help"),
        ],
    )
    def test_what_does_not_exist_is_answered_with_the_way_on(
        self, run: Run, arguments: list[str], sentence: str
    ) -> None:
        ran = run(*arguments)
        assert (ran.status, ran.err) == (2, f"{sentence}\n")

    def test_help_keeps_proper_names(self, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit):
            run("run", "--help")
        assert "\nConnect to Discord.\n" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("command", "sentence"),
        [
            ("tip", "tip is typed in a conversation, as /tip. Start one with: python -m bot chat"),
            ("/glossary", "glossary is typed in a conversation, as /glossary. Start one with: python -m bot chat"),
            ("gaps", "gaps exists only in Discord, as /assistant gaps."),
        ],
    )
    def test_a_command_of_the_conversation_or_of_discord_says_where_it_is_typed(
        self, run: Run, command: str, sentence: str
    ) -> None:
        ran = run(command, "kano")
        assert (ran.status, ran.err) == (2, f"{sentence}\n")

    @pytest.mark.parametrize("name", sorted({*_IN_CHAT, *_ONLY_IN_DISCORD}))
    def test_no_command_of_the_terminal_is_sent_elsewhere(self, run: Run, name: str) -> None:
        assert f"\n    {name} " not in run().out

    def test_another_python_is_told_what_it_lacks(self, tmp_path: Path) -> None:
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
        command = [sys.executable, "-S", "-m", "bot", "ask", "what is wsjf"]  # -S: no installed packages
        ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert ran.returncode == 2
        assert re.match(r"The package \w+ is missing from this Python; .*source \.venv/bin/activate", ran.stderr)
        assert len(ran.stderr.splitlines()) == 1

    def test_an_unfinished_article_is_told_with_the_number_of_its_problems(
        self, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run("new", "my-topic", "--category", "role", "--into", "ours")
        monkeypatch.setenv("KNOWLEDGE_PATH", "ours")
        ran = run("ask", "what is wsjf")
        assert ran.status == 2
        *problems, last = ran.err.splitlines()
        assert last == f"{len(problems)} problems in the content; see python -m bot check."
        assert len(problems) > 1

    def test_a_traceback_comes_only_with_debug(self, tmp_path: Path) -> None:
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
        command = [sys.executable, "-m", "bot", "evaluate", "missing.jsonl"]
        plain = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        debug = subprocess.run(
            [*command, "--debug"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert plain.returncode == 2
        assert "Traceback" not in plain.stderr
        assert "Traceback" in debug.stderr

    def test_an_ascii_terminal_gets_plain_letters(self, tmp_path: Path, cache: Path) -> None:
        environment = {
            **os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONIOENCODING": "ascii", "XDG_CACHE_HOME": str(cache)
        }  # fmt: skip
        ran = subprocess.run(
            [sys.executable, "-m", "bot", "ask", "what does a product owner do?"],
            cwd=tmp_path, env=environment, capture_output=True, check=True,
        )  # fmt: skip
        assert b"| " in ran.stdout
        assert ran.stdout.isascii()

    def test_a_reader_that_leaves_early_is_no_error(self, tmp_path: Path, cache: Path) -> None:
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "XDG_CACHE_HOME": str(cache)}
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "ask", "--json"],
            cwd=tmp_path, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(b"what is wsjf\n")
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        process.stdin.write(b"what is kano\n" * 50)
        process.stdin.close()
        assert process.wait(30) == 0
        assert process.stderr.read() == b""
        process.stderr.close()


class TestCheck:
    def test_everything_is_in_order(self, run: Run) -> None:
        ran = run("check")
        assert ran.status == 0
        assert [line.split(":")[0] for line in ran.out.splitlines()] == ["settings", "content", "database", "commands"]

    def test_mistakes_in_content_are_named_by_file_and_line(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        broken = tmp_path / "more" / "role" / "new-topic.md"
        broken.parent.mkdir(parents=True)
        broken.write_text("---\ntitle: no\nsumary: x\n---\n\nLead.\n")
        monkeypatch.setenv("KNOWLEDGE_PATH", str(tmp_path / "more"))
        ran = run("check")
        assert ran.status == 2
        assert f"{broken}:2: title: 'no' is read as bool; put it in quotes" in ran.err
        assert f"{broken}:3: sumary: is no known key" in ran.err

    def test_all_problems_of_the_settings_are_told_at_once(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LOG_LEVEL", "loud")
        monkeypatch.setenv("RETENTION_DAYS", "0")
        ran = run("check")
        assert ran.status == 2
        assert len(ran.err.splitlines()) == 2


class TestEvaluate:
    def test_figures_are_printed_for_every_kind_of_file(self, run: Run, tmp_path: Path) -> None:
        rows = [
            {"question": "what is wsjf", "relevant": ["wsjf"], "must_say": [["cost of delay"]], "style": "short"},
            {"question": "how do I bake bread", "in_scope": False, "kind": "far"},
            {"first": "what is wsjf", "follow_up": "how is it calculated?", "relevant": ["wsjf"]},
        ]
        (tmp_path / "questions.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
        figures = json.loads(run("evaluate", "--json", "questions.jsonl").out)
        assert figures["in scope"]["all"]["hit1"] == 1.0
        assert figures["in scope"]["all"]["must_say"] == 1.0
        assert figures["out of scope"]["far"] == {"n": 1, "answered": 0.0}
        assert figures["follow-ups"]["all"]["hit1"] == 1.0
        assert "by style" in run("evaluate", "questions.jsonl").out

    def test_no_table_is_cut_at_80_columns(self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        row = {"question": "what is wsjf", "relevant": ["wsjf"], "must_say": [["x"]], "category": "responsibilities"}
        (tmp_path / "questions.jsonl").write_text(json.dumps(row))
        monkeypatch.setenv("COLUMNS", "80")
        out = run("evaluate", "questions.jsonl").out
        assert "responsibilities  1  1.000   1.000   1.000     1.000     0.000" in out
        assert "\u2026" not in out

    def test_the_file_that_the_readme_names_is_there(self) -> None:
        (named,) = re.findall(r"python -m bot evaluate (\S+)", (REPOSITORY / "README.md").read_text("utf-8"))
        assert (REPOSITORY / named).is_file()

    @pytest.mark.parametrize(
        "content", ["", "not json", '{"no": "question"}', '{"question": "x", "must_say": [["("]]}']
    )
    def test_what_cannot_be_read_is_named_by_file_and_line(self, run: Run, tmp_path: Path, content: str) -> None:
        (tmp_path / "bad.jsonl").write_text(content)
        ran = run("evaluate", "bad.jsonl")
        assert ran.status == 2
        assert ran.err.startswith("bad.jsonl")
        assert len(ran.err.splitlines()) == 1


class TestImport:
    def test_nothing_is_dropped_in_silence(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "post.md").write_text(POST)
        ran = run("import", "post.md", "--category", "delivery", "--slug", "release-basics")
        assert ran.status == 0
        for expected in (
            "line 2: key 'layout' is not used: post",
            "line 4: a second 'title' is not used: A second title",
            "line 13: the address was written twice in a row; it became https://example.org/guide",
            "line 14: the link is not used",
            "summary: is empty",
            "questions: has 0 questions; at least 6",
        ):
            assert expected in ran.out

    def test_check_accepts_the_article_once_the_gaps_are_filled(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "post.md").write_text(POST)
        run("import", "post.md", "--category", "delivery", "--slug", "release-basics")
        path = tmp_path / "knowledge" / "delivery" / "release-basics.md"
        asked = "\n".join(f"- question number {number} about shipping?" for number in range(6))
        filled = path.read_text().replace("summary: ''", "summary: A release brings work to people.")
        path.write_text(filled.replace("questions: []", f"questions:\n{asked}"))
        assert read_article(path)[1] == []
        monkeypatch.setenv("KNOWLEDGE_PATH", "knowledge")
        assert run("check").status == 0

    def test_a_file_that_exists_is_never_overwritten(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "post.md").write_text(POST)
        target = tmp_path / "knowledge" / "delivery" / "post.md"
        target.parent.mkdir(parents=True)
        target.write_text("mine")
        ran = run("import", "post.md", "--category", "delivery")
        assert ran.status == 2
        assert target.read_text() == "mine"


class TestStats:
    def test_what_was_asked_is_summed_up(self, run: Run) -> None:
        run("ask", "what is wsjf")
        run("chat", stdin="what is kano\n/tip\n")
        figures = json.loads(run("stats", "--json").out)
        assert figures["events"] == 3
        assert figures["kinds"] == {"ask": 2, "tip": 1}
        assert figures["places"] == {"terminal": 3}
        assert "wsjf" in run("stats").out

    def test_the_kinds_are_named_as_people_know_them(self, run: Run) -> None:
        run("chat", stdin="/responsibilities\n3\n/tips list\n")
        lines = [line.split(maxsplit=1) for line in run("stats", "--days", "1").out.splitlines()]
        said = [" ".join(line) for line in lines]
        assert "events 3 in the last day" in " | ".join(re.sub(" +", " ", one) for one in said)
        printed = run("stats").out
        for kind in ("/responsibilities", "/tips", "open: a choice below a reply"):
            assert f" 1  {kind}" in printed
        assert "What you tried in the terminal is counted too." in printed

    def test_one_event_is_one_event(self, run: Run) -> None:
        run("ask", "what is wsjf")
        assert re.search(r"^event +1  in the last 30 days", run("stats").out)

    def test_without_a_database_it_says_what_to_do(self, run: Run) -> None:
        ran = run("stats")
        assert ran.status == 2
        assert "Ask something first" in ran.err


def test_run_without_a_token_says_how_to_get_one(run: Run) -> None:
    ran = run("run")
    assert ran.status == 2
    (sentence,) = ran.err.splitlines()
    assert sentence.startswith("There is no Discord token. Set DISCORD_TOKEN")
