"""**Dismiss**: by the asker and by moderators, wherever the answer stands."""

import asyncio
import logging

import pytest

from bot.commands import card_words as words
from tests.conftest import Online
from tests.discord_app.helpers import CLEAR_QUESTION, NONSENSE, asked_card, counted, labels, newcomer, requests_to, rows
from tests.fake_discord import Message, Permission, Reply, User


async def dismiss(online: Online, who: User, card: Message | Reply) -> Reply:
    """Press the button and wait until all is done."""
    reply = await online.discord.click(who, card, label="Dismiss", until="response")
    await counted(online.client)
    return reply


def told(reply: Reply) -> str:
    """Return what the one who clicked was told privately, if anything."""
    message = reply.followups[0] if reply.followups else None if reply.deferred else reply.message
    assert message is None or message.ephemeral
    return message.content if message else ""


@pytest.mark.parametrize("question", [CLEAR_QUESTION, NONSENSE])
async def test_who_asked_in_a_message_takes_the_answer_away_without_a_word(online: Online, question: str) -> None:
    card = await asked_card(online, question=question)
    reply = await dismiss(online, online.alice, card)
    assert card.deleted
    assert told(reply) == ""
    last = rows(online.app.settings, "SELECT kind, outcome FROM usage ORDER BY id")[-1]
    assert (last["kind"], last["outcome"]) == ("button dismiss", "done")


async def test_who_ran_the_command_takes_the_answer_away(online: Online) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION, private=False)
    assert told(await dismiss(online, newcomer(online, "bob"), reply)) == words.NOT_YOURS
    assert reply.message is not None
    assert not reply.message.deleted
    await dismiss(online, online.alice, reply)
    assert reply.message.deleted


async def test_who_shared_an_answer_takes_it_away(online: Online) -> None:
    private = await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION)
    shared = await online.discord.click(online.alice, private, label="Share")
    assert told(await dismiss(online, newcomer(online, "bob"), shared)) == words.NOT_YOURS
    await dismiss(online, online.alice, shared)
    assert shared.message is not None
    assert shared.message.deleted


async def test_somebody_else_gets_one_private_sentence(online: Online) -> None:
    card = await asked_card(online)
    assert told(await dismiss(online, newcomer(online, "bob"), card)) == words.NOT_YOURS
    assert not card.deleted
    assert requests_to(online.discord, "DELETE", "/") == []


async def test_whoever_may_manage_messages_takes_it_away(online: Online) -> None:
    moderator = online.discord.add_user("mona")
    online.guild.add_member(moderator, permissions=Permission.MANAGE_MESSAGES)
    for who in (moderator, online.owner):
        card = await asked_card(online)
        await dismiss(online, who, card)
        assert card.deleted


async def test_without_the_question_nobody_but_a_moderator_can_be_told_from_the_asker(online: Online) -> None:
    asked = await online.discord.say(online.alice, online.channel, f"<@bot> {CLEAR_QUESTION}")
    card = await online.discord.next_message(online.channel)
    # Deleting the question deletes the answer, unless Discord is in trouble just then.
    online.discord.fail_next("DELETE", f"/messages/{card.id}$", 503)
    await online.discord.delete(asked)
    await online.discord.wait_for_request("DELETE", f"/messages/{card.id}$")
    assert told(await dismiss(online, online.alice, card)) == words.NOT_YOURS
    assert not card.deleted
    await dismiss(online, online.owner, card)
    assert card.deleted


async def test_where_the_bot_cannot_read_the_history_a_moderator_still_can(online: Online) -> None:
    online.channel.set_overwrite(online.discord.bot, deny=Permission.READ_MESSAGE_HISTORY)
    card = await asked_card(online)
    assert told(await dismiss(online, online.alice, card)) == words.NOT_YOURS
    await dismiss(online, online.owner, card)
    assert card.deleted


async def test_in_direct_messages_the_answer_is_always_ones_own(online: Online) -> None:
    direct = online.discord.dm(online.alice)
    card = await asked_card(online, channel=direct)
    await dismiss(online, online.alice, card)
    assert card.deleted
    reply = await online.discord.slash(online.alice, direct, "ask", question=CLEAR_QUESTION)
    await dismiss(online, online.alice, reply)
    assert reply.message is not None
    assert reply.message.deleted


async def test_in_a_group_only_the_one_who_asked_can(online: Online) -> None:
    tara, theo = (online.discord.add_user(name, installed=True) for name in ("tara", "theo"))
    group = online.discord.private_channel(tara, theo)
    reply = await online.discord.slash(tara, group, "ask", question=CLEAR_QUESTION, private=False)
    assert told(await dismiss(online, theo, reply)) == words.NOT_YOURS
    await dismiss(online, tara, reply)
    assert reply.message is not None
    assert reply.message.deleted


async def test_in_a_locked_thread_it_works_and_in_an_archived_one_the_way_out_is_told(online: Online) -> None:
    thread = online.guild.add_thread(online.channel, "backlog", online.alice)
    card = await asked_card(online, channel=thread)
    thread.set_archived()
    assert told(await dismiss(online, online.alice, card)) == words.ARCHIVED
    assert not card.deleted
    await online.discord.say(online.alice, thread, "opened again")
    thread.set_archived(False, locked=True)
    await dismiss(online, online.alice, card)
    assert card.deleted


async def test_a_card_that_somebody_deleted_meanwhile_is_simply_gone(
    online: Online, caplog: pytest.LogCaptureFixture
) -> None:
    card = await asked_card(online)
    hold = online.discord.hold_next("DELETE", r"^/webhooks/")
    reply = await online.discord.click(online.alice, card, label="Dismiss", until="response")
    await asyncio.wait_for(hold.arrived.wait(), 5)
    await online.discord.delete(card)
    hold.release()
    await counted(online.client)
    assert told(reply) == ""
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_a_refusal_by_discord_is_told(online: Online) -> None:
    card = await asked_card(online)
    online.discord.fail_next("DELETE", r"^/webhooks/", 403, {"message": "Missing Permissions", "code": 50013})
    assert told(await dismiss(online, online.alice, card)) == words.CANNOT_DELETE
    assert not card.deleted


async def test_a_private_card_has_discords_own_way_and_no_button(online: Online) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION)
    assert "Dismiss" not in labels(reply)
