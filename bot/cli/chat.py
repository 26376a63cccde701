"""`chat`: questions, follow-ups and the slash commands in a terminal, with the engine that answers in Discord."""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack

from bot.app import App, Stored, open_stored
from bot.cli.ask import usage_event
from bot.cli.main import DONE
from bot.cli.offers import offer_lines, picked
from bot.cli.output import is_interactive, paper, print_error
from bot.cli.render import print_reply
from bot.cli.slash import run_slash
from bot.clock import SystemClock
from bot.commands.browsing import BROWSED
from bot.commands.reply import Action, Do, Items, Reply
from bot.compiled import default_store
from bot.domain import Place, UsageEvent
from bot.errors import StorageError, UsageError
from bot.settings import Settings

_PERSON = "terminal"
_PROMPT = "> "
_ONLY_IN_DISCORD = frozenset((Do.ASK, Do.HELPFUL, Do.NOT_IT, Do.SHARE, Do.DISMISS))
_LEAVING = frozenset(("bye", "exit", "quit", "/exit", "/quit"))
_WELCOME = """\
Ask about Product Owner practice in your own words, for example:
  can the boss overrule the product owner?
/help shows the commands. exit or Ctrl-D leaves."""


def main(_: argparse.Namespace, settings: Settings) -> int:
    """Talk until the input ends."""
    app = App.load(settings, SystemClock(), default_store())
    try:
        asyncio.run(_talk(app))
    except KeyboardInterrupt:  # Ctrl-C between two prompts
        print("Bye.")
    return DONE


async def _talk(app: App) -> None:
    person = is_interactive(sys.stdin)
    if person:
        print(_WELCOME)
    async with AsyncExitStack() as stack:
        stored: Stored | None = None
        try:
            stored = await stack.enter_async_context(open_stored(app))
        except StorageError as error:
            print_error(f"Usage is not counted: {error}")
        talk = Talk(app)
        async for text in _prompted() if person else _piped():
            if text.strip().lower() in _LEAVING:
                break
            for line in split_pasted(text):
                print()
                event = talk.say(line)
                print()
                if stored is not None and event is not None:
                    await stored.record(event)
    if person:
        print("Bye.")


class Talk:
    """One conversation; it knows what the last reply offered, so that a number can pick from it."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._offered: tuple[Action, ...] = ()

    def say(self, line: str) -> UsageEvent | None:
        """Answer one line, print the reply, and return what is to be counted."""
        begun = self._app.clock.monotonic()
        try:
            reply, event = self._reply(line)
        except UsageError as error:
            print(error)
            return None
        print_reply(paper(), reply)
        self._offer(reply)
        if event is not None:
            return event
        elapsed_ms = (self._app.clock.monotonic() - begun) * 1000
        outcome = "done" if reply.done else "refused"
        kind = line.split(maxsplit=1)[0].removeprefix("/") if line.startswith("/") else "open"
        return UsageEvent(self._app.clock.now(), kind, Place.TERMINAL, outcome, reply.topic, latency_ms=elapsed_ms)

    def _reply(self, line: str) -> tuple[Reply, UsageEvent | None]:
        if line.isdecimal():
            return self._picked(picked(line, self._offered)), None
        if line.startswith("/"):
            name, _, rest = line[1:].partition(" ")
            if name != "ask":
                return run_slash(self._app, name, rest.strip()), None
            line = rest
        answer, elapsed_ms = self._app.ask(line, _PERSON)
        return self._app.answer_reply(answer), usage_event(self._app, "ask", answer, elapsed_ms)

    def _picked(self, choice: Action) -> Reply:
        if choice.do in BROWSED:
            return self._app.browsing.follow(choice)
        match choice.do:
            case Do.TIP:
                return self._app.tips.another(choice.slug, choice.key)
            case Do.ACT:
                return self._app.tips.to_try(choice.key)
            case Do.WHY:
                return self._app.articles.passage(choice.slug, "")
            case Do.READ:
                return self._app.cards.around(choice.slug, choice.key)
            case Do.RELATED:
                return self._app.cards.related(choice.slug)
            case Do.OPEN:
                return self._app.cards.shown(choice.slug, choice.key)
            case _:
                return self._app.articles.passage(choice.slug, choice.key)

    def _offer(self, reply: Reply) -> None:
        """Show what a number would open, where there is something to pick."""
        actions = tuple(action for action in reply.actions if action.do not in _ONLY_IN_DISCORD)
        options = tuple(option.action for option in reply.menu.options) if reply.menu else ()
        if reply.explorer and actions:
            options = ()  # they were listed one reply ago
        self._offered = (*options, *actions)
        # What the reply lists with its numbers need not be listed again.
        listed = len(options) if any(isinstance(block, Items) for block in reply.blocks) else 0
        if listed:
            print(paper().dim(f"Type a number from 1 to {listed} to open one."))
        for line in offer_lines([action.label for action in self._offered[listed:]], listed + 1, paper().width):
            print(paper().dim(line))


def split_pasted(text: str) -> Iterator[str]:
    """Yield what was typed or pasted as single entries: commands and questions by line, a story as one question."""
    story: list[str] = []
    for line in (line.strip() for line in text.splitlines()):
        if line.startswith("/"):
            if story:
                yield " ".join(story)
                story = []
            yield line
        elif line:
            story.append(line)
    if len(story) > 1 and all(line.endswith("?") for line in story):
        yield from story
    elif story:
        yield " ".join(story)


async def _prompted() -> AsyncIterator[str]:
    """Yield what a person types, with line editing and the history of this session; nothing typed is kept on disk."""
    from prompt_toolkit import PromptSession  # noqa: PLC0415  # a pipe does without

    session: PromptSession[str] = PromptSession(_PROMPT)
    while True:
        try:
            yield await session.prompt_async()
        except (EOFError, KeyboardInterrupt):
            return


async def _piped() -> AsyncIterator[str]:
    for line in sys.stdin:
        yield line
