"""Limits of a message body (Discord documentation, resources/message)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.fake_discord import components, embeds
from tests.fake_discord.errors import JSON, ApiError, Problems
from tests.fake_discord.messages import COMPONENTS_V2, Message

CONTENT = 2000
NONCE = 25
FILES = 10
#: Bytes of a whole request.
REQUEST = 25 * 1024 * 1024
#: Bytes of one file in a server without boosts, since September 2024.
FILE = 10 * 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """A file of a multipart request."""

    field: str
    filename: str
    content: bytes
    content_type: str


def is_v2(body: JSON, message: Message | None = None) -> bool:
    """Return whether the message will use Components V2, which an edit cannot take back."""
    before = message.flags if message else 0
    return bool(((body.get("flags") or 0) | before) & COMPONENTS_V2)


def check_create(body: JSON, uploads: list[Upload]) -> None:
    """Raise the 400 that Discord answers to this new message, if any."""
    problems = Problems()
    _check_parts(body, uploads, problems, v2=is_v2(body))
    problems.raise_if_any()
    if _is_empty(body, uploads):
        raise ApiError(400, 50006, "Cannot send an empty message")


def check_edit(body: JSON, uploads: list[Upload], message: Message) -> None:
    """Raise the 400 that Discord answers to this edit of `message`, if any; absent keys stay as they are."""
    v2 = is_v2(body, message)
    kept: JSON = {
        "content": message.content,
        "embeds": message.embeds,
        "components": message.components,
        "attachments": [attachment.payload() for attachment in message.attachments],
        "poll": message.poll,
    }
    merged = kept | {key: value for key, value in body.items() if key in kept}
    problems = Problems()
    if "flags" in body and message.flags & COMPONENTS_V2 and not (body["flags"] or 0) & COMPONENTS_V2:
        problems.add(("flags",), "MESSAGE_FLAG_COMPONENTS_V2_IRREVERSIBLE", "IS_COMPONENTS_V2 cannot be removed")
    _check_parts(merged | {"allowed_mentions": body.get("allowed_mentions")}, uploads, problems, v2=v2)
    problems.raise_if_any()
    if _is_empty(merged, uploads):
        raise ApiError(400, 50006, "Cannot send an empty message")


def _check_parts(body: JSON, uploads: list[Upload], problems: Problems, *, v2: bool) -> None:
    content = body.get("content")
    if content is not None:
        # Discord trims a text before it counts.
        problems.length(("content",), content.strip() if isinstance(content, str) else content, 0, CONTENT)
    if body.get("embeds") is not None:
        embeds.check(body["embeds"], problems)
    if body.get("components") is not None:
        components.check(body["components"], problems, v2=v2)
    if v2:
        _check_no_legacy(body, problems)
    if body.get("poll") is not None:
        _check_poll(body["poll"], problems)
    _check_nonce(body, problems)
    _check_allowed_mentions(body.get("allowed_mentions"), problems)
    _check_files(body, uploads, problems)


def _check_no_legacy(body: JSON, problems: Problems) -> None:
    for key in ("content", "embeds", "poll", "sticker_ids"):
        if body.get(key):
            message = f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            problems.add((key,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message)


def _check_nonce(body: JSON, problems: Problems) -> None:
    nonce = body.get("nonce")
    if isinstance(nonce, str) and len(nonce) > NONCE:
        problems.add(("nonce",), "NONCE_TYPE_TOO_LONG", f"Nonce must be {NONCE} or fewer in length.")
    elif nonce is not None and not isinstance(nonce, str | int):
        problems.add(("nonce",), "NONCE_TYPE_INVALID", "Nonce must be an integer or a string.")


def _check_allowed_mentions(allowed: Any, problems: Problems) -> None:  # noqa: ANN401 - unchecked input of any shape
    if allowed is None:
        return
    if not isinstance(allowed, dict):
        problems.add(("allowed_mentions",), "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        return
    parse = allowed.get("parse") or []
    for index, kind in enumerate(parse):
        if kind not in ("roles", "users", "everyone"):
            path = ("allowed_mentions", "parse", index)
            problems.add(path, "BASE_TYPE_CHOICES", "Value must be one of ('everyone', 'roles', 'users').")
    for key in ("users", "roles"):
        ids = allowed.get(key) or []
        if len(ids) > 100:
            problems.add(("allowed_mentions", key), "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
        if ids and key in parse:
            message = f'parse:["{key}"] and {key}: [ids...] are mutually exclusive.'
            problems.add(("allowed_mentions",), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message)


def _check_files(body: JSON, uploads: list[Upload], problems: Problems) -> None:
    if len(uploads) > FILES:
        problems.add(("attachments",), "BASE_TYPE_MAX_LENGTH", f"Must be {FILES} or fewer in length.")
    if any(len(upload.content) > FILE for upload in uploads):
        raise ApiError(413, 40005, "Request entity too large")
    names = {f"files[{attachment.get('id')}]" for attachment in body.get("attachments") or []}
    for index, attachment in enumerate(body.get("attachments") or []):
        if attachment.get("description") is not None:
            problems.length(("attachments", index, "description"), attachment["description"], 0, 1024)
    for upload in uploads:
        if body.get("attachments") is not None and upload.field not in names:
            problems.add(("attachments",), "ATTACHMENT_NOT_FOUND", f"{upload.field} is not among the attachments")


def _check_poll(poll: JSON, problems: Problems) -> None:
    problems.length(("poll", "question", "text"), (poll.get("question") or {}).get("text"), 1, 300)
    answers = poll.get("answers") or []
    problems.count(("poll", "answers"), answers, 1, 10)
    for index, answer in enumerate(answers):
        media = answer.get("poll_media") or {}
        problems.length(("poll", "answers", index, "poll_media", "text"), media.get("text"), 1, 55)
    # Hours; discord.py sends them as a float.
    problems.between(("poll", "duration"), int(poll.get("duration") or 24), 1, 32 * 24)


def _is_empty(body: JSON, uploads: list[Upload]) -> bool:
    if (body.get("content") or "").strip() or uploads:
        return False
    return not any(body.get(key) for key in ("embeds", "components", "sticker_ids", "poll", "attachments"))
