"""The command line: which commands there are, what they take, and help with examples."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from bot import __version__
from bot.errors import UsageError

_EXAMPLES = """\
examples:
  python -m bot chat                          ask in a conversation; nothing to set up
  python -m bot ask "who orders the backlog?"
  python -m bot check                         are settings, content and commands in order?
  python -m bot run                           connect to Discord (needs DISCORD_TOKEN)

exit status: 0 done or answered, 2 wrong use, settings or content, 3 not answered, 4 refused by Discord
"""


class _Parser(argparse.ArgumentParser):
    """Raises our error instead of printing its own and leaving."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[:1].upper()}{message[1:]}. See: {self.prog} --help")


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Return what was typed; raises `UsageError` that points to the help of the very command."""
    parser = build_parser()
    arguments, unknown = parser.parse_known_args(argv)
    if unknown:
        of_command = f" {arguments.command}" if arguments.command else ""
        raise UsageError(f"Unknown: {' '.join(unknown)}. See: {parser.prog}{of_command} --help")
    return arguments


def build_parser() -> argparse.ArgumentParser:
    """Return the parser for all commands."""
    parser = _Parser(
        prog="python -m bot",
        description="Answers questions on Product Owner practice by quoting curated articles.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"product-owner-assistant {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    _add_asking(commands)
    _add_content(commands)
    _add_running(commands)
    for sub in commands.choices.values():
        sub.add_argument("--debug", action="store_true", help="show the traceback of an error")
    return parser


def _command(
    commands: "argparse._SubParsersAction[_Parser]", name: str, text: str, *examples: str
) -> argparse.ArgumentParser:
    epilog = "examples:\n" + "\n".join(f"  python -m bot {example}" for example in examples)
    return commands.add_parser(
        name, help=text, description=f"{text[:1].upper()}{text[1:]}.", epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip


def _add_asking(commands: "argparse._SubParsersAction[_Parser]") -> None:
    ask = _command(
        commands,
        "ask",
        "answer one question, or with --json many",
        'ask "can my boss overrule me?"',
        'ask --explain "po authority limits"',
        "ask --json < questions.txt",
    )
    ask.add_argument(
        "question", nargs="*", help="the question; with --json and none, standard input is read line by line"
    )
    ask.add_argument("--json", action="store_true", help="print one JSON object for each question")
    ask.add_argument("--explain", action="store_true", help="show matched terms, corrections and the runner-up")
    _command(commands, "chat", "ask in a conversation, with follow-ups and the slash commands", "chat")


def _add_content(commands: "argparse._SubParsersAction[_Parser]") -> None:
    check = _command(
        commands, "check", "check settings, content, migrations and the command tree", "check", "check --links"
    )
    check.add_argument("--links", action="store_true", help="also test the addresses of all resources over the network")
    _add_new(commands)
    evaluate = _command(
        commands,
        "evaluate",
        "score question files",
        "evaluate tests/data/questions.jsonl",
        "evaluate --json dev.jsonl more.jsonl > before.json",
        "evaluate --baseline before.json dev.jsonl more.jsonl",
    )
    evaluate.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="JSON lines: questions, or follow-up pairs"
    )
    form = evaluate.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the figures as JSON")
    form.add_argument("--chart", action="store_true", help="draw confidence against correctness")
    evaluate.add_argument(
        "--baseline", type=Path, metavar="FILE", help="compare with what --json printed in an earlier run"
    )
    foreign = _command(
        commands,
        "import",
        "turn a foreign Markdown file into an article, and report what could not be used",
        "import post.md --category role",
    )
    foreign.add_argument("file", type=Path, metavar="FILE")
    foreign.add_argument("--slug", metavar="SLUG", help="file name of the new article (default: the file's own)")
    _add_place(foreign)


def _add_new(commands: "argparse._SubParsersAction[_Parser]") -> None:
    new = _command(
        commands, "new", "make the skeleton of an article, to be filled in", "new sprint-length --category delivery"
    )
    new.add_argument("slug", metavar="SLUG", help="file name of the new article, for example sprint-length")
    _add_place(new)


def _add_place(command: argparse.ArgumentParser) -> None:
    command.add_argument("--category", required=True, metavar="C", help="folder of the new article, for example role")
    command.add_argument(
        "--into",
        type=Path,
        default=Path("knowledge"),
        metavar="FOLDER",
        help="content folder (default: knowledge)",
    )


def _add_running(commands: "argparse._SubParsersAction[_Parser]") -> None:
    _command(commands, "run", "connect to Discord", "run")
    _add_keeping(commands)
    stats = _command(commands, "stats", "show usage from the database", "stats", "stats --days 7 --json")
    stats.add_argument("--days", type=int, default=30, metavar="N", help="how far back (default: 30)")
    stats.add_argument("--json", action="store_true", help="print the figures as JSON")
    feedback = _command(
        commands, "feedback", "list the passages that did not help people, the worst first", "feedback --days 7"
    )
    feedback.add_argument("--days", type=int, default=30, metavar="N", help="how far back (default: 30)")
    feedback.add_argument("--json", action="store_true", help="print the list as JSON")
    forget = _command(commands, "forget", "delete what is kept about one person in Discord", "forget 80351110224678912")
    forget.add_argument("user_id", metavar="USER_ID", help="the person's Discord user id, a number")


def _add_keeping(commands: "argparse._SubParsersAction[_Parser]") -> None:
    backup = _command(
        commands,
        "backup",
        "copy the database to one checked file, while the bot may run",
        "backup bot-backup.sqlite3",
    )
    backup.add_argument("file", type=Path, metavar="FILE", help="the new file; the key is never in it")
    backup.add_argument("--force", action="store_true", help="replace a file that exists")
    doctor = _command(
        commands,
        "doctor",
        "look the database over, and repair it when asked to",
        "doctor",
        "doctor --recover",
        "doctor --restore data/bot.sqlite3.backups/2026-11-24.sqlite3",
    )
    mending = doctor.add_mutually_exclusive_group()
    mending.add_argument(
        "--recover", action="store_true", help="save what can be read of a damaged database; the damaged file is kept"
    )
    mending.add_argument(
        "--restore", type=Path, metavar="FILE", help="put a backup in its place; the former database is kept beside"
    )
