"""New posts of the forum: answered once after a minute, only where the answer is known and nobody else has written."""

import logging
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.discord_app.forum import MOST_TRIES
from bot.domain import Corpus
from bot.settings import Settings
from tests.conftest import HandClock, Online
from tests.discord_app.helpers import (
    CLEAR_QUESTION,
    CLEAR_TOPIC,
    NONSENSE,
    OF_ANOTHER_FIELD,
    ambiguous_question,
    assert_pings_nobody,
    assert_quotes,
    counted,
    labels,
    newcomer,
    requests_to,
    rows,
    running,
)
from tests.fake_discord import Channel, FakeDiscord, Message, Permission, User

BODY = "I am new here, and my colleague says something else."
TOO_EARLY: list[tuple[str, str, int, dict[str, Any]]] = [
    ("GET", "messages$", 404, {"message": "Unknown Message", "code": 10008}),
    ("POST", "messages$", 403, {"message": "Cannot message this thread until after the post", "code": 40058}),
    ("GET", "messages$", 503, {"message": "Service Unavailable", "code": 0}),
]


@pytest.fixture
async def forum(online: Online) -> AsyncIterator[Channel]:
    await online.client.forum.stop()  # the tests say themselves when to look
    forum = online.guild.add_forum("help")
    await online.discord.slash(online.owner, online.channel, "assistant setup", forum=forum)
    yield forum
    await counted(online.client)


async def post(online: Online, forum: Channel, title: str = CLEAR_QUESTION, user: User | None = None) -> Message:
    started = await online.discord.post(user or online.alice, forum, title, BODY)
    await online.discord.settle()
    return started


async def a_minute_later(online: Online) -> None:
    online.clock.forward(seconds=60)
    await online.client.forum.look()


async def silent(online: Online, started: Message) -> bool:
    """Let a minute pass, and tell whether the post is still without an answer."""
    await a_minute_later(online)
    await online.discord.settle()
    return online.discord.bot_messages(started.channel) == []


async def test_a_post_is_answered_after_a_minute_by_a_reply(online: Online, forum: Channel) -> None:
    started = await post(online, forum)
    online.clock.forward(seconds=59)
    await online.client.forum.look()
    await online.discord.no_message(started.channel)
    online.clock.forward(seconds=1)
    await online.client.forum.look()
    answer = await online.discord.next_message(started.channel)
    assert answer.reply_to is started
    assert_quotes(online.app, answer.content, CLEAR_QUESTION)
    assert labels(answer)[-1] == "Dismiss"
    assert_pings_nobody(online.discord)


async def test_it_is_answered_once(online: Online, forum: Channel) -> None:
    started = await post(online, forum)
    for _ in range(3):
        await a_minute_later(online)
    online.client.forum.opened(online.client.get_channel(started.channel.id))  # type: ignore[arg-type]
    await a_minute_later(online)
    await online.discord.say(online.alice, started.channel, "and another thing, who is that?")
    await a_minute_later(online)
    await online.discord.settle()
    assert len(online.discord.bot_messages(started.channel)) == 1


@pytest.mark.parametrize("title", [NONSENSE + "?", "Our backlog", "thanks everybody!"])
async def test_what_is_not_known_or_no_question_gets_silence(online: Online, forum: Channel, title: str) -> None:
    assert await silent(online, await post(online, forum, title))
    await counted(online.client)
    assert rows(online.app.settings, "SELECT * FROM usage WHERE kind = 'forum'") == []


async def test_a_choice_gets_silence(online: Online, forum: Channel) -> None:
    assert await silent(online, await post(online, forum, f"{ambiguous_question(online.app)}, how?"))


async def test_once_another_person_has_written_it_is_silent(online: Online, forum: Channel) -> None:
    started = await post(online, forum)
    await online.discord.say(newcomer(online, "bob"), started.channel, "let me see")
    assert await silent(online, started)


async def test_more_by_the_poster_and_a_bots_greeting_change_nothing(online: Online, forum: Channel) -> None:
    beep = online.discord.add_user("beep", bot=True)
    online.guild.add_member(beep)
    started = await post(online, forum)
    await online.discord.say(beep, started.channel, "Welcome!")
    await online.discord.say(online.alice, started.channel, "one more thing")
    await a_minute_later(online)
    assert (await online.discord.next_message(started.channel)).reply_to is started


async def test_a_post_by_a_bot_gets_silence(online: Online, forum: Channel) -> None:
    beep = online.discord.add_user("beep", bot=True)
    online.guild.add_member(beep)
    assert await silent(online, await post(online, forum, user=beep))


async def test_a_post_in_another_forum_and_a_thread_get_silence(online: Online, forum: Channel) -> None:
    started = await post(online, online.guild.add_forum("other"))
    thread = online.guild.add_thread(online.channel, CLEAR_QUESTION, online.alice)
    said = await online.discord.say(online.alice, thread, CLEAR_QUESTION)
    assert await silent(online, started)
    assert await silent(online, said)


async def test_a_mention_in_a_post_is_answered_at_once_and_then_not_again(online: Online, forum: Channel) -> None:
    started = await online.discord.post(online.alice, forum, CLEAR_QUESTION, f"<@bot> {CLEAR_QUESTION}")
    await online.discord.next_message(started.channel)
    await a_minute_later(online)
    await online.discord.no_message(started.channel)


@pytest.mark.parametrize("refusal", TOO_EARLY)
async def test_what_discord_does_not_have_yet_is_tried_again(
    online: Online, forum: Channel, refusal: tuple[str, str, int, dict[str, Any]], caplog: pytest.LogCaptureFixture
) -> None:
    started = await post(online, forum)
    online.discord.fail_next(*refusal)
    assert await silent(online, started)
    await a_minute_later(online)
    assert_quotes(online.app, (await online.discord.next_message(started.channel)).content, CLEAR_QUESTION)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_a_first_message_that_comes_late_is_answered(online: Online, forum: Channel) -> None:
    thread = await online.discord.open_post(online.alice, forum, CLEAR_QUESTION)
    await online.discord.settle()
    await a_minute_later(online)
    assert online.discord.bot_messages(thread) == []
    started = await online.discord.start_post(online.alice, thread, BODY)
    await a_minute_later(online)
    assert (await online.discord.next_message(thread)).reply_to is started


async def test_a_first_message_that_never_comes_is_given_up(online: Online, forum: Channel) -> None:
    thread = await online.discord.open_post(online.alice, forum, CLEAR_QUESTION)
    await online.discord.settle()
    for _ in range(MOST_TRIES + 3):
        await a_minute_later(online)
    assert len(requests_to(online.discord, "GET", rf"^/channels/{thread.id}/messages")) == MOST_TRIES
    assert online.client.forum._waiting == {}


async def test_a_post_that_is_gone_or_closed_gets_silence_and_is_no_error(
    online: Online, forum: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    removed, archived, starterless = [await post(online, forum) for _ in range(3)]
    removed.channel.remove()
    archived.channel.set_archived(locked=True)
    await online.discord.delete(starterless)
    await online.discord.say(online.alice, starterless.channel, CLEAR_QUESTION)
    await online.discord.settle()
    await a_minute_later(online)
    await online.discord.settle()
    assert all(online.discord.bot_messages(started.channel) == [] for started in (removed, archived, starterless))
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_where_it_may_not_write_it_is_silent_and_no_error(
    online: Online, forum: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    started = await post(online, forum)
    forum.set_overwrite(online.discord.bot, deny=Permission.SEND_MESSAGES_IN_THREADS)
    await online.discord.settle()
    assert await silent(online, started)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_somebody_who_asked_too_much_gets_no_answer_in_the_forum(online: Online, forum: Channel) -> None:
    started = await post(online, forum)
    online.clock.forward(seconds=60)
    for _ in range(10):
        await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION)
    await online.client.forum.look()
    await online.discord.no_message(started.channel)
    assert started.reactions == {}


async def test_an_answer_is_counted_as_such(online: Online, forum: Channel) -> None:
    await post(online, forum)
    await a_minute_later(online)
    await counted(online.client)
    (row,) = rows(online.app.settings, "SELECT * FROM usage WHERE kind = 'forum'")
    assert (row["outcome"], row["topic"], row["place"]) == ("answer", CLEAR_TOPIC, "guild")


async def test_a_post_that_waited_during_a_restart_is_answered_once(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
) -> None:
    alice = discord.add_user("alice")
    guild = discord.add_guild("Harbour", owner=alice)
    channel, forum = guild.add_text_channel("general"), guild.add_forum("help")
    async with running(settings, corpus, clock):
        await discord.slash(alice, channel, "assistant setup", forum=forum)
        started = await discord.post(alice, forum, CLEAR_QUESTION, BODY)
        await discord.settle()
    missed = await discord.post(alice, forum, CLEAR_QUESTION, BODY)
    for _ in range(2):
        async with running(settings, corpus, clock) as client:
            await discord.settle()
            await counted(client)  # what it does once connected
            clock.forward(seconds=60)
            await client.forum.look()
    for one in (started, missed):
        (answer,) = discord.bot_messages(one.channel)
        assert answer.reply_to is one


async def test_a_post_of_long_before_the_start_is_left_alone(
    settings: Settings, corpus: Corpus, clock: HandClock
) -> None:
    async with FakeDiscord(clock=lambda: clock.now().timestamp()) as discord:
        alice = discord.add_user("alice")
        guild = discord.add_guild("Harbour", owner=alice)
        channel, forum = guild.add_text_channel("general"), guild.add_forum("help")
        async with running(settings, corpus, clock):
            await discord.slash(alice, channel, "assistant setup", forum=forum)
        old = await discord.post(alice, forum, CLEAR_QUESTION, BODY)
        clock.forward(minutes=11)
        async with running(settings, corpus, clock) as client:
            clock.forward(seconds=60)
            await client.forum.look()
            await discord.no_message(old.channel)


@pytest.mark.parametrize(
    ("reads", "body", "answered"),
    [(True, CLEAR_QUESTION, True), (False, CLEAR_QUESTION, False), (True, OF_ANOTHER_FIELD, False)],
)
async def test_the_body_is_read_only_with_the_intent_and_answered_only_if_it_is_of_our_field(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock, reads: bool, body: str, answered: bool
) -> None:
    alice = discord.add_user("alice")
    guild = discord.add_guild("Harbour", owner=alice)
    channel, forum = guild.add_text_channel("general"), guild.add_forum("help")
    async with running(replace(settings, message_content_intent=reads), corpus, clock) as client:
        await discord.slash(alice, channel, "assistant setup", forum=forum)
        started = await discord.post(alice, forum, "Quick question", body)
        await discord.settle()
        clock.forward(seconds=60)
        await client.forum.look()
        await discord.settle()
    assert len(discord.bot_messages(started.channel)) == answered


async def test_near_a_ban_posts_wait_until_ten_minutes_have_passed(online: Online, forum: Channel) -> None:
    started = await post(online, forum)
    online.client.restraint.invalid = deque([online.clock.monotonic()], maxlen=1)
    assert await silent(online, started)
    assert requests_to(online.discord, "GET", r"/messages$") == []
    online.clock.forward(minutes=9)
    await online.client.forum.look()
    assert (await online.discord.next_message(started.channel)).reply_to is started
