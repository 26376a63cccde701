"""Limits of embeds (Discord documentation, resources/message, "Embed Limits")."""

from __future__ import annotations

from typing import Any

from tests.fake_discord.errors import JSON, Path, Problems

TOTAL = 6000
MOST = 10
FIELDS = 25
LENGTHS = {"title": 256, "description": 4096}
URL = 2048


def check(embeds: object, problems: Problems) -> None:
    """Record every limit that a message's embeds break."""
    if not isinstance(embeds, list):
        problems.add(("embeds",), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return
    if len(embeds) > MOST:
        problems.add(("embeds",), "BASE_TYPE_MAX_LENGTH", f"Must be {MOST} or fewer in length.")
    for index, embed in enumerate(embeds):
        _check_one(embed, ("embeds", index), problems)
    if sum(characters(embed) for embed in embeds if isinstance(embed, dict)) > TOTAL:
        problems.add(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {TOTAL}")


def characters(embed: JSON) -> int:
    """Return how many characters of an embed count against the total."""
    parts: list[Any] = [embed.get("title"), embed.get("description")]
    parts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for field in embed.get("fields") or []:
        parts += [field.get("name"), field.get("value")]
    return sum(len(part.strip()) for part in parts if isinstance(part, str))


def is_empty(embed: JSON) -> bool:
    """Return whether an embed would show nothing at all."""
    return not any(
        embed.get(key) for key in ("title", "description", "fields", "image", "thumbnail", "footer", "author")
    )


def _trimmed(text: object) -> object:
    """Return a text without the whitespace around it, which Discord does not count; other things as they are."""
    return text.strip() if isinstance(text, str) else text


def _check_one(embed: JSON, path: Path, problems: Problems) -> None:
    for key, most in LENGTHS.items():
        if embed.get(key) is not None:
            problems.length((*path, key), _trimmed(embed[key]), 0, most)
    if embed.get("footer") is not None:
        problems.length((*path, "footer", "text"), _trimmed(embed["footer"].get("text")), 1, 2048)
    if embed.get("author") is not None:
        problems.length((*path, "author", "name"), _trimmed(embed["author"].get("name")), 1, 256)
    if embed.get("color") is not None:
        problems.between((*path, "color"), embed["color"], 0, 0xFFFFFF)
    for key in ("image", "thumbnail"):
        _check_url((embed.get(key) or {}).get("url"), (*path, key, "url"), problems, attachment=True)
    _check_url(embed.get("url"), (*path, "url"), problems)
    _check_url((embed.get("author") or {}).get("url"), (*path, "author", "url"), problems)
    _check_fields(embed.get("fields") or [], (*path, "fields"), problems)
    if is_empty(embed):
        problems.add((*path, "description"), "BASE_TYPE_REQUIRED", "This field is required")


def _check_fields(fields: list[JSON], path: Path, problems: Problems) -> None:
    if len(fields) > FIELDS:
        problems.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {FIELDS} or fewer in length.")
    for index, field in enumerate(fields):
        problems.length((*path, index, "name"), _trimmed(field.get("name")), 1, 256)
        problems.length((*path, index, "value"), _trimmed(field.get("value")), 1, 1024)


def _check_url(url: object, path: Path, problems: Problems, *, attachment: bool = False) -> None:
    if url is None:
        return
    allowed = ("http://", "https://") + (("attachment://",) if attachment else ())
    if not isinstance(url, str) or not url.startswith(allowed):
        problems.add(path, "URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('http', 'https').")
    elif len(url) > URL:
        problems.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {URL} or fewer in length.")
