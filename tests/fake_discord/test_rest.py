"""The REST side: refusals, permissions, injected failures, and the life of an interaction's token."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord
import pytest

from tests.fake_discord import FakeDiscord, ManualClock, Permission
from tests.fake_discord.demo_client import OPENAPI, stage, topic
from tests.fake_discord.openapi import load


class Api:
    """Bare REST requests, for what discord.py never sends."""

    def __init__(self, fake: FakeDiscord, session: aiohttp.ClientSession) -> None:
        """Send to `fake` through `session`."""
        self._fake = fake
        self._session = session

    async def __call__(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Send a request with the bot's token; return status and body."""
        headers = {"Authorization": f"Bot {self._fake.token}"}
        url = self._fake.api_base + path
        async with self._session.request(method, url, json=body, headers=headers) as answer:
            return answer.status, await answer.json() if answer.status != 204 else None


@asynccontextmanager
async def api() -> AsyncIterator[tuple[FakeDiscord, Api]]:
    """Serve a fake whose violations the test looks at itself."""
    async with FakeDiscord(clock=ManualClock(), strict=False) as fake, aiohttp.ClientSession() as session:
        yield fake, Api(fake, session)


async def test_errors_look_like_discords() -> None:
    """A refused body names field, code and sentence; the refusal is recorded."""
    async with api() as (fake, call):
        channel = fake.add_guild().add_text_channel("general")
        status, body = await call("POST", f"/channels/{channel.id}/messages", {"content": "x" * 2001})
        error = {"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 2000 or fewer in length."}
        assert status == 400
        assert body == {
            "code": 50035,
            "message": "Invalid Form Body",
            "errors": {"content": {"_errors": [error]}},
        }
        assert [violation.code for violation in fake.violations] == [50035]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/channels/1", 404, 10003),
        ("GET", "/channels/{channel}/messages/1", 404, 10008),
        ("GET", "/guilds/1", 404, 10004),
        ("GET", "/users/1", 404, 10013),
        ("GET", "/channels/{channel}/messages?limit=101", 400, 50035),
        ("PUT", "/channels/{channel}/messages/{message}/reactions/x/@me", 400, 10014),
        ("PATCH", "/channels/{channel}/messages/{message}", 403, 50005),
        ("DELETE", "/channels/{channel}/messages/{message}", 403, 50013),
        ("POST", "/channels/{channel}/messages", 400, 50109),
        ("PUT", "/applications/1/commands", 403, 20012),
        ("POST", "/webhooks/{application}/nope", 404, 10015),
        ("POST", "/interactions/1/nope/callback", 404, 10062),
        ("GET", "/no/such/route", 404, 0),
    ],
)
async def test_refusals(method: str, path: str, status: int, code: int) -> None:
    """Each refusal has Discord's status and code, and is a violation."""
    async with api() as (fake, call):
        guild = fake.add_guild()
        channel = guild.add_text_channel("general")
        said = await fake.say(guild.owner, channel, "hello")
        path = path.format(channel=channel.id, message=said.id, application=fake.application.id)
        got, body = await call(method, path, {"content": "x"} if method == "PATCH" else None)
        assert (got, body["code"]) == (status, code)
        assert [violation.status for violation in fake.violations] == [status]


async def test_another_token_is_refused_everywhere() -> None:
    """Without the bot's token every other route answers 401."""
    async with api() as (fake, _), aiohttp.ClientSession() as session:
        async with session.get(fake.api_base + "/gateway/bot") as answer:
            assert answer.status == 401
        assert fake.violations[0].status == 401


async def test_taken_access_is_refused_without_a_violation() -> None:
    """What the test itself took away is refused and not held against the bot."""
    async with stage() as s:
        channel = s.client.get_partial_messageable(s.channel.id)
        s.channel.make_unwritable()
        with pytest.raises(discord.Forbidden, match="50013"):
            await channel.send("hello")
        s.channel.make_invisible()
        with pytest.raises(discord.Forbidden, match="50001"):
            await channel.send("hello")
        s.channel.make_writable()
        await channel.send("hello")
        s.channel.remove()
        with pytest.raises(discord.NotFound, match="10003"):
            await channel.send("hello")
        assert s.discord.violations == []


async def test_a_user_who_takes_no_direct_messages() -> None:
    """Sending to them gets 50007."""
    async with stage() as s:
        s.alice.accepts_dms = False
        user = await s.client.fetch_user(s.alice.id)
        with pytest.raises(discord.Forbidden, match="50007"):
            await user.send("psst")


async def test_missing_permissions_of_parts() -> None:
    """Embeds and files need permissions of their own, and that is the bot's to know."""
    async with stage() as s:
        s.channel.set_overwrite(s.discord.bot, deny=Permission.EMBED_LINKS)
        channel = s.client.get_partial_messageable(s.channel.id)
        with s.discord.expect_violation(code=50013), pytest.raises(discord.Forbidden):
            await channel.send(embed=discord.Embed(title="x"))


async def test_replying_to_what_is_gone() -> None:
    """A reply to a deleted message is refused unless the bot allows for it."""
    async with stage() as s:
        said = await s.discord.say(s.alice, s.channel, "hello")
        channel = s.client.get_partial_messageable(s.channel.id)
        target = channel.get_partial_message(said.id)
        await s.discord.delete(said)
        with s.discord.expect_violation(code=50035), pytest.raises(discord.HTTPException):
            await channel.send("hello", reference=target)
        sent = await channel.send("hello", reference=target.to_reference(fail_if_not_exists=False))
        assert sent.reference is None


async def test_only_allowed_mentions_ping() -> None:
    """Whom a message pings follows allowed_mentions; the default of a plain message is everyone it names."""
    async with stage() as s:
        channel = s.client.get_partial_messageable(s.channel.id)
        await channel.send(f"{s.alice.mention} @everyone")
        quiet = await s.discord.next_message(s.channel)
        assert (quiet.mentions, quiet.mention_everyone) == ([], False)
        await channel.send(s.alice.mention, allowed_mentions=discord.AllowedMentions(users=True))
        assert (await s.discord.next_message(s.channel)).mentions == [s.alice]


async def test_history_reactions_edits_and_typing() -> None:
    """The everyday requests of a client work."""
    async with stage() as s:
        channel = s.client.get_partial_messageable(s.channel.id)
        first = await channel.send("one")
        await first.add_reaction("👍")
        await first.edit(content="two")
        async with channel.typing():
            second = await channel.send("three")
        assert [message.content async for message in channel.history(oldest_first=True)] == ["two", "three"]
        assert [message.id async for message in channel.history(before=second)] == [first.id]
        fetched = await channel.fetch_message(first.id)
        assert [(str(reaction.emoji), reaction.me) for reaction in fetched.reactions] == [("👍", True)]
        await second.delete()
        assert [message.content for message in s.discord.bot_messages(s.channel)] == ["two"]


async def test_a_poll_comes_back_as_discord_shows_it() -> None:
    """The client can read the poll that it sent."""
    async with stage() as s:
        poll = discord.Poll("Tips at nine?", datetime.timedelta(hours=1)).add_answer(text="yes").add_answer(text="no")
        sent = await s.client.get_partial_messageable(s.channel.id).send(poll=poll)
        assert sent.poll is not None
        assert [answer.text for answer in sent.poll.answers] == ["yes", "no"]


async def test_what_the_client_can_ask_about_guilds() -> None:
    """Guilds, roles, channels, members; and leaving."""
    async with stage() as s:
        assert [guild.name async for guild in s.client.fetch_guilds()] == ["Harbour"]
        guild = await s.client.fetch_guild(s.guild.id)
        assert [role.name for role in await guild.fetch_roles()] == ["@everyone", "bot"]
        assert [channel.name for channel in await guild.fetch_channels()] == ["general"]
        assert (await guild.fetch_member(s.alice.id)).name == "alice"
        with s.discord.expect_violation(code=10007), pytest.raises(discord.NotFound):
            await guild.fetch_member(5)
        await guild.leave()
        assert not s.guild.bot_present


async def test_text_over_rest_follows_the_intent() -> None:
    """Without Message Content history shows who wrote, not what."""
    async with stage() as s:
        await s.discord.say(s.alice, s.channel, "secret")
        channel = s.client.get_partial_messageable(s.channel.id)
        assert [(message.author.name, message.content) async for message in channel.history()] == [("alice", "")]


async def test_rate_limit_is_obeyed() -> None:
    """After a 429 discord.py waits and repeats the request."""
    async with stage() as s:
        s.discord.fail_next("POST", r"/messages$", 429, retry_after=0.01)
        await s.client.get_partial_messageable(s.channel.id).send("hello")
        statuses = [request.status for request in s.discord.requests if request.path.endswith("/messages")]
        assert statuses == [429, 200]
        assert len(s.discord.bot_messages(s.channel)) == 1


async def test_a_failure_before_and_one_after_the_fact() -> None:
    """A failed request may or may not have been carried out; the nonce makes the repetition safe."""
    async with stage() as s:
        channel = s.client.get_partial_messageable(s.channel.id)
        for performed, left in ((False, 0), (True, 1)):
            s.discord.fail_next("POST", r"/messages$", 503, performed=performed)
            with pytest.raises(discord.DiscordServerError):
                await channel.send("tip", nonce="tip-1")
            assert len(s.discord.bot_messages(s.channel)) == left
        await channel.send("tip", nonce="tip-1")
        assert len(s.discord.bot_messages(s.channel)) == 1


async def test_a_cut_connection() -> None:
    """Status 0 drops the connection instead of answering."""
    async with stage() as s:
        s.discord.fail_next("POST", r"/messages$", 0)
        with pytest.raises(aiohttp.ClientError):
            await s.client.get_partial_messageable(s.channel.id).send("hello")
        assert s.discord.bot_messages(s.channel) == []


async def test_holding_and_delaying_a_request() -> None:
    """A held request waits for its release, a delayed one for its time."""
    async with stage() as s:
        hold = s.discord.hold_next("POST", r"/messages$")
        sending = asyncio.create_task(s.client.get_partial_messageable(s.channel.id).send("hello"))
        await hold.arrived.wait()
        assert s.discord.bot_messages(s.channel) == []
        hold.release()
        await sending
        s.discord.delay_next("POST", r"/messages$", 0.01)
        await s.client.get_partial_messageable(s.channel.id).send("hello again")
        assert len(s.discord.bot_messages(s.channel)) == 2


async def test_the_token_lives_fifteen_minutes() -> None:
    """Until then the answer can be edited, afterwards not."""
    async with stage() as s:
        reply = await s.discord.slash(s.alice, s.channel, "echo", text="hello")
        url = f"/webhooks/{s.discord.application.id}/{reply.interaction.token}/messages/@original"
        async with aiohttp.ClientSession() as session:
            call = Api(s.discord, session)
            s.clock.advance(899)
            assert (await call("PATCH", url, {"content": "edited"}))[0] == 200
            assert reply.content == "edited"
            s.clock.advance(2)
            with s.discord.expect_violation(status=401, code=50027):
                assert (await call("PATCH", url, {"content": "too late"}))[0] == 401


async def test_follow_ups_before_an_answer_and_beyond_five() -> None:
    """A follow-up needs a first response; where only the user installed the bot there are five at most."""
    async with stage() as s, aiohttp.ClientSession() as session:
        bob = s.discord.add_user("bob", installed=True)
        private = s.discord.private_channel(s.alice, bob)
        call = Api(s.discord, session)
        reply = await s.discord.slash(bob, private, "echo", text="hello")
        url = f"/webhooks/{s.discord.application.id}/{reply.interaction.token}"
        statuses = [(await call("POST", url, {"content": "more"}))[0] for _ in range(6)]
        assert statuses == [200] * 5 + [400]
        assert [violation.code for violation in s.discord.take_violations()] == [40094]
        hold = s.discord.hold_next("POST", "/callback$")
        waiting = await s.discord.slash(bob, private, "echo", text="hello", until="sent")
        url = f"/webhooks/{s.discord.application.id}/{waiting.interaction.token}"
        with s.discord.expect_violation(code=10015):
            assert (await call("POST", url, {"content": "too early"}))[0] == 404
        hold.release()
        await s.discord.settle_reply(waiting)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"type": 8, "data": {"choices": []}}, 50035),
        ({"type": 7, "data": {"content": "x"}}, 50035),
        ({"type": 5, "data": {"flags": 1 << 15}}, 50035),
        ({"type": 4, "data": {}}, 50006),
        ({"type": 9, "data": {"title": "t", "custom_id": "c", "components": []}}, 50035),
    ],
)
async def test_wrong_responses(body: dict[str, Any], code: int) -> None:
    """A command takes no suggestions, no update, nothing empty, and only EPHEMERAL on a deferral."""
    async with stage() as s, aiohttp.ClientSession() as session:
        hold = s.discord.hold_next("POST", "/callback$")
        reply = await s.discord.slash(s.alice, s.channel, "echo", text="hello", until="sent")
        await hold.arrived.wait()
        path = f"/interactions/{reply.interaction.id}/{reply.interaction.token}/callback"
        status, answer = await Api(s.discord, session)("POST", path, body)
        assert (status, answer["code"]) == (400, code)
        assert [violation.code for violation in s.discord.take_violations()] == [code]
        hold.release()
        await s.discord.settle_reply(reply)


@pytest.mark.parametrize(("count", "length"), [(26, 5), (1, 101)])
async def test_autocomplete_limits(count: int, length: int) -> None:
    """At most 25 suggestions of at most 100 characters."""
    async with stage() as s, aiohttp.ClientSession() as session:
        hold = s.discord.hold_next("POST", "/callback$")
        asking = asyncio.create_task(s.discord.autocomplete(s.alice, s.channel, "topic", focused="name"))
        await hold.arrived.wait()
        interaction = next(iter(s.discord.world.interactions.values()))
        choices = [{"name": "x" * length, "value": str(number)} for number in range(count)]
        path = f"/interactions/{interaction.id}/{interaction.token}/callback"
        body = {"type": 8, "data": {"choices": choices}}
        assert (await Api(s.discord, session)("POST", path, body))[0] == 400
        assert [violation.code for violation in s.discord.take_violations()] == [50035]
        hold.release()
        await asking


async def test_commands_of_one_guild() -> None:
    """A guild's commands are found there only, and can be listed, replaced and cleared."""
    async with stage() as s:
        place = discord.Object(s.guild.id)
        s.client.tree.clear_commands(guild=None)
        await s.client.tree.sync()
        s.client.tree.add_command(topic, guild=place)
        synced = await s.client.tree.sync(guild=place)
        assert await s.client.tree.fetch_commands(guild=place) == synced
        assert (await s.discord.slash(s.alice, s.channel, "topic", name="x")).content == "topic x"
        elsewhere = s.discord.add_guild("Elsewhere")
        with pytest.raises(AssertionError, match="no command"):
            await s.discord.slash(elsewhere.owner, elsewhere.add_text_channel("lobby"), "topic", name="x")
        s.client.tree.clear_commands(guild=place)
        assert await s.client.tree.sync(guild=place) == []


@pytest.mark.skipif(not OPENAPI.exists(), reason="Discord's API description lies beside the repository, if at all")
async def test_bodies_are_held_against_the_api_description() -> None:
    """A body that Discord's description does not allow is a violation that names route and place."""
    description = load(OPENAPI)
    route = ("POST", "/channels/{channel_id}/messages")
    assert description.errors(*route, {"content": "x", "message_reference": {"message_id": 5}}) == []
    assert description.errors(*route, {"content": 5})[0].startswith("$.content: ")
    wrong = {"content": "x", "components": [{"type": 1, "components": [{"type": 2, "style": 1, "label": 7}]}]}
    assert description.errors(*route, wrong)[0].startswith("$.components[0].components[0].label: ")
    async with FakeDiscord(openapi=OPENAPI, strict=False) as fake, aiohttp.ClientSession() as session:
        channel = fake.add_guild().add_text_channel("general")
        body = {"content": "x", "embeds": [{"title": "t", "color": None, "provider": 5}]}
        await Api(fake, session)("POST", f"/channels/{channel.id}/messages", body)
        assert "$.embeds[0].provider" in str(fake.violations[0])
        assert "/channels/{channel_id}/messages" in str(fake.violations[0])
