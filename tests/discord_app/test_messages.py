"""Questions in ordinary messages: a mention, a reply to an answer, a direct message; and silence otherwise."""

import asyncio
import logging
from datetime import timedelta

import pytest

from bot.domain import Corpus
from bot.settings import Settings
from tests.conftest import HandClock, Online
from tests.discord_app.helpers import (
    CLEAR_QUESTION,
    CLEAR_TOPIC,
    NONSENSE,
    assert_pings_nobody,
    assert_quotes,
    counted,
    follow_up_on,
    labels,
    newcomer,
    running,
)
from tests.fake_discord import FakeDiscord, Permission


async def test_a_mention_with_a_question_is_answered_by_a_reply_that_pings_nobody(online: Online) -> None:
    asked = await online.discord.say(online.alice, online.channel, f"<@bot> {CLEAR_QUESTION}")
    answer = await online.discord.next_message(online.channel)
    assert answer.reply_to is asked
    assert_quotes(online.app, answer.content, CLEAR_QUESTION)
    assert labels(answer) == ["Read more", "Related", "Ask more", "Helpful", "Not it", "Dismiss"]
    assert_pings_nobody(online.discord)


async def test_the_mention_may_stand_anywhere_in_the_question(online: Online) -> None:
    for text in (f"{CLEAR_QUESTION} <@bot>", "<@bot>, what does a product owner do?", "<@bot>\nwhat is a po"):
        await online.discord.say(online.alice, online.channel, text)
        answer = await online.discord.next_message(online.channel)
        assert f"From {online.app.corpus.articles[CLEAR_TOPIC].title}" in answer.content


async def test_a_mention_that_is_not_understood_is_answered_too(online: Online) -> None:
    await online.discord.say(online.alice, online.channel, f"<@bot> {NONSENSE}")
    answer = await online.discord.next_message(online.channel)
    assert answer.content.startswith("I do not know that.")


async def test_thanks_get_a_sentence_without_buttons_and_count_as_no_question(online: Online) -> None:
    await online.discord.say(online.alice, online.channel, "<@bot> thanks!")
    answer = await online.discord.next_message(online.channel)
    assert (answer.content, labels(answer)) == ("You're welcome. Ask whenever you like.", [])
    await counted(online.client)
    usage = await online.stored.storage.usage.summary(online.clock.now() - timedelta(days=1))
    assert usage.outcomes == {"done": 1}


async def test_a_mention_without_text_gets_one_hint_a_person_and_day(online: Online) -> None:
    bob = newcomer(online, "bob")
    await online.discord.say(online.alice, online.channel, "<@bot>")
    hint = await online.discord.next_message(online.channel)
    assert "Ask me in the same message" in hint.content
    await online.discord.say(online.alice, online.channel, "  <@bot>  ")
    await online.discord.no_message(online.channel)
    await online.discord.say(bob, online.channel, "<@bot>")
    assert (await online.discord.next_message(online.channel)).content == hint.content
    online.clock.forward(days=1)
    await online.discord.say(online.alice, online.channel, "<@bot>")
    assert (await online.discord.next_message(online.channel)).content == hint.content
    assert list(online.client.conversations._hinted) == [online.alice.id], "nobody is remembered from the day before"


async def test_a_direct_message_needs_no_mention(online: Online) -> None:
    direct = online.discord.dm(online.alice)
    await online.discord.say(online.alice, direct, CLEAR_QUESTION)
    answer = await online.discord.next_message(direct)
    assert f"From {online.app.corpus.articles[CLEAR_TOPIC].title}" in answer.content
    await online.discord.say(online.alice, direct, follow_up_on(online.app, CLEAR_TOPIC))
    followed = await online.discord.next_message(direct)
    assert "Continuing with" in followed.content


async def test_a_pinging_reply_to_an_answer_continues_its_topic_for_anybody(online: Online) -> None:
    await online.discord.say(online.alice, online.channel, "<@bot> what is a proxy product owner")
    answer = await online.discord.next_message(online.channel)
    follow_up = follow_up_on(online.app, "proxy-product-owner")
    await online.discord.say(newcomer(online, "bob"), online.channel, follow_up, reply_to=answer)
    followed = await online.discord.next_message(online.channel)
    assert f"Continuing with: {online.app.corpus.articles['proxy-product-owner'].title}" in followed.content


async def test_a_reply_is_still_a_follow_up_after_a_restart(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
) -> None:
    owner = discord.add_user("olga")
    channel = discord.add_guild("Harbour", owner=owner).add_text_channel("general")
    async with running(settings, corpus, clock):
        await discord.say(owner, channel, "<@bot> what is a proxy product owner")
        answer = await discord.next_message(channel)
    async with running(settings, corpus, clock) as client:
        await discord.say(owner, channel, follow_up_on(client.app, "proxy-product-owner"), reply_to=answer)
        followed = await discord.next_message(channel)
        assert f"Continuing with: {corpus.articles['proxy-product-owner'].title}" in followed.content
        opened = await discord.click(owner, answer, label="Read more")
        assert f"From {corpus.articles['proxy-product-owner'].title}" in opened.content


async def test_a_reply_that_does_not_ping_is_not_addressed(online: Online) -> None:
    await online.discord.say(online.alice, online.channel, f"<@bot> {CLEAR_QUESTION}")
    answer = await online.discord.next_message(online.channel)
    await online.discord.say(online.alice, online.channel, CLEAR_QUESTION, reply_to=answer, ping=False)
    await online.discord.no_message(online.channel)


async def test_a_reply_to_somebody_else_that_mentions_the_bot_is_read_by_itself(online: Online) -> None:
    said = await online.discord.say(online.owner, online.channel, "I wonder")
    await online.discord.say(online.alice, online.channel, f"<@bot> {CLEAR_QUESTION}", reply_to=said)
    answer = await online.discord.next_message(online.channel)
    assert "Continuing with" not in answer.content


async def test_bots_webhooks_and_unaddressed_messages_get_no_answer(online: Online) -> None:
    other_bot = online.discord.add_user("beep", bot=True)
    online.guild.add_member(other_bot)
    await online.discord.say(other_bot, online.channel, f"<@bot> {CLEAR_QUESTION}")
    await online.discord.say(online.alice, online.channel, CLEAR_QUESTION)
    await online.discord.say(online.alice, online.channel, f"@everyone {CLEAR_QUESTION}")
    await online.discord.say(online.alice, online.channel, f"{newcomer(online, 'bob').mention} {CLEAR_QUESTION}")
    await online.discord.no_message(online.channel)


async def test_the_bot_does_not_answer_itself(online: Online) -> None:
    said = await online.discord.say(online.discord.bot, online.channel, f"<@bot> {CLEAR_QUESTION}")
    assert await online.discord.next_message(online.channel) is said
    await online.discord.no_message(online.channel)


async def test_a_mention_in_a_thread_is_answered_there(online: Online) -> None:
    thread = online.guild.add_thread(online.channel, "backlog", online.alice)
    await online.discord.say(online.alice, thread, f"<@bot> {CLEAR_QUESTION}")
    answer = await online.discord.next_message(thread)
    assert f"From {online.app.corpus.articles[CLEAR_TOPIC].title}" in answer.content


async def test_an_edit_is_not_answered_again(online: Online) -> None:
    asked = await online.discord.say(online.alice, online.channel, f"<@bot> {CLEAR_QUESTION}")
    await online.discord.next_message(online.channel)
    await online.discord.edit(asked, "<@bot> who orders the backlog?")
    await online.discord.no_message(online.channel)


async def test_a_reaction_and_typing_disturb_nothing(online: Online) -> None:
    asked = await online.discord.say(online.alice, online.channel, "hello all")
    await online.discord.react(online.alice, asked, "\U0001f44d")
    await online.discord.type_in(online.alice, online.channel)
    await online.discord.no_message(online.channel)


async def test_without_the_permission_to_read_the_history_the_answer_stands_below_the_question(online: Online) -> None:
    online.channel.set_overwrite(online.discord.bot, deny=Permission.READ_MESSAGE_HISTORY)
    await online.discord.say(online.alice, online.channel, f"<@bot> {CLEAR_QUESTION}")
    answer = await online.discord.next_message(online.channel)
    assert answer.reply_to is None
    assert_quotes(online.app, answer.content, CLEAR_QUESTION)
    assert_pings_nobody(online.discord)


async def test_a_question_deleted_before_its_answer_gets_none_and_is_no_error(
    online: Online, caplog: pytest.LogCaptureFixture
) -> None:
    hold = online.discord.hold_next("POST", r"^/channels/\d+/messages$")
    asked = await online.discord.say(online.alice, online.channel, f"<@bot> {CLEAR_QUESTION}")
    await asyncio.wait_for(hold.arrived.wait(), 5)
    await online.discord.delete(asked)
    with online.discord.expect_violation(code=50035):
        hold.release()
        await counted(online.client)
    assert online.discord.bot_messages(online.channel) == []
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
