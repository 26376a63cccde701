"""The container's health check: tells whether a bot holds the lock beside the database."""

import sys
from pathlib import Path

from filelock import FileLock, Timeout

from bot.cli.main import environment
from bot.settings import Settings


def is_running(database: Path) -> bool:
    """Tell whether a process holds the lock of this database."""
    path = Path(f"{database}.lock")
    if not path.exists():
        return False
    lock = FileLock(path, timeout=0)
    try:
        with lock:
            return False
    except Timeout:
        return True


if __name__ == "__main__":
    sys.exit(0 if is_running(Settings.read(environment()).database_path) else 1)
