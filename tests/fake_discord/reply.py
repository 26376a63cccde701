"""What a user sees after an interaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.fake_discord.errors import JSON
from tests.fake_discord.interactions import Interaction, ResponseType
from tests.fake_discord.messages import Button, Message, Select, walk

if TYPE_CHECKING:
    from tests.fake_discord.channels import Channel
    from tests.fake_discord.users import User


class NoResponse(AssertionError):  # noqa: N818 - says what the user sees, and fails a test like any assertion
    """The bot did not answer in time; Discord would show "The application did not respond"."""


@dataclass(frozen=True)
class Choice:
    """One suggestion of an autocomplete answer."""

    name: str
    value: str | int | float


@dataclass(frozen=True)
class Field:
    """One input of a modal."""

    custom_id: str
    label: str
    component: JSON

    @property
    def type(self) -> int:
        """Return Discord's component type: 4 text, 3/5-8 select, 19 upload, 21 radio, 22/23 checkbox."""
        return int(self.component["type"])

    @property
    def required(self) -> bool:
        """Return whether it must be filled in; Discord's default is yes, for a checkbox no."""
        return bool(self.component.get("required", self.type != 23))


@dataclass(frozen=True)
class Modal:
    """A form that the bot opened."""

    title: str
    custom_id: str
    fields: list[Field]
    components: list[JSON]


class Reply:
    """The bot's answers to one interaction; it shows the newest state, edits included."""

    def __init__(self, interaction: Interaction) -> None:
        """Look at `interaction`."""
        self.interaction = interaction

    @property
    def answered(self) -> bool:
        """Return whether a first response has arrived."""
        return self.interaction.response is not None

    @property
    def deferred(self) -> bool:
        """Return whether the first response was a deferral, of a message or of an update."""
        return self.interaction.response in (ResponseType.DEFERRED_MESSAGE, ResponseType.DEFERRED_UPDATE)

    @property
    def thinking(self) -> bool:
        """Return whether the user still sees "thinking..."."""
        return self.interaction.original is not None and self.interaction.original.loading

    @property
    def updated(self) -> bool:
        """Return whether the bot changed the message that the component sits on instead of sending one."""
        return self.interaction.response is ResponseType.UPDATE

    @property
    def message(self) -> Message | None:
        """Return the message of the first response; for an update the message that was changed."""
        return self.interaction.original

    @property
    def followups(self) -> list[Message]:
        """Return the follow-ups; the one that filled a deferred response is not among them."""
        return list(self.interaction.followups)

    @property
    def content(self) -> str:
        """Return the content, "" without a message."""
        return self.message.content if self.message else ""

    @property
    def text(self) -> str:
        """Return content and Components V2 text, "" without a message."""
        return self.message.text if self.message else ""

    @property
    def ephemeral(self) -> bool:
        """Return whether only the asker sees the answer."""
        return self.message is not None and self.message.ephemeral

    @property
    def flags(self) -> int:
        """Return the message flags, 0 without a message."""
        return self.message.flags if self.message else 0

    @property
    def embeds(self) -> list[JSON]:
        """Return the embeds."""
        return self.message.embeds if self.message else []

    @property
    def components(self) -> list[JSON]:
        """Return the components as Discord hands them back."""
        return self.message.components if self.message else []

    @property
    def buttons(self) -> list[Button]:
        """Return the buttons in reading order."""
        return self.message.buttons if self.message else []

    @property
    def selects(self) -> list[Select]:
        """Return the select menus in reading order."""
        return self.message.selects if self.message else []

    @property
    def choices(self) -> list[Choice]:
        """Return the suggestions of an autocomplete answer."""
        return [Choice(choice["name"], choice["value"]) for choice in self.interaction.choices or []]

    @property
    def modal(self) -> Modal | None:
        """Return the form that the bot opened, if it did."""
        data = self.interaction.modal
        if data is None:
            return None
        return Modal(data["title"], data["custom_id"], _fields(data["components"]), data["components"])

    @property
    def first_response_ms(self) -> float:
        """Return the real milliseconds from the event to the first response."""
        if self.interaction.first_response_ms is None:
            raise NoResponse("there was no first response")
        return self.interaction.first_response_ms

    @property
    def channel(self) -> Channel:
        """Return where it happened."""
        return self.interaction.channel

    @property
    def user(self) -> User:
        """Return who did it."""
        return self.interaction.user

    def __repr__(self) -> str:
        """Return what a failed assertion should show."""
        kind = self.interaction.response.name if self.interaction.response else "unanswered"
        return f"<Reply {kind} {self.text[:80]!r}{' ephemeral' if self.ephemeral else ''}>"


def _fields(components: list[JSON]) -> list[Field]:
    fields = []
    for part in components:
        inner = part.get("components") or [part.get("component")]
        for component in inner:
            if component and component.get("custom_id"):
                label = part.get("label") or component.get("label") or ""
                fields.append(Field(component["custom_id"], label, component))
    return fields


def find_component(message: Message, kinds: set[int], custom_id: str | None, label: str | None) -> JSON:
    """Return the component with this custom_id or label; AssertionError unless there is exactly one."""
    found = [
        part
        for part in walk(message.components)
        if part["type"] in kinds
        and (custom_id is None or part.get("custom_id") == custom_id)
        and (label is None or part.get("label") == label)
    ]
    if len(found) != 1:
        there = [
            (part.get("label"), part.get("custom_id")) for part in walk(message.components) if part["type"] in kinds
        ]
        raise AssertionError(
            f"{len(found)} components match custom_id={custom_id!r} label={label!r}; there are {there}"
        )
    return found[0]
