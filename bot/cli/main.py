"""Runs one command: settings in, exit status out, and one clear sentence for every error."""

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import cast

from bot.cli.elsewhere import check_command
from bot.cli.output import prepare_streams
from bot.cli.parser import build_parser, parse
from bot.errors import BotError
from bot.settings import Settings

DONE, WRONG_USE, NOT_ANSWERED = 0, 2, 3
_INTERRUPTED = 130
_NOT_YOURS = "This user may not use {path}; run it as the user that the bot runs as, or change its permissions."
_NOT_INSTALLED = (
    "The package {package} is missing from this Python; activate the environment that has it "
    "(source .venv/bin/activate, on Windows .venv\\Scripts\\activate), or install what is needed with "
    "python -m pip install -r constraints.txt"
)

# Imported when called: a question in the terminal does not wait for Discord, nor `--help` for the index.
_MODULES = {
    "ask": "bot.cli.ask",
    "backup": "bot.cli.backup",
    "chat": "bot.cli.chat",
    "check": "bot.cli.check",
    "doctor": "bot.cli.doctor",
    "evaluate": "bot.cli.evaluate",
    "feedback": "bot.cli.feedback",
    "forget": "bot.cli.forget",
    "import": "bot.cli.foreign",
    "new": "bot.cli.new",
    "run": "bot.cli.run",
    "stats": "bot.cli.stats",
}

Command = Callable[[argparse.Namespace, Settings], int]


def run_command(argv: Sequence[str]) -> int:
    """Parse `argv`, run the command and return its exit status; nothing but `--help` and `--version` leaves early."""
    prepare_streams()
    debug = "--debug" in argv
    try:
        if argv:
            check_command(argv[0], _MODULES)
        arguments = parse(argv)
        if arguments.command is None:
            build_parser().print_help()
            return DONE
        command = cast("Command", importlib.import_module(_MODULES[arguments.command]).main)
        return command(arguments, Settings.read(environment()))
    except BotError as error:
        if debug:
            raise
        print(error, file=sys.stderr)
        return error.exit_status
    except PermissionError as error:
        if debug:
            raise
        print(_NOT_YOURS.format(path=error.filename), file=sys.stderr)
        return WRONG_USE
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if debug or package == "bot":
            raise
        print(_NOT_INSTALLED.format(package=package), file=sys.stderr)
        return WRONG_USE
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader has left (`| head`). Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def environment() -> Mapping[str, str]:
    """Return the process environment over what `.env` in the present folder says."""
    if not os.path.exists(".env"):  # noqa: PTH110  # pathlib costs nothing here, but neither does this
        return os.environ
    from dotenv import dotenv_values  # noqa: PLC0415

    return {**{name: value or "" for name, value in dotenv_values(".env").items()}, **os.environ}
