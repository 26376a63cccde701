"""`/assistant setup`: what a server's owners decide, and what each choice means."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.commands import door_words
from bot.commands.privacy import texts_kept_here
from bot.commands.reply import Action, Block, Do, Heading, Item, Items, Note, Paragraph, Reply
from bot.domain import ServerSettings, Visibility
from bot.storage.servers import Servers

TEST_QUESTION = "what does a product owner do?"
ASK_CHANNEL, FORUM = "ask-channel", "forum"

# The permissions that each place needs, by the names that Discord shows, and what for.
ASK_CHANNEL_NEEDS = ("View Channel", "Send Messages", "Read Message History")
FORUM_NEEDS = ("View Channel", "Send Messages in Threads", "Read Message History")
_WHAT_FOR = {
    "View Channel": "so that I see what is asked",
    "Send Messages": "so that I can answer",
    "Send Messages in Threads": "so that I can answer in posts",
    "Read Message History": "so that I can reply to a question",
}
_ANSWERS = {
    Visibility.PUBLIC: "everybody sees the answer, unless the asker wants it private",
    Visibility.PRIVATE: "only the asker sees the answer, and can share it",
}

# Each by whether I can read messages that do not mention me.
_ASK_CHANNEL = {
    True: "I answer each question written there, and everybody sees it. I posted a note with an Ask button",
    False: "people ask by the Ask button that I posted there, by /ask or by mentioning me; everybody sees the answer. "
    "Other messages there I cannot read",
}
_FORUM = {
    True: "I answer a new post once, after a minute, if I know the answer and nobody else has written",
    False: "I answer a new post once, after a minute, if its title asks what I know and nobody else has written. "
    "What stands below the title I cannot read",
}
NOT_POSTED = (
    "I could not post the note with the Ask button in the ask channel. Check what I may do there, then choose that "
    "channel again."
)


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
        return self._shown("This server's settings", self._servers.of(guild_id))

    async def change(self, guild_id: int, changes: Mapping[str, Any]) -> Reply:
        """Store the changed fields of `ServerSettings`, and show what holds from now on."""
        kept_before = self._servers.of(guild_id).keep_questions
        settings = await self._servers.change(guild_id, **changes)
        said: list[Block] = []
        if settings.keep_questions and not kept_before:
            said.append(Paragraph(self._what_keeping_means()))
        elif kept_before and not settings.keep_questions:
            said.append(Paragraph("The texts of questions kept so far are deleted, and no more are kept."))
        return self._shown("Saved", settings, said)

    def notice(self, guild_id: int) -> Reply:
        """Return the note in the ask channel: how to ask there, and whether texts of questions are kept."""
        texts = texts_kept_here(keeps=self._servers.of(guild_id).keep_questions, in_server=True)
        said = door_words.NOTICE_READING if self._reads_messages else door_words.NOTICE_BUTTON
        return Reply(
            (Heading(door_words.NOTICE_TITLE), Paragraph(said), Note(f"{texts} /privacy show tells what is kept.")),
            (Action(Do.ASK, door_words.ASK),),
        )

    async def unset(self, guild_id: int, what: str) -> Reply:
        """Take back the ask channel or the forum."""
        return await self.change(guild_id, {"forum" if what == FORUM else "ask_channel": None})

    def refused(self, channel_id: int, missing: Sequence[str]) -> Reply:
        """Say which permissions I lack in a channel and how to give them; nothing was saved."""
        items = tuple(Item(name, _WHAT_FOR[name]) for name in missing)
        return Reply(
            (
                Heading("Nothing was saved"),
                Paragraph(f"In <#{channel_id}> I lack:"),
                Items(items),
                Paragraph(
                    "To give them: open that channel's settings, choose Permissions, add me (or my role), allow "
                    f"{'it' if len(missing) == 1 else 'each of them'}, and run the command again."
                ),
            ),
            done=False,
        )

    def _shown(self, title: str, settings: ServerSettings, said: Sequence[Block] = ()) -> Reply:
        kept = "on, for the owners" if settings.keep_questions else "off"
        items = (
            Item("Answers to /ask:", f"{settings.answers.value}: {_ANSWERS[settings.answers]}"),
            Item("Ask channel:", _channel(settings.ask_channel, _ASK_CHANNEL[self._reads_messages])),
            Item("Forum:", _channel(settings.forum, _FORUM[self._reads_messages])),
            Item("Keep texts of questions:", kept),
        )
        actions = [Action(Do.TRY, "Try a test question")]
        if settings.ask_channel is not None:
            actions.append(Action(Do.UNSET, "Remove ask channel", ASK_CHANNEL))
        if settings.forum is not None:
            actions.append(Action(Do.UNSET, "Remove forum", FORUM))
        note = Note("Change one with an option of /assistant setup. Members see what is kept with /privacy show.")
        return Reply((Heading(title), Items(items), *said, note), tuple(actions))

    def _what_keeping_means(self) -> str:
        return (
            "From now on I keep the text of what members ask me in this server, word for word, for up to "
            f"{self._keep_days} days, with a scrambled number in place of their name. Those who may use /assistant "
            "gaps can read the ones I had no answer to; whoever runs me can read all. Please tell your members; /help, "
            "/privacy show and my note in the ask channel say so too. Direct messages are never kept. With "
            "keep_questions: False all texts are deleted at once."
        )


def _channel(channel_id: int | None, note: str = "") -> str:
    if channel_id is None:
        return "none"
    return f"<#{channel_id}>" + (f": {note}" if note else "")
