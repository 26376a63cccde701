"""`import`: a foreign Markdown file becomes an article, with a report of what could not be used and what is missing."""

import argparse
from pathlib import Path

from bot.cli.main import DONE
from bot.clock import SystemClock
from bot.corpus.article import MAX_SLUG, SLUG, read_article, section_key
from bot.corpus.foreign import read_foreign, write_article
from bot.errors import UsageError
from bot.settings import Settings

_MOST_BYTES = 256 * 1024


def main(arguments: argparse.Namespace, _: Settings) -> int:
    """Write the article and print the report."""
    target = _target(arguments)
    foreign = read_foreign(_read(arguments.file))
    if not foreign.title:
        foreign.title = arguments.file.stem.replace("-", " ").capitalize()
        foreign.report(1, f"there is no title; it became {foreign.title!r}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8") as file:
            file.write(write_article(foreign, SystemClock().now().date()))
    except FileExistsError as error:
        raise UsageError(f"{target} exists already; choose another --slug, or move that file away first.") from error
    except OSError as error:
        raise UsageError(
            f"{target} cannot be written ({error.strerror}); choose another folder with --into."
        ) from error
    print(f"Wrote {target}")
    for finding in sorted(foreign.findings):
        print(f"{arguments.file}: {finding}")
    still_to_do = read_article(target)[1]
    if still_to_do:
        print("Still to do by hand before `check` accepts it:")
        for problem in sorted(still_to_do):
            print(problem)
    return DONE


def _target(arguments: argparse.Namespace) -> Path:
    slug: str = arguments.slug or section_key(arguments.file.stem)
    for name, what in ((arguments.category, "--category"), (slug, "--slug")):
        if not SLUG.fullmatch(name) or len(name) > MAX_SLUG:
            raise UsageError(f"{what} must be at most {MAX_SLUG} of a-z, 0-9 and single hyphens, for example role.")
    folder: Path = arguments.into / arguments.category
    return folder / f"{slug}.md"


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UsageError(f"{path} has more than {_MOST_BYTES:,} bytes; an article is far shorter. Split it first.")
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8; save it as UTF-8 first.") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}); name a Markdown file.") from error
