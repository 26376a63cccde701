"""`python -m bot`: the terminal's way in."""

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    from bot.cli.main import run_command  # noqa: PLC0415  # `import bot.__main__` stays free of cost

    return run_command(sys.argv[1:] if argv is None else list(argv))


def script() -> None:
    """Run as an installed program."""
    sys.exit(main())


if __name__ == "__main__":
    script()
