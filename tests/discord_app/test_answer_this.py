"""The message menu's **Answer this**: for the one who chose it alone, and nothing is learnt from it."""

import pytest

from bot.commands import door_words as words
from bot.domain import Corpus
from bot.settings import Settings
from tests.conftest import HandClock, Online
from tests.discord_app.helpers import (
    CLEAR_QUESTION,
    NONSENSE,
    assert_pings_nobody,
    assert_quotes,
    counted,
    follow_up_on,
    labels,
    newcomer,
    rows,
    running,
    stored_bytes,
)
from tests.fake_discord import FakeDiscord, Reply

GAP = "which okonomiyaki recipe"  # no article has these words


async def answer(online: Online, text: str) -> Reply:
    said = await online.discord.say(newcomer(online, "bob"), online.channel, text)
    return await online.discord.message_menu(online.alice, said, words.ANSWER_THIS)


async def test_what_somebody_else_wrote_is_answered_privately_with_every_button(online: Online) -> None:
    await online.discord.slash(online.owner, online.channel, "assistant setup", answers="public")
    reply = await answer(online, CLEAR_QUESTION)
    assert reply.ephemeral
    assert_quotes(online.app, reply.content, CLEAR_QUESTION)
    assert labels(reply) == ["Read more", "Related", "Ask more", "Helpful", "Not it", "Share"]
    assert not (await online.discord.click(online.alice, reply, label="Share")).ephemeral
    assert_pings_nobody(online.discord)


async def test_it_works_before_and_after_a_restart(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
) -> None:
    alice = discord.add_user("alice")
    channel = discord.add_guild("Harbour", owner=alice).add_text_channel("general")
    said = await discord.say(discord.bot, channel, "hello")
    for _ in range(2):
        async with running(settings, corpus, clock) as client:
            said = await discord.say(alice, channel, CLEAR_QUESTION)
            reply = await discord.message_menu(alice, said, words.ANSWER_THIS)
            assert_quotes(client.app, reply.content, CLEAR_QUESTION)


async def test_a_long_message_is_cut_and_the_reader_is_told(online: Online) -> None:
    whole = await answer(online, f"{CLEAR_QUESTION} " + "x" * (499 - len(CLEAR_QUESTION)))
    assert "The message is long" not in whole.content
    cut = await answer(online, f"{CLEAR_QUESTION} " + "x" * 3000)
    assert "-# The message is long: I read its first 500 characters." in cut.content


async def test_only_words_are_read(online: Online) -> None:
    number = online.guild.id
    marks = f"{online.alice.mention} {online.channel.mention} <:wave:{number}> <t:1795435200:R> </ask:{number}>"
    reply = await answer(online, f"{marks} {NONSENSE}")
    assert "blorf" in reply.content
    assert str(number) not in reply.content
    assert "1795435200" not in reply.content


@pytest.mark.parametrize("text", ["", "   ", "<@bot>"])
async def test_a_message_without_words_is_said_to_have_none(online: Online, text: str) -> None:
    reply = await answer(online, text)
    assert (reply.ephemeral, reply.content) == (True, words.NO_TEXT)


async def test_the_bots_own_message_is_not_answered(online: Online) -> None:
    await online.discord.say(online.alice, online.channel, f"<@bot> {CLEAR_QUESTION}")
    card = await online.discord.next_message(online.channel)
    reply = await online.discord.message_menu(online.alice, card, words.ANSWER_THIS)
    assert (reply.ephemeral, reply.content) == (True, words.MINE)


async def test_it_is_no_turn_of_the_one_who_chose_it(online: Online) -> None:
    follow_up = follow_up_on(online.app, "product-owner")
    await answer(online, CLEAR_QUESTION)
    alone = await online.discord.slash(online.alice, online.channel, "ask", question=follow_up)
    assert "Continuing with" not in alone.content


async def test_nothing_is_learnt_from_it_even_where_texts_are_kept(online: Online) -> None:
    await online.discord.slash(online.owner, online.channel, "assistant setup", keep_questions=True)
    said = await online.discord.say(newcomer(online, "bob"), online.channel, GAP)
    for number in range(4):
        await online.discord.message_menu(newcomer(online, f"p{number}"), said, words.ANSWER_THIS)
    await counted(online.client)
    kinds = [row["kind"] for row in rows(online.app.settings, "SELECT kind FROM usage")]
    assert kinds.count("answer this") == 4
    for table in ("gap_terms", "gap_words", "questions"):
        assert rows(online.app.settings, f"SELECT * FROM {table}") == []
    assert b"okonomiyaki" not in stored_bytes(online.app.settings)


async def test_it_works_in_private_channels_direct_messages_and_foreign_servers(online: Online) -> None:
    tara, theo = online.discord.add_user("tara", installed=True), online.discord.add_user("theo")
    elsewhere = online.discord.add_guild("Elsewhere", bot=False)
    for user in (tara, theo):
        elsewhere.add_member(user)
    places = [
        online.discord.private_channel(tara, theo),
        elsewhere.add_text_channel("general"),
        online.discord.dm(tara),
    ]
    for place in places:
        said = await online.discord.say(
            theo if theo in place.recipients or place.guild else tara, place, CLEAR_QUESTION
        )
        reply = await online.discord.message_menu(tara, said, words.ANSWER_THIS)
        assert reply.ephemeral
        assert_quotes(online.app, reply.content, CLEAR_QUESTION)
