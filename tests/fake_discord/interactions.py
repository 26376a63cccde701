"""Interactions: their life, and what Discord accepts as an answer to one.

Source: Discord documentation, interactions/receiving-and-responding.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from enum import IntEnum

from tests.fake_discord import modals, posting
from tests.fake_discord.channels import Channel
from tests.fake_discord.errors import JSON, ApiError, Problems, invalid, unknown
from tests.fake_discord.limits import Upload
from tests.fake_discord.messages import (
    CHAT_INPUT_COMMAND,
    CONTEXT_MENU_COMMAND,
    DEFAULT,
    EPHEMERAL,
    LOADING,
    REPLY,
    Message,
    Reference,
)
from tests.fake_discord.permissions import Permission
from tests.fake_discord.users import User
from tests.fake_discord.world import World

#: Seconds within which the first response must arrive, else the token is invalid.
FIRST_RESPONSE = 3.0
#: Seconds for which the token can be used for edits and follow-ups.
TOKEN_LIFE = 15 * 60.0
#: Follow-ups to an interaction in a place where the application is only user-installed.
USER_INSTALL_FOLLOWUPS = 5


class InteractionType(IntEnum):
    """What a user did."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL_SUBMIT = 5


class ResponseType(IntEnum):
    """How the bot answered first."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    AUTOCOMPLETE = 8
    MODAL = 9


_ALLOWED = {
    InteractionType.COMMAND: {4, 5, 9},
    InteractionType.COMPONENT: {4, 5, 6, 7, 9},
    InteractionType.AUTOCOMPLETE: {8},
    InteractionType.MODAL_SUBMIT: {4, 5, 6, 7},
}


@dataclass(eq=False)
class Interaction:
    """One thing a user did, and the answers to it."""

    id: int
    token: str
    type: InteractionType
    user: User
    channel: Channel
    #: Unix seconds by the fake's clock, which the 3-second rule goes by.
    created: float
    #: Whether the server itself installed the application, rather than only this user.
    guild_installed: bool
    #: The message whose component was used, or from which the modal was opened.
    source: Message | None = None
    #: Full name of the command, "tips schedule"; "" unless this is one.
    command: str = ""
    #: The message or user that a context-menu command was used on.
    target_message: Message | None = None
    target_user: User | None = None
    response: ResponseType | None = None
    #: The message of the first response; for an update, the source.
    original: Message | None = None
    modal: JSON | None = None
    choices: list[JSON] | None = None
    followups: list[Message] = field(default_factory=list)
    #: Real milliseconds from the event to the first response.
    first_response_ms: float | None = None
    started: float = field(default_factory=time.perf_counter)

    @property
    def metadata(self) -> JSON:
        """Return the interaction_metadata object of the messages that answer it."""
        owners = {"0": str(self.channel.guild.id if self.channel.guild else 0)} if self.guild_installed else {}
        owners |= {} if self.guild_installed else {"1": str(self.user.id)}
        data: JSON = {"id": str(self.id), "type": int(self.type), "user": self.user.payload()}
        data["authorizing_integration_owners"] = owners
        if self.target_message is not None:
            data["target_message_id"] = str(self.target_message.id)
        if self.target_user is not None:
            data["target_user"] = self.target_user.payload()
        if self.source is not None:
            data["interacted_message_id"] = str(self.source.id)
        return data

    @property
    def message_type(self) -> int:
        """Return the type of the message that is the first response."""
        if self.type is not InteractionType.COMMAND:
            return REPLY if self.source else DEFAULT
        return CONTEXT_MENU_COMMAND if self.target_message or self.target_user else CHAT_INPUT_COMMAND


def respond(world: World, interaction: Interaction, body: JSON, uploads: list[Upload]) -> None:
    """Carry out the first response, or raise the refusal that Discord would send."""
    if interaction.response is not None:
        raise ApiError(400, 40060, "Interaction has already been acknowledged.")
    if world.clock() - interaction.created > FIRST_RESPONSE:
        raise unknown("Interaction")
    kind = body.get("type")
    allowed = set(_ALLOWED[interaction.type])
    if interaction.type is InteractionType.MODAL_SUBMIT and interaction.source is None:
        allowed -= {6, 7}
    if kind not in allowed:
        raise invalid(("type",), "BASE_TYPE_CHOICES", f"Value must be one of {tuple(sorted(allowed))}.")
    try:
        _RESPONSES[ResponseType(kind)](world, interaction, body.get("data") or {}, uploads)
    except ApiError as error:
        # The message stands under "data" in a callback, and so do its problems.
        if error.errors and "data" not in error.errors:
            error.errors = {"data": error.errors}
        raise
    interaction.response = ResponseType(kind)
    interaction.first_response_ms = (time.perf_counter() - interaction.started) * 1000


def _message(world: World, interaction: Interaction, data: JSON, uploads: list[Upload]) -> None:
    message = new_message(world, interaction, data, uploads)
    interaction.original = message
    posting.store(world, message)


def new_message(world: World, interaction: Interaction, data: JSON, uploads: list[Upload]) -> Message:
    """Check `data` and return a message that answers `interaction`, not yet stored."""
    message = posting.create(world, interaction.channel, data, uploads, flags=posting.SETTABLE | EPHEMERAL)
    _mark(message, interaction)
    posting.ping(world, message, data.get("allowed_mentions"))
    if must_be_ephemeral(interaction):
        message.flags |= EPHEMERAL
    message.viewer = interaction.user if message.ephemeral else None
    return message


def _mark(message: Message, interaction: Interaction) -> None:
    """Note on a message what it answers: a component's answer and a follow-up are shown as replies."""
    message.interaction = interaction.metadata
    message.command = interaction.command
    target = interaction.source if interaction.response is None else interaction.original
    message.type = interaction.message_type if interaction.response is None else REPLY
    if target is not None:
        guild = interaction.channel.guild
        message.reference = Reference(target.id, target.channel.id, guild.id if guild else None, target)


def must_be_ephemeral(interaction: Interaction) -> bool:
    """Return whether user-installed applications may answer only privately here (USE_EXTERNAL_APPS off)."""
    if interaction.guild_installed or interaction.channel.guild is None:
        return False
    return not interaction.channel.permissions_for(interaction.user) & Permission.USE_EXTERNAL_APPS


def _deferred_message(world: World, interaction: Interaction, data: JSON, uploads: list[Upload]) -> None:
    flags = data.get("flags") or 0
    if flags & ~EPHEMERAL:
        raise invalid(("data", "flags"), "MESSAGE_FLAGS_INVALID", "A deferral can only set the EPHEMERAL flag")
    message = Message(world.ids.next(), interaction.channel, world.bot, world.clock(), flags=flags | LOADING)
    _mark(message, interaction)
    message.flags |= EPHEMERAL if must_be_ephemeral(interaction) else 0
    message.viewer = interaction.user if message.ephemeral else None
    interaction.original = message
    posting.store(world, message)


def _deferred_update(world: World, interaction: Interaction, data: JSON, uploads: list[Upload]) -> None:
    interaction.original = interaction.source


def _update(world: World, interaction: Interaction, data: JSON, uploads: list[Upload]) -> None:
    assert interaction.source is not None
    posting.edit(world, interaction.source, data, uploads)
    interaction.original = interaction.source


def _autocomplete(world: World, interaction: Interaction, data: JSON, uploads: list[Upload]) -> None:
    choices = data.get("choices") or []
    problems = Problems()
    problems.count(("data", "choices"), choices, 0, 25)
    for index, choice in enumerate(choices):
        path = ("data", "choices", index)
        problems.length((*path, "name"), choice.get("name"), 1, 100)
        if isinstance(choice.get("value"), str):
            problems.length((*path, "value"), choice["value"], 1, 100)
    problems.raise_if_any()
    interaction.choices = choices


def _modal(world: World, interaction: Interaction, data: JSON, uploads: list[Upload]) -> None:
    problems = Problems()
    modals.check(data, problems)
    problems.raise_if_any()
    interaction.modal = data


_RESPONSES = {
    ResponseType.MESSAGE: _message,
    ResponseType.DEFERRED_MESSAGE: _deferred_message,
    ResponseType.DEFERRED_UPDATE: _deferred_update,
    ResponseType.UPDATE: _update,
    ResponseType.AUTOCOMPLETE: _autocomplete,
    ResponseType.MODAL: _modal,
}


def callback_payload(interaction: Interaction) -> JSON:
    """Return the body of a callback with `with_response=true` ("Interaction Callback Response Object")."""
    answer: JSON = {"id": str(interaction.id), "type": int(interaction.type)}
    payload: JSON = {"interaction": answer}
    message = interaction.original
    if message is not None:
        answer |= {"response_message_id": str(message.id), "response_message_loading": message.loading}
        answer["response_message_ephemeral"] = message.ephemeral
        if interaction.response in (ResponseType.MESSAGE, ResponseType.UPDATE):
            payload["resource"] = {"type": int(interaction.response), "message": message.payload()}
    return payload


def follow_up(world: World, interaction: Interaction, body: JSON, uploads: list[Upload]) -> Message:
    """Carry out a follow-up; the first one after a deferral fills the deferred message instead."""
    original = interaction.original
    if interaction.response is ResponseType.DEFERRED_MESSAGE and original is not None and original.loading:
        posting.edit(world, original, body, uploads, silent=True)
        return original
    message = new_message(world, interaction, body, uploads)
    if not interaction.guild_installed and len(interaction.followups) >= USER_INSTALL_FOLLOWUPS:
        raise ApiError(400, 40094, "Maximum number of follow up messages reached for this interaction")
    interaction.followups.append(message)
    posting.store(world, message)
    return message
