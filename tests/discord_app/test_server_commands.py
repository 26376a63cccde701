"""`/assistant setup` and `gaps`, and what they change in how the bot answers."""

from typing import Any

import pytest

from bot.domain import Corpus, ServerSettings, Visibility
from bot.settings import Settings
from tests.conftest import HandClock, Online
from tests.discord_app.helpers import CLEAR_QUESTION, counted, labels, newcomer, rows, running
from tests.fake_discord import Channel, ChannelType, FakeDiscord, Message, Permission, Reply, User

GAP = "which okonomiyaki recipe"  # no article has these words


async def setup(online: Online, user: User | None = None, **options: Any) -> Reply:  # noqa: ANN401  # of any type
    return await online.discord.slash(user or online.owner, online.channel, "assistant setup", force=True, **options)


async def ask(online: Online, channel: Channel | None = None, **options: Any) -> Reply:  # noqa: ANN401  # of any type
    given = {"question": CLEAR_QUESTION} | options
    return await online.discord.slash(online.alice, channel or online.channel, "ask", **given)


def settings_of(online: Online) -> ServerSettings:
    return online.stored.settings_of(online.guild.id)


def private_message(reply: Reply) -> Message:
    assert reply.message is not None
    return reply.message


class TestSetup:
    async def test_without_options_it_shows_the_values_and_changes_nothing(self, online: Online) -> None:
        reply = await setup(online)
        assert reply.ephemeral
        assert "**Answers to /ask:** private" in reply.content
        assert labels(reply) == ["Try a test question"]
        assert rows(online.app.settings, "SELECT * FROM servers") == []

    async def test_what_is_acknowledged_is_on_disk_and_there_after_a_restart(
        self, discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
    ) -> None:
        olga = discord.add_user("olga")
        guild = discord.add_guild("Harbour", owner=olga)
        channel, forum = guild.add_text_channel("ask"), guild.add_forum("help")
        options: dict[str, Any] = {"answers": "public", "keep_questions": True, "ask_channel": channel, "forum": forum}
        async with running(settings, corpus, clock):
            reply = await discord.slash(olga, channel, "assistant setup", **options)
            assert "### Saved" in reply.content
            (row,) = rows(settings, "SELECT * FROM servers")
            assert (row["answers"], row["ask_channel"], row["forum"]) == ("public", channel.id, forum.id)
        async with running(settings, corpus, clock) as client:
            expected = ServerSettings(Visibility.PUBLIC, channel.id, forum.id, keep_questions=True)
            assert client.stored.settings_of(guild.id) == expected
            shown = await discord.slash(olga, channel, "assistant setup")
            assert channel.mention in shown.content
            assert forum.mention in shown.content

    async def test_the_test_question_is_answered_privately_for_the_asker(self, online: Online) -> None:
        reply = await setup(online)
        answer = await online.discord.click(online.owner, reply, label="Try a test question")
        assert answer.ephemeral
        assert "From What is a Product Owner" in answer.content

    @pytest.mark.parametrize(
        ("option", "denied", "named"),
        [
            ("ask_channel", Permission.SEND_MESSAGES, ["Send Messages"]),
            ("ask_channel", Permission.READ_MESSAGE_HISTORY, ["Read Message History"]),
            ("ask_channel", Permission.VIEW_CHANNEL, ["View Channel", "Send Messages", "Read Message History"]),
            (
                "forum",
                Permission.SEND_MESSAGES_IN_THREADS | Permission.READ_MESSAGE_HISTORY,
                ["Send Messages in Threads", "Read Message History"],
            ),
        ],
    )
    async def test_a_place_where_a_permission_is_missing_is_refused_with_each_and_its_fix(
        self, online: Online, option: str, denied: Permission, named: list[str]
    ) -> None:
        place = online.guild.add_forum("help") if option == "forum" else online.guild.add_text_channel("ask")
        place.set_overwrite(online.discord.bot, deny=denied)
        chosen: dict[str, Any] = {option: place}
        reply = await setup(online, **chosen, answers="public")
        assert reply.ephemeral
        assert [line.split("**")[1] for line in reply.content.splitlines() if line.startswith("- **")] == named
        assert "choose Permissions" in reply.content
        assert settings_of(online) == ServerSettings()
        place.set_overwrite(online.discord.bot)
        assert "### Saved" in (await setup(online, **chosen)).content

    @pytest.mark.parametrize(
        ("command", "option", "kind"),
        [
            ("assistant setup", "ask_channel", ChannelType.TEXT),
            ("assistant setup", "forum", ChannelType.FORUM),
            ("tips schedule", "channel", ChannelType.TEXT),
        ],
    )
    async def test_a_channel_that_the_bot_never_heard_of_is_refused_with_what_to_do(
        self, online: Online, command: str, option: str, kind: ChannelType
    ) -> None:
        hidden = Channel(online.discord.world, online.discord.world.ids.next(), kind, "hidden", guild=online.guild)
        options: dict[str, Any] = {option: hidden}
        if command == "tips schedule":
            options |= {"time": "09:30", "timezone": "UTC"}
        reply = await online.discord.slash(online.owner, online.channel, command, **options)
        assert reply.ephemeral
        assert reply.content == "I cannot see that channel. Give me View Channel there, then try again."
        assert settings_of(online) == ServerSettings()

    async def test_an_announcement_channel_can_be_the_ask_channel(self, online: Online) -> None:
        news = online.guild.add_channel("news", ChannelType.NEWS)
        await setup(online, ask_channel=news)
        assert settings_of(online).ask_channel == news.id

    async def test_channels_can_be_taken_back_by_a_button(self, online: Online) -> None:
        reply = await setup(online, ask_channel=online.channel, forum=online.guild.add_forum("help"))
        removed = await online.discord.click(online.owner, reply, label="Remove forum")
        assert removed.ephemeral
        assert labels(removed) == ["Try a test question", "Remove ask channel"]
        await online.discord.click(online.owner, removed, label="Remove ask channel")
        assert settings_of(online) == ServerSettings()

    async def test_turning_texts_on_says_what_that_means_and_off_deletes_them(self, online: Online) -> None:
        told = await setup(online, keep_questions=True)
        assert "word for word, for up to 90 days" in told.content
        await ask(online)
        await counted(online.client)
        assert [row["text"] for row in rows(online.app.settings, "SELECT text FROM questions")] == [CLEAR_QUESTION]
        off = await setup(online, keep_questions=False)
        assert "are deleted" in off.content
        assert rows(online.app.settings, "SELECT * FROM questions") == []


class TestWhoMay:
    @pytest.mark.parametrize("name", ["assistant setup", "assistant diagnose", "assistant stats", "assistant gaps"])
    async def test_a_member_whom_discord_let_through_is_refused_on_our_side_too(
        self, online: Online, name: str
    ) -> None:
        reply = await online.discord.slash(online.alice, online.channel, name, force=True)
        assert reply.ephemeral
        assert "You need the permission Manage Server" in reply.content

    async def test_a_refused_member_changes_nothing(self, online: Online) -> None:
        await setup(online, online.alice, answers="public", keep_questions=True)
        assert settings_of(online) == ServerSettings()

    @pytest.mark.parametrize("label", ["Try a test question", "Remove ask channel"])
    async def test_nobody_but_the_asker_can_use_the_buttons(self, online: Online, label: str) -> None:
        reply = await setup(online, ask_channel=online.channel)
        mona = online.discord.add_user("mona")
        online.guild.add_member(mona, permissions=Permission.MANAGE_GUILD)
        # Discord shows a private message to nobody else; this is somebody who found a way around that.
        private_message(reply).viewer = mona
        refused = await online.discord.click(mona, reply, label=label)
        assert refused.ephemeral
        assert "Only the person who ran the command" in refused.content
        assert settings_of(online).ask_channel == online.channel.id

    async def test_an_asker_who_may_no_longer_manage_the_server_is_refused(self, online: Online) -> None:
        mona = online.discord.add_user("mona")
        member = online.guild.add_member(mona, permissions=Permission.MANAGE_GUILD)
        reply = await setup(online, mona, ask_channel=online.channel)
        online.guild.set_permissions(member.roles[0], 0)
        refused = await online.discord.click(mona, reply, label="Remove ask channel")
        assert "You need the permission Manage Server" in refused.content
        assert settings_of(online).ask_channel == online.channel.id


class TestWhoSeesAnswers:
    async def test_a_server_can_say_that_answers_are_public(self, online: Online) -> None:
        assert (await ask(online)).ephemeral
        await setup(online, answers="public")
        public = await ask(online)
        assert not public.ephemeral
        assert "Share" not in labels(public)
        assert (await ask(online, private=True)).ephemeral
        await setup(online, answers="private")
        assert (await ask(online)).ephemeral
        assert not (await ask(online, private=False)).ephemeral

    async def test_in_the_ask_channel_and_its_threads_they_are_public_and_elsewhere_not(self, online: Online) -> None:
        channel = online.guild.add_text_channel("ask")
        await setup(online, ask_channel=channel)
        thread = online.guild.add_thread(channel, "a thread", online.alice)
        assert not (await ask(online, channel)).ephemeral
        assert not (await ask(online, thread)).ephemeral
        assert (await ask(online, channel, private=True)).ephemeral
        assert (await ask(online)).ephemeral

    async def test_one_server_does_not_decide_for_another(self, online: Online) -> None:
        await setup(online, answers="public")
        other = online.discord.add_guild("Lighthouse", owner=online.alice).add_text_channel("general")
        assert (await ask(online, other)).ephemeral


class TestGaps:
    async def people_ask(self, online: Online, channel: Channel, count: int = 3, question: str = GAP) -> None:
        for number in range(count):
            await online.discord.slash(newcomer(online, f"p{number}"), channel, "ask", question=question)
        await counted(online.client)

    async def gaps(self, online: Online) -> Reply:
        reply = await online.discord.slash(online.owner, online.channel, "assistant gaps")
        assert reply.ephemeral
        return reply

    async def test_a_word_is_shown_once_three_people_looked_for_it(self, online: Online) -> None:
        await self.people_ask(online, online.channel, 2)
        assert "Nothing yet" in (await self.gaps(online)).content
        await self.people_ask(online, online.channel, 1)
        reply = await self.gaps(online)
        assert "**okonomiyaki:** 3 people" in reply.content
        assert "okonomiyaki" in labels(reply)

    async def test_a_mention_counts_as_well(self, online: Online) -> None:
        await self.people_ask(online, online.channel, 2)
        await online.discord.say(online.alice, online.channel, f"<@bot> {GAP}")
        await online.discord.next_message(online.channel)
        await counted(online.client)
        assert "okonomiyaki" in (await self.gaps(online)).content

    async def test_a_button_gives_the_stub_as_a_file_to_the_asker(self, online: Online) -> None:
        await self.people_ask(online, online.channel)
        stub = await online.discord.click(online.owner, await self.gaps(online), label="okonomiyaki")
        assert stub.ephemeral
        (file,) = private_message(stub).attachments
        assert file.filename == "okonomiyaki.md"
        assert b'title: "Okonomiyaki"' in file.content

    async def test_answered_questions_and_errors_leave_no_word(self, online: Online) -> None:
        await ask(online)
        await ask(online, question="?!?")
        await counted(online.client)
        assert rows(online.app.settings, "SELECT * FROM gap_terms") == []

    async def test_nothing_is_learned_in_direct_messages_private_channels_and_foreign_servers(
        self, online: Online
    ) -> None:
        traveller = online.discord.add_user("tara", installed=True)
        elsewhere = online.discord.add_guild("Elsewhere", bot=False)
        elsewhere.add_member(traveller)
        private = online.discord.private_channel(traveller, online.discord.add_user("theo"))
        direct = online.discord.dm(online.alice)
        await online.discord.slash(online.alice, direct, "ask", question=GAP)
        await online.discord.say(online.alice, direct, GAP)
        await online.discord.slash(traveller, private, "ask", question=GAP)
        await online.discord.slash(traveller, elsewhere.add_text_channel("general"), "ask", question=GAP)
        await online.discord.settle()
        await counted(online.client)
        usage = rows(online.app.settings, "SELECT place, guild_id FROM usage")
        assert len(usage) == 4
        assert {row["guild_id"] for row in usage} == {None}
        for table in ("gap_terms", "gap_words", "questions"):
            assert rows(online.app.settings, f"SELECT * FROM {table}") == []


async def test_help_says_whether_this_server_keeps_texts(online: Online) -> None:
    async def told() -> str:
        return (await online.discord.slash(online.alice, online.channel, "help")).content

    assert "Texts of questions asked in this server are not kept." in await told()
    await setup(online, keep_questions=True)
    assert "texts of questions asked here are kept" in await told()
    direct = await online.discord.slash(online.alice, online.discord.dm(online.alice), "help")
    assert "Texts of direct messages are never kept." in direct.content
