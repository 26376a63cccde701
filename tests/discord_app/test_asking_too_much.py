"""The rate limit at every door: one private sentence or one reaction a minute, and no work."""

import logging

import pytest

from bot.commands import card_words, door_words
from tests.conftest import Online
from tests.discord_app.helpers import CLEAR_QUESTION, counted, newcomer, old_card, requests_to, rows
from tests.fake_discord import Permission, Reply, User

USAGE = "SELECT * FROM usage"
HOURGLASS = "\N{HOURGLASS WITH FLOWING SAND}"


async def ask(online: Online, user: User | None = None) -> Reply:
    return await online.discord.slash(user or online.alice, online.channel, "ask", question=CLEAR_QUESTION)


def is_silent(reply: Reply) -> bool:
    """Tell whether Discord got its response, and nobody sees anything."""
    return (
        reply.answered
        and reply.ephemeral
        and reply.message is not None
        and reply.message.deleted
        and not reply.followups
    )


async def use_up(online: Online, user: User | None = None) -> None:
    for _ in range(10):
        assert "Product Owner" in (await ask(online, user)).content


async def test_the_eleventh_question_of_a_minute_gets_one_private_sentence(online: Online) -> None:
    await online.discord.slash(online.owner, online.channel, "assistant setup", answers="public")
    await use_up(online)
    refused = await ask(online)
    assert (refused.ephemeral, refused.content) == (True, door_words.TOO_MANY)
    assert not (await ask(online, newcomer(online, "bob"))).ephemeral
    online.clock.forward(seconds=60)
    assert "Product Owner" in (await ask(online)).content


async def test_after_the_sentence_discord_stops_waiting_without_another(online: Online) -> None:
    await use_up(online)
    await ask(online)
    for _ in range(3):
        assert is_silent(await ask(online))
    online.clock.forward(seconds=60)
    await use_up(online)
    assert (await ask(online)).content == door_words.TOO_MANY


async def test_what_is_too_much_is_not_worked_on_and_not_counted(
    online: Online, monkeypatch: pytest.MonkeyPatch
) -> None:
    await use_up(online)
    worked: list[object] = []
    monkeypatch.setattr(online.app, "ask", lambda *given: worked.append(given))
    for _ in range(3):
        await ask(online)
    await online.discord.say(online.alice, online.channel, f"<@bot> {CLEAR_QUESTION}")
    await online.discord.settle()
    await counted(online.client)
    assert worked == []
    assert len(rows(online.app.settings, USAGE)) == 10


async def test_a_mention_too_many_gets_one_reaction_and_no_reply(online: Online) -> None:
    await use_up(online)
    said = [await online.discord.say(online.alice, online.channel, f"<@bot> {CLEAR_QUESTION}") for _ in range(3)]
    await online.discord.no_message(online.channel)
    await counted(online.client)
    assert [list(message.reactions) for message in said] == [[HOURGLASS], [], []]


async def test_where_it_may_not_react_a_mention_too_many_gets_nothing_and_is_no_error(
    online: Online, caplog: pytest.LogCaptureFixture
) -> None:
    online.guild.set_permissions(online.guild.bot_role, 0)
    online.channel.set_overwrite(online.discord.bot, deny=Permission.ADD_REACTIONS)
    await use_up(online)
    await online.discord.say(online.alice, online.channel, f"<@bot> {CLEAR_QUESTION}")
    await online.discord.no_message(online.channel)
    assert requests_to(online.discord, "PUT", "/reactions/") == []
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_every_door_counts(online: Online) -> None:
    card = old_card(online.discord, online.channel, "po1:ask:kano:", "po1:ask::")
    direct = online.discord.dm(online.alice)
    for label in ("Button 0", "Button 1"):
        for _ in range(2):
            opened = await online.discord.click(online.alice, card, label=label)
            await online.discord.submit(online.alice, opened, {card_words.ASK_LABEL: CLEAR_QUESTION})
    asked = await online.discord.say(newcomer(online, "bob"), online.channel, CLEAR_QUESTION)
    for _ in range(2):
        await online.discord.message_menu(online.alice, asked, door_words.ANSWER_THIS)
        await online.discord.say(online.alice, direct, CLEAR_QUESTION)
        await online.discord.next_message(direct)
        await ask(online)
    opened = await online.discord.click(online.alice, card, label="Button 0")  # opening a form asks nothing
    refused = await online.discord.submit(online.alice, opened, {card_words.ASK_LABEL: CLEAR_QUESTION})
    assert (refused.ephemeral, refused.content) == (True, door_words.TOO_MANY)
    again = await online.discord.submit(online.alice, opened, {card_words.ASK_LABEL: CLEAR_QUESTION})
    assert again.message is card
    assert card.edits == 0
    assert is_silent(await online.discord.message_menu(online.alice, asked, door_words.ANSWER_THIS))


async def test_looking_things_up_is_not_limited(online: Online) -> None:
    await use_up(online)
    await ask(online)
    for _ in range(12):
        await online.discord.slash(online.alice, online.channel, "help")
        found = await online.discord.autocomplete(online.alice, online.channel, "topics", focused="topic", topic="b")
        assert found


async def test_a_channel_has_its_own_limit_and_others_go_on(online: Online) -> None:
    for number in range(3):
        await use_up(online, newcomer(online, f"person{number}"))
    assert (await ask(online)).content == door_words.TOO_MANY
    elsewhere = online.guild.add_text_channel("elsewhere")
    reply = await online.discord.slash(online.alice, elsewhere, "ask", question=CLEAR_QUESTION)
    assert "Product Owner" in reply.content
