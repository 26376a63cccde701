"""The REST side: reads requests, finds the handler, writes everything down, and answers as Discord does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import BodyPartReader, web

from tests.fake_discord import routes_application, routes_channels, routes_interactions
from tests.fake_discord.calls import ROUTES, Call, Route
from tests.fake_discord.errors import JSON, ApiError
from tests.fake_discord.failures import Injection, Injections
from tests.fake_discord.limits import REQUEST, Upload
from tests.fake_discord.openapi import ApiDescription
from tests.fake_discord.records import Request, Violation
from tests.fake_discord.registry import Registry
from tests.fake_discord.world import World

__all__ = ["PREFIX", "Rest", "routes_application", "routes_channels", "routes_interactions"]

PREFIX = "/api/v10"


class Rest:
    """Serves the routes and keeps the records."""

    def __init__(self, world: World, registry: Registry, token: str, openapi: ApiDescription | None) -> None:
        """Serve `world` to a client that holds `token`, checking bodies against `openapi` if given."""
        self.requests: list[Request] = []
        self.violations: list[Violation] = []
        self.injections = Injections()
        self.gateway_url = ""
        #: Tells whether the connected client may read message text.
        self.reads_content: Callable[[], bool] = lambda: True
        self._world = world
        self._registry = registry
        self._token = token
        self._openapi = openapi

    @property
    def in_flight(self) -> int:
        """Return how many requests are being worked on."""
        return sum(request.status is None for request in self.requests)

    async def serve(self, incoming: web.Request) -> web.StreamResponse:
        """Answer one request."""
        request = Request(incoming.method, incoming.path.removeprefix(PREFIX), dict(incoming.query))
        request.path = incoming.rel_url.raw_path.removeprefix(PREFIX)
        request.at = self._world.clock()
        request.authorized = incoming.headers.get("Authorization") == f"Bot {self._token}"
        self.requests.append(request)
        try:
            answer = await self._answer(incoming, request)
        except BaseException:
            request.status = 0
            raise
        finally:
            self._world.changes.notify()
        return answer

    async def _answer(self, incoming: web.Request, request: Request) -> web.StreamResponse:
        await _read_body(incoming, request)
        injected = self.injections.take(request.method, request.path)
        if injected is not None:
            await asyncio.sleep(injected.delay)
            if injected.hold is not None:
                await injected.hold.wait()
        if injected is None or injected.status is None:
            status, body = self._perform(request)
            if injected is not None:
                await asyncio.sleep(injected.lag)
            return _response(request, status, body)
        if injected.performed:
            self._perform(request)
        return _failure(incoming, request, injected)

    def _perform(self, request: Request) -> tuple[int, Any]:
        """Carry the request out; return status and body, and record a refusal."""
        try:
            route, params = _route(request)
            call = Call(self._world, self._registry, request, params, self.gateway_url, self.reads_content())
            body = route.handler(call)
        except ApiError as error:
            if not error.arranged:
                self._violate(request, error.status, error.code, error.message, error.errors)
            return error.status, error.body
        except Exception as error:
            # A body so odd that a handler stumbles over it: the test must not go on as if all were well.
            self._violate(request, 500, 0, f"the fake could not carry this out: {error!r}", request.json)
            raise
        self._describe(route, request)
        return (204, None) if body is None else (200, body)

    def _describe(self, route: Route, request: Request) -> None:
        """Record where the body, though accepted here, strays from Discord's API description."""
        if self._openapi is None:
            return
        for problem in self._openapi.errors(route.method, route.template, request.json):
            self._violate(request, 400, 0, f"not in the API description of {route.template}", problem)

    def _violate(self, request: Request, status: int, code: int, message: str, detail: Any) -> None:  # noqa: ANN401
        self.violations.append(Violation(request.method, request.path, status, code, message, detail))


def _route(request: Request) -> tuple[Route, dict[str, str]]:
    """Return the route of a request and its parameters; raise 404 if there is none, 401 without its token.

    A literal template ("@original") stands before one with a parameter in that place.
    """
    matches = [
        (route, match.groupdict())
        for route in ROUTES
        if route.method == request.method and (match := route.pattern.fullmatch(request.path))
    ]
    if not matches:
        raise ApiError(404, 0, "404: Not Found")
    route, params = min(matches, key=lambda match: len(match[1]))
    if route.auth and not request.authorized:
        # The first request of a login is where a wrong token shows: expected, not a violation.
        raise ApiError(401, 0, "401: Unauthorized", arranged=route.template == "/users/@me")
    return route, params


async def _read_body(incoming: web.Request, request: Request) -> None:
    if incoming.content_type.startswith("multipart/"):
        await _read_multipart(incoming, request)
    elif raw := await incoming.read():
        try:
            request.json = json.loads(raw)
        except ValueError:
            request.json = None


async def _read_multipart(incoming: web.Request, request: Request) -> None:
    async for part in await incoming.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        content = bytes(await part.read(decode=True))
        if part.name == "payload_json":
            request.json = json.loads(content)
        else:
            kind = part.headers.get("Content-Type", "application/octet-stream")
            request.files.append(Upload(part.name or "", part.filename or "", content, kind))


def _response(
    request: Request,
    status: int,
    body: Any,  # noqa: ANN401 - JSON of any shape
    headers: dict[str, str] | None = None,
) -> web.Response:
    request.status, request.response = status, body
    if body is None:
        return web.Response(status=status, headers=headers)
    # discord.py parses a body only if the type is exactly "application/json", without a charset.
    raw = json.dumps(body, ensure_ascii=False).encode()
    return web.Response(status=status, body=raw, headers={"Content-Type": "application/json"} | (headers or {}))


def _failure(incoming: web.Request, request: Request, injected: Injection) -> web.Response:
    if injected.status == 0 and incoming.transport is not None:
        incoming.transport.abort()
    body: JSON = injected.body or {"message": f"{injected.status}: injected by the test", "code": 0}
    answer = _response(request, injected.status or 500, body, injected.headers)
    request.status = injected.status
    return answer


def web_application(rest: Rest, gateway: Callable[[web.Request], Any]) -> web.Application:
    """Return a fresh aiohttp application that serves both sides."""
    app = web.Application(client_max_size=REQUEST)
    app.router.add_get("/gateway", gateway)
    app.router.add_get("/gateway/resume", gateway)
    app.router.add_route("*", "/{path:.*}", rest.serve)
    return app
