"""`backup` and `doctor` in the terminal."""

import os
import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.cli.lock import is_running, only_one
from bot.storage.copying import backup_folder, file_problems
from tests.cli.conftest import Run
from tests.conftest import HandClock
from tests.storage.keeping import EVENTS, count, destroy, fill, leaves

DATABASE = Path("data/bot.sqlite3")


@pytest.fixture
async def database(run: Run, clock: HandClock) -> Path:
    """A filled database where the settings look for it, in the test's own folder."""
    await fill(DATABASE, clock)
    return DATABASE


def with_todays_backup(run: Run, database: Path, days_ago: int = 0) -> Path:
    backup_folder(database).mkdir(mode=0o700, exist_ok=True)
    day = (datetime.now(UTC) - timedelta(days=days_ago)).date()
    target = backup_folder(database) / f"{day.isoformat()}.sqlite3"
    assert run("backup", str(target)).status == 0
    return target


class TestBackup:
    def test_one_sentence_and_one_checked_file(self, run: Run, database: Path) -> None:
        ran = run("backup", "copy.sqlite3")
        assert ran.status == 0
        assert ran.out.startswith(f"Backed up {database} to copy.sqlite3 (")
        assert len(ran.out.splitlines()) == 1
        assert file_problems(Path("copy.sqlite3")) == []
        assert count(Path("copy.sqlite3"), "usage") == EVENTS
        assert Path("copy.sqlite3").stat().st_mode & 0o777 == 0o600
        assert not list(Path().glob("copy.sqlite3?*")), "one file, and nothing beside it"

    def test_the_key_is_never_in_it(self, run: Run, database: Path) -> None:
        run("backup", "copy.sqlite3")
        assert Path(f"{database}.key").read_bytes() not in Path("copy.sqlite3").read_bytes()

    def test_it_works_while_run_holds_the_lock_and_somebody_writes(self, run: Run, database: Path) -> None:
        with only_one(database), closing(sqlite3.connect(database, isolation_level=None)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            writer.execute("DELETE FROM usage")
            assert run("backup", "copy.sqlite3").status == 0
            writer.execute("ROLLBACK")
        assert count(Path("copy.sqlite3"), "usage") == EVENTS

    def test_a_file_that_exists_is_replaced_only_when_told(self, run: Run, database: Path) -> None:
        Path("copy.sqlite3").write_text("mine")
        ran = run("backup", "copy.sqlite3")
        assert (ran.status, ran.err) == (
            2, "copy.sqlite3 exists already; name another file, or add --force to replace it.\n"
        )  # fmt: skip
        assert Path("copy.sqlite3").read_text() == "mine"
        assert run("backup", "copy.sqlite3", "--force").status == 0
        assert count(Path("copy.sqlite3"), "usage") == EVENTS

    @pytest.mark.parametrize("suffix", ["", "-wal", "-shm", ".key", ".lock"])
    def test_the_databases_own_files_are_never_replaced(self, run: Run, database: Path, suffix: str) -> None:
        before = Path(f"{database}.key").read_bytes()
        ran = run("backup", f"{database}{suffix}", "--force")
        assert ran.status == 2
        assert "belongs to the database itself" in ran.err
        assert Path(f"{database}.key").read_bytes() == before
        assert count(database, "usage") == EVENTS

    @pytest.mark.parametrize(
        ("target", "sentence"),
        [("data", "data is a folder; name a file in it"), ("no/copy", "The folder no does not exist; create it")],
    )
    def test_a_place_that_cannot_be_is_one_sentence(self, run: Run, database: Path, target: str, sentence: str) -> None:
        ran = run("backup", target)
        assert ran.status == 2
        assert ran.err.startswith(sentence)
        assert len(ran.err.splitlines()) == 1

    def test_without_a_database_it_says_what_to_do(self, run: Run) -> None:
        ran = run("backup", "copy.sqlite3")
        assert ran.status == 2
        assert "There is no database at data/bot.sqlite3 yet." in ran.err

    def test_a_damaged_database_is_no_backup(self, run: Run, database: Path) -> None:
        destroy(database, leaves(database, "usage")[3])
        ran = run("backup", "copy.sqlite3")
        assert ran.status == 2
        assert "so it was not kept; python -m bot doctor tells" in ran.err
        assert not list(Path().glob("copy*"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everywhere")
@pytest.mark.parametrize("command", ["backup copy.sqlite3", "doctor", "doctor --recover", "forget 1", "stats", "check"])
def test_a_folder_of_another_user_is_one_sentence(run: Run, database: Path, command: str) -> None:
    database.parent.chmod(0)
    try:
        ran = run(*command.split())
    finally:
        database.parent.chmod(0o700)
    assert ran.status == 2
    assert ran.err.startswith(f"This user may not use {database}; run it as the user that the bot runs as")
    assert len(ran.err.splitlines()) == 1


def test_whoever_asks_whether_it_runs_is_not_in_the_way_of_its_start(database: Path) -> None:
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            is_running(database)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        for _ in range(100):
            with only_one(database):
                pass
    finally:
        done.set()
        asking.join()


class TestDoctor:
    def test_all_is_well(self, run: Run, database: Path) -> None:
        with_todays_backup(run, database)
        ran = run("doctor")
        assert ran.status == 0, ran.out
        subjects = [line.removeprefix("ok").strip().split(":")[0] for line in ran.out.splitlines()]
        assert subjects == ["run", "permissions", "disk", "backup", "log", "integrity", "schema", "key"]

    def test_it_looks_while_run_holds_the_lock(self, run: Run, database: Path) -> None:
        with_todays_backup(run, database)
        with only_one(database):
            ran = run("doctor")
        assert ran.status == 0
        assert "run: is on: stop it before" in ran.out

    def test_looking_changes_nothing(self, run: Run, database: Path) -> None:
        before = database.read_bytes()
        run("doctor")
        assert database.read_bytes() == before

    def test_without_a_database_it_names_the_newest_backup(self, run: Run, database: Path) -> None:
        backup = with_todays_backup(run, database)
        for suffix in ("", "-wal", "-shm"):
            Path(f"{database}{suffix}").unlink(missing_ok=True)
        ran = run("doctor")
        assert ran.status == 2
        assert f"restore the newest backup: python -m bot doctor --restore {backup}" in ran.err
        assert run("doctor", "--restore", str(backup)).status == 0
        assert run("doctor").status == 0

    def problems(self, run: Run) -> dict[str, str]:
        ran = run("doctor")
        assert ran.status == 2
        lines = ran.out.splitlines()
        found = {}
        for line, following in pairwise(lines):
            if line.startswith("PROBLEM"):
                subject, text = line.removeprefix("PROBLEM").strip().split(": ", 1)
                assert following.strip().startswith("remedy: ")
                found[subject] = f"{text} -> {following.strip()}"
        return found

    def test_a_destroyed_page(self, run: Run, database: Path) -> None:
        backup = with_todays_backup(run, database)
        destroy(database, leaves(database, "usage")[1])
        found = self.problems(run)
        assert list(found) == ["integrity"]
        assert f"stop the bot, then python -m bot doctor --restore {backup}, or" in found["integrity"]

    def test_a_locked_file_is_no_reason_to_restore_a_backup(
        self, run: Run, database: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.storage.copying.BUSY_SECONDS", 0.01)
        with_todays_backup(run, database)
        with closing(sqlite3.connect(database, isolation_level=None)) as other:
            other.execute("PRAGMA locking_mode = EXCLUSIVE")
            other.execute("BEGIN EXCLUSIVE")
            other.execute("DELETE FROM usage")
            found = self.problems(run)
            other.execute("ROLLBACK")
        assert list(found) == ["integrity"]
        assert "database is locked" in found["integrity"]
        assert "close the other program" in found["integrity"]
        assert "restore" not in found["integrity"]
        assert run("doctor").status == 0

    def test_a_file_that_cannot_be_opened_is_no_reason_either(self, run: Run, database: Path) -> None:
        with_todays_backup(run, database)
        for suffix in ("-wal", "-shm"):
            Path(f"{database}{suffix}").unlink(missing_ok=True)
        Path(f"{database}-wal").mkdir()  # as if it belonged to somebody else, for root may open any file
        found = self.problems(run)["integrity"]
        assert "unable to open" in found
        assert "look as the user that runs the bot" in found
        assert "restore" not in found

    def test_no_database_at_all(self, run: Run, database: Path) -> None:
        with_todays_backup(run, database)
        database.write_text("shopping list\n" * 100)
        assert self.problems(run)["integrity"].startswith("file is not a database")

    def test_somebody_elses_database(self, run: Run, database: Path) -> None:
        with_todays_backup(run, database)
        database.unlink()
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("CREATE TABLE recipes (name TEXT)")
        assert self.problems(run)["schema"].startswith("this is no database of this bot")

    def test_a_row_that_points_nowhere(self, run: Run, database: Path) -> None:
        with_todays_backup(run, database)
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
            connection.execute("CREATE TABLE child (parent REFERENCES parent (id))")
            connection.execute("INSERT INTO child VALUES (1)")
            connection.commit()
        assert "a row of child points to a row of parent that is gone" in self.problems(run)["integrity"]

    def test_a_newer_schema(self, run: Run, database: Path) -> None:
        with_todays_backup(run, database)
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("INSERT INTO migrations VALUES (9999, 'future', '2030-01-01')")
            connection.commit()
        assert "install the newer version again" in self.problems(run)["schema"]

    def test_the_wrong_key_and_no_key(self, run: Run, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with_todays_backup(run, database)
        monkeypatch.setenv("PSEUDONYM_KEY", "x" * 32)
        assert f"put its file back as {database}.key" in self.problems(run)["key"]
        monkeypatch.delenv("PSEUDONYM_KEY")
        Path(f"{database}.key").unlink()
        assert self.problems(run)["key"].startswith(f"The key file {database}.key is missing; put it back")
        assert not Path(f"{database}.key").exists(), "doctor makes none"

    def test_a_key_that_others_can_read(self, run: Run, database: Path) -> None:
        with_todays_backup(run, database)
        database.parent.chmod(0o755)
        Path(f"{database}.key").chmod(0o644)
        assert f"chmod 600 {database}.key" in self.problems(run)["permissions"]

    def test_before_the_first_run_a_missing_backup_is_only_noted(self, run: Run, database: Path) -> None:
        ran = run("doctor")
        assert ran.status == 0
        assert "ok      run: not running\n" in ran.out
        assert "note    backup: none yet; python -m bot run makes one each day\n" in ran.out

    def test_without_database_and_backup_it_says_what_the_other_commands_say(self, run: Run) -> None:
        for arguments in ([], ["--recover"]):
            ran = run("doctor", *arguments)
            assert (ran.status, ran.err) == (2, run("stats").err)

    def test_an_old_backup_a_damaged_one_and_none(self, run: Run, database: Path) -> None:
        with only_one(database):
            pass  # `run` was on once
        assert "there is no automatic backup yet" in self.problems(run)["backup"]
        old = with_todays_backup(run, database, days_ago=4)
        assert f"the newest is {old}" in self.problems(run)["backup"]
        destroy(with_todays_backup(run, database), 3)
        assert "is damaged" in self.problems(run)["backup"]

    def test_a_log_that_a_crash_left_is_told(self, run: Run, database: Path) -> None:
        with_todays_backup(run, database)
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("INSERT INTO notes VALUES ('a', 'b')")
            connection.commit()
            shutil.copy(f"{database}-wal", "saved-wal")
        shutil.copy("saved-wal", f"{database}-wal")
        ran = run("doctor")
        assert ran.status == 0
        assert "left by a crash; the next start reads it in" in ran.out


class TestMending:
    def test_recover_saves_what_can_be_read(self, run: Run, database: Path) -> None:
        destroy(database, leaves(database, "usage")[1])
        ran = run("doctor", "--recover")
        assert ran.status == 0
        assert "usage: " in ran.out
        assert "the others could not be read" in ran.out
        assert f"stands in {database} now; the damaged file is kept as {database}.damaged-" in ran.out
        assert 0 < count(database, "usage") < EVENTS
        assert run("stats").status == 0

    def test_restore_puts_a_backup_in_place(self, run: Run, database: Path) -> None:
        run("backup", "copy.sqlite3")
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("DELETE FROM usage")
            connection.commit()
        ran = run("doctor", "--restore", "copy.sqlite3")
        assert ran.status == 0
        assert ran.out.startswith(f"Restored {database} from copy.sqlite3; the former database is kept as {database}.b")
        assert len(ran.out.splitlines()) == 1
        assert count(database, "usage") == EVENTS
        (kept,) = [path for path in database.parent.glob("*before-restore*") if path.suffix not in ("-wal", "-shm")]
        assert count(kept, "usage") == 0

    @pytest.mark.parametrize("arguments", [["--recover"], ["--restore", "copy.sqlite3"]])
    def test_neither_while_run_holds_the_lock(self, run: Run, database: Path, arguments: list[str]) -> None:
        run("backup", "copy.sqlite3")
        before = database.read_bytes()
        with only_one(database):
            ran = run("doctor", *arguments)
        assert ran.status == 2
        assert ran.err.startswith(f"Another run already uses {database}. Stop that one first")
        assert database.read_bytes() == before

    def test_not_both_at_once(self, run: Run, database: Path) -> None:
        ran = run("doctor", "--recover", "--restore", "copy.sqlite3")
        assert ran.status == 2
        assert "not allowed with argument" in ran.err

    @pytest.mark.parametrize(
        ("backup", "sentence"),
        [("none.sqlite3", "There is no file none.sqlite3; name a backup."), (str(DATABASE), "belongs to the database")],
    )
    def test_what_is_no_backup_is_one_sentence(self, run: Run, database: Path, backup: str, sentence: str) -> None:
        ran = run("doctor", "--restore", backup)
        assert ran.status == 2
        assert sentence in ran.err

    def test_a_text_file_is_no_backup(self, run: Run, database: Path) -> None:
        Path("letter").write_text("dear all\n" * 50)
        ran = run("doctor", "--restore", "letter")
        assert ran.status == 2
        assert ran.err.startswith("The database letter is no SQLite database")
        assert count(database, "usage") == EVENTS
