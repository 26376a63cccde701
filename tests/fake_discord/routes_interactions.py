"""REST routes by which interactions are answered; their token stands in the path."""

from __future__ import annotations

from tests.fake_discord import interactions, posting
from tests.fake_discord.calls import Call, route
from tests.fake_discord.errors import JSON, ApiError, unknown
from tests.fake_discord.interactions import Interaction
from tests.fake_discord.messages import Message
from tests.fake_discord.routes_channels import remove


@route("POST", "/interactions/{interaction_id}/{interaction_token}/callback", auth=False)
def callback(call: Call) -> JSON | None:
    """Take the first response to an interaction."""
    found = call.world.interactions.get(call.params["interaction_token"])
    if found is None or found.id != call.id("interaction_id"):
        raise unknown("Interaction")
    interactions.respond(call.world, found, call.body, call.files)
    wanted = call.request.query.get("with_response", "").lower() in ("1", "true")
    return interactions.callback_payload(found) if wanted else None


def _answered(call: Call) -> Interaction:
    """Return the interaction of the path, which must have had its first response."""
    if call.id("webhook_id") != call.world.application.id:
        raise unknown("Webhook")
    found = call.interaction("webhook_token")
    if found.response is None:
        raise unknown("Webhook")
    return found


def _message(call: Call, found: Interaction) -> Message:
    """Return the message of the path: the original response or a follow-up."""
    if call.params.get("message_id", "@original") == "@original":
        message = found.original
    else:
        id_ = call.id("message_id")
        candidates = [*found.followups, *([found.original] if found.original else [])]
        message = next((candidate for candidate in candidates if candidate.id == id_), None)
    if message is None or message.deleted:
        raise unknown("Message", arranged=message is not None and message.id in call.world.removed)
    return message


@route("POST", "/webhooks/{webhook_id}/{webhook_token}", auth=False)
def follow_up(call: Call) -> JSON:
    """Send a follow-up."""
    found = _answered(call)
    return interactions.follow_up(call.world, found, call.body, call.files).payload()


@route("GET", "/webhooks/{webhook_id}/{webhook_token}/messages/@original", auth=False)
@route("GET", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", auth=False)
def get_answer(call: Call) -> JSON:
    """Return the original response or a follow-up."""
    return _message(call, _answered(call)).payload()


@route("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/@original", auth=False)
@route("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", auth=False)
def edit_answer(call: Call) -> JSON:
    """Edit the original response or a follow-up; a deferred response is filled by this."""
    message = _message(call, _answered(call))
    if message.channel.archived:
        raise ApiError(400, 50083, "Thread is archived", arranged=True)
    posting.edit(call.world, message, call.body, call.files, silent=message.loading)
    return message.payload()


@route("DELETE", "/webhooks/{webhook_id}/{webhook_token}/messages/@original", auth=False)
@route("DELETE", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", auth=False)
def delete_answer(call: Call) -> None:
    """Delete the original response or a follow-up."""
    message = _message(call, _answered(call))
    if message.channel.archived and not message.ephemeral:
        raise ApiError(400, 50083, "Thread is archived", arranged=True)
    remove(message)
