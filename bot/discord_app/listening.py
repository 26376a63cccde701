"""What Discord tells the client, and who sees to it."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, cast

import discord

from bot.discord_app.card_buttons import serve_form
from bot.discord_app.door import explain
from bot.discord_app.old_buttons import serve_old

if TYPE_CHECKING:
    from bot.app import App
    from bot.discord_app.ask_notice import AskNotices
    from bot.discord_app.client import AssistantClient
    from bot.discord_app.deletions import AnsweredMessages
    from bot.discord_app.forum import ForumPosts
    from bot.discord_app.membership import Membership
    from bot.discord_app.messages import Conversations
    from bot.discord_app.tip_loop import TipPoster

log = logging.getLogger(__name__)


class ListeningClient(discord.Client):
    """Hands every event on, and counts what is under way."""

    app: "App"
    answered: "AnsweredMessages"
    conversations: "Conversations"
    forum: "ForumPosts"
    notices: "AskNotices"
    membership: "Membership"
    tips: "TipPoster"

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  # discord.py's options
        super().__init__(**options)
        self._in_flight: set[asyncio.Task[Any]] = set()
        self._finishing = False

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # discord.py's signature
        """Pass an event on, unless the client is closing: discord.py 2.7.1 would schedule it on no loop."""
        if not self.is_closed():
            super().dispatch(event, *args, **kwargs)

    async def on_ready(self) -> None:
        """Say so, and begin with the tips; this comes again after a lost session."""
        log.info("ready in %d servers", len(self.guilds))
        async with self.working():
            try:
                await self.membership.reconcile()
            finally:
                self._begin()

    def _begin(self) -> None:
        """Begin what is done without being asked, unless the program is about to stop."""
        if not self._finishing:
            self.tips.start()
            self.forum.start()
            self.notices.start()

    async def on_connect(self) -> None:
        """Note that Discord delivers events; `on_ready` comes a moment later."""
        self.app.health.discord_reached()

    async def on_resumed(self) -> None:
        """Note that a lost connection goes on."""
        self.app.health.discord_reached()

    async def on_disconnect(self) -> None:
        """Note that the connection is lost; discord.py connects again by itself."""
        self.app.health.discord_lost()

    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that speaks to the bot."""
        async with self.working():
            await self.conversations.heard(message)

    async def on_raw_message_delete(self, deleted: discord.RawMessageDeleteEvent) -> None:
        """Delete the answer to a question that was deleted."""
        async with self.working():
            await self.answered.deleted(deleted.channel_id, deleted.message_id)

    async def on_raw_bulk_message_delete(self, deleted: discord.RawBulkMessageDeleteEvent) -> None:
        """Delete the answers to questions that a moderator deleted together."""
        async with self.working():
            await self.answered.deleted_many(deleted.channel_id, deleted.message_ids)

    async def on_thread_create(self, thread: discord.Thread) -> None:
        """Note a new post of a forum."""
        self.forum.opened(thread)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Serve a form that was sent back, and what no handler knows; all others reach their own."""
        if interaction.type is discord.InteractionType.modal_submit:
            await serve_form(cast("AssistantClient", self), interaction)
        elif interaction.type is discord.InteractionType.component:
            await serve_old(cast("AssistantClient", self), interaction)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Stop posting to a server that removed the bot."""
        async with self.working():
            await self.membership.left(guild.id)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Keep what there is of a server that added the bot again."""
        async with self.working():
            await self.membership.joined(guild.id)

    async def on_error(self, event_method: str, /, *_: Any, **__: Any) -> None:  # noqa: ANN401  # discord.py's signature
        """Log what a listener raised; whoever wrote is told where the listener could."""
        error = sys.exception()
        if error is not None:
            explain(error, event_method)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Count the present task as work to be finished before the program stops."""
        task = asyncio.current_task()
        if task is None:
            yield
            return
        self._in_flight.add(task)
        try:
            yield
        finally:
            self._in_flight.discard(task)
