"""`/privacy show|export|delete`: what is kept about the one who asks."""

import json
from collections.abc import Callable, Sequence

from bot.clock import Clock
from bot.commands.reply import Action, Block, Do, Download, Heading, Item, Items, Note, Paragraph, Reply, say
from bot.domain import KeptRows
from bot.storage.personal import Personal
from bot.storage.servers import Servers

_MOST_BYTES = 8 * 1024 * 1024  # Discord takes 10 MiB: https://discord.com/developers/docs/reference#uploading-files


class Privacy:
    """Shows, exports and deletes what is kept about a person; `forget` drops what is only in memory."""

    def __init__(
        self, personal: Personal, servers: Servers, forget: Callable[[int], None], clock: Clock, keep_days: int
    ) -> None:
        self._personal = personal
        self._servers = servers
        self._forget = forget
        self._clock = clock
        self._keep_days = keep_days

    async def show(self, user_id: int, guild_id: int | None) -> Reply:
        """Say in plain words what is kept about a person, with counts, and whether this place keeps texts."""
        kept = await self._personal.counts(user_id)
        blocks: list[Block] = [
            Heading("What I keep about you"),
            Items(tuple(Item(f"{rows.title}: {rows.count}", f"({rows.about})") for rows in kept)),
            Paragraph(texts_kept_here(keeps=self._servers.of(guild_id).keep_questions, in_server=guild_id is not None)),
            Paragraph(
                "Your name and your user id are not stored: a scrambled number (a keyed hash) stands for you. Each "
                f"entry is deleted after {self._keep_days} days. For 15 minutes I remember, in memory only, the topic "
                "of my last answer to you."
            ),
            Note("This counts all servers and direct messages together. /privacy export · /privacy delete"),
        ]
        return Reply(tuple(blocks))

    async def export(self, user_id: int) -> Reply:
        """Give all that is kept about a person, as a JSON file."""
        kept = await self._personal.export(user_id)
        document = {"exported_at": self._clock.now().isoformat(), **kept}
        text = json.dumps(document, ensure_ascii=False, indent=1)
        if len(text.encode()) > _MOST_BYTES:
            return say("That is more than Discord lets me send. Ask whoever runs me for your file.", done=False)
        rows = sum(len(part["rows"]) for part in kept.values())
        return Reply(
            say(f"Here is all that I keep about you: {_entries(rows)}.").blocks,
            file=Download("my-data.json", text),
        )

    async def ask_to_delete(self, user_id: int) -> Reply:
        """Ask whether everything about a person is to be deleted."""
        # Asked even where nothing is found: what was asked a moment ago may still be on its way to the disk.
        found = counted(await self._personal.counts(user_id))
        return say(
            f"Delete all that I keep about you{found and f' ({found})'}? It cannot be undone.",
            "Messages that you can see in Discord stay there, and so do settings and schedules of a server.",
            done=False,
            actions=[Action(Do.ERASE, "Delete it all")],
        )

    async def delete(self, user_id: int) -> Reply:
        """Delete everything about a person at once: in memory, in the database and in its log."""
        self._forget(user_id)
        deleted = counted(await self._personal.delete(user_id))
        return say((f"Deleted: {deleted}. " if deleted else "") + "I keep nothing about you now.")


def counted(kept: Sequence[KeptRows]) -> str:
    """Return what there is of each kind, leaving out what there is nothing of."""
    return ", ".join(f"{rows.title.lower()}: {rows.count}" for rows in kept if rows.count)


def texts_kept_here(*, keeps: bool, in_server: bool) -> str:
    """Say whether the texts of questions are kept at this place."""
    if keeps:
        return "The owners of this server have turned on that texts of questions asked here are kept."
    if in_server:
        return "Texts of questions asked in this server are not kept."
    return "Texts of direct messages are never kept."


def _entries(count: int) -> str:
    return f"{count} {'entry' if count == 1 else 'entries'}"
