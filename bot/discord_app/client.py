"""The client: who may be answered where, and one way in and out for every interaction and message."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import discord

from bot.app import App, Stored
from bot.commands.browsing import BROWSED, IN_PLACE
from bot.commands.reply import Action, Do, Reply
from bot.discord_app import render
from bot.discord_app.answer_this import answer_this_command
from bot.discord_app.answering import UNANSWERED
from bot.discord_app.ask_notice import AskNotices
from bot.discord_app.asker_buttons import FOR_THE_ASKER, serve_asker
from bot.discord_app.browsing import browsing_commands
from bot.discord_app.card_buttons import ON_CARDS, serve_card
from bot.discord_app.components import ActionButton, ActionMenu, buttons, can_replace, layout
from bot.discord_app.deletions import AnsweredMessages
from bot.discord_app.door import explain, is_answered, is_too_late
from bot.discord_app.forum import ForumPosts
from bot.discord_app.limiting import Limiter
from bot.discord_app.listening import ListeningClient
from bot.discord_app.membership import Membership
from bot.discord_app.messages import Conversations, with_answer
from bot.discord_app.privacy_commands import PrivacyGroup
from bot.discord_app.responding import answer_interaction
from bot.discord_app.restraint import Restraint
from bot.discord_app.server_commands import AssistantGroup
from bot.discord_app.tip_commands import TipsGroup
from bot.discord_app.tip_loop import TipPoster
from bot.discord_app.tree import AssistantTree
from bot.discord_app.turns import Turns
from bot.domain import Answer, Place, UsageEvent

log = logging.getLogger(__name__)

ReplyMaker = Callable[[], Reply | Awaitable[Reply]]


def needed_intents(*, message_content: bool) -> discord.Intents:
    """Return the intents: guilds and messages; what people write elsewhere only where the operator asked for it."""
    intents = discord.Intents.none()
    intents.guilds = True
    intents.guild_messages = True
    intents.dm_messages = True
    intents.message_content = message_content
    return intents


class AssistantClient(ListeningClient):
    """Answers in Discord from an `App`, and counts in what is stored."""

    def __init__(self, app: App, stored: Stored) -> None:
        self.restraint = Restraint(app.clock)
        super().__init__(
            http_trace=self.restraint.trace(),
            intents=needed_intents(message_content=app.settings.message_content_intent),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0.01,  # seconds; nothing here waits for the servers' details
            max_messages=None,  # nothing here looks at old messages
        )
        self.app = app
        self.stored = stored
        self.tree = AssistantTree(self, stored.storage, app.settings.sync_guild_id)
        self.tips = TipPoster(self, app, stored)
        self.limiter = Limiter(self)
        self.answered = AnsweredMessages(self)
        self.conversations = Conversations(self)
        self.forum = ForumPosts(self)
        self.notices = AskNotices(self)
        self.membership = Membership(self, stored)
        self.turns = Turns(app.clock)

    async def setup_hook(self) -> None:
        """Register commands and buttons before the gateway delivers anything."""
        self.add_commands()
        self.add_dynamic_items(ActionButton, ActionMenu)
        await self.tree.sync_if_changed()

    def add_commands(self) -> None:
        """Put every command into the tree; nothing is sent."""
        for command in browsing_commands(self):
            self.tree.add_command(command)
        self.tree.add_command(answer_this_command(self))
        for group in (TipsGroup(self), AssistantGroup(self), PrivacyGroup(self)):
            self.tree.add_command(group)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Begin no more sessions than Discord allows."""
        await self.restraint.before_identify()
        await super().before_identify_hook(shard_id, initial=initial)

    async def serve(  # what differs from command to command
        self,
        interaction: discord.Interaction[Any],
        kind: str,
        make: ReplyMaker,
        *,
        private: bool = True,
        edit: bool = False,
        answered: Sequence[tuple[Answer, float]] = (),
    ) -> None:
        """Make a reply, send it, and count it afterwards. Errors go through the one door.

        `edit` puts the reply in the place of the message that was clicked; `answered` holds, once the reply is
        made, the answer to count.
        """
        begun = self.app.clock.monotonic()
        async with self.working():
            outcome, topic = "error", ""
            try:
                await self.turns.next_response(begun)
                reply = await _made(make)
                outcome, topic = "done" if reply.done else "refused", reply.topic
                await self.send(interaction, reply, private=private and not reply.public, edit=edit)
            except Exception as error:  # noqa: BLE001  # the one door
                outcome = outcome if is_answered(error) else "error"
                await self.refuse(interaction, error, kind)
            event = UsageEvent(
                at=self.app.clock.now(),
                kind=kind,
                place=place_of(interaction),
                outcome=outcome,
                topic=topic,
                latency_ms=(self.app.clock.monotonic() - begun) * 1000,
                guild_id=self.joined_guild(interaction.guild_id),
                # Who looks at what is kept, or deletes it, leaves no new trace by that.
                person="" if kind.startswith("privacy") else self.stored.person(interaction.user.id),
            )
            self.app.measures.responded(self.app.clock.monotonic() - begun)
            answer: Answer | None = None
            if answered and outcome != "error":
                answer, elapsed_ms = answered[0]
                event = with_answer(event, answer, elapsed_ms)
            await self.turns.next()  # counting waits behind those who wait for an answer
            await self.stored.record(event, answer)

    async def send(
        self,
        interaction: discord.Interaction[Any],
        reply: Reply,
        *,
        private: bool,
        edit: bool = False,
    ) -> None:
        """Send a reply as the first response to an interaction, or in the place of a deferred one; an empty one not."""
        if not reply.blocks:
            return
        text = render.content(reply, self.command_ids)
        edit = edit and can_replace(interaction.message, reply)
        if reply.explorer:
            shown = layout(text, reply)
            if edit:
                await interaction.response.edit_message(view=shown)
            else:
                await interaction.response.send_message(view=shown, ephemeral=private)
            return
        view = buttons(reply.actions, private=private, menu=reply.menu)
        if edit:
            await interaction.response.edit_message(content=text, view=view)
            return
        more: dict[str, Any] = {"view": view} if view is not None else {}
        await answer_interaction(interaction, text, private=private, files=render.files(reply), **more)

    async def refuse(self, interaction: discord.Interaction[Any], error: BaseException, where: str) -> None:
        """Tell the person privately what went wrong, where Discord still listens."""
        if is_too_late(error):
            log.warning("%s: Discord had stopped waiting before the reply", where)
            return
        if is_answered(error):
            log.info("%s: the reply had arrived already", where)
            return
        sentence = render.escape(explain(error, where))
        if interaction.type is not discord.InteractionType.autocomplete:  # there is no place for a sentence
            with suppress(*UNANSWERED):
                await answer_interaction(interaction, sentence, private=True)

    async def clicked(self, interaction: discord.Interaction[Any], action: Action) -> None:
        """Serve a button or a line of a menu: everything but Share is for the one who clicked."""
        if action.do in ON_CARDS:
            await serve_card(self, interaction, action)
            return
        if action.do in FOR_THE_ASKER:
            await serve_asker(self, interaction, action)
            return
        app = self.app
        if action.do in BROWSED:
            in_place = action.do in IN_PLACE
            await self.serve(interaction, f"button {action.do}", lambda: app.browsing.follow(action), edit=in_place)
            return
        makers: dict[Do, ReplyMaker] = {
            Do.TIP: lambda: app.tips.another(action.slug, action.key),
            Do.ACT: lambda: app.tips.to_try(action.key),
            Do.WHY: lambda: app.articles.passage(action.slug, ""),  # its key names the delivery
        }
        make = makers.get(action.do, lambda: app.articles.passage(action.slug, action.key))
        await self.serve(interaction, f"button {action.do}", make)

    def joined_guild(self, guild_id: int | None) -> int | None:
        """Return the id of a server that the bot is in, else None: of others nothing is kept."""
        return guild_id if guild_id is not None and self.get_guild(guild_id) is not None else None

    @property
    def command_ids(self) -> Mapping[str, int]:
        """The ids of the registered commands by name, for mentions that can be clicked."""
        return self.tree.command_ids

    async def finish(self, seconds: float) -> None:
        """Stop posting by itself, let replies in flight end within `seconds`, then leave the gateway."""
        self._finishing = True
        await self.notices.stop()
        await self.forum.stop()
        await self.tips.stop()
        if self._in_flight:
            await asyncio.wait(set(self._in_flight), timeout=seconds)
        await self.close()


async def _made(make: ReplyMaker) -> Reply:
    reply = make()
    return reply if isinstance(reply, Reply) else await reply


def place_of(interaction: discord.Interaction[Any]) -> Place:
    """Return where an interaction came from."""
    if interaction.guild_id is not None:
        return Place.GUILD
    return (
        Place.DIRECT
        if isinstance(interaction.channel, discord.DMChannel) and interaction.context.dm_channel
        else Place.PRIVATE
    )
