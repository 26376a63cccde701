"""Commands that exist, but are typed elsewhere: `python -m bot tip` tells where."""

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


def refuse_elsewhere(name: str) -> None:
    """Raise `UsageError` for a command that is typed in a conversation or exists only in Discord."""
    command = name.removeprefix("/")
    if command in _IN_CHAT:
        raise UsageError(f"{command} is typed in a conversation, as /{command}. Start one with: python -m bot chat")
    if command in _ONLY_IN_DISCORD:
        raise UsageError(f"{command} exists only in Discord, as {_ONLY_IN_DISCORD[command]}.")
