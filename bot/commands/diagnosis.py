"""`/assistant diagnose`: what keeps the bot from doing in a server what its owners asked for, each with its remedy."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.commands import diagnosis_words as words
from bot.commands.permission_words import READ_HISTORY, SEND, TO_ANSWER, TO_POST, VIEW
from bot.commands.reply import Block, Heading, Item, Items, Note, Paragraph, Reply, channel_mention
from bot.commands.setup import ASK_CHANNEL_NEEDS, FORUM_NEEDS
from bot.domain import Schedule, ServerSettings
from bot.errors import StorageError
from bot.storage.schedules import Schedules
from bot.storage.servers import Servers

TIPS_NEEDS = HERE_NEEDS = (VIEW, SEND, READ_HISTORY)
_ROOM = 1000  # characters for the lines; with all that is good to know the message stays below Discord's 2,000

Missing = Callable[[int, Sequence[str]], Sequence[str] | None]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What only the front end knows of a server.

    `missing` returns which of the named permissions the bot lacks in a channel, in a thread those that count there,
    and None for a channel that it cannot find. `silent_here` names what it lacks where the command was run.
    """

    missing: Missing
    is_member: bool = True
    silent_here: Sequence[str] = ()


class Diagnosis:
    """Looks at a server. `reads_messages` tells whether the operator turned Message Content on."""

    def __init__(
        self, servers: Servers, schedules: Schedules, trouble: Callable[[], str], *, reads_messages: bool
    ) -> None:
        self._servers = servers
        self._schedules = schedules
        self._trouble = trouble
        self._reads_messages = reads_messages

    async def reply(self, guild_id: int, here: Surroundings) -> Reply:
        """Say what is wrong, one line each with its remedy, or that all is well; then what was looked at."""
        settings = self._servers.of(guild_id)
        schedules = await self._scheduled(guild_id)
        wrong = [] if schedules is not None and not self._trouble() else [Item(words.DATABASE, words.NO_DATABASE)]
        if here.is_member:
            wrong += [*_of_settings(settings, here.missing), *_of_tips(schedules or [], here.missing)]
        else:
            wrong.append(Item(words.SERVER, words.NOT_A_MEMBER))
        blocks: list[Block] = [Heading(_title(len(wrong)))]
        shown = _fitting(wrong)
        if shown:
            blocks.append(Items(shown))
        if len(wrong) > len(shown):
            blocks.append(Paragraph(words.MORE.format(count=len(wrong) - len(shown))))
        blocks += [Note(text) for text in self._good_to_know(settings, here, wrong)]
        blocks.append(Note(words.LOOKED_AT.format(places=_looked_at(settings, schedules))))
        return Reply(tuple(blocks))

    async def _scheduled(self, guild_id: int) -> list[Schedule] | None:
        """Return the server's schedules, None where they cannot be read."""
        try:
            return await self._schedules.of_guild(guild_id)
        except StorageError:  # which is what this command is to say
            return None

    def _good_to_know(self, settings: ServerSettings, here: Surroundings, wrong: Sequence[Item]) -> list[str]:
        told = []
        if any(" allow me " in f" {item.text}" for item in wrong):
            told.append(words.HOW_TO_ALLOW)
        if here.silent_here and here.is_member:
            told.append(words.SILENT_HERE.format(permissions=" and ".join(here.silent_here)))
        if (settings.ask_channel or settings.forum) and not self._reads_messages:
            told.append(words.NO_MESSAGE_CONTENT)
        return told


def _of_settings(settings: ServerSettings, missing: Missing) -> list[Item]:
    found = []
    for name, channel_id, needs in (
        (words.ASK_CHANNEL, settings.ask_channel, ASK_CHANNEL_NEEDS),
        (words.FORUM, settings.forum, FORUM_NEEDS),
    ):
        if channel_id is not None:
            found += _place(name, channel_id, missing(channel_id, needs), TO_ANSWER, words.GONE_SETTING)
    return found


def _of_tips(schedules: Sequence[Schedule], missing: Missing) -> list[Item]:
    found = []
    for schedule in schedules:
        if schedule.paused:
            reason = schedule.paused[0].upper() + schedule.paused[1:] + ("" if schedule.paused.endswith(".") else ".")
            name = words.TIPS.format(channel=channel_mention(schedule.channel_id))
            found.append(Item(name, words.PAUSED.format(reason=reason)))
        lacking = missing(schedule.channel_id, TIPS_NEEDS)
        if lacking is not None or not schedule.paused:  # the reason of a pause says that a channel is gone
            found += _place(words.TIPS, schedule.channel_id, lacking, TO_POST, words.GONE_TIPS)
    return found


def _place(
    name: str, channel_id: int, missing: Sequence[str] | None, reasons: Mapping[str, str], gone: str
) -> list[Item]:
    title = name.format(channel=channel_mention(channel_id))
    if missing is None:
        return [Item(title, gone)]
    return [Item(title, words.ALLOW.format(permission=one, reason=reasons[one])) for one in missing]


def _looked_at(settings: ServerSettings, schedules: Sequence[Schedule] | None) -> str:
    places = [
        text[channel is not None].format(channel=channel_mention(channel or 0))
        for text, channel in (
            (words.LOOKED_ASK_CHANNEL, settings.ask_channel),
            (words.LOOKED_FORUM, settings.forum),
        )
    ]
    if schedules is not None:
        places.append(words.LOOKED_TIPS[min(len(schedules), 2)].format(count=len(schedules)))
    return ", ".join([*places, words.LOOKED_DATABASE])


def _fitting(lines: Sequence[Item]) -> tuple[Item, ...]:
    """Return as many of the lines as there is room for."""
    ends = accumulate(len(line.title) + len(line.text) for line in lines)
    return tuple(line for line, end in zip(lines, ends, strict=True) if end <= _ROOM)


def _title(wrong: int) -> str:
    return words.WRONG[wrong > 1].format(count=wrong) if wrong else words.WELL
