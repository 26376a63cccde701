"""`/assistant setup`: what a server's owners decide, and what each choice means."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.commands import door_words
from bot.commands import setup_words as words
from bot.commands.permission_words import READ_HISTORY, SEND, SEND_IN_THREADS, TO_ANSWER, VIEW
from bot.commands.privacy import texts_kept_here
from bot.commands.privacy_words import LAST_TRACES, SEE_WHAT_IS_KEPT
from bot.commands.reply import Action, Block, Do, Heading, Item, Items, Note, Paragraph, Reply, channel_mention
from bot.domain import ServerSettings
from bot.storage.servers import Servers

ASK_CHANNEL, FORUM = "ask-channel", "forum"  # as they stand in buttons

# The permissions that each place needs.
ASK_CHANNEL_NEEDS = (VIEW, SEND, READ_HISTORY)
FORUM_NEEDS = (VIEW, SEND_IN_THREADS, READ_HISTORY)


class Setup:
    """Shows and changes a server's settings. `keep_days` is how long anything about persons is kept.

    `reads_messages` says whether Discord lets the bot read messages that do not mention it.
    """

    def __init__(self, servers: Servers, keep_days: int, *, reads_messages: bool) -> None:
        self._servers = servers
        self._keep_days = keep_days
        self._reads_messages = reads_messages

    def show(self, guild_id: int) -> Reply:
        """Show the settings as they are."""
        return self._shown(words.SETTINGS, self._servers.of(guild_id))

    async def change(self, guild_id: int, changes: Mapping[str, Any]) -> Reply:
        """Store the changed fields of `ServerSettings`, and show what holds from now on."""
        kept_before = self._servers.of(guild_id).keep_questions
        is_erased = await self._servers.change(guild_id, **changes)
        settings = self._servers.of(guild_id)
        said: list[Block] = []
        if settings.keep_questions and not kept_before:
            said.append(Paragraph(words.KEEPING.format(days=self._keep_days)))
        elif kept_before and not settings.keep_questions:
            said.append(Paragraph(words.NO_LONGER_KEEPING if is_erased else f"{words.NO_LONGER_KEEPING} {LAST_TRACES}"))
        return self._shown(words.SAVED, settings, said)

    def notice(self, guild_id: int) -> Reply:
        """Return the note in the ask channel: how to ask there, and whether texts of questions are kept."""
        texts = texts_kept_here(keeps=self._servers.of(guild_id).keep_questions, in_server=True)
        said = door_words.NOTICE_READING if self._reads_messages else door_words.NOTICE_BUTTON
        return Reply(
            (Heading(door_words.NOTICE_TITLE), Paragraph(said), Note(f"{texts} {SEE_WHAT_IS_KEPT}")),
            (Action(Do.ASK, door_words.ASK),),
        )

    async def unset(self, guild_id: int, what: str) -> Reply:
        """Take back the ask channel or the forum."""
        return await self.change(guild_id, {"forum" if what == FORUM else "ask_channel": None})

    def refused(self, channel_id: int, missing: Sequence[str]) -> Reply:
        """Say which permissions I lack in a channel and how to give them; nothing was saved."""
        items = tuple(Item(name, TO_ANSWER[name]) for name in missing)
        return Reply(
            (
                Heading(words.NOT_SAVED),
                Paragraph(words.LACKING.format(channel=channel_mention(channel_id))),
                Items(items),
                Paragraph(words.HOW_TO_ALLOW),
            ),
            done=False,
        )

    def _shown(self, title: str, settings: ServerSettings, said: Sequence[Block] = ()) -> Reply:
        items = (
            Item(words.ANSWERS, words.SEEN_BY[settings.answers]),
            Item(words.ASK_CHANNEL, _channel(settings.ask_channel, words.IN_ASK_CHANNEL[self._reads_messages])),
            Item(words.FORUM, _channel(settings.forum, words.IN_FORUM[self._reads_messages])),
            Item(words.KEEP_TEXTS, words.KEPT[settings.keep_questions]),
        )
        actions = [Action(Do.TRY, words.TRY)]
        if settings.ask_channel is not None:
            actions.append(Action(Do.UNSET, words.REMOVE_ASK_CHANNEL, ASK_CHANNEL))
        if settings.forum is not None:
            actions.append(Action(Do.UNSET, words.REMOVE_FORUM, FORUM))
        return Reply((Heading(title), Items(items), *said, Note(words.HOW_TO_CHANGE)), tuple(actions))


def _channel(channel_id: int | None, note: str) -> str:
    if channel_id is None:
        return words.NO_CHANNEL
    return words.CHANNEL.format(channel=channel_mention(channel_id), note=note)
