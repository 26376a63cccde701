"""`forget USER_ID`: the same deletion from the terminal."""

import asyncio
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.domain import Place, UsageEvent
from bot.storage.storage import Storage
from tests.cli.conftest import Run

ANN = 111222333444555666


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with two uses of Ann's and one of somebody else's."""
    path = tmp_path / "data" / "bot.sqlite3"

    async def fill() -> None:
        async with Storage.open(path, "", SystemClock()) as storage:
            for user in (ANN, ANN, ANN + 1):
                person = storage.pseudonyms.of(user)
                event = UsageEvent(SystemClock().now(), "ask", Place.GUILD, "unknown", guild_id=7, person=person)
                await storage.record(event, {"kanban": "kanban"})

    asyncio.run(fill())
    return path


def test_it_deletes_what_is_kept_about_one_person_and_says_how_much(run: Run, database: Path) -> None:
    ran = run("forget", str(ANN))
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == "Deleted what was kept about that person: uses: 2, single words without an answer: 1.\n"
    again = run("forget", f" {ANN} ")
    assert (again.status, again.out) == (0, "Nothing was kept about that person.\n")
    assert "uses: 1" in run("forget", str(ANN + 1)).out


@pytest.mark.parametrize("arguments", [[], ["ann"], ["0"], ["1" * 20], ["-5"], ["12.5"], ["٣"], ["1", "2"], [""]])
def test_wrong_use_is_one_sentence_and_status_2(run: Run, database: Path, arguments: list[str]) -> None:
    ran = run("forget", *arguments)
    assert ran.status == 2
    assert len(ran.err.splitlines()) == 1
    assert ran.out == ""


def test_without_a_database_nothing_is_made_and_it_says_so(run: Run, tmp_path: Path) -> None:
    ran = run("forget", str(ANN))
    assert ran.status == 2
    assert "There is no database" in ran.err
    assert not (tmp_path / "data").exists()


def test_with_another_key_it_refuses_instead_of_finding_nothing(
    run: Run, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PSEUDONYM_KEY", "another" * 8)
    ran = run("forget", str(ANN))
    assert ran.status == 2
    assert "The pseudonym key is not the one" in ran.err
