"""`forget`: deletes what is kept about one person, from the terminal."""

import argparse
import asyncio

from bot.cli.main import DONE
from bot.clock import SystemClock
from bot.errors import StorageError, UsageError
from bot.settings import Settings

_MOST = 2**63 - 1  # https://discord.com/developers/docs/reference#snowflakes


def main(arguments: argparse.Namespace, settings: Settings) -> int:
    """Delete it, from the file and from its log, and say how much it was."""
    given = arguments.user_id.strip()
    if not (given.isascii() and given.isdecimal() and len(given) <= len(str(_MOST)) and 0 < int(given) <= _MOST):
        raise UsageError(
            "USER_ID is the number that Discord shows with Copy User ID (turn on Developer Mode first), "
            "for example 80351110224678912."
        )
    if not settings.database_path.exists():
        raise StorageError(
            f"There is no database at {settings.database_path}, so nothing was deleted; "
            "name the right file in DATABASE_PATH."
        )
    print(asyncio.run(_forget(settings, int(given))))
    return DONE


async def _forget(settings: Settings, user_id: int) -> str:
    from bot.commands.privacy import counted  # noqa: PLC0415  # a wrong call need not wait for it
    from bot.commands.privacy_words import LAST_TRACES  # noqa: PLC0415
    from bot.storage.storage import Storage  # noqa: PLC0415

    async with Storage.open(settings.database_path, settings.pseudonym_key, SystemClock()) as storage:
        deletion = await storage.personal.delete(user_id)
    told = counted(deletion.rows)
    said = f"Deleted what was kept about that person: {told}." if told else "Nothing was kept about that person."
    return said if deletion.is_erased else f"{said} {LAST_TRACES}"
