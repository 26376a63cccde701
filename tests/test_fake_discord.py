"""The fake Discord does to a real discord.py client what Discord does: commands, components, messages."""

from __future__ import annotations

import asyncio

import discord
import pytest

from tests.fake_discord import TOKEN, FakeDiscord, ManualClock, NoResponse, Permission
from tests.fake_discord.demo_client import INTENTS, TOPICS, DemoClient, online, stage


async def test_login_syncs_the_commands_and_learns_the_guild() -> None:
    """A client logs in, registers its commands and sees guild, channel and its own member."""
    async with stage() as s:
        names = {command["name"] for command in s.discord.registry.scopes[None]}
        assert {"echo", "tips", "Answer this"} <= names
        await s.client.wait_until_ready()
        guild = s.client.get_guild(s.guild.id)
        assert guild is not None
        assert guild.name == "Harbour"
        assert guild.me.guild_permissions.send_messages
        assert [channel.name for channel in guild.text_channels] == ["general"]
        fetched = await s.client.tree.fetch_commands()
        assert {command.name for command in fetched} == names


async def test_syncing_again_keeps_the_ids() -> None:
    """A command that stays the same keeps id and version; a changed one keeps its id."""
    async with stage() as s:
        before = {command["name"]: command["id"] for command in s.discord.registry.scopes[None]}
        synced = await s.client.tree.sync()
        assert {command.name: str(command.id) for command in synced} == before


async def test_a_wrong_token_is_refused_at_login() -> None:
    """The REST side answers 401 to another token."""
    async with FakeDiscord() as fake:
        client = DemoClient(ManualClock())
        async with client:
            with pytest.raises(discord.LoginFailure):
                await client.login("not-" + TOKEN)
        assert fake.requests[-1].status == 401


async def test_slash_command_answers_with_text() -> None:
    """A slash command is answered in the channel, by an ordinary visible message."""
    async with stage() as s:
        reply = await s.discord.slash(s.alice, s.channel, "echo", text="hello")
        assert reply.content == "hello"
        assert not reply.ephemeral
        assert not reply.deferred
        assert reply.first_response_ms < 3000
        assert reply.message in s.channel.messages.values()


async def test_ephemeral_answer_is_seen_by_the_asker_only() -> None:
    """An ephemeral answer has the flag, is not shown to others and cannot be fetched."""
    async with stage() as s:
        reply = await s.discord.slash(s.alice, s.channel, "echo", text="hush", private=True)
        assert reply.ephemeral
        assert reply.message is not None
        assert reply.message.viewer is s.alice
        await s.discord.no_message(s.channel, interactions=True)
        channel = s.client.get_partial_messageable(s.channel.id)
        with s.discord.expect_violation(code=10008), pytest.raises(discord.NotFound):
            await channel.fetch_message(reply.message.id)


async def test_defer_then_follow_up() -> None:
    """The first follow-up fills the deferred message and keeps its privacy; the second stands alone."""
    async with stage() as s:
        reply = await s.discord.slash(s.alice, s.channel, "slow", private=True)
        assert reply.deferred
        assert (reply.content, reply.ephemeral) == ("the answer", True)
        await s.discord.wait_for_request("POST", r"^/webhooks/", count=2)
        assert [message.content for message in reply.followups] == ["one more thing"]
        assert reply.followups[0].ephemeral


async def test_autocomplete() -> None:
    """Suggestions come back for what was typed."""
    async with stage() as s:
        choices = await s.discord.autocomplete(s.alice, s.channel, "topic", focused="name", name="pro")
        assert [choice.name for choice in choices] == TOPICS[:2]


async def test_button_edits_its_message() -> None:
    """A button press may change the message; disabled buttons and links cannot be pressed."""
    async with stage() as s:
        reply = await s.discord.slash(s.alice, s.channel, "panel")
        assert [button.label for button in reply.buttons] == ["Press", "Never", "Later", "Form", "Guide"]
        after = await s.discord.click(s.alice, reply, label="Press")
        assert after.updated
        assert after.message is reply.message
        assert reply.content == "pressed"
        with pytest.raises(AssertionError, match="disabled or a link"):
            await s.discord.click(s.alice, reply, custom_id="panel:never")
        with pytest.raises(AssertionError, match="0 components match"):
            await s.discord.click(s.alice, reply, label="Gone")


async def test_button_may_acknowledge_and_edit_later() -> None:
    """A deferred update is no answer by itself; the edit of @original changes the message."""
    async with stage() as s:
        reply = await s.discord.slash(s.alice, s.channel, "panel")
        after = await s.discord.click(s.alice, reply, label="Later")
        assert after.deferred
        await s.discord.wait_for_request("PATCH", r"/messages/@original$")
        assert reply.content == "edited later"


async def test_select() -> None:
    """A choice in a select menu reaches the bot, and only what is on offer can be chosen."""
    async with stage() as s:
        reply = await s.discord.slash(s.alice, s.channel, "panel")
        after = await s.discord.select(s.alice, reply, "panel:topic", ["Sprint Goal"])
        assert after.content == "Sprint Goal"
        assert after.message is not reply.message
        with pytest.raises(AssertionError, match="offers"):
            await s.discord.select(s.alice, reply, None, ["Velocity"])


async def test_modal() -> None:
    """A modal opens, is filled in by label or custom_id, and refuses what its limits forbid."""
    async with stage() as s:
        panel = await s.discord.slash(s.alice, s.channel, "panel")
        opened = await s.discord.click(s.alice, panel, label="Form")
        assert opened.modal is not None
        assert [field.label for field in opened.modal.fields] == ["Reason", "Mood"]
        with pytest.raises(AssertionError, match="1 to 50 characters"):
            await s.discord.submit(s.alice, opened, {"Reason": "x" * 51, "mood": "good"})
        with pytest.raises(AssertionError, match="offers"):
            await s.discord.submit(s.alice, opened, {"Reason": "too short"})
        after = await s.discord.submit(s.alice, opened, {"Reason": "too short", "mood": "good"})
        assert (after.content, after.ephemeral) == ("too short (good)", True)


async def test_components_v2() -> None:
    """A layout has its text in components, and the flag."""
    async with stage() as s:
        reply = await s.discord.slash(s.alice, s.channel, "layout")
        assert (reply.content, reply.text) == ("", "**Responsibilities**")
        assert reply.flags & 1 << 15


async def test_file_upload() -> None:
    """A multipart answer is parsed: text and file."""
    async with stage() as s:
        reply = await s.discord.slash(s.alice, s.channel, "chart")
        assert reply.content == "chart"
        assert reply.message is not None
        assert [(file.filename, file.content) for file in reply.message.attachments] == [("chart.png", b"PNG")]


async def test_context_menus() -> None:
    """Message and user commands get what they were used on, in full even without Message Content."""
    async with stage() as s:
        said = await s.discord.say(s.alice, s.channel, "who orders the backlog?")
        reply = await s.discord.message_menu(s.alice, said, "Answer this")
        assert reply.content == "re: who orders the backlog?"
        greeting = await s.discord.user_menu(s.alice, s.channel, s.alice, "Greet")
        assert greeting.content == "hello alice since 2026"


async def test_subcommand_with_a_channel() -> None:
    """A sub-command takes a resolved channel, from a member who may use it."""
    async with stage() as s:
        boss = s.discord.add_user("boss")
        s.guild.add_member(boss, permissions=Permission.MANAGE_GUILD)
        reply = await s.discord.slash(boss, s.channel, "tips schedule", where=s.channel)
        assert reply.content == f"tips in {s.channel.mention}"


async def test_what_discord_would_not_offer_cannot_be_invoked() -> None:
    """Unknown commands and options, missing or over-long values, and wrong places are refused to the test."""
    async with stage() as s:
        forum = s.guild.add_forum("help")
        dm = s.discord.dm(s.alice)
        slash = s.discord.slash
        refused = {
            "no command": slash(s.alice, s.channel, "nonsense"),
            "no option": slash(s.alice, s.channel, "echo", text="x", colour="red"),
            "are missing": slash(s.alice, s.channel, "echo"),
            "1 to 3000 characters": slash(s.alice, s.channel, "echo", text="x" * 3001),
            "not 7": slash(s.alice, s.channel, "echo", text=7),
            "default_member_permissions": slash(s.alice, s.channel, "tips schedule", where=s.channel),
            "needs a sub-command": slash(s.alice, s.channel, "tips", force=True),
            "channel types": slash(s.alice, s.channel, "tips schedule", force=True, where=forum),
            "not available in": slash(s.alice, dm, "tips schedule", force=True, where=s.channel),
            "no autocomplete": s.discord.autocomplete(s.alice, s.channel, "echo", focused="text"),
        }
        for reason, attempt in refused.items():
            with pytest.raises(AssertionError, match=reason):
                await attempt


async def test_force_skips_permissions_only() -> None:
    """With `force` a member without the permission reaches the bot, whose own check is then what counts."""
    async with stage() as s:
        reply = await s.discord.slash(s.alice, s.channel, "tips schedule", force=True, where=s.channel)
        assert reply.ephemeral


async def test_user_install_reaches_other_places() -> None:
    """Who installed the application can use it where the bot is not, privately if the server says so."""
    async with stage() as s:
        bob = s.discord.add_user("bob", installed=True)
        elsewhere = s.discord.add_guild("Elsewhere", bot=False)
        lobby = elsewhere.add_text_channel("lobby")
        elsewhere.add_member(bob)
        reply = await s.discord.slash(bob, lobby, "echo", text="hi")
        assert not reply.ephemeral
        elsewhere.set_permissions(
            elsewhere.everyone, int(elsewhere.everyone.permissions) & ~Permission.USE_EXTERNAL_APPS
        )
        assert (await s.discord.slash(bob, lobby, "echo", text="hi")).ephemeral
        private = s.discord.private_channel(s.alice, bob)
        assert (await s.discord.slash(bob, private, "echo", text="psst")).content == "psst"
        with pytest.raises(AssertionError, match="installed neither"):
            await s.discord.slash(s.alice, private, "echo", text="psst")


async def test_mention_is_answered_by_a_reply() -> None:
    """A mention carries its text without the intent; the answer is a reply that pings nobody."""
    async with stage() as s:
        said = await s.discord.say(s.alice, s.channel, "<@bot> who owns the backlog?")
        answer = await s.discord.next_message(s.channel)
        assert answer.content == f"You said: {s.discord.bot.mention} who owns the backlog?"
        assert answer.reply_to is said
        assert answer.mentions == []


async def test_direct_message_is_answered() -> None:
    """Direct messages carry their text, and nothing else is needed to answer."""
    async with stage() as s:
        await s.discord.say(s.alice, s.discord.dm(s.alice), "hello there")
        answer = await s.discord.next_message(s.discord.dm(s.alice))
        assert answer.content == "You said: hello there"


async def test_text_is_withheld_without_the_intent() -> None:
    """Without Message Content a message is empty unless it mentions the bot, if by a pinging reply."""
    async with stage() as s:
        await s.discord.say(s.alice, s.channel, "<@bot> first")
        ordinary = await s.discord.next_message(s.channel)
        slash = await s.discord.slash(s.alice, s.channel, "echo", text="from a command")
        await s.discord.say(s.alice, s.channel, "nobody in particular")
        await s.discord.say(s.alice, s.channel, "pinging reply", reply_to=ordinary)
        await s.discord.say(s.alice, s.channel, "silent reply", reply_to=ordinary, ping=False)
        await s.discord.say(s.alice, s.channel, "reply to a slash answer", reply_to=slash.message)
        await s.discord.settle()
        assert [message.content for message in s.client.heard[1:]] == ["", "pinging reply", "", ""]


async def test_text_is_delivered_with_the_intent() -> None:
    """With Message Content every message comes with its text, over REST too."""
    async with stage(intents=INTENTS | discord.Intents(message_content=True)) as s:
        await s.discord.say(s.alice, s.channel, "nobody in particular")
        await s.discord.settle()
        assert s.client.heard[0].content == "nobody in particular"
        channel = s.client.get_partial_messageable(s.channel.id)
        assert [message.content async for message in channel.history()] == ["nobody in particular"]


async def test_nonce_is_not_sent_twice() -> None:
    """The same nonce within a few minutes returns the first message; later it makes a new one."""
    async with stage() as s:
        channel = s.client.get_partial_messageable(s.channel.id)
        first = await channel.send("tip", nonce="tip-2026-11-23")
        again = await channel.send("tip", nonce="tip-2026-11-23")
        assert again.id == first.id
        s.clock.advance(600)
        assert (await channel.send("tip", nonce="tip-2026-11-23")).id != first.id
        assert len(s.discord.bot_messages(s.channel)) == 2


async def test_three_second_rule() -> None:
    """An answer within three seconds counts; a later one gets 10062 and the user sees nothing."""
    async with stage() as s:
        assert (await s.discord.slash(s.alice, s.channel, "late", seconds=2.9)).content == "sorry"
        with s.discord.expect_violation(status=404, code=10062):
            reply = await s.discord.slash(s.alice, s.channel, "late", seconds=3.1, until="sent")
            await s.discord.wait_for_request("POST", "/callback$", count=2)
        assert not reply.answered
        await s.discord.settle()
        assert isinstance(s.client.errors[0], discord.NotFound)


async def test_no_answer_is_reported() -> None:
    """A step without an answer fails and names what was refused meanwhile."""
    async with stage() as s:
        with s.discord.expect_violation(code=10062), pytest.raises(NoResponse, match="10062"):
            await s.discord.slash(s.alice, s.channel, "late", seconds=4, timeout=0.2)


async def test_second_response_is_refused() -> None:
    """An interaction is acknowledged once."""
    async with stage() as s:
        with s.discord.expect_violation(status=400, code=40060):
            reply = await s.discord.slash(s.alice, s.channel, "twice")
            await s.discord.wait_for_request("POST", "/callback$", count=2)
        assert reply.content == "first"


async def test_over_long_content_is_refused_and_fails_the_test() -> None:
    """2,001 characters get 50035; leaving the fake then raises."""

    async def answer_at_length() -> None:
        async with stage() as s:
            await s.discord.slash(s.alice, s.channel, "echo", text="x" * 2001, until="sent")
            await s.discord.wait_for_request("POST", "/callback$")
            assert [violation.code for violation in s.discord.violations] == [50035]

    with pytest.raises(AssertionError, match="2000 or fewer in length"):
        await answer_at_length()


async def test_two_clients_one_after_the_other() -> None:
    """A restarted bot still answers buttons of before."""
    async with stage() as s:
        reply = await s.discord.slash(s.alice, s.channel, "panel")
        await s.client.close()
        await s.discord.gateway.wait_disconnected()
        async with online(DemoClient(s.clock), s.discord):
            await asyncio.wait_for(s.discord.click(s.alice, reply, label="Press"), 5)
        assert reply.content == "pressed"
