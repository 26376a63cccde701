"""Where the bot keeps silent, where it may not speak, and that it writes to nobody unasked."""

import logging

import pytest

from bot.commands import card_words, door_words
from bot.domain import Corpus
from bot.settings import Settings
from tests.conftest import HandClock, Online
from tests.discord_app.helpers import (
    CLEAR_QUESTION,
    NONSENSE,
    assert_quotes,
    counted,
    labels,
    newcomer,
    requests_to,
    rows,
    running,
)
from tests.fake_discord import Channel, FakeDiscord, Permission, Reply, User

FOLLOW_UPS = 5  # https://discord.com/developers/docs/interactions/receiving-and-responding#followup-messages


def troubles(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


class TestWhereItMayNotWrite:
    async def test_a_mention_gets_no_answer_no_work_and_no_error(
        self, online: Online, caplog: pytest.LogCaptureFixture
    ) -> None:
        online.channel.make_unwritable()
        for text in (CLEAR_QUESTION, "", NONSENSE):
            await online.discord.say(online.alice, online.channel, f"<@bot> {text}")
        await online.discord.no_message(online.channel)
        await counted(online.client)
        assert requests_to(online.discord, "POST", "/channels/") == []
        assert rows(online.app.settings, "SELECT * FROM usage") == []
        assert troubles(caplog) == []

    async def test_a_permission_taken_at_that_moment_is_no_error_either(
        self, online: Online, caplog: pytest.LogCaptureFixture
    ) -> None:
        refused = {"message": "Missing Permissions", "code": 50013}
        online.discord.fail_next("POST", "/messages$", 403, refused)
        await online.discord.say(online.alice, online.channel, f"<@bot> {CLEAR_QUESTION}")
        await online.discord.no_message(online.channel)
        await counted(online.client)
        assert len(requests_to(online.discord, "POST", "/messages$")) == 1
        assert troubles(caplog) == []

    async def test_the_hint_comes_once_it_may_write(self, online: Online) -> None:
        online.channel.make_unwritable()
        await online.discord.say(online.alice, online.channel, "<@bot>")
        await online.discord.no_message(online.channel)
        online.channel.make_writable()
        await online.discord.say(online.alice, online.channel, "<@bot>")
        assert (await online.discord.next_message(online.channel)).content == door_words.HINT

    async def test_a_command_works_there_all_the_same(self, online: Online) -> None:
        online.channel.make_unwritable()
        reply = await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION)
        assert_quotes(online.app, reply.content, CLEAR_QUESTION)

    async def test_a_thread_goes_by_the_permission_for_threads(
        self, online: Online, caplog: pytest.LogCaptureFixture
    ) -> None:
        thread = online.guild.add_thread(online.channel, "backlog", online.alice)
        online.channel.set_overwrite(online.discord.bot, deny=Permission.SEND_MESSAGES)
        await online.discord.say(online.alice, thread, f"<@bot> {CLEAR_QUESTION}")
        assert_quotes(online.app, (await online.discord.next_message(thread)).content, CLEAR_QUESTION)
        online.channel.set_overwrite(online.discord.bot, deny=Permission.SEND_MESSAGES_IN_THREADS)
        await online.discord.say(online.alice, thread, f"<@bot> {CLEAR_QUESTION}")
        await online.discord.no_message(thread)
        assert troubles(caplog) == []


class TestThreads:
    async def test_a_mention_opens_an_archived_thread_and_is_answered(self, online: Online) -> None:
        thread = online.guild.add_thread(online.channel, "backlog", online.alice)
        await online.discord.say(online.alice, thread, "hello")
        thread.set_archived()
        await online.discord.settle()
        await online.discord.say(online.alice, thread, f"<@bot> {CLEAR_QUESTION}")
        assert_quotes(online.app, (await online.discord.next_message(thread)).content, CLEAR_QUESTION)
        assert not thread.archived

    async def test_one_that_is_closed_and_locked_before_the_answer_gets_none_and_is_no_error(
        self, online: Online, caplog: pytest.LogCaptureFixture
    ) -> None:
        thread = online.guild.add_thread(online.channel, "backlog", online.alice)
        hold = online.discord.hold_next("POST", r"^/channels/\d+/messages$")
        await online.discord.say(online.alice, thread, f"<@bot> {CLEAR_QUESTION}")
        await hold.arrived.wait()
        thread.set_archived(locked=True)
        hold.release()
        await counted(online.client)
        assert online.discord.bot_messages(thread) == []
        assert troubles(caplog) == []


class TestUserInstall:
    @pytest.fixture
    def traveller(self, online: Online) -> User:
        return online.discord.add_user("tara", installed=True)

    def places(self, online: Online, traveller: User) -> list[Channel]:
        elsewhere = online.discord.add_guild("Elsewhere", bot=False)
        elsewhere.add_member(traveller)
        friend = online.discord.add_user("theo")
        return [
            elsewhere.add_text_channel("general"),
            online.discord.private_channel(traveller, friend),
            online.discord.private_channel(traveller, friend, online.discord.add_user("thea")),
            online.discord.dm(traveller),
        ]

    async def test_every_button_works_everywhere_within_the_follow_ups_that_discord_allows(
        self, online: Online, traveller: User
    ) -> None:
        for place in self.places(online, traveller):
            asked = await online.discord.slash(traveller, place, "ask", question=CLEAR_QUESTION)
            assert_quotes(online.app, asked.content, CLEAR_QUESTION)
            used = [label for label in labels(asked) if label != "Dismiss"]
            assert used[:5] == ["Read more", "Related", "Ask more", "Helpful", "Not it"]
            for label in used:
                reply = await online.discord.click(traveller, asked, label=label)
                assert len(reply.followups) <= FOLLOW_UPS
                if reply.modal is not None:
                    await self.sent_back(online, traveller, reply)

    async def sent_back(self, online: Online, traveller: User, opened: Reply) -> None:
        assert opened.modal is not None
        (field,) = opened.modal.fields
        value = "wrong" if field.label == card_words.NOT_IT_LABEL else CLEAR_QUESTION
        reply = await online.discord.submit(traveller, opened, {field.label: value})
        assert reply.ephemeral
        assert reply.followups == []

    async def test_where_a_server_lets_it_answer_privately_only_the_card_can_be_shared(
        self, online: Online, traveller: User
    ) -> None:
        channel = self.places(online, traveller)[0]
        assert channel.guild is not None
        channel.guild.set_permissions(
            channel.guild.everyone, channel.guild.everyone.permissions & ~int(Permission.USE_EXTERNAL_APPS)
        )
        reply = await online.discord.slash(traveller, channel, "ask", question=CLEAR_QUESTION, private=False)
        assert reply.ephemeral
        assert "Dismiss" not in [button.label for button in reply.buttons]

    async def test_nothing_is_kept_of_a_server_that_it_is_not_in(self, online: Online, traveller: User) -> None:
        for place in self.places(online, traveller):
            await online.discord.slash(traveller, place, "ask", question=NONSENSE)
        await counted(online.client)
        assert {row["guild_id"] for row in rows(online.app.settings, "SELECT guild_id FROM usage")} == {None}
        assert rows(online.app.settings, "SELECT * FROM gap_terms") == []


async def test_nobody_gets_a_direct_message_unasked(online: Online) -> None:
    stranger = newcomer(online, "bob")
    online.channel.make_unwritable()
    await online.discord.say(stranger, online.channel, f"<@bot> {CLEAR_QUESTION}")
    online.channel.make_writable()
    for _ in range(12):
        await online.discord.slash(stranger, online.channel, "ask", question=CLEAR_QUESTION)
    await online.discord.settle()
    assert requests_to(online.discord, "POST", "/users/@me/channels") == []
    assert online.discord.bot_messages(online.discord.dm(stranger)) == []


async def test_the_hint_for_a_message_without_words_is_not_given_for_what_discord_itself_wrote(online: Online) -> None:
    direct = online.discord.dm(online.alice)
    pinned = await online.discord.say(online.alice, direct, "hello")
    await online.discord.next_message(direct)
    pinned.type = 6  # "alice pinned a message", as it comes by the Gateway
    pinned.content = ""
    online.discord.world.emit_message("MESSAGE_CREATE", pinned)
    await online.discord.no_message(direct)


async def test_a_bot_is_answered_nowhere_before_and_after_a_restart(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
) -> None:
    olga, beep = discord.add_user("olga"), discord.add_user("beep", bot=True)
    guild = discord.add_guild("Harbour", owner=olga)
    guild.add_member(beep)
    channel = guild.add_text_channel("general")
    for _ in range(2):
        async with running(settings, corpus, clock):
            await discord.say(beep, channel, f"<@bot> {CLEAR_QUESTION}")
            await discord.say(beep, channel, "<@bot>")
            await discord.no_message(channel)
