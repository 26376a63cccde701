"""What users write, and how a test waits for what the bot writes."""

from __future__ import annotations

from collections.abc import Iterable

from tests.fake_discord import intents, invoking, posting, routes_channels
from tests.fake_discord.channels import Channel, ChannelType
from tests.fake_discord.errors import JSON
from tests.fake_discord.gateway import Gateway
from tests.fake_discord.messages import REPLY, Attachment, Message, Reference
from tests.fake_discord.permissions import Permission
from tests.fake_discord.rest import Rest
from tests.fake_discord.users import User
from tests.fake_discord.world import World


class Writing:
    """The part of `FakeDiscord` for ordinary messages; all waiting is bounded by `patience` real seconds."""

    world: World
    gateway: Gateway
    rest: Rest
    bot: User
    patience: float
    #: Channel id -> id of the newest message that `next_message` returned.
    _seen: dict[int, int]

    async def say(
        self,
        user: User,
        channel: Channel,
        content: str,
        *,
        reply_to: Message | None = None,
        ping: bool = True,
        attachments: Iterable[Attachment] = (),
        force: bool = False,
    ) -> Message:
        """Let `user` write a message; `<@bot>` in it mentions the bot. `ping` is whether a reply pings.

        AssertionError where they could not write it; `force` skips that check.
        """
        if not force:
            _check_may_write(user, channel, content)
        message = self._written(user, channel, content, self.world.ids.next())
        message.attachments = list(attachments)
        if reply_to is not None:
            _make_reply(message, reply_to, ping)
        posting.store(self.world, message)
        return message

    async def post(self, user: User, forum: Channel, title: str, content: str, *, tags: Iterable[str] = ()) -> Message:
        """Let `user` start a forum post; return its first message, whose `channel` is the thread."""
        return await self.start_post(user, await self.open_post(user, forum, title, tags=tags), content)

    async def open_post(self, user: User, forum: Channel, title: str, *, tags: Iterable[str] = ()) -> Channel:
        """Do the first half of `post`: a thread without any message yet, in which the bot gets 40058."""
        invoking.check_present(user, forum)
        if forum.type is not ChannelType.FORUM or forum.guild is None:
            raise AssertionError(f"#{forum.name} is no forum")
        if not forum.permissions_for(user) & Permission.SEND_MESSAGES:
            raise AssertionError(f"{user.name} cannot post in #{forum.name}")
        if not 1 <= len(title) <= 100:
            raise AssertionError("a title has 1 to 100 characters")
        return forum.guild.add_thread(forum, title, user, tags=tags)

    async def start_post(self, user: User, thread: Channel, content: str) -> Message:
        """Do the second half of `post`: the first message, whose id is the thread's."""
        message = self._written(user, thread, content, thread.id)
        posting.store(self.world, message)
        return message

    async def edit(self, message: Message, content: str) -> None:
        """Let the author of `message` change its text."""
        fresh = self._written(message.author, message.channel, content, message.id)
        message.content, message.mentions = fresh.content, fresh.mentions
        message.edited = self.world.clock()
        self.world.emit_message("MESSAGE_UPDATE", message)

    async def delete(self, message: Message) -> None:
        """Let the author or a moderator delete `message`; a later 404 for it is no violation."""
        self.world.removed.add(message.id)
        routes_channels.remove(message)

    async def delete_many(self, messages: Iterable[Message]) -> None:
        """Let a moderator delete messages of one channel together: MESSAGE_DELETE_BULK."""
        gone = list(messages)
        for message in gone:
            self.world.removed.add(message.id)
            message.deleted = True
        channel = gone[0].channel
        assert channel.guild is not None
        data: JSON = {"ids": [str(message.id) for message in gone], "channel_id": str(channel.id)}
        data["guild_id"] = str(channel.guild.id)
        self.world.emit("MESSAGE_DELETE_BULK", data, intents.GUILD_MESSAGES)

    async def react(self, user: User, message: Message, emoji: str) -> None:
        """Let `user` react to `message`."""
        invoking.check_present(user, message.channel)
        message.reactions.setdefault(emoji, []).append(user)
        routes_channels.announce_reaction("MESSAGE_REACTION_ADD", message, emoji, user.id)

    async def type_in(self, user: User, channel: Channel) -> None:
        """Let `user` be seen typing."""
        data: JSON = {"channel_id": str(channel.id), "user_id": str(user.id)}
        data["timestamp"] = int(self.world.clock())
        if channel.guild is None:
            self.world.emit("TYPING_START", data, intents.DIRECT_MESSAGE_TYPING)
            return
        data |= {"guild_id": str(channel.guild.id), "member": channel.guild.members[user.id].payload()}
        self.world.emit("TYPING_START", data, intents.GUILD_MESSAGE_TYPING)

    async def next_message(
        self,
        channel: Channel,
        timeout: float | None = None,  # noqa: ASYNC109 - see Changes.wait_for
        *,
        interactions: bool = False,
    ) -> Message:
        """Return the bot's next message in `channel` that was not returned before; waits for it.

        Ephemeral messages never count; answers to interactions only with `interactions`.
        """
        patience = self.patience if timeout is None else timeout
        what = f"a message by the bot in #{channel.name or channel.id}"
        await self.world.changes.wait_for(lambda: bool(self._unseen(channel, interactions)), patience, what)
        message = self._unseen(channel, interactions)[0]
        self._seen[channel.id] = message.id
        return message

    async def no_message(self, channel: Channel, *, interactions: bool = False) -> None:
        """Settle; AssertionError if the bot has written in `channel` since the last `next_message`."""
        await self.settle()
        found = self._unseen(channel, interactions)
        if found:
            raise AssertionError(f"the bot wrote in #{channel.name or channel.id}: {found}")

    async def settle(self, rounds: int = 3) -> None:
        """Wait until the client has taken in every event so far and no request of its is under way.

        Each round asks for a heartbeat, which the client sends after it has read what came before. A bot that
        does slow work between an event and its first request can still be at it; then wait for its request.
        """
        for _ in range(rounds):
            await self.gateway.roundtrip(self.patience)
            await self.idle()

    async def idle(self) -> None:
        """Wait until no request of the client's is under way. Costs no heartbeat, of which it sends 110 a minute."""
        await self.world.changes.wait_for(
            lambda: not self.rest.in_flight, self.patience, "the client's requests to be answered"
        )

    def bot_messages(self, channel: Channel, *, interactions: bool = False) -> list[Message]:
        """Return all that the bot wrote in `channel` and did not delete, oldest first."""
        return [
            message
            for message in channel.messages.values()
            if message.author is self.bot
            and not (message.deleted or message.ephemeral or message.loading)
            and (interactions or message.interaction is None)
        ]

    def _unseen(self, channel: Channel, interactions: bool) -> list[Message]:
        last = self._seen.get(channel.id, 0)
        shown = self.bot_messages(channel, interactions=interactions)
        return [message for message in shown if message.id > last]

    def _written(self, user: User, channel: Channel, content: str, id_: int) -> Message:
        content = content.replace("<@bot>", self.world.bot.mention).strip()
        message = Message(id_, channel, user, self.world.clock(), content)
        message.mentions = posting.user_mentions(self.world, content)
        loud = "@everyone" in content or "@here" in content
        message.mention_everyone = loud and bool(channel.permissions_for(user) & Permission.MENTION_EVERYONE)
        return message


def _check_may_write(user: User, channel: Channel, content: str) -> None:
    invoking.check_present(user, channel)
    needed = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    if not channel.permissions_for(user) & needed:
        raise AssertionError(f"{user.name} cannot write in #{channel.name}")
    if channel.type in (ChannelType.FORUM, ChannelType.CATEGORY):
        raise AssertionError(f"#{channel.name} takes no messages; use post()")
    # 4,000 is what a subscriber may write; others have 2,000.
    if len(content) > 4000:
        raise AssertionError("a person's message has at most 4,000 characters")


def _make_reply(message: Message, target: Message, ping: bool) -> None:
    if target.channel is not message.channel or target.deleted or target.ephemeral:
        raise AssertionError("a reply needs a visible message of the same channel")
    guild = message.channel.guild
    message.type = REPLY
    message.reference = Reference(target.id, target.channel.id, guild.id if guild else None, target)
    # A reply to an interaction's response does not mention the bot (gateway, "You Might Not Need a Privileged
    # Intent"), so it carries no text for an application without Message Content.
    pings = ping and target.interaction is None and target.author is not message.author
    if pings and target.author not in message.mentions:
        message.mentions.append(target.author)
