"""The Gateway: identify, ready, heartbeats, events, resume.

Source: Discord documentation, events/gateway; opcodes and close codes: topics/opcodes-and-status-codes.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field

from aiohttp import web

from tests.fake_discord import intents
from tests.fake_discord.connection import Connection
from tests.fake_discord.errors import JSON
from tests.fake_discord.world import Event, World

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE_STATE, RESUME = 0, 1, 2, 3, 4, 6
RECONNECT, REQUEST_MEMBERS, INVALID_SESSION, HELLO, HEARTBEAT_ACK, SOUNDBOARD = 7, 8, 9, 10, 11, 31

UNKNOWN_OPCODE, DECODE_ERROR, NOT_AUTHENTICATED, AUTHENTICATION_FAILED = 4001, 4002, 4003, 4004
ALREADY_AUTHENTICATED, INVALID_SEQ, RATE_LIMITED, INVALID_INTENTS, DISALLOWED_INTENTS = 4005, 4007, 4008, 4013, 4014

#: Close codes after which a session cannot be resumed.
FATAL = {1000, 1001, 4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014}


@dataclass(eq=False)
class Session:
    """What survives a dropped connection: the intents, the sequence, and every event for a replay."""

    id: str
    intents: int
    events: list[JSON] = field(default_factory=list)
    connection: Connection | None = None
    #: Whether READY and the first GUILD_CREATEs have been queued.
    ready: bool = False

    def dispatch(self, name: str, data: JSON) -> None:
        """Send an event, or keep it for the replay while the client is away."""
        payload: JSON = {"op": DISPATCH, "t": name, "s": len(self.events) + 1, "d": deepcopy(data)}
        self.events.append(payload)
        if self.connection is not None:
            self.connection.send(payload)


class Gateway:
    """All connections and sessions, and the switches by which a test disturbs them."""

    def __init__(self, world: World, token: str, *, heartbeat_interval: float) -> None:
        """Serve `world` to a client that holds `token`; `heartbeat_interval` is in seconds."""
        self.heartbeat_interval = heartbeat_interval
        #: The address that READY gives for resuming; set once the server listens.
        self.resume_url = ""
        self.sessions: dict[str, Session] = {}
        self.connections: list[Connection] = []
        #: The `d` of every IDENTIFY and RESUME, and the query of every connection, in order.
        self.identifies: list[JSON] = []
        self.resumes: list[JSON] = []
        self.queries: list[dict[str, str]] = []
        self.presences: list[JSON] = []
        self.heartbeats = 0
        self.resumed = 0
        #: Whether each new connection is cut right after its HELLO.
        self.turns_away = False
        #: Close codes that the server sent on its own account, newest last.
        self.refusals: list[int] = []
        self._world = world
        self._token = token
        world.listeners.append(self.dispatch)

    @property
    def session(self) -> Session | None:
        """Return the session that is connected now, if any."""
        return next((found for found in reversed(self.sessions.values()) if found.connection), None)

    @property
    def intents(self) -> int:
        """Return the intents of the newest IDENTIFY, 0 before the first."""
        return int(self.identifies[-1].get("intents", 0)) if self.identifies else 0

    async def wait_ready(self, timeout: float = 10.0) -> None:  # noqa: ASYNC109 - see Changes.wait_for
        """Wait until a client was sent READY (or RESUMED) and its guilds and has read them; in seconds."""
        await self._world.changes.wait_for(
            lambda: self.session is not None and self.session.ready, timeout, "a client to become ready"
        )
        await self.roundtrip(timeout)

    async def wait_resumed(self, count: int = 1, timeout: float = 10.0) -> None:  # noqa: ASYNC109
        """Wait until `count` RESUMEs in all have been carried out; `timeout` in seconds."""
        await self._world.changes.wait_for(lambda: self.resumed >= count, timeout, f"resume number {count}")

    async def wait_disconnected(self, timeout: float = 10.0) -> None:  # noqa: ASYNC109
        """Wait until no client is connected; `timeout` in seconds."""
        await self._world.changes.wait_for(lambda: not self.connections, timeout, "the client to disconnect")

    def dispatch(self, event: Event) -> None:
        """Send `event` to each session whose intents cover it, without content that it may not read."""
        for session in self.sessions.values():
            if event.intent and not session.intents & event.intent:
                continue
            data = event.data
            if event.message is not None and not session.intents & intents.MESSAGE_CONTENT:
                data = intents.without_content(data, event.message, self._world.bot)
            session.dispatch(event.name, data)

    def close(self, code: int) -> None:
        """Close every connection with `code`; unless it is fatal the session can be resumed."""
        for connection in self.connections:
            connection.close(code)
        self._forget(code in FATAL)

    def reconnect(self) -> None:
        """Ask the client to reconnect and resume (opcode 7)."""
        for connection in self.connections:
            connection.send({"op": RECONNECT, "d": None})

    def invalidate(self, *, resumable: bool) -> None:
        """Tell the client that its session is invalid (opcode 9); it identifies anew unless `resumable`."""
        for connection in self.connections:
            connection.send({"op": INVALID_SESSION, "d": resumable})
        self._forget(not resumable)

    def silence(self) -> None:
        """Let every connection stay open and say nothing more, heartbeats unanswered; the session can be resumed."""
        for connection in self.connections:
            connection.silent = True

    def repeat(self, id_: int) -> None:
        """Deliver once more what brought the message or interaction `id_`, as a replay from too early would."""
        for session in self.sessions.values():
            brought = next(event for event in session.events if event["d"].get("id") == str(id_))
            if session.connection is not None:
                session.connection.send(brought)

    async def roundtrip(self, timeout: float = 5.0) -> None:  # noqa: ASYNC109
        """Ask every client for a heartbeat (opcode 1) and wait for it: it has then read all events before."""
        asked = [connection for connection in self.connections if not (connection.closing or connection.silent)]
        wanted = {connection: connection.heartbeats + 1 for connection in asked}
        for connection in asked:
            connection.send({"op": HEARTBEAT, "d": None})

        def answered() -> bool:
            return all(one.heartbeats >= count or one.closing for one, count in wanted.items())

        await self._world.changes.wait_for(answered, timeout, "the heartbeats asked for")

    def drop(self) -> None:
        """Cut every connection without a close frame; the session can be resumed."""
        for connection in self.connections:
            connection.abort()
        self._forget(False)

    def _forget(self, sessions_too: bool) -> None:
        for session in self.sessions.values():
            session.connection = None
        if sessions_too:
            self.sessions.clear()
        self._world.changes.notify()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one WebSocket until either side closes it."""
        socket = web.WebSocketResponse(compress=False, autoping=True, timeout=1.0)
        await socket.prepare(request)
        connection = Connection(request, socket)
        self.queries.append(connection.query)
        self.connections.append(connection)
        self._world.changes.notify()
        connection.send({"op": HELLO, "d": {"heartbeat_interval": int(self.heartbeat_interval * 1000)}})
        if self.turns_away:
            connection.close(4000)
        try:
            await self._read(connection)
        finally:
            self._gone(connection)
            await connection.finish()
        return socket

    def _gone(self, connection: Connection) -> None:
        self.connections.remove(connection)
        connection.closing = True
        for session in self.sessions.values():
            if session.connection is connection:
                session.connection = None
        self._world.changes.notify()

    async def _read(self, connection: Connection) -> None:
        while True:
            try:
                payload = await connection.receive()
            except ValueError:
                self._refuse(connection, DECODE_ERROR)
                continue
            if payload is None:
                return
            if connection.too_many:
                self._refuse(connection, RATE_LIMITED)
            else:
                self._handle(connection, payload)
            self._world.changes.notify()

    def _refuse(self, connection: Connection, code: int) -> None:
        self.refusals.append(code)
        connection.close(code)

    def _handle(self, connection: Connection, payload: JSON) -> None:
        op, data = payload.get("op"), payload.get("d")
        authenticated = any(session.connection is connection for session in self.sessions.values())
        if op == HEARTBEAT:
            self.heartbeats += 1
            connection.heartbeats += 1
            connection.send({"op": HEARTBEAT_ACK})
        elif op in (IDENTIFY, RESUME) and not isinstance(data, dict):
            self._refuse(connection, DECODE_ERROR)
        elif op in (IDENTIFY, RESUME) and authenticated:
            self._refuse(connection, ALREADY_AUTHENTICATED)
        elif op == IDENTIFY:
            self._identify(connection, data or {})
        elif op == RESUME:
            self._resume(connection, data or {})
        elif not authenticated:
            self._refuse(connection, NOT_AUTHENTICATED)
        elif op == PRESENCE:
            self.presences.append(data or {})
        elif op == REQUEST_MEMBERS:
            self._members(connection, data or {})
        elif op not in (VOICE_STATE, SOUNDBOARD):
            self._refuse(connection, UNKNOWN_OPCODE)

    def _identify(self, connection: Connection, data: JSON) -> None:
        self.identifies.append(data)
        wanted = data.get("intents")
        if data.get("token") != self._token:
            self._refuse(connection, AUTHENTICATION_FAILED)
        elif not isinstance(wanted, int) or wanted & ~intents.KNOWN:
            self._refuse(connection, INVALID_INTENTS)
        elif wanted & intents.PRIVILEGED and not self._world.application.privileged_intents_allowed:
            self._refuse(connection, DISALLOWED_INTENTS)
        else:
            self._ready(connection, wanted)

    def _ready(self, connection: Connection, wanted: int) -> None:
        session = Session(f"{self._world.ids.next():x}", wanted, connection=connection)
        self.sessions[session.id] = session
        guilds = [guild for guild in self._world.guilds.values() if self._world.bot.id in guild.members]
        application = self._world.application
        ready: JSON = {
            "v": 10,
            "user": self._world.bot.payload() | {"verified": True, "mfa_enabled": False, "email": None, "flags": 0},
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self.resume_url,
            "private_channels": [],
            "application": {"id": str(application.id), "flags": application.flags},
        }
        session.dispatch("READY", ready)
        for guild in guilds:
            if wanted & intents.GUILDS and not guild.unavailable:
                session.dispatch("GUILD_CREATE", guild.payload())
        session.ready = True

    def _resume(self, connection: Connection, data: JSON) -> None:
        self.resumes.append(data)
        session = self.sessions.get(str(data.get("session_id")))
        seq = data.get("seq")
        if data.get("token") != self._token:
            self._refuse(connection, AUTHENTICATION_FAILED)
        elif session is None:
            connection.send({"op": INVALID_SESSION, "d": False})
        elif not isinstance(seq, int) or not 0 <= seq <= len(session.events):
            self._refuse(connection, INVALID_SEQ)
        else:
            session.connection = connection
            for event in session.events[seq:]:
                connection.send(event)
            session.dispatch("RESUMED", {})
            self.resumed += 1

    def _members(self, connection: Connection, data: JSON) -> None:
        """Answer opcode 8; without the members intent only named users may be asked for."""
        guild = self._world.guilds.get(int(data.get("guild_id") or 0))
        session = next(found for found in self.sessions.values() if found.connection is connection)
        if guild is None or not guild.bot_present:
            return
        everyone = session.intents & intents.GUILD_MEMBERS
        wanted = {int(id_) for id_ in data.get("user_ids") or []}
        query = str(data.get("query") or "")
        members = [
            member.payload()
            for member in guild.members.values()
            if member.user.id in wanted or (everyone and not wanted and member.user.name.startswith(query))
        ]
        chunk: JSON = {"guild_id": str(guild.id), "members": members, "chunk_index": 0, "chunk_count": 1}
        chunk |= {"not_found": [], "nonce": data.get("nonce")}
        session.dispatch("GUILD_MEMBERS_CHUNK", chunk)
