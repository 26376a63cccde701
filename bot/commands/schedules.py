"""`/tips ...`: what a server's owners decide about scheduled tips."""

from itertools import islice

from bot.clock import Clock
from bot.commands.consent import packed
from bot.commands.lookup import Lookup
from bot.commands.reply import Action, Block, Do, Heading, Item, Items, Moments, Note, Paragraph, Reply, say
from bot.commands.resources import unknown_topic
from bot.domain import PAUSED_BY_OWNER, Corpus, Rhythm, Schedule
from bot.storage.schedules import Schedules
from bot.tips.desk import NO_TIPS_LEFT, TipDesk
from bot.tips.rhythm import days_text, read_rhythm, slots_after

NONE_HERE = "No tips are scheduled in that channel. /tips list shows where they are."
_SHOWN = 5  # coming tips that a new schedule shows
_PAGE = 6  # schedules that fit into one message, each with the longest name, zone and reason


class ScheduledTips:
    """Creates, shows, pauses and ends the schedules of a server's channels."""

    def __init__(self, corpus: Corpus, topics: Lookup, store: Schedules, desk: TipDesk, clock: Clock) -> None:
        self._corpus = corpus
        self._topics = topics
        self._store = store
        self._desk = desk
        self._clock = clock

    async def schedule(
        self,
        guild_id: int,
        channel_id: int,
        rhythm: tuple[str, str, str],
        topic: str = "",
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
        if standing is not None:
            return self._ask_to_replace(standing, Action(Do.REPLACE, "Replace it", slug, packed(channel_id, read)))
        return await self.put(guild_id, channel_id, read, slug)

    async def put(self, guild_id: int, channel_id: int, rhythm: Rhythm, topic: str) -> Reply:
        """Schedule tips in a channel, in the place of what is scheduled there."""
        coming = self._next_five(rhythm)
        await self._store.put(guild_id, channel_id, rhythm, topic, coming.times[0])
        return Reply(
            (
                Heading("Scheduled"),
                Paragraph(f"{self._text(rhythm, topic)} in <#{channel_id}>:"),
                coming,
                Note("/tips preview shows the first one, /tips stop ends it."),
            )
        )

    async def list(self, guild_id: int, first: int = 0) -> Reply:
        """Show a server's schedules from number `first` on, the next due first, with buttons for the others."""
        standing = await self._store.of_guild(guild_id)
        if not standing:
            return say("No tips are scheduled in this server. Use /tips schedule to begin.")
        first = max(0, min(first, len(standing) - 1)) // _PAGE * _PAGE
        last = min(first + _PAGE, len(standing))
        shown = f"{first + 1} to {last} of {len(standing)}" if len(standing) > _PAGE else ""
        blocks: list[Block] = [Heading("Scheduled tips", shown)]
        for schedule in standing[first:last]:
            blocks.append(Items((Item(f"<#{schedule.channel_id}>", self._text(schedule.rhythm, schedule.topic)),)))
            blocks.append(_when(schedule))
        pages = ((first - _PAGE, "Previous", first > 0), (last, "Next", last < len(standing)))
        actions = (Action(Do.SCHEDULES, label, "", str(start)) for start, label, there in pages if there)
        return Reply(tuple(blocks), tuple(actions))

    async def preview(self, guild_id: int, channel_id: int) -> Reply:
        """Show the tip that would be posted next, and when."""
        schedule = await self._of(guild_id, channel_id)
        if schedule is None:
            return say(NONE_HERE, done=False)
        tip = await self._desk.next_tip(schedule)
        if tip is None:
            return say(f"Nothing can be posted in <#{channel_id}>: {NO_TIPS_LEFT}.", done=False)
        return Reply(
            (
                Heading("The next tip", self._corpus.articles[tip.topic].title),
                Paragraph(tip.text),
                _when(schedule),
                Note(f"It has not been posted in <#{channel_id}> yet."),
            ),
            (Action(Do.WHY, "Why?", tip.topic), Action(Do.ACT, "Try it", tip.topic, tip.id)),
            topic=tip.topic,
        )

    async def pause(self, guild_id: int, channel_id: int) -> Reply:
        """Hold a channel's tips back until they are resumed."""
        schedule = await self._of(guild_id, channel_id)
        if schedule is None:
            return say(NONE_HERE, done=False)
        if schedule.paused:
            return say(f"The tips in <#{channel_id}> are paused already: {schedule.paused}.", done=False)
        await self._store.pause(channel_id, PAUSED_BY_OWNER)
        return say(f"Paused. No tips are posted in <#{channel_id}> until you use /tips resume.")

    async def resume(self, guild_id: int, channel_id: int) -> Reply:
        """Let a channel's tips go on, counted from now: what was missed stays missed."""
        schedule = await self._of(guild_id, channel_id)
        if schedule is None:
            return say(NONE_HERE, done=False)
        if not schedule.paused:
            running = Paragraph(f"The tips in <#{channel_id}> are not paused.")
            return Reply((running, self._next_five(schedule.rhythm)), done=False)
        coming = self._next_five(schedule.rhythm)
        await self._store.resume(channel_id, coming.times[0])
        return Reply((Heading("Resumed"), Paragraph(f"Tips are posted in <#{channel_id}> again:"), coming))

    async def stop(self, guild_id: int, channel_id: int) -> Reply:
        """End a channel's schedule."""
        if await self._of(guild_id, channel_id) is None:
            return say(NONE_HERE, done=False)
        await self._store.remove(channel_id)
        return say(f"Stopped. No more tips are posted in <#{channel_id}>.")

    async def _of(self, guild_id: int, channel_id: int) -> Schedule | None:
        """Return the channel's schedule where it belongs to this server."""
        schedule = await self._store.of_channel(channel_id)
        return schedule if schedule is not None and schedule.guild_id == guild_id else None

    def _next_five(self, rhythm: Rhythm) -> Moments:
        return Moments("The next five", tuple(islice(slots_after(rhythm, self._clock.now()), _SHOWN)))

    def _ask_to_replace(self, standing: Schedule, consent: Action) -> Reply:
        text = self._text(standing.rhythm, standing.topic)
        return say(
            f"<#{standing.channel_id}> already has tips: {text}. Replace that schedule?",
            done=False,
            actions=[consent],
        )

    def _text(self, rhythm: Rhythm, topic: str) -> str:
        about = f" on {self._corpus.articles[topic].title}" if topic in self._corpus.articles else ""
        return f"Tips{about} at {rhythm.local_time:%H:%M} {rhythm.timezone}, {days_text(rhythm.days)}"


def _when(schedule: Schedule) -> Block:
    """Say when a schedule posts next, or why it does not."""
    return Paragraph(f"Paused: {schedule.paused}.") if schedule.paused else Moments("Next", (schedule.next_due,))
