"""Commands that do not exist here: one that is typed elsewhere, and one that was misspelt."""

import difflib
from collections.abc import Collection

from bot.errors import UsageError

_IN_CHAT = frozenset(("responsibilities", "resources", "tip", "topics", "glossary"))
_ONLY_IN_DISCORD = {
    "assistant": "/assistant",
    "diagnose": "/assistant diagnose",
    "gaps": "/assistant gaps",
    "privacy": "/privacy",
    "setup": "/assistant setup",
    "tips": "/tips",
}


def check_command(name: str, known: Collection[str]) -> None:
    """Raise `UsageError` for what is neither an option nor one of the `known` commands, with the way on."""
    if name.startswith("-") or name in known:
        return
    command = name.removeprefix("/")
    if command in _IN_CHAT:
        raise UsageError(f"{command} is typed in a conversation, as /{command}. Start one with: python -m bot chat")
    if command in _ONLY_IN_DISCORD:
        raise UsageError(f"{command} exists only in Discord, as {_ONLY_IN_DISCORD[command]}.")
    near = difflib.get_close_matches(command.casefold(), known, n=1)
    way_on = f"Did you mean {near[0]}? " if near else ""
    raise UsageError(f"There is no command {name}. {way_on}See: python -m bot --help")
