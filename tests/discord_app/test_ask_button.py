"""The note in the ask channel with its **Ask** button: who posts it, what it says, and the form behind it."""

from dataclasses import replace
from typing import Any

import pytest

from bot.commands import card_words, door_words
from bot.commands.setup_words import NOT_POSTED
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
    rows,
    running,
)
from tests.fake_discord import Channel, FakeDiscord, Message, Reply, User


async def setup(online: Online, **options: Any) -> Reply:  # noqa: ANN401  # of any type
    return await online.discord.slash(online.owner, online.channel, "assistant setup", **options)


@pytest.fixture
async def ask_channel(online: Online) -> Channel:
    channel = online.guild.add_text_channel("ask")
    await setup(online, ask_channel=channel)
    return channel


async def set_up_before(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
) -> tuple[User, Channel, Message]:
    """Let a process that is over by now have set up an ask channel; returns who did, the channel, and the note."""
    olga = discord.add_user("olga")
    channel = discord.add_guild("Harbour", owner=olga).add_text_channel("ask")
    async with running(settings, corpus, clock):
        await discord.slash(olga, channel, "assistant setup", ask_channel=channel)
        return olga, channel, await discord.next_message(channel)


def notice_in(online: Online, channel: Channel) -> Message:
    (notice,) = online.discord.bot_messages(channel)
    return notice


async def pressed(online: Online, user: User, notice: Message, question: str) -> Reply:
    opened = await online.discord.click(user, notice, label="Ask")
    return await online.discord.submit(user, opened, {card_words.ASK_LABEL: question})


class TestNotice:
    async def test_setup_posts_it_with_how_to_ask_and_what_is_kept(self, online: Online, ask_channel: Channel) -> None:
        notice = notice_in(online, ask_channel)
        assert door_words.NOTICE_BUTTON in notice.content
        assert "Texts of questions asked in this server are not kept." in notice.content
        assert labels(notice) == ["Ask"]

    async def test_it_says_so_once_texts_are_kept_also_after_a_restart(
        self, discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
    ) -> None:
        olga, channel, notice = await set_up_before(discord, settings, corpus, clock)
        async with running(settings, corpus, clock):
            await discord.slash(olga, channel, "assistant setup", keep_questions=True)
            assert "have turned on that texts of questions asked here are kept" in notice.content
            assert labels(notice) == ["Ask"]
            await discord.slash(olga, channel, "assistant setup", keep_questions=False)
            assert "are not kept" in notice.content
            assert discord.bot_messages(channel) == [notice]

    async def test_it_is_put_right_when_the_operator_changed_what_the_bot_may_read(
        self, discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
    ) -> None:
        _, channel, notice = await set_up_before(discord, settings, corpus, clock)
        assert door_words.NOTICE_BUTTON in notice.content
        async with running(replace(settings, message_content_intent=True), corpus, clock) as client:
            await client.notices.put_right()
            assert door_words.NOTICE_READING in notice.content
            assert discord.bot_messages(channel) == [notice]

    async def test_one_that_was_never_posted_is_and_one_that_is_right_costs_no_request(
        self, online: Online, ask_channel: Channel
    ) -> None:
        await online.client.notices.stop()
        await online.stored.storage.servers.set_notice(online.guild.id, None)
        before = len(online.discord.bot_messages(ask_channel))
        await online.client.notices.put_right()
        assert len(online.discord.bot_messages(ask_channel)) == before + 1
        sent = len(online.discord.requests)
        await online.client.notices.put_right()
        assert len(online.discord.requests) == sent

    async def test_where_it_cannot_be_put_right_the_others_are(self, online: Online, ask_channel: Channel) -> None:
        await online.client.notices.stop()
        await online.stored.storage.servers.set_notice(online.guild.id, None)
        other = online.discord.add_guild("Quay", owner=online.owner)
        there = other.add_text_channel("ask")
        await online.discord.slash(online.owner, there, "assistant setup", ask_channel=there)
        await online.stored.storage.servers.set_notice(other.id, None)
        refused = {"message": "Missing Permissions", "code": 50013}
        online.discord.fail_next("POST", rf"^/channels/{ask_channel.id}/messages$", 403, refused)
        await online.client.notices.put_right()
        assert len(online.discord.bot_messages(ask_channel)) == 1
        assert len(online.discord.bot_messages(there)) == 2  # the one that is not remembered, and the new one

    async def test_one_that_a_moderator_deleted_comes_back(self, online: Online, ask_channel: Channel) -> None:
        await online.discord.delete(notice_in(online, ask_channel))
        await setup(online, answers="public")
        assert notice_in(online, ask_channel).content

    async def test_choosing_the_channel_again_moves_it_to_the_end(self, online: Online, ask_channel: Channel) -> None:
        before = notice_in(online, ask_channel)
        await setup(online, ask_channel=ask_channel)
        assert before.deleted
        assert notice_in(online, ask_channel).id > before.id

    async def test_it_follows_the_ask_channel_and_goes_with_it(self, online: Online, ask_channel: Channel) -> None:
        other = online.guild.add_text_channel("other")
        reply = await setup(online, ask_channel=other)
        assert online.discord.bot_messages(ask_channel) == []
        assert notice_in(online, other)
        await online.discord.click(online.owner, reply, label="Remove ask channel")
        assert online.discord.bot_messages(other) == []
        assert rows(online.app.settings, "SELECT notice_channel, notice FROM servers") == [
            {"notice_channel": None, "notice": None}
        ]

    async def test_where_it_cannot_be_posted_the_owner_is_told_and_the_rest_is_saved(self, online: Online) -> None:
        refused = {"message": "Missing Permissions", "code": 50013}
        online.discord.fail_next("POST", rf"^/channels/{online.channel.id}/messages$", 403, refused)
        reply = await setup(online, ask_channel=online.channel)
        assert "### Saved" in reply.content
        assert NOT_POSTED in reply.content
        assert online.stored.settings_of(online.guild.id).ask_channel == online.channel.id

    async def test_setup_without_an_ask_channel_posts_nothing(self, online: Online) -> None:
        await setup(online, answers="public", keep_questions=True)
        assert online.discord.bot_messages(online.channel) == []


class TestButton:
    async def test_it_opens_a_form_and_everybody_sees_question_and_answer(
        self, online: Online, ask_channel: Channel
    ) -> None:
        opened = await online.discord.click(online.alice, notice_in(online, ask_channel), label="Ask")
        assert opened.modal is not None
        assert opened.modal.title == door_words.ASK_TITLE
        (field,) = opened.modal.fields
        assert (field.component["max_length"], field.required) == (500, True)
        reply = await online.discord.submit(online.alice, opened, {card_words.ASK_LABEL: CLEAR_QUESTION})
        assert not reply.ephemeral
        assert reply.content.startswith(f"Alice asked: {CLEAR_QUESTION}\n")
        assert_quotes(online.app, reply.content, CLEAR_QUESTION)
        assert labels(reply)[-1] == "Dismiss"
        assert_pings_nobody(online.discord)

    async def test_it_works_after_a_restart_and_for_a_form_that_was_open_during_one(
        self, discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
    ) -> None:
        olga = discord.add_user("olga")
        channel = discord.add_guild("Harbour", owner=olga).add_text_channel("ask")
        async with running(settings, corpus, clock):
            await discord.slash(olga, channel, "assistant setup", ask_channel=channel)
            notice = await discord.next_message(channel)
            open_form = await discord.click(olga, notice, label="Ask")
        async with running(settings, corpus, clock) as client:
            sent = await discord.submit(olga, open_form, {card_words.ASK_LABEL: CLEAR_QUESTION})
            assert_quotes(client.app, sent.content, CLEAR_QUESTION)
            again = await discord.click(olga, notice, label="Ask")
            reply = await discord.submit(olga, again, {card_words.ASK_LABEL: CLEAR_QUESTION})
            assert_quotes(client.app, reply.content, CLEAR_QUESTION)

    async def test_what_was_typed_neither_formats_nor_pings(self, online: Online, ask_channel: Channel) -> None:
        typed = f"@everyone **{NONSENSE}**\n# {online.owner.mention} ||x||"
        reply = await pressed(online, online.alice, notice_in(online, ask_channel), typed)
        assert "\n#" not in reply.content
        (asked, *_) = reply.content.splitlines()
        assert "**" not in asked.replace("\\*", "")
        assert "||" not in asked.replace("\\|", "")
        assert_pings_nobody(online.discord)

    async def test_a_follow_up_is_read_with_the_persons_own_turn(self, online: Online, ask_channel: Channel) -> None:
        notice = notice_in(online, ask_channel)
        await pressed(online, online.alice, notice, CLEAR_QUESTION)
        follow_up = follow_up_on(online.app, CLEAR_TOPIC)
        assert "Continuing with" in (await pressed(online, online.alice, notice, follow_up)).content
        assert "Continuing with" not in (await pressed(online, newcomer(online, "bob"), notice, follow_up)).content

    async def test_where_answers_are_private_the_form_says_so_and_they_are(
        self, online: Online, ask_channel: Channel
    ) -> None:
        notice = notice_in(online, ask_channel)
        await online.stored.setup.unset(online.guild.id, "ask-channel")  # a note that could not be deleted
        opened = await online.discord.click(online.alice, notice, label="Ask")
        assert opened.modal is not None
        assert opened.modal.components[0]["description"] == door_words.SEEN_BY_YOU
        reply = await online.discord.submit(online.alice, opened, {card_words.ASK_LABEL: CLEAR_QUESTION})
        assert reply.ephemeral
        assert "asked:" not in reply.content

    async def test_it_is_counted_and_learnt_from(self, online: Online, ask_channel: Channel) -> None:
        for number in range(3):
            user = newcomer(online, f"p{number}")
            await pressed(online, user, notice_in(online, ask_channel), "which okonomiyaki recipe")
        await counted(online.client)
        kinds = [row["kind"] for row in rows(online.app.settings, "SELECT kind FROM usage")]
        assert kinds.count("ask button") == 3
        assert "okonomiyaki" in [row["word"] for row in rows(online.app.settings, "SELECT word FROM gap_words")]

    async def test_the_asker_can_dismiss_the_answer_and_others_cannot(
        self, online: Online, ask_channel: Channel
    ) -> None:
        reply = await pressed(online, online.alice, notice_in(online, ask_channel), CLEAR_QUESTION)
        refused = await online.discord.click(newcomer(online, "bob"), reply, label="Dismiss")
        assert refused.content == card_words.NOT_YOURS
        await online.discord.click(online.alice, reply, label="Dismiss", until="response")
        await online.discord.settle()
        assert reply.message is not None
        assert reply.message.deleted
