"""`/tips ...`: what a server's owners decide about scheduled tips."""

from dataclasses import replace
from itertools import islice

from bot.clock import Clock
from bot.commands import tip_words as words
from bot.commands.consent import packed
from bot.commands.lookup import Lookup
from bot.commands.paging import page_of
from bot.commands.reply import (
    Action,
    Block,
    Do,
    Heading,
    Item,
    Items,
    Moments,
    Note,
    Paragraph,
    Reply,
    channel_mention,
    say,
)
from bot.commands.resources import unknown_topic
from bot.domain import PAUSED_BY_OWNER, Corpus, Rhythm, Schedule
from bot.storage.schedules import Schedules
from bot.tips.desk import NO_TIPS_LEFT, TipDesk
from bot.tips.rhythm import days_text, read_rhythm, slots_after

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
            if found is None:
                return unknown_topic(self._topics, topic)
            if not any(tip.topic == found for tip in self._corpus.tips):
                return say(words.NO_TIP_ON.format(title=self._corpus.articles[found].title), done=False)
            slug = found
        standing = await self._store.of_channel(channel_id)
        if standing is not None:
            return self._ask_to_replace(standing, Action(Do.REPLACE, words.REPLACE, slug, packed(channel_id, read)))
        return await self.put(guild_id, channel_id, read, slug)

    async def put(self, guild_id: int, channel_id: int, rhythm: Rhythm, topic: str) -> Reply:
        """Schedule tips in a channel, in the place of what is scheduled there."""
        coming = self._next_five(rhythm)
        await self._store.put(guild_id, channel_id, rhythm, topic, coming.times[0])
        return Reply(
            (
                Heading(words.SCHEDULED),
                Paragraph(words.WHERE.format(schedule=self._text(rhythm, topic), channel=channel_mention(channel_id))),
                coming,
                Note(words.HOW_ON),
            )
        )

    async def list(self, guild_id: int, number: int = 0) -> Reply:
        """Show a page of a server's schedules, the next due first, with buttons for the others."""
        standing = await self._store.of_guild(guild_id)
        if not standing:
            return say(words.NONE_IN_SERVER)
        page = page_of(standing, number, _PAGE)
        blocks: list[Block] = [Heading(words.ALL_SCHEDULED, page.place)]
        for schedule in page.shown:
            text = self._text(schedule.rhythm, schedule.topic)
            blocks.append(Items((Item.named(channel_mention(schedule.channel_id), text),)))
            blocks.append(_when(schedule))
        return Reply(tuple(blocks), tuple(page.turns(lambda label, to: Action(Do.SCHEDULES, label, key=str(to)))))

    async def preview(self, guild_id: int, channel_id: int) -> Reply:
        """Show the tip that would be posted next, and when."""
        schedule = await self._of(guild_id, channel_id)
        if schedule is None:
            return say(words.NONE_HERE, done=False)
        tip = await self._desk.next_tip(schedule)
        if tip is None:
            return _say(words.NOTHING_TO_POST, channel_id, done=False, reason=NO_TIPS_LEFT)
        return Reply(
            (
                Heading(words.NEXT_TIP, self._corpus.articles[tip.topic].title),
                Paragraph(tip.text),
                Paragraph(""),  # a blank line: what follows is not part of the tip
                _when(schedule, words.WILL_BE_POSTED.format(channel=channel_mention(channel_id))),
            ),
            (Action(Do.WHY, words.WHY, tip.topic), Action(Do.ACT, words.TRY_IT, tip.topic, tip.id)),
            topic=tip.topic,
        )

    async def pause(self, guild_id: int, channel_id: int) -> Reply:
        """Hold a channel's tips back until they are resumed."""
        schedule = await self._of(guild_id, channel_id)
        if schedule is None:
            return say(words.NONE_HERE, done=False)
        if schedule.paused:
            return _say(words.PAUSED_ALREADY, channel_id, done=False, reason=schedule.paused)
        await self._store.pause(channel_id, PAUSED_BY_OWNER)
        return _say(words.PAUSED, channel_id)

    async def resume(self, guild_id: int, channel_id: int) -> Reply:
        """Let a channel's tips go on, counted from now: what was missed stays missed."""
        schedule = await self._of(guild_id, channel_id)
        if schedule is None:
            return say(words.NONE_HERE, done=False)
        if not schedule.paused:
            running = _say(words.NOT_PAUSED, channel_id, done=False)
            return replace(running, blocks=(*running.blocks, self._next_five(schedule.rhythm)))
        coming = self._next_five(schedule.rhythm)
        await self._store.resume(channel_id, coming.times[0])
        resumed = Paragraph(words.POSTED_AGAIN.format(channel=channel_mention(channel_id)))
        return Reply((Heading(words.RESUMED), resumed, coming))

    async def stop(self, guild_id: int, channel_id: int) -> Reply:
        """End a channel's schedule."""
        if await self._of(guild_id, channel_id) is None:
            return say(words.NONE_HERE, done=False)
        await self._store.remove(channel_id)
        return _say(words.STOPPED, channel_id)

    async def _of(self, guild_id: int, channel_id: int) -> Schedule | None:
        """Return the channel's schedule where it belongs to this server."""
        schedule = await self._store.of_channel(channel_id)
        return schedule if schedule is not None and schedule.guild_id == guild_id else None

    def _next_five(self, rhythm: Rhythm) -> Moments:
        return Moments(words.NEXT_FIVE, tuple(islice(slots_after(rhythm, self._clock.now()), _SHOWN)))

    def _ask_to_replace(self, standing: Schedule, consent: Action) -> Reply:
        text = self._text(standing.rhythm, standing.topic)
        asked = words.TAKEN.format(channel=channel_mention(standing.channel_id), schedule=text)
        return say(asked, done=False, actions=[consent])

    def _text(self, rhythm: Rhythm, topic: str) -> str:
        article = self._corpus.articles.get(topic)
        return (words.SCHEDULE_ON if article else words.SCHEDULE).format(
            title=article.title if article else "",
            time=f"{rhythm.local_time:%H:%M}",
            timezone=rhythm.timezone,
            days=days_text(rhythm.days),
        )


def _when(schedule: Schedule, caption: str = words.NEXT_ONE) -> Block:
    """Say when a schedule posts next, or why it does not."""
    if schedule.paused:
        return Paragraph(words.PAUSED_FOR.format(reason=schedule.paused))
    return Moments(caption, (schedule.next_due,))


def _say(sentence: str, channel_id: int, *, done: bool = True, reason: str = "") -> Reply:
    return say(sentence.format(channel=channel_mention(channel_id), reason=reason), done=done)
