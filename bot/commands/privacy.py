"""`/privacy show|export|delete`: what is kept about the one who asks."""

import json
from collections.abc import Callable, Sequence

from bot.clock import Clock
from bot.commands import privacy_words as words
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
            Heading(words.KEPT),
            Items(tuple(_kind(rows) for rows in kept)),
            Paragraph(texts_kept_here(keeps=self._servers.of(guild_id).keep_questions, in_server=guild_id is not None)),
            Paragraph(words.HOW_KEPT.format(days=self._keep_days)),
            Note(words.EVERYWHERE),
        ]
        return Reply(tuple(blocks))

    async def export(self, user_id: int) -> Reply:
        """Give all that is kept about a person, as a JSON file."""
        kept = await self._personal.export(user_id)
        document = {"exported_at": self._clock.now().isoformat(), **kept}
        text = json.dumps(document, ensure_ascii=False, indent=1)
        if len(text.encode()) > _MOST_BYTES:
            return say(words.TOO_MUCH, done=False)
        count = sum(len(part["rows"]) for part in kept.values())
        entries = words.ENTRIES[count != 1].format(count=count)
        return Reply((Paragraph(words.EXPORTED.format(entries=entries)),), file=Download(words.FILE_NAME, text))

    async def ask_to_delete(self, user_id: int) -> Reply:
        """Ask whether everything about a person is to be deleted."""
        # Asked even where nothing is found: what was asked a moment ago may still be on its way to the disk.
        found = counted(await self._personal.counts(user_id))
        return say(
            words.DELETE_FOUND.format(found=found) if found else words.DELETE,
            words.WHAT_STAYS,
            done=False,
            actions=[Action(Do.ERASE, words.DELETE_ALL)],
        )

    async def delete(self, user_id: int) -> Reply:
        """Delete everything about a person at once: in memory, in the database and in its log."""
        self._forget(user_id)
        deletion = await self._personal.delete(user_id)
        deleted = counted(deletion.rows)
        said = [words.DELETED.format(deleted=deleted)] if deleted else []
        said += [words.NOTHING_KEPT] if deletion.is_erased else [words.NOTHING_KEPT, words.LAST_TRACES]
        return say(" ".join(said))


def counted(kept: Sequence[KeptRows]) -> str:
    """Return what there is of each kind, leaving out what there is nothing of."""
    return ", ".join(f"{rows.title.lower()}: {rows.count}" for rows in kept if rows.count)


def texts_kept_here(*, keeps: bool, in_server: bool) -> str:
    """Say whether the texts of questions are kept at this place."""
    if keeps:
        return words.TEXTS_KEPT
    return words.TEXTS_NOT_KEPT if in_server else words.DIRECT_TEXTS


def _kind(rows: KeptRows) -> Item:
    return Item(words.KIND.format(title=rows.title, count=rows.count), words.ABOUT_KIND.format(about=rows.about))
