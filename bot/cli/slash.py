"""The slash commands as they are typed in a terminal."""

import difflib
from collections.abc import Callable

from bot.app import App
from bot.commands.help import COMMANDS, help_reply
from bot.commands.reply import Reply, say
from bot.domain import RESOURCE_KINDS
from bot.errors import UsageError

_ONLY_IN_DISCORD = ("tips", "assistant", "privacy")
_WAYS = "Type a question, or one of these; a number picks from what a reply offers."


def run_slash(app: App, name: str, rest: str) -> Reply:
    """Run one command other than `/ask`; `rest` is what was typed after its name.

    Raises `UsageError` where there is no such command: its name may be anything, and is not to be counted.
    """
    commands: dict[str, Callable[[], Reply]] = {
        "responsibilities": lambda: app.responsibilities.reply(rest),
        "resources": lambda: _resources(app, rest),
        "tip": lambda: app.tips.reply(rest),
        "topics": lambda: _topics(app, rest),
        "glossary": lambda: app.glossary.reply(rest),
        "help": lambda: help_reply(app.corpus, _WAYS, COMMANDS, quality=app.quality),
    }
    if name in commands:
        return commands[name]()
    if name in _ONLY_IN_DISCORD:
        return say(f"/{name} exists only in Discord. /help shows what there is here.", done=False)
    near = difflib.get_close_matches(name.casefold(), ("ask", *commands, *_ONLY_IN_DISCORD), n=1)
    way_on = f"Did you mean /{near[0]}?" if near else "/help shows what there is."
    raise UsageError(f"There is no such command. {way_on}")


def _resources(app: App, rest: str) -> Reply:
    """Read `[topic] [kind]`: the last word is a kind where it is one."""
    head, _, last = rest.rpartition(" ")
    kind = last.casefold().removesuffix("s")
    return app.resources.reply(head, kind) if kind in RESOURCE_KINDS else app.resources.reply(rest)


def _topics(app: App, rest: str) -> Reply:
    """Read a category where it is one, else a topic."""
    if rest.casefold() in app.corpus.categories:
        return app.topics.reply(category=rest)
    return app.topics.reply(topic=rest, whole=True)
