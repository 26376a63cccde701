"""`check`: is everything in order? Settings, content, migrations on a scratch copy, and the command tree."""

import argparse
import asyncio
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from bot.app import App, content_folders, open_stored
from bot.cli.main import DONE, WRONG_USE
from bot.clock import SystemClock
from bot.corpus.advice import check_advice
from bot.corpus.form import check_form
from bot.corpus.loader import load_corpus
from bot.domain import Corpus
from bot.errors import ContentError, Problem, StorageError
from bot.settings import Settings


def main(arguments: argparse.Namespace, settings: Settings) -> int:
    """Check everything that can be checked without a token and a network; with `--links` also over the network."""
    print("settings: ok")
    corpus = _checked_content(settings)
    if corpus is None:
        return WRONG_USE
    app = App(settings, corpus, SystemClock())
    commands = asyncio.run(_check_storage_and_commands(app))
    print(f"commands: ok ({commands} in the tree)")
    if not arguments.links:
        return DONE
    from bot.cli.links import check_links  # noqa: PLC0415  # imports aiohttp and rich

    return check_links(corpus)


def _checked_content(settings: Settings) -> Corpus | None:
    """Return the corpus after printing the warnings, or None after printing every mistake, with file and line."""
    folders = content_folders(settings)
    try:
        corpus = load_corpus(folders)
    except ContentError as error:
        _print_problems(error.problems)
        return None
    problems = check_form(corpus)
    if problems:
        _print_problems(problems)
        return None
    _print_content(corpus, check_advice(corpus, folders))
    return corpus


def _print_problems(problems: Iterable[Problem]) -> None:
    found = sorted(problems)
    for problem in found:
        print(problem, file=sys.stderr)
    print(f"content: {_counted(len(found), 'problem')}", file=sys.stderr)


def _print_content(corpus: Corpus, warnings: Sequence[Problem]) -> None:
    for warning in warnings:
        print(f"warning: {warning}", file=sys.stderr)
    questions = sum(len(article.questions) for article in corpus.articles.values())
    tail = f", {_counted(len(warnings), 'warning')}" if warnings else ""
    print(
        f"content: ok ({len(corpus.articles)} articles, {len(corpus.tips)} tips, {len(corpus.terms)} terms, "
        f"{questions} questions){tail}"
    )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' if count != 1 else ''}"


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
