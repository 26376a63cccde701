"""`import`: a foreign Markdown file becomes an article, with a report of what could not be used and what is missing."""

import argparse
from pathlib import Path

from bot.cli.main import DONE
from bot.cli.new_file import article_path, write_new
from bot.clock import SystemClock
from bot.corpus.article import read_article, section_key
from bot.corpus.foreign import read_foreign, write_article
from bot.errors import UsageError
from bot.settings import Settings

_MOST_BYTES = 256 * 1024


def main(arguments: argparse.Namespace, _: Settings) -> int:
    """Write the article and print the report."""
    slug = arguments.slug or section_key(arguments.file.stem)
    target = article_path(arguments.into, arguments.category, slug, "--slug")
    foreign = read_foreign(_read(arguments.file))
    if not foreign.title:
        foreign.title = arguments.file.stem.replace("-", " ").capitalize()
        foreign.report(1, f"there is no title; it became {foreign.title!r}")
    write_new(target, write_article(foreign, SystemClock().now().date()), "--slug")
    print(f"Wrote {target}")
    for finding in sorted(foreign.findings):
        print(f"{arguments.file}: {finding}")
    still_to_do = read_article(target)[1]
    if still_to_do:
        print("Still to do by hand before `check` accepts it:")
        for problem in sorted(still_to_do):
            print(problem)
    return DONE


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UsageError(f"{path} has more than {_MOST_BYTES:,} bytes; an article is far shorter. Split it first.")
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8; save it as UTF-8 first.") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}); name a Markdown file.") from error
