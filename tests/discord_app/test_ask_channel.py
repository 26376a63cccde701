"""The ask channel with the Message Content intent: what is answered there, and what gets silence."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.commands import card_words, door_words
from bot.domain import Corpus
from bot.settings import Settings
from tests.conftest import HandClock, Online
from tests.discord_app.helpers import (
    CLEAR_QUESTION,
    NONSENSE,
    OF_ANOTHER_FIELD,
    ambiguous_question,
    assert_pings_nobody,
    assert_quotes,
    counted,
    labels,
    newcomer,
    rows,
    running,
)
from tests.fake_discord import TOKEN, Channel, FakeDiscord, Permission

GAP = "which okonomiyaki recipe?"  # no article has these words


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(discord_token=TOKEN, database_path=tmp_path / "bot.sqlite3", message_content_intent=True)


@pytest.fixture
async def ask_channel(online: Online) -> Channel:
    channel = online.guild.add_text_channel("ask")
    await online.discord.slash(online.owner, online.channel, "assistant setup", ask_channel=channel)
    await online.discord.next_message(channel)  # the note
    return channel


async def test_a_question_is_answered_by_a_reply_that_pings_nobody(online: Online, ask_channel: Channel) -> None:
    asked = await online.discord.say(online.alice, ask_channel, CLEAR_QUESTION)
    answer = await online.discord.next_message(ask_channel)
    assert answer.reply_to is asked
    assert_quotes(online.app, answer.content, CLEAR_QUESTION)
    assert labels(answer) == ["Read more", "Related", "Ask more", "Helpful", "Not it", "Dismiss"]
    assert_pings_nobody(online.discord)


async def test_it_is_answered_after_a_restart_too(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
) -> None:
    olga = discord.add_user("olga")
    channel = discord.add_guild("Harbour", owner=olga).add_text_channel("ask")
    async with running(settings, corpus, clock):
        await discord.slash(olga, channel, "assistant setup", ask_channel=channel)
        await discord.next_message(channel)
        await discord.say(olga, channel, CLEAR_QUESTION)
        first = await discord.next_message(channel)
    async with running(settings, corpus, clock):
        await discord.say(olga, channel, CLEAR_QUESTION)
        assert (await discord.next_message(channel)).content == first.content
        await discord.say(olga, channel, "and why is that?", reply_to=first, ping=False)
        assert "Continuing with" in (await discord.next_message(channel)).content
        assert len(discord.bot_messages(channel)) == 4


async def test_a_choice_is_offered_and_what_is_not_known_gets_one_line(online: Online, ask_channel: Channel) -> None:
    await online.discord.say(online.alice, ask_channel, f"{ambiguous_question(online.app)}, how?")
    assert card_words.NOT_SURE in (await online.discord.next_message(ask_channel)).content
    await online.discord.say(newcomer(online, "bob"), ask_channel, f"{NONSENSE}?")
    line = await online.discord.next_message(ask_channel)
    assert line.content == door_words.NOT_KNOWN_HERE
    assert "\n" not in line.content
    assert line.buttons == []


async def test_a_question_of_another_field_gets_the_line_and_is_nothing_to_go_on_with(
    online: Online, ask_channel: Channel
) -> None:
    assert online.app.assistant.ask(OF_ANOTHER_FIELD).answered
    await online.discord.say(online.alice, ask_channel, OF_ANOTHER_FIELD)
    assert (await online.discord.next_message(ask_channel)).content == door_words.NOT_KNOWN_HERE
    assert online.app.turns.recall((online.alice.id, ask_channel.id)) is None


async def test_a_reply_to_an_answer_gets_one_whatever_it_says(online: Online, ask_channel: Channel) -> None:
    await online.discord.say(online.alice, ask_channel, CLEAR_QUESTION)
    answer = await online.discord.next_message(ask_channel)
    await online.discord.say(online.alice, ask_channel, f"{NONSENSE}?", reply_to=answer, ping=False)
    assert (await online.discord.next_message(ask_channel)).content


async def test_a_mention_there_gets_the_whole_card(online: Online, ask_channel: Channel) -> None:
    await online.discord.say(online.alice, ask_channel, f"<@bot> {NONSENSE}?")
    assert (await online.discord.next_message(ask_channel)).content.startswith(card_words.NOT_KNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "thanks, that helped",
        "ok?",
        "we ordered the backlog yesterday",
        "https://example.org/?page=backlog",
        f"@everyone {CLEAR_QUESTION}",
        "",
    ],
)
async def test_what_is_no_question_gets_silence(online: Online, ask_channel: Channel, text: str) -> None:
    await online.discord.say(online.owner, ask_channel, text)
    await online.discord.no_message(ask_channel)


async def test_what_is_said_to_others_gets_silence(online: Online, ask_channel: Channel) -> None:
    bob = newcomer(online, "bob")
    said = await online.discord.say(bob, ask_channel, "I wonder")
    await online.discord.say(online.alice, ask_channel, CLEAR_QUESTION, reply_to=said)
    await online.discord.say(online.alice, ask_channel, CLEAR_QUESTION, reply_to=said, ping=False)
    await online.discord.say(online.alice, ask_channel, f"{bob.mention} {CLEAR_QUESTION}")
    await online.discord.delete(said)
    await online.discord.say(online.alice, online.channel, CLEAR_QUESTION)  # another channel
    thread = online.guild.add_thread(ask_channel, "a thread", online.alice)
    await online.discord.say(online.alice, thread, CLEAR_QUESTION)
    for channel in (ask_channel, online.channel, thread):
        await online.discord.no_message(channel)


async def test_bots_get_silence(online: Online, ask_channel: Channel) -> None:
    beep = online.discord.add_user("beep", bot=True)
    online.guild.add_member(beep)
    await online.discord.say(beep, ask_channel, CLEAR_QUESTION)
    mine = await online.discord.say(online.discord.bot, ask_channel, CLEAR_QUESTION)
    assert await online.discord.next_message(ask_channel) is mine
    await online.discord.no_message(ask_channel)


async def test_an_edit_into_a_question_is_not_answered(online: Online, ask_channel: Channel) -> None:
    said = await online.discord.say(online.alice, ask_channel, "hm")
    await online.discord.edit(said, CLEAR_QUESTION)
    await online.discord.no_message(ask_channel)


async def test_an_ask_channel_that_was_taken_back_is_read_no_more(online: Online, ask_channel: Channel) -> None:
    shown = await online.discord.slash(online.owner, online.channel, "assistant setup")
    await online.discord.click(online.owner, shown, label="Remove ask channel")
    await online.discord.say(online.alice, ask_channel, CLEAR_QUESTION)
    await online.discord.no_message(ask_channel)


async def test_where_it_may_not_write_any_more_it_is_silent(online: Online, ask_channel: Channel) -> None:
    ask_channel.set_overwrite(online.discord.bot, deny=Permission.SEND_MESSAGES)
    await online.discord.say(online.alice, ask_channel, CLEAR_QUESTION)
    await online.discord.no_message(ask_channel)


@pytest.mark.parametrize("question", [GAP, OF_ANOTHER_FIELD])
async def test_a_question_of_another_field_is_learnt_from_and_other_talk_is_not(
    online: Online, ask_channel: Channel, question: str
) -> None:
    for number in range(3):
        await online.discord.say(newcomer(online, f"p{number}"), ask_channel, question)
        await online.discord.next_message(ask_channel)
    await online.discord.say(online.alice, ask_channel, "we like okonomiyaki")
    await online.discord.no_message(ask_channel)
    await counted(online.client)
    usage = rows(online.app.settings, "SELECT kind, outcome FROM usage WHERE kind <> 'assistant setup'")
    assert [(row["kind"], row["outcome"]) for row in usage] == [("ask channel", "unknown")] * 3
    learnt = {row["word"] for row in rows(online.app.settings, "SELECT word FROM gap_words")}
    assert learnt & {"okonomiyaki", "aquarium"}


async def test_one_question_too_many_gets_one_reaction(online: Online, ask_channel: Channel) -> None:
    for _ in range(10):
        await online.discord.say(online.alice, ask_channel, CLEAR_QUESTION)
        await online.discord.next_message(ask_channel)
    said = [await online.discord.say(online.alice, ask_channel, CLEAR_QUESTION) for _ in range(2)]
    await online.discord.say(online.alice, ask_channel, "thanks!")
    await online.discord.no_message(ask_channel)
    await counted(online.client)
    assert [len(message.reactions) for message in said] == [1, 0]


async def test_without_the_intent_nothing_is_read_and_only_a_mention_is_answered(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
) -> None:
    olga = discord.add_user("olga")
    channel = discord.add_guild("Harbour", owner=olga).add_text_channel("ask")
    async with running(replace(settings, message_content_intent=False), corpus, clock) as client:
        await discord.slash(olga, channel, "assistant setup", ask_channel=channel)
        await discord.next_message(channel)
        await discord.say(olga, channel, CLEAR_QUESTION)
        await discord.no_message(channel)
        await discord.say(olga, channel, f"<@bot> {CLEAR_QUESTION}")
        assert_quotes(client.app, (await discord.next_message(channel)).content, CLEAR_QUESTION)
