"""What people are told when something breaks, what the log holds, and what is counted afterwards."""

import logging
from typing import NoReturn

import pytest

from tests.conftest import Online
from tests.discord_app.helpers import (
    CLEAR_QUESTION,
    CLEAR_TOPIC,
    NONSENSE,
    counted,
    reference_in,
    rows,
    stored_bytes,
)

SECRET = "my boss Wilhelmina Grabowski wants everything blorfed"  # what must never be written down
USAGE = "SELECT * FROM usage ORDER BY id"


def raising(online: Online, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the engine fail with an error that quotes the question, as a careless one might."""

    def ask(question: str, *_: object, **__: object) -> NoReturn:
        raise RuntimeError(f"cannot read {question!r}")

    monkeypatch.setattr(online.app, "ask", ask)


async def test_a_broken_command_gives_a_private_sentence_whose_reference_is_in_the_log(
    online: Online, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    raising(online, monkeypatch)
    reply = await online.discord.slash(online.alice, online.channel, "ask", question=SECRET, private=False)
    assert reply.ephemeral
    assert reply.content.startswith("Something went wrong on my side. Please try again.")
    assert f"ask failed, reference {reference_in(reply.content)}: RuntimeError" in caplog.text
    assert 'File "' in caplog.text
    assert "Wilhelmina" not in caplog.text


async def test_a_broken_answer_to_a_message_gets_a_short_reply_with_a_reference(
    online: Online, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    raising(online, monkeypatch)
    asked = await online.discord.say(online.alice, online.channel, f"<@bot> {SECRET}")
    reply = await online.discord.next_message(online.channel)
    assert reply.reply_to is asked
    assert reference_in(reply.content) in caplog.text
    assert "Wilhelmina" not in caplog.text
    await counted(online.client)
    assert [row["outcome"] for row in rows(online.app.settings, USAGE)] == ["error"]


async def test_broken_buttons_menus_and_suggestions_go_through_the_same_door(
    online: Online, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    overview = await online.discord.slash(online.alice, online.channel, "responsibilities")
    answer = await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION)

    def broken(*_: object) -> NoReturn:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(online.app.articles, "beginning", broken)
    monkeypatch.setattr(online.app.cards, "around", broken)
    clicked = await online.discord.click(online.alice, answer, label="Read more")
    assert reference_in(clicked.content) in caplog.text
    duty = f"po1:duty:{online.app.corpus.responsibilities[0].slug}:"
    chosen = await online.discord.select(online.alice, overview, None, [duty])
    assert chosen.ephemeral
    assert reference_in(chosen.content) in caplog.text
    assert "Wilhelmina" not in caplog.text


async def test_a_database_in_trouble_costs_a_schedule_its_reply_but_never_an_answer(
    online: Online, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await online.stored.storage._database._connection.execute("PRAGMA query_only = ON")
    reply = await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION)
    assert online.app.corpus.articles[CLEAR_TOPIC].title in reply.content
    await online.discord.say(online.alice, online.channel, f"<@bot> {CLEAR_QUESTION}")
    assert (await online.discord.next_message(online.channel)).content
    refused = await online.discord.slash(
        online.owner, online.channel, "tips schedule", channel=online.channel, time="09:30", timezone="UTC"
    )
    assert refused.ephemeral
    assert refused.content.startswith("I cannot reach my database at the moment")
    assert reference_in(refused.content) in caplog.text
    await counted(online.client)
    assert "usage was not counted" in caplog.text


async def test_an_interaction_that_discord_gave_up_on_is_no_error(
    online: Online, caplog: pytest.LogCaptureFixture
) -> None:
    unknown = {"message": "Unknown interaction", "code": 10062}
    online.discord.fail_next("POST", "/callback$", 404, unknown)
    await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION, until="sent")
    await online.discord.wait_for_request("POST", "/callback$")
    await counted(online.client)
    assert "Discord had stopped waiting" in caplog.text
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len([request for request in online.discord.requests if request.path.endswith("/callback")]) == 1


async def test_a_reply_that_discord_refuses_is_told_privately(online: Online, caplog: pytest.LogCaptureFixture) -> None:
    online.discord.fail_next("POST", "/callback$", 400, {"message": f"Invalid Form Body {SECRET}", "code": 50035})
    reply = await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION)
    assert reply.ephemeral
    assert f"reference {reference_in(reply.content)}: HTTPException 400/50035" in caplog.text
    assert "Wilhelmina" not in caplog.text


async def test_every_question_and_command_is_counted_after_its_reply(online: Online) -> None:
    direct = online.discord.dm(online.alice)
    await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION)
    await counted(online.client)
    (row,) = rows(online.app.settings, USAGE)
    assert (row["kind"], row["place"], row["outcome"]) == ("ask", "guild", "answer")
    assert (row["topic"], row["guild_id"]) == (CLEAR_TOPIC, online.guild.id)
    assert row["at"] == online.clock.now().isoformat()
    assert 0 < row["confidence"] <= 1
    assert row["latency_ms"] is not None

    await online.discord.slash(online.alice, direct, "ask", question=NONSENSE)
    await online.discord.say(online.alice, online.channel, f"<@bot> {CLEAR_QUESTION}")
    await online.discord.next_message(online.channel)
    tip = await online.discord.slash(online.alice, online.channel, "tip")
    await online.discord.click(online.alice, tip, label="Why?")
    await online.discord.slash(online.alice, online.channel, "glossary", term="zxqv")
    await online.discord.slash(online.owner, online.channel, "tips stop")
    await online.discord.slash(online.alice, online.channel, "ask", question="?!?")
    await counted(online.client)
    seen = [(row["kind"], row["place"], row["outcome"]) for row in rows(online.app.settings, USAGE)[1:]]
    assert sorted(seen) == sorted(
        [
            ("ask", "direct", "unknown"),
            ("message", "guild", "answer"),
            ("tip", "guild", "done"),
            ("button why", "guild", "done"),
            ("glossary", "guild", "refused"),
            ("tips stop", "guild", "refused"),
            ("ask", "guild", "error"),
        ]
    )


async def test_people_are_kept_as_keyed_hashes_and_words_not_at_all(online: Online) -> None:
    bob = online.discord.add_user("bob")
    online.guild.add_member(bob)
    direct = online.discord.dm(online.alice)
    for who in (online.alice, bob, online.alice):
        await online.discord.slash(who, online.channel, "ask", question=SECRET)
        await online.discord.say(who, online.channel, f"<@bot> {SECRET}")
        await online.discord.next_message(online.channel)
        await online.discord.slash(who, online.channel, "glossary", term=SECRET)
    await online.discord.say(online.alice, direct, SECRET)
    await online.discord.next_message(direct)
    await counted(online.client)
    people = {row["person"] for row in rows(online.app.settings, USAGE)}
    assert len(people) == 2
    assert all(len(person) == 32 for person in people)
    everything = stored_bytes(online.app.settings)
    for user in (online.alice, bob):
        assert str(user.id).encode() not in everything
        assert user.id.to_bytes(8, "big") not in everything
        assert user.name.encode() not in everything
    for word in SECRET.split()[2:4]:
        assert word.encode() not in everything
        assert word.lower().encode() not in everything


async def test_a_slow_disk_does_not_slow_an_answer(online: Online) -> None:
    async with online.stored.storage._database.transaction():  # nobody else can write meanwhile
        reply = await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION)
        assert reply.answered
        assert rows(online.app.settings, USAGE) == []
    await counted(online.client)
    assert len(rows(online.app.settings, USAGE)) == 1
