"""`new`: a skeleton article with every key, and what to do next."""

import argparse

from bot.app import content_folders
from bot.cli.main import DONE
from bot.cli.new_file import article_path, write_new
from bot.clock import SystemClock
from bot.corpus.skeleton import skeleton
from bot.settings import Settings


def main(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write the skeleton and say how to go on."""
    target = article_path(arguments.into, arguments.category, arguments.slug, "SLUG")
    folders = content_folders(settings)
    known = {path.parent.name for folder in (*folders, arguments.into) for path in folder.glob("*/*.md")}
    write_new(target, skeleton(arguments.slug, SystemClock().now().date()), "SLUG")
    print(f"Wrote {target}")
    if arguments.category not in known:
        print(f"{arguments.category} is a new category; there are: {', '.join(sorted(known))}.")
    print("Fill in every empty text, replace each <!-- --> by what it asks for, and see what is still missing with:")
    print("  python -m bot check")
    if arguments.into.resolve() in {folder.resolve() for folder in folders}:
        print("Until it is complete, ask, chat and run refuse to start.")
    else:
        print(f"`check` reads {arguments.into} once KNOWLEDGE_PATH names it.")
        print("From then on, until it is complete, ask, chat and run refuse to start.")
    return DONE
