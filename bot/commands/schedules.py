"""`/tips schedule|list|stop`: what a server's owners decide about scheduled tips."""

from itertools import islice

from bot.clock import Clock
from bot.commands.lookup import Lookup
from bot.commands.reply import Action, Block, Do, Heading, Item, Items, Moments, Note, Paragraph, Reply, say
from bot.commands.resources import unknown_topic
from bot.domain import Corpus, Rhythm, Schedule
from bot.storage.schedules import Schedules
from bot.tips.rhythm import days_text, next_slot, read_rhythm, slots_after

_SHOWN = 5  # coming tips that a new schedule shows
_LISTED = 15  # schedules that fit into one message


class ScheduledTips:
    """Creates, shows and ends the schedules of a server's channels."""

    def __init__(self, corpus: Corpus, topics: Lookup, store: Schedules, clock: Clock) -> None:
        self._corpus = corpus
        self._topics = topics
        self._store = store
        self._clock = clock

    async def schedule(
        self,
        guild_id: int,
        channel_id: int,
        rhythm: tuple[str, str, str],
        topic: str = "",
        *,
        replace: bool = False,
    ) -> Reply:
        """Schedule tips in a channel; `rhythm` is (time, timezone, days) as typed.

        Asks before it replaces a schedule. Raises `UsageError` for a time, timezone or days that cannot be read.
        """
        read = read_rhythm(*rhythm)
        slug = ""
        if topic.strip():
            found = self._topics.best(topic)
            if found is None or not any(tip.topic == found for tip in self._corpus.tips):
                return (
                    unknown_topic(self._topics, topic)
                    if found is None
                    else say("There is no tip on that topic yet.", done=False)
                )
            slug = found
        standing = await self._store.of_channel(channel_id)
        if standing is not None and not replace:
            return self._ask_to_replace(standing)
        now = self._clock.now()
        await self._store.put(guild_id, channel_id, read, slug, next_slot(read, now))
        return Reply(
            (
                Heading("Scheduled"),
                Paragraph(f"{self._text(read, slug)} in this channel:"),
                Moments("The next five", tuple(islice(slots_after(read, now), _SHOWN))),
                Note("/tips stop ends it."),
            )
        )

    async def list(self, guild_id: int) -> Reply:
        """Show every schedule of a server."""
        standing = await self._store.of_guild(guild_id)
        if not standing:
            return say("No tips are scheduled in this server. Use /tips schedule to begin.")
        blocks: list[Block] = [Heading("Scheduled tips")]
        for schedule in standing[:_LISTED]:
            blocks.append(Items((Item(f"<#{schedule.channel_id}>", self._text(schedule.rhythm, schedule.topic)),)))
            blocks.append(
                Paragraph(f"Paused: {schedule.paused}") if schedule.paused else Moments("Next", (schedule.next_due,))
            )
        if len(standing) > _LISTED:
            blocks.append(Note(f"... and {len(standing) - _LISTED} more, whose next tips come later."))
        return Reply(tuple(blocks))

    async def stop(self, channel_id: int) -> Reply:
        """End a channel's schedule."""
        if await self._store.remove(channel_id):
            return say("Stopped. No more tips are posted there.")
        return say("No tips are scheduled in that channel. /tips list shows where they are.", done=False)

    def _ask_to_replace(self, standing: Schedule) -> Reply:
        text = self._text(standing.rhythm, standing.topic)
        return say(
            f"This channel already has tips: {text}. Replace that schedule?",
            done=False,
            actions=[Action(Do.REPLACE, "Replace it")],
        )

    def _text(self, rhythm: Rhythm, topic: str) -> str:
        about = f" on {self._corpus.articles[topic].title}" if topic in self._corpus.articles else ""
        return f"Tips{about} at {rhythm.local_time:%H:%M} {rhythm.timezone}, {days_text(rhythm.days)}"
