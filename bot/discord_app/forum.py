"""New posts of a server's forum: answered once, a minute later, only where the answer is known and nobody else wrote.

What waits is in memory only: whether a post was answered is read from the post, so a restart repeats nothing.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.assistant.assistant import MAX_QUESTION
from bot.assistant.talk import is_ours, is_question
from bot.discord_app.answering import NO_FIRST_MESSAGE, UNKNOWN_MESSAGE, answer_with
from bot.discord_app.background import Repeated
from bot.discord_app.door import described
from bot.discord_app.reading import is_from_person, plain
from bot.domain import Outcome

if TYPE_CHECKING:
    from bot.discord_app.client import AssistantClient

log = logging.getLogger(__name__)

WAIT_SECONDS = 60.0
AGAIN_SECONDS = 15.0  # where the first message of a post is not there yet
MOST_TRIES = 4
MOST_WAITING = 1_000
STILL_NEW = timedelta(minutes=10)  # how far back a post is answered that was opened while the bot was away
LOOK_EVERY_SECONDS = 5.0
_READ_AT_MOST = 100  # messages in the first minute of a post

_TOO_EARLY = (UNKNOWN_MESSAGE, NO_FIRST_MESSAGE)
_NO_ACCESS = (403, 404)
_DISCORDS_OWN = range(500, 600)  # errors that pass


@dataclass(frozen=True, slots=True)
class _Waiting:
    """When to look at a post, and how often that was tried."""

    due: float
    tries: int = 0


class ForumPosts:
    """A task that looks at new posts once their minute is over."""

    def __init__(self, client: "AssistantClient") -> None:
        self._client = client
        self._waiting: dict[int, _Waiting] = {}
        self._looking = Repeated("forum posts", LOOK_EVERY_SECONDS, self.look)

    def start(self) -> None:
        """Note the posts that were opened while the bot was away, and begin unless it has begun."""
        now = self._client.app.clock.now()
        for thread in (thread for guild in self._client.guilds for thread in guild.threads):
            if now - discord.utils.snowflake_time(thread.id) < STILL_NEW:
                self.opened(thread)
        self._looking.start()

    async def stop(self) -> None:
        """End; a post that is being answered is answered when the bot is back."""
        await self._looking.stop()

    def opened(self, thread: discord.Thread) -> None:
        """Let a new post wait for its minute, if it is in the forum that its server's owners chose."""
        forum = self._client.stored.settings_of(thread.guild.id).forum
        if thread.parent_id == forum and len(self._waiting) < MOST_WAITING:
            self._waiting.setdefault(thread.id, _Waiting(self._client.app.clock.monotonic() + WAIT_SECONDS))

    async def look(self) -> None:
        """Look at every post whose time has come; one that is not ready waits a little longer, a few times.

        Near the limit of refused requests all wait.
        """
        if self._client.restraint.is_spent():
            return
        now = self._client.app.clock.monotonic()
        for thread_id in [thread_id for thread_id, waiting in self._waiting.items() if waiting.due <= now]:
            waiting = self._waiting.pop(thread_id, None)  # taken out, so that nobody else looks at it meanwhile
            if waiting is None:
                continue
            async with self._client.working():
                done = await self._seen_to(thread_id)
            if not done and waiting.tries + 1 < MOST_TRIES:
                self._waiting[thread_id] = _Waiting(now + AGAIN_SECONDS, waiting.tries + 1)

    async def _seen_to(self, thread_id: int) -> bool:
        """Answer a post where that is right; returns False where it has to be tried again."""
        try:
            return await self._answered(thread_id)
        except discord.HTTPException as error:
            if error.code in _TOO_EARLY or error.status in _DISCORDS_OWN:
                return False
            if error.status not in _NO_ACCESS:
                log.warning("a forum post was not answered: %s", described(error))
            return True
        except (aiohttp.ClientError, OSError):
            return False
        except Exception as error:  # noqa: BLE001  # the loop must outlive any one failure
            log.error("a forum post was not answered: %s", described(error))  # noqa: TRY400  # without the message
            return True

    async def _answered(self, thread_id: int) -> bool:
        thread = self._client.get_channel(thread_id)
        if not isinstance(thread, discord.Thread) or thread.archived or thread.locked:
            return True  # deleted or closed within its first minute
        messages = [message async for message in thread.history(limit=_READ_AT_MOST, oldest_first=True)]
        if not messages:
            return False
        starter = messages[0]
        if starter.id == thread.id and is_from_person(starter) and self._is_alone(starter, messages):
            await self._answer(thread, starter)
        return True

    def _is_alone(self, starter: discord.Message, messages: list[discord.Message]) -> bool:
        """Tell whether neither another person nor the bot itself has written; other bots' greetings do not count."""
        authors = {message.author.id for message in messages if not message.author.bot}
        return authors == {starter.author.id} and all(message.author != self._client.user for message in messages)

    async def _answer(self, thread: discord.Thread, starter: discord.Message) -> None:
        client, begun = self._client, self._client.app.clock.monotonic()
        questions = _questions(plain(thread.name), plain(starter.content))
        if not questions or not client.limiter.admits_quietly(starter):
            return
        answers = (client.app.assistant.ask(question) for question in questions)
        known = (answer for answer in answers if answer.outcome is Outcome.ANSWER and is_ours(answer.signals))
        answer = next(known, None)
        elapsed_ms = (client.app.clock.monotonic() - begun) * 1000
        if answer is not None and await answer_with(client, starter, client.app.answer_reply(answer)):
            await client.conversations.count(starter, "forum", answer, elapsed_ms)


def _questions(title: str, body: str) -> list[str]:
    """Return what a post asks, in the order in which it is tried: title with body, then the title alone."""
    whole = f"{title}\n{body}".strip()[:MAX_QUESTION]
    return [text for text in dict.fromkeys((whole, title)) if is_question(text)]
