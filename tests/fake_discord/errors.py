"""The errors that Discord's REST API answers with.

Codes and wording: Discord documentation, topics/opcodes-and-status-codes, "JSON Error Codes".
"""

from __future__ import annotations

from typing import Any

JSON = dict[str, Any]
Path = tuple[str | int, ...]


class ApiError(Exception):
    """A refusal: HTTP status, Discord's JSON error code, its sentence, and the tree of field errors."""

    def __init__(
        self, status: int, code: int, message: str, errors: JSON | None = None, *, arranged: bool = False
    ) -> None:
        """Hold what the response will say; `arranged` marks a refusal that the test itself brought about."""
        super().__init__(f"{status} {code} {message}")
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors
        self.arranged = arranged

    @property
    def body(self) -> JSON:
        """Return the JSON body of the response."""
        body: JSON = {"message": self.message, "code": self.code}
        if self.errors:
            body["errors"] = self.errors
        return body


class Problems:
    """Collects the field errors of one body, so that all are reported at once, as Discord does."""

    def __init__(self) -> None:
        """Start with no problem."""
        self._found: list[tuple[Path, str, str]] = []

    def add(self, path: Path, code: str, message: str) -> None:
        """Record that the field at `path` breaks a rule."""
        self._found.append((path, code, message))

    def length(self, path: Path, value: object, least: int, most: int) -> None:
        """Record a problem unless `value` is a string of `least` to `most` characters."""
        if not isinstance(value, str):
            self.add(
                path,
                "BASE_TYPE_REQUIRED" if value is None else "STRING_TYPE_CONVERT",
                "This field is required",
            )
        elif len(value) > most:
            self.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
        elif len(value) < least:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")

    def count(self, path: Path, items: list[Any], least: int, most: int) -> None:
        """Record a problem unless `items` has `least` to `most` entries."""
        if not least <= len(items) <= most:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")

    def between(self, path: Path, value: object, least: int, most: int) -> None:
        """Record a problem unless `value` is an integer from `least` to `most`."""
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self.add(path, "NUMBER_TYPE_MIN", f"int value should be between {least} and {most}.")

    def one_of(self, path: Path, value: object, allowed: set[int]) -> bool:
        """Return whether `value` is among `allowed`, and record a problem if not."""
        if isinstance(value, int) and value in allowed:
            return True
        self.add(path, "BASE_TYPE_CHOICES", f"Value must be one of {tuple(sorted(allowed))}.")
        return False

    def raise_if_any(self) -> None:
        """Raise 400 "Invalid Form Body" holding all problems, if there are any."""
        if self._found:
            raise ApiError(400, 50035, "Invalid Form Body", _tree(self._found))


def _tree(found: list[tuple[Path, str, str]]) -> JSON:
    tree: JSON = {}
    for path, code, message in found:
        node = tree
        for step in path:
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})
    return tree


def invalid(path: Path, code: str, message: str) -> ApiError:
    """Return 400 "Invalid Form Body" for one field."""
    return ApiError(400, 50035, "Invalid Form Body", _tree([(path, code, message)]))


def unknown(what: str, *, arranged: bool = False) -> ApiError:
    """Return 404 for an unknown "Channel", "Guild", "Message", "User", "Webhook" or "Interaction"."""
    codes = {"Channel": 10003, "Guild": 10004, "Message": 10008, "User": 10013, "Webhook": 10015}
    codes |= {"Emoji": 10014, "Interaction": 10062, "Application": 10002, "Member": 10007}
    return ApiError(404, codes[what], f"Unknown {what}", arranged=arranged)


def missing_access(*, arranged: bool = False) -> ApiError:
    """Return 403 50001: the bot cannot see the channel or guild."""
    return ApiError(403, 50001, "Missing Access", arranged=arranged)


def missing_permissions(*, arranged: bool = False) -> ApiError:
    """Return 403 50013: the bot sees the channel and lacks a permission there."""
    return ApiError(403, 50013, "Missing Permissions", arranged=arranged)
