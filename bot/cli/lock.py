"""The lock beside the database: one `run` for each, and nobody swaps a file under it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from bot.errors import StorageError

_PATIENCE_SECONDS = 0.5  # whoever asks whether the lock is held has it for a moment


@contextmanager
def only_one(database: Path) -> Iterator[None]:
    """Hold the lock; the system lets go of it when the process ends, however it ends.

    Raises `StorageError` where another process holds it.
    """
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(f"{database}.lock", timeout=_PATIENCE_SECONDS, poll_interval=0.01)
        lock.acquire()
    except Timeout as error:
        raise StorageError(
            f"Another run already uses {database}. Stop that one first, or give this one its own DATABASE_PATH."
        ) from error
    except OSError as error:
        raise StorageError(
            f"The folder of {database} cannot be written ({error.strerror}); "
            "give this user write permission, or set DATABASE_PATH."
        ) from error
    try:
        yield
    finally:
        with suppress(OSError):
            lock.release()


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
