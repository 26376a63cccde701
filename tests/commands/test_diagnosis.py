"""`/assistant diagnose`: what is wrong, told apart from what is well, whatever the front end knows."""

import re
from collections.abc import Sequence
from datetime import time

import pytest

from bot.commands import diagnosis_words as words
from bot.commands.diagnosis import TIPS_NEEDS, Diagnosis, Surroundings
from bot.commands.permission_words import TO_ANSWER, TO_POST
from bot.commands.reply import Heading, Item, Items, Note, Paragraph, Reply, channel_mention
from bot.commands.setup import ASK_CHANNEL_NEEDS, FORUM_NEEDS
from bot.discord_app import render
from bot.domain import Rhythm
from bot.storage.storage import Storage
from tests.commands.reading import of_kind
from tests.conftest import HandClock

GUILD, ASK, FORUM, NEWS = 1, 11, 12, 13
MORNINGS = Rhythm(time(9), "Europe/Berlin", frozenset(range(5)))


def lacking(**lacked: Sequence[str] | None) -> Surroundings:
    """Return a server where the bot lacks permissions in some channels (`c11=...`), None for one that is gone."""
    return Surroundings(lambda channel, _: lacked.get(f"c{channel}", ()))


def diagnosis(storage: Storage, *, reads: bool = True) -> Diagnosis:
    return Diagnosis(storage.servers, storage.schedules, storage.trouble, reads_messages=reads)


def lines(reply: Reply) -> list[Item]:
    return [item for block in of_kind(reply, Items) for item in block.items]


def title(reply: Reply) -> str:
    return of_kind(reply, Heading)[0].text


async def test_a_server_without_any_settings_is_well_and_hears_what_was_looked_at(storage: Storage) -> None:
    reply = await diagnosis(storage).reply(GUILD, lacking())
    assert (title(reply), lines(reply)) == (words.WELL, [])
    assert [note.text for note in of_kind(reply, Note)] == [
        "I looked at: no ask channel, no forum, no scheduled tips, my database."
    ]


async def test_each_missing_permission_has_a_line_with_its_place_and_what_it_is_for(
    storage: Storage, clock: HandClock
) -> None:
    await storage.servers.change(GUILD, ask_channel=ASK, forum=FORUM)
    await storage.schedules.put(GUILD, NEWS, MORNINGS, "", clock.now())
    here = lacking(c11=["Send Messages"], c12=["Send Messages in Threads"], c13=["View Channel"])
    reply = await diagnosis(storage).reply(GUILD, here)
    assert title(reply) == "3 things to fix"
    assert lines(reply) == [
        Item(f"Ask channel {channel_mention(11)}:", "allow me Send Messages, so that I can answer."),
        Item(
            f"Forum {channel_mention(12)}:",
            "allow me Send Messages in Threads, so that I can answer in threads and posts.",
        ),
        Item(f"Tips in {channel_mention(13)}:", "allow me View Channel, so that I can post there."),
    ]
    assert words.HOW_TO_ALLOW in [note.text for note in of_kind(reply, Note)]


async def test_channels_that_are_gone_are_said_to_be_and_need_no_permission(storage: Storage, clock: HandClock) -> None:
    await storage.servers.change(GUILD, ask_channel=ASK, forum=FORUM)
    await storage.schedules.put(GUILD, NEWS, MORNINGS, "", clock.now())
    reply = await diagnosis(storage).reply(GUILD, lacking(c11=None, c12=None, c13=None))
    assert [line.text for line in lines(reply)] == [words.GONE_SETTING, words.GONE_SETTING, words.GONE_TIPS]
    assert words.HOW_TO_ALLOW not in [note.text for note in of_kind(reply, Note)]


async def test_a_paused_schedule_tells_why_once(storage: Storage, clock: HandClock) -> None:
    await storage.schedules.put(GUILD, NEWS, MORNINGS, "", clock.now())
    await storage.schedules.pause(NEWS, "that channel is gone; schedule tips in another one")
    reply = await diagnosis(storage).reply(GUILD, lacking(c13=None))
    text = "paused. That channel is gone; schedule tips in another one."
    assert lines(reply) == [Item(f"Tips in {channel_mention(13)}:", text)]


async def test_another_servers_troubles_are_not_told(storage: Storage, clock: HandClock) -> None:
    await storage.schedules.put(GUILD + 1, NEWS, MORNINGS, "", clock.now())
    await storage.schedules.pause(NEWS, "gone")
    assert title(await diagnosis(storage).reply(GUILD, lacking(c13=None))) == words.WELL


async def test_without_message_content_that_is_said_only_where_it_matters_and_nothing_is_wrong(
    storage: Storage,
) -> None:
    blind = diagnosis(storage, reads=False)
    assert words.NO_MESSAGE_CONTENT not in str(await blind.reply(GUILD, lacking()))
    await storage.servers.change(GUILD, ask_channel=ASK)
    told = await blind.reply(GUILD, lacking())
    assert title(told) == words.WELL
    assert words.NO_MESSAGE_CONTENT in [note.text for note in of_kind(told, Note)]
    assert words.NO_MESSAGE_CONTENT not in str(await diagnosis(storage).reply(GUILD, lacking()))


async def test_where_only_the_commands_were_added_that_is_the_one_thing_told(storage: Storage) -> None:
    await storage.servers.change(GUILD, ask_channel=ASK)
    reply = await diagnosis(storage).reply(GUILD, Surroundings(lambda *_: None, is_member=False))
    assert lines(reply) == [Item(words.SERVER, words.NOT_A_MEMBER)]


async def test_a_mention_that_would_get_no_answer_here_is_good_to_know(storage: Storage) -> None:
    reply = await diagnosis(storage).reply(GUILD, Surroundings(lambda *_: (), silent_here=["Send Messages"]))
    assert title(reply) == words.WELL
    assert "allow me Send Messages if I should" in str(of_kind(reply, Note))


@pytest.mark.parametrize("gone", [False, True])
@pytest.mark.parametrize("paused", ["", "Discord refused the tip; check the channel, then use /tips resume"])
async def test_however_much_is_wrong_the_message_fits_and_says_how_much_more(
    storage: Storage, clock: HandClock, gone: bool, paused: str
) -> None:
    await storage.servers.change(GUILD, ask_channel=2**63 - 1, forum=2**63 - 2)
    for number in range(40):
        await storage.schedules.put(GUILD, 2**63 - 3 - number, MORNINGS, "", clock.now())
    await storage.schedules.pause_guild(GUILD, paused)
    here = Surroundings(lambda _, needs: None if gone else list(needs), silent_here=list(TIPS_NEEDS))
    reply = await diagnosis(storage, reads=False).reply(GUILD, here)
    each = (0 if gone else len(TIPS_NEEDS)) + bool(paused) or 1
    count = 2 + 40 * each if gone else len(ASK_CHANNEL_NEEDS) + len(FORUM_NEEDS) + 40 * each
    assert title(reply) == f"{count} things to fix"
    assert f"And {count - len(lines(reply))} more." in str(of_kind(reply, Paragraph))
    assert len(lines(reply)) >= 4
    text = render.content(reply)
    assert len(text) < 2000
    assert text.endswith("my database.")


TEXTS = {name: value for name, value in vars(words).items() if name.isupper() and isinstance(value, str)}


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_is_plain(name: str) -> None:
    assert TEXTS[name] == TEXTS[name].strip()
    assert len(TEXTS[name]) <= 320
    assert not re.search(r"(?i)\b(interaction|ephemeral|gateway event|guild|scope|invalid|null)\b", TEXTS[name])


def test_every_permission_that_is_needed_has_its_reason() -> None:
    assert {*ASK_CHANNEL_NEEDS, *FORUM_NEEDS, "Send Messages in Threads"} <= set(TO_ANSWER)
    assert {*TIPS_NEEDS, "Send Messages in Threads"} <= set(TO_POST)
