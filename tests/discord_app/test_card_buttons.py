"""The buttons below an answer: by the asker and by others, after a restart, in threads, on what is gone."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from bot.commands import card_words as words
from bot.domain import Corpus
from bot.settings import Settings
from tests.conftest import HandClock, Online
from tests.discord_app.helpers import (
    CLEAR_QUESTION,
    CLEAR_TOPIC,
    NONSENSE,
    asked_card,
    assert_pings_nobody,
    comparison,
    counted,
    labels,
    lines_of,
    newcomer,
    old_card,
    quoted,
    rows,
    running,
)
from tests.fake_discord import Channel, FakeDiscord, Message, Permission, Reply, User

VOTES = "SELECT * FROM votes"
PUBLIC = [["Read more", "Related", "Ask more"], ["Helpful", "Not it", "Dismiss"]]
PRIVATE = [["Read more", "Related", "Ask more"], ["Helpful", "Not it", "Share"]]
QUIET = ("Read more", "Related", "Helpful")  # answer at once, and to the one who clicks alone


@dataclass
class Answered:
    """A public answer to Alice's message, and the place it stands in."""

    discord: FakeDiscord
    channel: Channel
    alice: User
    bob: User
    card: Message


@asynccontextmanager
async def restarted(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
) -> AsyncIterator[Answered]:
    """Ask in one client, and go on with another one weeks later."""
    alice, bob = discord.add_user("alice"), discord.add_user("bob")
    guild = discord.add_guild("Harbour", owner=discord.add_user("olga"))
    guild.add_member(alice)
    guild.add_member(bob)
    channel = guild.add_text_channel("general")
    async with running(settings, corpus, clock):
        await discord.say(alice, channel, f"<@bot> {CLEAR_QUESTION}")
        card = await discord.next_message(channel)
    clock.forward(days=40)
    async with running(settings, corpus, clock):
        yield Answered(discord, channel, alice, bob, card)


async def test_read_more_shows_what_stands_around_and_each_button_opens_its_part(online: Online) -> None:
    card = await asked_card(online)
    article = online.app.corpus.articles[CLEAR_TOPIC]
    opened = await online.discord.click(online.alice, card, label="Read more")
    assert opened.ephemeral
    read = quoted(card.content)
    texts = {part.heading: part.text for part in article.sections} | {words.BEGINNING: article.lead}
    unread = {heading: text for heading, text in texts.items() if text.replace("**", "") not in read}
    assert unread
    for heading, text in unread.items():
        assert text.replace("**", "") in quoted(opened.content) or heading in labels(opened)
    assert article.lead not in quoted(opened.content)  # the card has it
    assert labels(opened)
    for heading in labels(opened):
        part = await online.discord.click(online.alice, opened, label=heading)
        assert part.ephemeral
        assert quoted(part.content) == texts[heading].replace("**", "")
        assert lines_of(part) == PRIVATE


async def test_related_offers_topics_whose_buttons_open_them(online: Online) -> None:
    card = await asked_card(online)
    related = await online.discord.click(online.alice, card, label="Related")
    slugs = online.app.corpus.articles[CLEAR_TOPIC].related[:4]
    assert related.ephemeral
    assert labels(related) == [online.app.corpus.articles[slug].title for slug in slugs]
    opened = await online.discord.click(online.alice, related, label=labels(related)[0])
    assert quoted(opened.content) == online.app.corpus.articles[slugs[0]].lead.replace("**", "")


async def test_share_posts_all_that_the_card_quotes(online: Online) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION)
    quotes = online.app.assistant.ask(CLEAR_QUESTION).quotes
    assert len(quotes) == 3, "the question must be answered with three passages"
    shared = await online.discord.click(online.alice, reply, label="Share")
    assert not shared.ephemeral
    assert quoted(shared.content) == quoted(reply.content)
    assert lines_of(shared) == PUBLIC
    assert_pings_nobody(online.discord)


async def test_share_of_a_comparison_posts_both_articles(online: Online) -> None:
    question = comparison(online.app)
    reply = await online.discord.slash(online.alice, online.channel, "ask", question=question)
    shared = await online.discord.click(online.alice, reply, label="Share")
    assert quoted(shared.content) == quoted(reply.content)
    for quote in online.app.assistant.ask(question).quotes:
        assert f"From {online.app.corpus.articles[quote.topic].title}" in shared.content
    assert_pings_nobody(online.discord)


async def test_nobody_shares_where_they_may_not_write_themselves(online: Online) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION)
    online.channel.set_overwrite(online.alice, deny=Permission.SEND_MESSAGES)
    refused = await online.discord.click(online.alice, reply, label="Share")
    assert (refused.ephemeral, refused.content) == (True, words.MAY_NOT_WRITE)
    assert online.discord.bot_messages(online.channel, interactions=True) == []


async def test_helpful_is_on_disk_before_the_thanks(online: Online) -> None:
    card = await asked_card(online)
    hold = online.discord.hold_next("POST", r"/callback$")
    reply = await online.discord.click(online.alice, card, label="Helpful", until="sent")
    await asyncio.wait_for(hold.arrived.wait(), 5)
    (vote,) = rows(online.app.settings, VOTES)
    hold.release()
    await online.discord.settle_reply(reply)
    assert (reply.ephemeral, reply.content) == (True, words.THANKS)
    assert vote == {
        "person": online.stored.person(online.alice.id),
        "topic": CLEAR_TOPIC,
        "section": "",
        "at": online.clock.now().isoformat(),
        "helpful": 1,
        "reason": "",
        "guild_id": online.guild.id,
    }


async def test_anybody_who_sees_the_card_has_one_vote(online: Online) -> None:
    card = await asked_card(online)
    bob = newcomer(online, "bob")
    for who in (online.alice, bob, online.alice):
        assert (await online.discord.click(who, card, label="Helpful")).ephemeral
    assert len(rows(online.app.settings, VOTES)) == 2
    again = await online.discord.click(bob, card, label="Helpful")
    assert words.REPLACED in again.content


async def test_a_vote_in_a_server_that_the_bot_is_not_in_names_no_server(online: Online) -> None:
    traveller = online.discord.add_user("tara", installed=True)
    elsewhere = online.discord.add_guild("Elsewhere", bot=False)
    elsewhere.add_member(traveller)
    channel = elsewhere.add_text_channel("general")
    reply = await online.discord.slash(traveller, channel, "ask", question=CLEAR_QUESTION)
    await online.discord.click(traveller, reply, label="Helpful")
    assert [vote["guild_id"] for vote in rows(online.app.settings, VOTES)] == [None]


async def test_a_vote_that_cannot_be_stored_is_not_thanked_for(online: Online) -> None:
    card = await asked_card(online)
    await counted(online.client)
    await online.stored.storage._database._connection.execute("PRAGMA query_only = ON")
    refused = await online.discord.click(online.alice, card, label="Helpful")
    assert refused.ephemeral
    assert refused.content.startswith("I cannot reach my database at the moment, so that was not done.")


async def test_no_vote_moves_an_answer(online: Online) -> None:
    card = await asked_card(online)
    before = online.app.assistant.ask(CLEAR_QUESTION)
    for number in range(3):
        voter = newcomer(online, f"voter{number}")
        opened = await online.discord.click(voter, card, label="Not it")
        await online.discord.submit(voter, opened, {words.NOT_IT_LABEL: "wrong"})
    assert online.app.assistant.ask(CLEAR_QUESTION) == before


async def test_every_button_works_for_somebody_else_and_shows_only_them(online: Online) -> None:
    card = await asked_card(online)
    bob = newcomer(online, "bob")
    for label in QUIET:
        shown = await online.discord.click(bob, card, label=label)
        assert shown.ephemeral, label
        assert shown.user is bob
    for label in ("Not it", "Ask more"):
        assert (await online.discord.click(bob, card, label=label)).modal is not None
    assert len(online.discord.bot_messages(online.channel, interactions=True)) == 1


async def test_buttons_work_weeks_later_in_another_process(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
) -> None:
    async with restarted(discord, settings, corpus, clock) as there:
        for who in (there.alice, there.bob):
            for label in QUIET:
                shown = await discord.click(who, there.card, label=label)
                assert shown.ephemeral
                assert words.GONE not in shown.content
            opened = await discord.click(who, there.card, label="Not it")
            assert (await discord.submit(who, opened, {words.NOT_IT_LABEL: "hard"})).ephemeral
            asking = await discord.click(who, there.card, label="Ask more")
            assert (await discord.submit(who, asking, {words.ASK_LABEL: CLEAR_QUESTION})).ephemeral
        assert [vote["reason"] for vote in rows(settings, VOTES)] == ["hard", "hard"]
        await discord.click(there.alice, there.card, label="Dismiss", until="response")
        await discord.wait_for_request("DELETE", "/webhooks/")
        await discord.settle()
        assert there.card.deleted


@pytest.mark.parametrize("locked", [False, True])
async def test_buttons_work_in_a_thread_that_was_archived_or_locked(online: Online, locked: bool) -> None:
    thread = online.guild.add_thread(online.channel, "backlog", online.alice)
    card = await asked_card(online, channel=thread)
    for label in QUIET:
        thread.set_archived(not locked, locked=locked)  # a locked one that is archived too takes no clicks
        shown = await online.discord.click(online.alice, card, label=label)
        assert shown.ephemeral
    for label in ("Not it", "Ask more"):
        thread.set_archived(not locked, locked=locked)
        assert (await online.discord.click(online.alice, card, label=label)).modal is not None


@pytest.mark.parametrize("passage", ["withdrawn:", "withdrawn:long-gone", "product-owner:long-gone.aaaaaaaa"])
@pytest.mark.parametrize(
    "do", ["open", "share", "read", "ask", "helpful", "notit", "why", "neverheardof", "related", "more"]
)
async def test_on_what_is_gone_every_button_says_so_privately(online: Online, do: str, passage: str) -> None:
    if do in ("related", "more", "why"):  # these need the article alone
        passage = "withdrawn:"
    card = old_card(online.discord, online.channel, f"po1:{do}:{passage}")
    reply = await online.discord.click(online.alice, card, label="Button 0")
    assert (reply.ephemeral, reply.content) == (True, words.GONE)
    assert reply.modal is None
    assert rows(online.app.settings, VOTES) == []
    assert len(online.discord.bot_messages(online.channel, interactions=True)) == 1


async def test_a_button_that_nothing_serves_any_more_says_so_privately(online: Online) -> None:
    card = old_card(online.discord, online.channel, "po2:helpful:product-owner:", "po1:HELPFUL:product-owner:", "x")
    for number in range(3):
        reply = await online.discord.click(online.alice, card, label=f"Button {number}")
        assert (reply.ephemeral, reply.content) == (True, words.OLD_BUTTON)
    assert rows(online.app.settings, VOTES) == []


async def test_cards_of_earlier_versions_still_work(online: Online) -> None:
    card = old_card(online.discord, online.channel, f"po1:more:{CLEAR_TOPIC}:", f"po1:share:{CLEAR_TOPIC}:")
    more = await online.discord.click(online.alice, card, label="Button 0")
    assert quoted(more.content) == online.app.corpus.articles[CLEAR_TOPIC].lead
    shared = await online.discord.click(online.alice, card, label="Button 1")
    assert not shared.ephemeral
    assert quoted(shared.content) == online.app.corpus.articles[CLEAR_TOPIC].lead


async def test_a_card_that_is_deleted_while_the_vote_is_on_its_way_costs_nothing(
    online: Online, caplog: pytest.LogCaptureFixture
) -> None:
    card = await asked_card(online)
    hold = online.discord.hold_next("POST", r"/callback$")
    reply = await online.discord.click(online.alice, card, label="Helpful", until="sent")
    await asyncio.wait_for(hold.arrived.wait(), 5)
    await online.discord.delete(card)
    hold.release()
    await online.discord.settle_reply(reply)
    assert reply.content == words.THANKS
    assert len(rows(online.app.settings, VOTES)) == 1
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_what_is_not_known_can_be_dismissed_where_everybody_sees_it(online: Online) -> None:
    card = await asked_card(online, NONSENSE)
    assert card.content.startswith(words.NOT_KNOWN)
    assert labels(card)[-1] == "Dismiss"
    private = await online.discord.slash(online.alice, online.channel, "ask", question=NONSENSE)
    assert "Dismiss" not in labels(private)


async def test_clicks_are_counted_with_their_topic_and_without_the_card(online: Online) -> None:
    card = await asked_card(online)
    replies: list[Reply] = [await online.discord.click(online.alice, card, label=label) for label in QUIET]
    assert all(reply.answered for reply in replies)
    await counted(online.client)
    seen = rows(online.app.settings, "SELECT kind, outcome, topic FROM usage ORDER BY id")[1:]
    assert [(row["kind"], row["outcome"], row["topic"]) for row in seen] == [
        ("button read", "done", CLEAR_TOPIC),
        ("button related", "done", CLEAR_TOPIC),
        ("button helpful", "done", CLEAR_TOPIC),
    ]
