"""`/privacy show|export|delete`: everywhere, privately, at once, and leaving no new trace."""

import json

import pytest

from tests.conftest import Online
from tests.discord_app.helpers import CLEAR_QUESTION, counted, follow_up_on, newcomer, rows, stored_bytes
from tests.fake_discord import Channel, Reply, User

GAP = "which okonomiyaki recipe"


async def ask_all(online: Online, *people: User) -> None:
    for person in people:
        await online.discord.slash(person, online.channel, "ask", question=GAP)
    await counted(online.client)


async def delete(online: Online, user: User, channel: Channel | None = None) -> Reply:
    asks = await online.discord.slash(user, channel or online.channel, "privacy delete")
    assert asks.ephemeral
    return await online.discord.click(user, asks, label="Delete it all")


async def test_show_counts_what_is_kept_about_the_asker_alone(online: Online) -> None:
    bob = newcomer(online, "bob")
    await ask_all(online, bob, online.alice, online.alice)
    reply = await online.discord.slash(online.alice, online.channel, "privacy show")
    assert reply.ephemeral
    assert "**Uses: 2**" in reply.content
    assert "**Question texts: 0**" in reply.content
    assert "Texts of questions asked in this server are not kept." in reply.content
    shown = await online.discord.slash(bob, online.channel, "privacy show")
    assert "**Uses: 1**" in shown.content


async def test_export_is_deferred_and_a_file(online: Online) -> None:
    await ask_all(online, online.alice)
    reply = await online.discord.slash(online.alice, online.channel, "privacy export")
    assert reply.deferred
    assert reply.ephemeral
    assert reply.message is not None
    (file,) = reply.message.attachments
    assert file.filename == "my-data.json"
    document = json.loads(file.content)
    assert [row["kind"] for row in document["usage"]["rows"]] == ["ask"]
    assert str(online.alice.id) not in file.content.decode()


async def test_delete_asks_first_and_then_takes_everything_of_the_asker_alone(online: Online) -> None:
    bob = newcomer(online, "bob")
    await online.discord.slash(
        online.owner, online.channel, "assistant setup", keep_questions=True, ask_channel=online.channel
    )
    await ask_all(online, online.alice, bob)
    hashes = {who: online.stored.person(who.id).encode() for who in (online.alice, bob)}
    done = await delete(online, online.alice)
    assert done.ephemeral
    assert "I keep nothing about you now." in done.content
    await counted(online.client)
    everything = stored_bytes(online.app.settings)
    assert hashes[online.alice] not in everything
    assert hashes[bob] in everything
    assert [row["text"] for row in rows(online.app.settings, "SELECT text FROM questions")] == [GAP]
    assert online.stored.settings_of(online.guild.id).keep_questions


async def test_looking_and_deleting_leave_no_new_row_about_the_person(online: Online) -> None:
    await ask_all(online, online.alice)
    await online.discord.slash(online.alice, online.channel, "privacy show")
    await online.discord.slash(online.alice, online.channel, "privacy export")
    await delete(online, online.alice)
    await online.discord.slash(online.alice, online.channel, "privacy delete")
    await counted(online.client)
    usage = rows(online.app.settings, "SELECT kind, person FROM usage")
    assert {row["person"] for row in usage} == {""}
    assert len(usage) == 5  # show, export, delete, its button, and delete once more


async def test_the_last_turn_is_forgotten_too(online: Online) -> None:
    await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION)
    follow_up = follow_up_on(online.app, "product-owner")
    await delete(online, online.alice)
    reply = await online.discord.slash(online.alice, online.channel, "ask", question=follow_up)
    assert "Continuing with" not in reply.content


async def test_the_hint_of_the_day_is_forgotten_too(online: Online) -> None:
    await ask_all(online, online.alice)
    for hints in (1, 1):
        await online.discord.say(online.alice, online.channel, "<@bot>")
        await online.discord.settle()
        assert len(online.discord.bot_messages(online.channel)) == hints
    await delete(online, online.alice)
    await online.discord.say(online.alice, online.channel, "<@bot>")
    await online.discord.settle()
    assert len(online.discord.bot_messages(online.channel)) == 2


async def test_nobody_but_the_asker_can_confirm(online: Online) -> None:
    bob = newcomer(online, "bob")
    await ask_all(online, online.alice, bob)
    asks = await online.discord.slash(online.alice, online.channel, "privacy delete")
    assert asks.message is not None
    asks.message.viewer = bob  # somebody who found a way to see a private message
    refused = await online.discord.click(bob, asks, label="Delete it all")
    assert refused.ephemeral
    assert "Only the person who ran the command" in refused.content
    await counted(online.client)
    assert len({row["person"] for row in rows(online.app.settings, "SELECT person FROM usage")} - {""}) == 2


async def test_a_question_on_its_way_to_a_slow_disk_is_deleted_too(online: Online) -> None:
    async with online.stored.storage._database.transaction():  # nobody else can write meanwhile
        await online.discord.slash(online.alice, online.channel, "ask", question=GAP)
        asks = await online.discord.slash(online.alice, online.channel, "privacy delete")
        clicked = await online.discord.click(online.alice, asks, label="Delete it all", until="response")
    await online.discord.settle_reply(clicked)
    assert "I keep nothing about you now." in clicked.content
    await counted(online.client)
    assert {row["person"] for row in rows(online.app.settings, "SELECT person FROM usage")} == {""}
    assert rows(online.app.settings, "SELECT * FROM gap_terms") == []


@pytest.mark.parametrize("place", ["direct", "private channel", "foreign server"])
async def test_it_works_in_every_place(online: Online, place: str) -> None:
    tara = online.discord.add_user("tara", installed=True)
    if place == "direct":
        online.guild.add_member(tara)
        channel = online.discord.dm(tara)
    elif place == "private channel":
        channel = online.discord.private_channel(tara, online.discord.add_user("theo"))
    else:
        elsewhere = online.discord.add_guild("Elsewhere", bot=False)
        elsewhere.add_member(tara)
        channel = elsewhere.add_text_channel("general")
    await online.discord.slash(tara, channel, "ask", question=CLEAR_QUESTION)
    await counted(online.client)
    shown = await online.discord.slash(tara, channel, "privacy show")
    assert shown.ephemeral
    assert "**Uses: 1**" in shown.content
    exported = await online.discord.slash(tara, channel, "privacy export")
    assert exported.message is not None
    assert len(exported.message.attachments) == 1
    assert "I keep nothing about you now." in (await delete(online, tara, channel)).content


async def test_a_database_in_trouble_is_told_and_nothing_is_claimed(
    online: Online, caplog: pytest.LogCaptureFixture
) -> None:
    await ask_all(online, online.alice)
    asks = await online.discord.slash(online.alice, online.channel, "privacy delete")
    await online.stored.storage._database._connection.execute("PRAGMA query_only = ON")
    refused = await online.discord.click(online.alice, asks, label="Delete it all")
    assert refused.ephemeral
    assert "that was not done" in refused.content
    await online.stored.storage._database._connection.execute("PRAGMA query_only = OFF")
    assert "I keep nothing about you now." in (await delete(online, online.alice)).content
