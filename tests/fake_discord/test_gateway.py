"""The Gateway: identify, resume, compression, close codes, and the events of a changing world."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord
import pytest

from tests.fake_discord import FakeDiscord, ManualClock, Permission
from tests.fake_discord.demo_client import INTENTS, DemoClient, online, stage


class Wire:
    """A bare Gateway client, for what discord.py never does."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, compress: str | None) -> None:
        """Read from `socket`, which was opened with this `compress` parameter."""
        self.socket = socket
        self._inflate: Callable[[bytes], bytes] | None = None
        if compress == "zlib-stream":
            self._inflate = zlib.decompressobj().decompress
        elif compress == "zstd-stream":
            self._inflate = pytest.importorskip("zstandard").ZstdDecompressor().decompressobj().decompress

    async def receive(self) -> Any:  # noqa: ANN401 - a Gateway payload
        """Return the next payload, or the close code as an integer."""
        message = await self.socket.receive(timeout=5)
        if message.type is aiohttp.WSMsgType.CLOSE:
            return message.data
        raw = message.data if self._inflate is None else self._inflate(message.data)
        return json.loads(raw)

    async def until(self, event: str) -> list[Any]:
        """Return all payloads up to the first with this event name."""
        seen = [await self.receive()]
        while seen[-1]["t"] != event:
            seen.append(await self.receive())
        return seen

    async def send(self, op: int, data: object) -> None:
        """Send one payload."""
        await self.socket.send_json({"op": op, "d": data})


@asynccontextmanager
async def wire(fake: FakeDiscord, compress: str | None = None, *, hello: bool = True) -> AsyncIterator[Wire]:
    """Connect to the Gateway of `fake` and take its HELLO."""
    query = {"v": "10", "encoding": "json"} | ({"compress": compress} if compress else {})
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(fake.gateway_url, params=query) as socket,
    ):
        client = Wire(socket, compress)
        if hello:
            assert (await client.receive())["op"] == 10
        yield client


def identify(fake: FakeDiscord, intents: int = INTENTS.value, **extra: object) -> dict[str, object]:
    """Return the data of an IDENTIFY."""
    return {"token": fake.token, "intents": intents, "properties": {}} | extra


@pytest.mark.parametrize("compress", [None, "zlib-stream", "zstd-stream"])
async def test_ready_and_guilds_in_each_compression(compress: str | None) -> None:
    """READY names the guilds as unavailable; GUILD_CREATE follows, over one compressed stream."""
    async with FakeDiscord() as fake, wire(fake, compress) as client:
        guild = fake.add_guild("Harbour")
        await client.send(2, identify(fake))
        ready, created = await client.until("GUILD_CREATE")
        assert ready["d"]["guilds"] == [{"id": str(guild.id), "unavailable": True}]
        assert created["d"]["name"] == "Harbour"
        assert [ready["s"], created["s"]] == [1, 2]


async def test_discord_py_asks_for_a_compressed_stream() -> None:
    """The real client was read correctly although it asked for compression."""
    async with stage() as s:
        wanted = discord.utils._ActiveDecompressionContext.COMPRESSION_TYPE
        assert s.discord.gateway.queries[0]["compress"] == wanted


@pytest.mark.parametrize(
    ("op", "data", "code"),
    [
        (2, {"token": "wrong", "intents": 1}, 4004),
        (2, {"intents": "all"}, 4013),
        (2, {"intents": 1 << 40}, 4013),
        (2, None, 4002),
        (3, {}, 4003),
    ],
)
async def test_bad_payloads_close_the_connection(op: int, data: dict[str, object] | None, code: int) -> None:
    """Each mistake gets its documented close code."""
    async with FakeDiscord() as fake, wire(fake) as client:
        await client.send(op, {"token": fake.token, **data} if data is not None else None)
        assert await client.receive() == code


async def test_identifying_twice_and_unknown_opcodes() -> None:
    """A second IDENTIFY closes with 4005, an unknown opcode with 4001."""
    async with FakeDiscord() as fake:
        for op, code in ((2, 4005), (99, 4001)):
            async with wire(fake) as client:
                await client.send(2, identify(fake))
                assert (await client.receive())["t"] == "READY"
                await client.send(op, identify(fake))
                assert await client.receive() == code


async def test_too_long_and_too_many_payloads() -> None:
    """More than 4,096 bytes close with 4002, more than 120 payloads a minute with 4008."""
    async with FakeDiscord() as fake:
        async with wire(fake) as client:
            await client.send(2, identify(fake, padding="x" * 4096))
            assert await client.receive() == 4002
        async with wire(fake) as client:
            await client.send(2, identify(fake))
            assert (await client.receive())["t"] == "READY"
            for _ in range(120):
                await client.send(3, {})
            assert await client.receive() == 4008


async def test_heartbeats_are_acknowledged() -> None:
    """A heartbeat gets opcode 11; discord.py keeps its rhythm."""
    async with stage(heartbeat_interval=0.02) as s:
        await s.discord.world.changes.wait_for(lambda: s.discord.gateway.heartbeats > 3, 5, "heartbeats")
        assert s.client.latency < 5


async def test_disallowed_intents_close_with_4014() -> None:
    """A privileged intent that the portal has switched off ends the client."""
    async with FakeDiscord() as fake:
        fake.privileged_intents_allowed = False
        client = DemoClient(ManualClock(), intents=INTENTS | discord.Intents(message_content=True))
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await client.start(fake.token)
        await client.close()
        assert fake.gateway.refusals == [4014]
        assert client.application_flags.gateway_message_content_limited is False


@pytest.mark.parametrize("how", ["drop", "close", "reconnect", "invalidate"])
async def test_missed_events_are_replayed_on_resume(how: str) -> None:
    """However the connection was lost, what happened meanwhile arrives once, in order."""
    async with stage() as s:
        await s.discord.say(s.alice, s.channel, "<@bot> before")
        await s.discord.next_message(s.channel)
        gateway = s.discord.gateway
        lose: dict[str, Callable[[], None]] = {
            "drop": gateway.drop,
            "close": lambda: gateway.close(4000),
            "reconnect": gateway.reconnect,
            "invalidate": lambda: gateway.invalidate(resumable=True),
        }
        lose[how]()
        await s.discord.say(s.alice, s.channel, "<@bot> while away")
        await gateway.wait_resumed()
        assert (await s.discord.next_message(s.channel)).content.endswith("while away")
        await s.discord.settle()
        assert [message.content[-4:] for message in s.client.heard] == ["fore", "away"]
        assert s.client.resumes == 1
        assert len(gateway.identifies) == 1


async def test_invalid_session_makes_the_client_identify_anew() -> None:
    """Opcode 9 with false: events in between are lost, and a new session begins."""
    async with stage() as s:
        s.discord.gateway.invalidate(resumable=False)
        await s.discord.say(s.alice, s.channel, "<@bot> lost")
        await s.discord.gateway.wait_ready()
        assert len(s.discord.gateway.identifies) == 2
        assert (await s.discord.slash(s.alice, s.channel, "echo", text="back")).content == "back"
        assert s.client.heard == []


async def test_resuming_an_unknown_session_or_the_future() -> None:
    """An unknown session is invalid; a sequence number from the future closes with 4007."""
    async with FakeDiscord() as fake:
        async with wire(fake) as client:
            await client.send(6, {"token": fake.token, "session_id": "nope", "seq": 1})
            assert await client.receive() == {"op": 9, "d": False}
            await client.send(2, identify(fake))
            ready = await client.receive()
        async with wire(fake) as client:
            await client.send(6, {"token": fake.token, "session_id": ready["d"]["session_id"], "seq": 99})
            assert await client.receive() == 4007


async def test_going_down_and_coming_back() -> None:
    """After `stop_serving` nothing can be reached; after `start_serving` the session can be resumed."""
    async with FakeDiscord() as fake:
        guild = fake.add_guild()
        channel = guild.add_text_channel("general")
        async with wire(fake) as client:
            await client.send(2, identify(fake))
            ready = (await client.until("GUILD_CREATE"))[0]
            await fake.stop_serving()
            assert (await client.socket.receive()).type in (
                aiohttp.WSMsgType.CLOSED,
                aiohttp.WSMsgType.CLOSE,
                aiohttp.WSMsgType.ERROR,
            )
        with pytest.raises(aiohttp.ClientConnectorError):
            async with wire(fake):
                pass
        await fake.say(guild.owner, channel, "anyone there?")
        await fake.start_serving()
        async with wire(fake) as client:
            await client.send(6, {"token": fake.token, "session_id": ready["d"]["session_id"], "seq": 2})
            events = [payload["t"] for payload in await client.until("RESUMED")]
        assert events == ["MESSAGE_CREATE", "RESUMED"]


async def test_events_follow_the_intents() -> None:
    """Without the direct-message intent none comes; interactions need no intent."""
    async with stage(intents=discord.Intents(guilds=True, guild_messages=True)) as s:
        await s.discord.say(s.alice, s.discord.dm(s.alice), "hello?")
        await s.discord.settle()
        assert s.client.heard == []
        assert (await s.discord.slash(s.alice, s.channel, "echo", text="yes")).content == "yes"


async def test_joining_outage_and_removal_of_a_guild() -> None:
    """The client sees guilds come, become unavailable, return, and go."""
    async with stage() as s:
        await s.client.wait_until_ready()
        events: list[str] = []
        for name in ("guild_join", "guild_unavailable", "guild_available", "guild_remove"):
            s.client.event(_noting(f"on_{name}", events))
        other = s.discord.add_guild("Other")
        other.start_outage()
        other.end_outage()
        other.remove_bot()
        await s.discord.settle()
        assert events == ["guild_join", "guild_unavailable", "guild_available", "guild_remove"]


def _noting(name: str, events: list[str]) -> Any:  # noqa: ANN401 - discord.py's type of an event handler
    async def note(_: discord.Guild) -> None:
        events.append(name.removeprefix("on_"))

    note.__name__ = name
    return note


async def test_unseen_channels_are_silent() -> None:
    """What is written where the bot cannot look never reaches it; overwrites reach its cache."""
    async with stage() as s:
        s.channel.set_overwrite(s.guild.everyone, deny=Permission.VIEW_CHANNEL)
        await s.discord.say(s.guild.owner, s.channel, "<@bot> psst")
        await s.discord.settle()
        assert s.client.heard == []
        channel = s.client.get_channel(s.channel.id)
        assert isinstance(channel, discord.TextChannel)
        assert not channel.permissions_for(channel.guild.me).view_channel


async def test_forum_posts_arrive_with_their_title() -> None:
    """A forum post is a thread, then a message whose text is withheld; the title is not."""
    async with stage() as s:
        forum = s.guild.add_forum("help", tags=["question"])
        thread = await s.discord.open_post(s.alice, forum, "Who orders the backlog?", tags=["question"])
        await s.discord.settle()
        seen = s.client.get_channel(thread.id)
        assert isinstance(seen, discord.Thread)
        assert (seen.name, [tag.name for tag in seen.applied_tags]) == (
            "Who orders the backlog?",
            ["question"],
        )
        with pytest.raises(discord.Forbidden, match="40058"):
            await seen.send("too early")
        await s.discord.start_post(s.alice, thread, "I wonder.")
        await s.discord.settle()
        assert s.client.heard[0].content == ""
        await seen.send("The Product Owner.")
        assert (await s.discord.next_message(thread)).content == "The Product Owner."


async def test_reactions_edits_and_deletions_arrive() -> None:
    """A user's reaction, edit and deletion become events."""
    async with stage(intents=INTENTS | discord.Intents(guild_reactions=True, message_content=True)) as s:
        said = await s.discord.say(s.alice, s.channel, "one")
        reaction = asyncio.ensure_future(s.client.wait_for("raw_reaction_add", timeout=5))
        edit = asyncio.ensure_future(s.client.wait_for("message_edit", timeout=5))
        deletion = asyncio.ensure_future(s.client.wait_for("message_delete", timeout=5))
        await s.discord.settle()
        await s.discord.react(s.alice, said, "👍")
        await s.discord.edit(said, "two")
        await s.discord.delete(said)
        reacted, (before, after), deleted = await reaction, await edit, await deletion
        assert (str(reacted.emoji), reacted.user_id) == ("👍", s.alice.id)
        assert (before.content, after.content, deleted.id) == ("one", "two", said.id)


async def test_members_can_be_asked_for_by_id() -> None:
    """Opcode 8 with user ids needs no privileged intent."""
    async with stage() as s:
        guild = s.client.get_guild(s.guild.id)
        assert guild is not None
        found = await guild.query_members(user_ids=[s.alice.id])
        assert [member.name for member in found] == ["alice"]


async def test_a_second_client_gets_its_own_session() -> None:
    """Two clients online at once both receive events."""
    async with stage() as s:
        other = DemoClient(s.clock)
        async with online(other, s.discord):
            await s.discord.world.changes.wait_for(lambda: len(s.discord.gateway.sessions) == 2, 5, "both")
            await s.discord.say(s.alice, s.channel, "hello")
            await s.discord.settle()
            assert len(s.client.heard) == len(other.heard) == 1
