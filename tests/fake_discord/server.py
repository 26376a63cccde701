"""The fake Discord as a test sees it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.fake_discord import intents, openapi, permissions
from tests.fake_discord.channels import Channel
from tests.fake_discord.clock import Clock
from tests.fake_discord.errors import JSON
from tests.fake_discord.failures import Hold, Injection, rate_limited
from tests.fake_discord.gateway import Gateway
from tests.fake_discord.guilds import Guild
from tests.fake_discord.permissions import PermissionLike
from tests.fake_discord.records import Request, Violation
from tests.fake_discord.registry import Registry
from tests.fake_discord.rest import PREFIX, Rest, web_application
from tests.fake_discord.script import Script
from tests.fake_discord.users import User
from tests.fake_discord.world import World
from tests.launch.redirect import redirected

TOKEN = "ZmFrZQ.fake00.the-token-of-the-fake-discord"


class FakeDiscord(Script):
    """A loopback Discord: `async with FakeDiscord() as discord:`; leaving it fails after violations."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        clock: Clock | None = None,
        openapi: Path | None = None,
        heartbeat_interval: float = 41.25,
        patience: float = 30.0,
        redirect: bool = True,
        strict: bool = True,
    ) -> None:
        """Prepare a world with only a bot in it.

        clock: Unix seconds, for the 3-second rule, token life, nonces and ids; real time if None.
        openapi: Discord's API description, against which request bodies are checked if given.
        heartbeat_interval: seconds between heartbeats asked of the client.
        patience: real seconds that a script step waits for the bot.
        redirect: whether discord.py in this process is pointed here while the server runs.
        strict: whether leaving the `async with` block raises AssertionError for violations left over.
        """
        self.token = token
        self.clock: Clock = clock or time.time
        self.world = World(self.clock)
        self.bot = self.world.bot
        self.application = self.world.application
        self.registry = Registry(self.application.id, self.world.ids)
        self.gateway = Gateway(self.world, token, heartbeat_interval=heartbeat_interval)
        description = _load(openapi)
        self.rest = Rest(self.world, self.registry, token, description)
        self.rest.reads_content = self._reads_content
        self.patience = patience
        self.requests: list[Request] = self.rest.requests
        self.violations: list[Violation] = self.rest.violations
        self._redirect = redirect
        self._strict = strict
        self._runner: web.AppRunner | None = None
        self._port = 0
        self._redirection = ExitStack()
        self._seen: dict[int, int] = {}

    @property
    def api_base(self) -> str:
        """Return the REST base address, for `discord.http.Route.BASE`."""
        return f"http://127.0.0.1:{self._port}{PREFIX}"

    @property
    def gateway_url(self) -> str:
        """Return the Gateway address, for `DiscordWebSocket.DEFAULT_GATEWAY`."""
        return f"ws://127.0.0.1:{self._port}/gateway"

    @property
    def privileged_intents_allowed(self) -> bool:
        """Return whether the portal has the privileged intents on; if not, asking for one gets 4014."""
        return self.application.privileged_intents_allowed

    @privileged_intents_allowed.setter
    def privileged_intents_allowed(self, allowed: bool) -> None:
        self.application.privileged_intents_allowed = allowed

    async def __aenter__(self) -> Self:
        """Start serving and point discord.py here."""
        await self.start_serving()
        if self._redirect:
            self._redirection.enter_context(redirected(self.api_base, self.gateway_url))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop serving; AssertionError for violations left over, unless another error is under way."""
        self._redirection.close()
        await self.stop_serving()
        if kind is None and self._strict:
            self.assert_clean()

    async def start_serving(self) -> None:
        """Listen on 127.0.0.1, after `stop_serving` on the same port again."""
        app = web_application(self.rest, self.gateway.serve)
        self._runner = web.AppRunner(app, shutdown_timeout=0.5, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.rest.gateway_url = self.gateway_url
        self.gateway.resume_url = f"{self.gateway_url}/resume"

    async def stop_serving(self) -> None:
        """Go down: cut all connections, refuse new ones; sessions can be resumed after `start_serving`."""
        if self._runner is None:
            return
        runner, self._runner = self._runner, None
        self.rest.injections.release_all()
        self.gateway.drop()
        await runner.cleanup()

    def assert_clean(self) -> None:
        """AssertionError listing the violations, if there are any."""
        if self.violations:
            raise AssertionError("Discord would have refused:\n  " + "\n  ".join(map(str, self.violations)))

    @contextmanager
    def expect_violation(self, *, status: int | None = None, code: int | None = None) -> Iterator[list[Violation]]:
        """Take out the violations that happen within the block and match; AssertionError if none does."""
        found: list[Violation] = []
        before = len(self.violations)
        yield found
        for violation in self.violations[before:]:
            if (status is None or violation.status == status) and (code is None or violation.code == code):
                found.append(violation)
                self.violations.remove(violation)
        if not found:
            raise AssertionError(f"no violation with status={status} code={code} happened")

    def take_violations(self) -> list[Violation]:
        """Return the violations so far and forget them."""
        taken = list(self.violations)
        self.violations.clear()
        return taken

    def add_user(self, name: str, *, bot: bool = False, locale: str = "en-US", installed: bool = False) -> User:
        """Create a user; `installed` means that they added the application to their own account."""
        return self.world.add_user(name, bot=bot, locale=locale, installed=installed)

    def add_guild(
        self,
        name: str = "Harbour",
        *,
        owner: User | None = None,
        bot: bool = True,
        bot_permissions: PermissionLike = permissions.EVERYONE,
        locale: str = "en-US",
    ) -> Guild:
        """Create a server; unless `bot` is False the bot is in it, `bot_permissions` beyond @everyone's."""
        owner = owner or self.world.add_user(f"{name.lower()}-owner")
        guild = Guild(self.world, self.world.ids.next(), name, owner, locale)
        self.world.guilds[guild.id] = guild
        guild.add_member(owner)
        if bot:
            guild.add_bot(bot_permissions)
        return guild

    def dm(self, user: User) -> Channel:
        """Return the direct channel of `user` and the bot."""
        return self.world.direct(user, self.bot)

    def private_channel(self, *people: User) -> Channel:
        """Return a direct or group channel of people without the bot (context PRIVATE_CHANNEL)."""
        return self.world.direct(*people)

    async def wait_for_request(
        self,
        method: str,
        path_regex: str,
        *,
        count: int = 1,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> list[Request]:
        """Wait until `count` requests in all with this method and path have been answered; return them."""
        pattern = re.compile(path_regex)

        def found() -> list[Request]:
            return [
                request
                for request in self.requests
                if request.method == method and request.status is not None and pattern.search(request.path)
            ]

        patience = self.patience if timeout is None else timeout
        await self.world.changes.wait_for(lambda: len(found()) >= count, patience, f"{count} x {method} {path_regex}")
        return found()

    def fail_next(
        self,
        method: str,
        path_regex: str,
        status: int,
        body: JSON | None = None,
        times: int = 1,
        headers: dict[str, str] | None = None,
        *,
        performed: bool = False,
        retry_after: float = 0.05,
        scope: str = "user",
    ) -> Injection:
        """Let the next `times` requests fail that have `method` (or "*") and `path_regex` in their path.

        The path is what follows /api/v10. `performed` carries the request out first, as when only the answer
        is lost. Status 0 cuts the connection. A 429 gets Retry-After and a body with `retry_after` seconds by
        itself, of a `scope` that `failures.rate_limited` explains. Mind that discord.py repeats a request after
        500, 502, 504 and 524 (and one of an interaction after any 5xx), waiting a second and more in between.
        """
        if status == 429:
            limited, extra = rate_limited(retry_after, scope)
            body, headers = body or limited, extra | (headers or {})
        injection = Injection(method, re.compile(path_regex), times, status, body, headers or {}, performed)
        return self.rest.injections.add(injection)

    def delay_next(
        self, method: str, path_regex: str, seconds: float, times: int = 1, *, lag: float = 0.0
    ) -> Injection:
        """Let the next `times` requests wait `seconds` of real time before they are carried out, `lag` after it."""
        return self.rest.injections.add(Injection(method, re.compile(path_regex), times, delay=seconds, lag=lag))

    def hold_next(self, method: str, path_regex: str) -> Hold:
        """Let the next request wait until `release()` of the returned hold, whose `arrived` tells of it."""
        hold = Hold()
        self.rest.injections.add(Injection(method, re.compile(path_regex), hold=hold))
        return hold

    def _reads_content(self) -> bool:
        """Return whether message text is readable over REST.

        Discord goes by the portal's switch. This fake also asks that the client identified with the intent: a
        bot that does without it must not come to rely on a switch that its owner left on.
        """
        return self.privileged_intents_allowed and bool(self.gateway.intents & intents.MESSAGE_CONTENT)


def _load(path: Path | None) -> openapi.ApiDescription | None:
    return openapi.load(path) if path is not None else None
