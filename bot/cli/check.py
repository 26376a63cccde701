"""`check`: is everything in order? Settings, content, migrations on a scratch copy, and the command tree."""

import argparse
import asyncio
import shutil
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from bot.app import App, content_folders, open_stored
from bot.cli.main import DONE, WRONG_USE
from bot.clock import SystemClock
from bot.corpus.form import check_form
from bot.corpus.loader import load_corpus
from bot.domain import Corpus
from bot.errors import ContentError, Problem, StorageError
from bot.settings import Settings


def main(_: argparse.Namespace, settings: Settings) -> int:
    """Check everything that can be checked without a token and a network."""
    print("settings: ok")
    corpus = _checked_content(settings)
    if corpus is None:
        return WRONG_USE
    print(
        f"content: ok ({len(corpus.articles)} articles, {len(corpus.tips)} tips, {len(corpus.terms)} terms, "
        f"{sum(len(article.questions) for article in corpus.articles.values())} questions)"
    )
    app = App(settings, corpus, SystemClock())
    commands = asyncio.run(_check_storage_and_commands(app))
    print(f"commands: ok ({commands} in the tree)")
    return DONE


def _checked_content(settings: Settings) -> Corpus | None:
    """Return the corpus, or None after printing every problem with its file and line."""
    try:
        corpus = load_corpus(content_folders(settings))
    except ContentError as error:
        _print_problems(error.problems)
        return None
    problems = check_form(corpus)
    if problems:
        _print_problems(problems)
        return None
    return corpus


def _print_problems(problems: Iterable[Problem]) -> None:
    found = sorted(problems)
    for problem in found:
        print(problem, file=sys.stderr)
    print(f"content: {len(found)} problem{'s' if len(found) != 1 else ''}", file=sys.stderr)


async def _check_storage_and_commands(app: App) -> int:
    """Run the migrations on a copy of the database, and build the client; returns how many commands it has."""
    from bot.discord_app.inspection import command_names  # noqa: PLC0415  # imports discord

    database = app.settings.database_path
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder) / database.name
        if database.exists():
            _copy(database, scratch)
        copied = replace(app.settings, database_path=scratch)
        async with open_stored(App(copied, app.corpus, app.clock)) as stored:
            print(f"database: ok ({database if database.exists() else 'none yet; made on first use'})")
            return len(command_names(app, stored))


def _copy(database: Path, scratch: Path) -> None:
    try:
        for suffix in ("", "-wal", ".key"):
            source = database.with_name(database.name + suffix)
            if source.exists():
                shutil.copy2(source, scratch.with_name(scratch.name + suffix))
    except OSError as error:
        raise StorageError(
            f"The database {database} cannot be read ({error.strerror}); check its permissions, or set DATABASE_PATH."
        ) from error
