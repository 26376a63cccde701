"""What the server writes down about each request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.fake_discord.limits import Upload


@dataclass(eq=False)
class Request:
    """One REST request and what became of it."""

    method: str
    #: Path after `/api/v10`, without the query.
    path: str
    query: dict[str, str]
    #: The JSON body; for a multipart request its `payload_json`.
    json: Any = None
    files: list[Upload] = field(default_factory=list)
    #: Whether the bot's own token came with it.
    authorized: bool = False
    #: HTTP status of the answer; None while it is under way, 0 when the connection was cut.
    status: int | None = None
    response: Any = None
    #: Unix seconds by the fake's clock.
    at: float = 0.0


@dataclass(frozen=True)
class Violation:
    """Something the client did that Discord would have refused."""

    method: str
    path: str
    status: int
    #: Discord's JSON error code; 0 where it has none.
    code: int
    message: str
    #: The tree of field errors, or the place in the body that the API description does not allow.
    detail: Any = None

    def __str__(self) -> str:
        """Return one line for a test report."""
        detail = f" {self.detail}" if self.detail else ""
        return f"{self.method} {self.path} -> {self.status} {self.code} {self.message}{detail}"
