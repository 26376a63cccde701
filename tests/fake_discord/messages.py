"""Messages as they are stored, shown to the bot, and looked at by tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.fake_discord.errors import JSON
from tests.fake_discord.ids import timestamp

if TYPE_CHECKING:
    from tests.fake_discord.channels import Channel
    from tests.fake_discord.users import User

EPHEMERAL = 1 << 6
LOADING = 1 << 7
SUPPRESS_EMBEDS = 1 << 2
SUPPRESS_NOTIFICATIONS = 1 << 12
COMPONENTS_V2 = 1 << 15

DEFAULT = 0
REPLY = 19
CHAT_INPUT_COMMAND = 20
CONTEXT_MENU_COMMAND = 23


@dataclass(frozen=True)
class Button:
    """A button of a message, as a user sees it."""

    label: str
    custom_id: str | None
    url: str | None
    disabled: bool
    style: int


@dataclass(frozen=True)
class Select:
    """A select menu of a message, as a user sees it."""

    custom_id: str
    #: Discord's component type: 3 string, 5 user, 6 role, 7 mentionable, 8 channel.
    type: int
    options: list[tuple[str, str]]
    placeholder: str
    min_values: int
    max_values: int
    disabled: bool


@dataclass(frozen=True)
class Attachment:
    """An uploaded file."""

    id: int
    filename: str
    content: bytes
    content_type: str
    description: str | None = None

    def payload(self) -> JSON:
        """Return the attachment object; its address is never fetched, so it need not exist."""
        url = f"https://cdn.discordapp.com/attachments/1/{self.id}/{self.filename}"
        data: JSON = {"id": str(self.id), "filename": self.filename, "size": len(self.content), "url": url}
        data |= {"proxy_url": url, "content_type": self.content_type}
        return data | ({"description": self.description} if self.description else {})


@dataclass(frozen=True)
class Reference:
    """What a reply points at; the message is None when it is gone."""

    message_id: int
    channel_id: int
    guild_id: int | None
    message: Message | None

    def payload(self) -> JSON:
        """Return the message reference object."""
        data: JSON = {"type": 0, "message_id": str(self.message_id), "channel_id": str(self.channel_id)}
        return data | ({"guild_id": str(self.guild_id)} if self.guild_id else {})


@dataclass(eq=False, repr=False)
class Message:
    """One message; it is changed in place by edits, so a test that holds it sees the newest state."""

    id: int
    channel: Channel
    author: User
    created: float
    content: str = ""
    embeds: list[JSON] = field(default_factory=list)
    components: list[JSON] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    poll: JSON | None = None
    flags: int = 0
    type: int = DEFAULT
    tts: bool = False
    nonce: str | int | None = None
    edited: float | None = None
    #: Users, role ids and everyone that were really pinged, after allowed_mentions.
    mentions: list[User] = field(default_factory=list)
    mention_roles: list[int] = field(default_factory=list)
    mention_everyone: bool = False
    reference: Reference | None = None
    #: The interaction_metadata object if this is an interaction's response or follow-up.
    interaction: JSON | None = None
    #: Full name of the command that it answers, "" if none.
    command: str = ""
    reactions: dict[str, list[User]] = field(default_factory=dict)
    deleted: bool = False
    #: The one person who sees an ephemeral message.
    viewer: User | None = None
    #: How many times the bot edited it.
    edits: int = 0

    @property
    def ephemeral(self) -> bool:
        """Return whether only one person sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Return whether it still says "thinking..." after a deferral."""
        return bool(self.flags & LOADING)

    @property
    def reply_to(self) -> Message | None:
        """Return the message this one replies to, if it still exists."""
        return self.reference.message if self.reference else None

    @property
    def text(self) -> str:
        """Return all that a reader sees as text: content, then Components V2 text displays, one a line."""
        shown = [part["content"] for part in walk(self.components) if part["type"] == 10]
        return "\n".join(part for part in [self.content, *shown] if part)

    @property
    def buttons(self) -> list[Button]:
        """Return the buttons in reading order."""
        found = [part for part in walk(self.components) if part["type"] == 2]
        return [
            Button(
                part.get("label") or "",
                part.get("custom_id"),
                part.get("url"),
                bool(part.get("disabled")),
                part["style"],
            )
            for part in found
        ]

    @property
    def selects(self) -> list[Select]:
        """Return the select menus in reading order."""
        return [_select(part) for part in walk(self.components) if part["type"] in (3, 5, 6, 7, 8)]

    def __repr__(self) -> str:
        """Return what a failed assertion should show."""
        hidden = " ephemeral" if self.ephemeral else ""
        return f"<Message {self.id} by {self.author.name}{hidden} {self.text[:80]!r}>"

    def payload(self, *, quoted: bool = False) -> JSON:
        """Return the message object; `quoted` leaves out what it replies to: Discord goes one level deep."""
        data: JSON = {
            "id": str(self.id),
            "channel_id": str(self.channel.id),
            "author": self.author.payload(),
            "content": self.content,
            "timestamp": timestamp(self.created),
            "edited_timestamp": timestamp(self.edited) if self.edited is not None else None,
            "tts": self.tts,
            "mention_everyone": self.mention_everyone,
            "mentions": [user.payload() for user in self.mentions],
            "mention_roles": [str(role) for role in self.mention_roles],
            "attachments": [attachment.payload() for attachment in self.attachments],
            "embeds": self.embeds,
            "components": self.components,
            "pinned": False,
            "type": self.type,
            "flags": self.flags,
        }
        return data | self._optional_payload(quoted)

    def _optional_payload(self, quoted: bool) -> JSON:
        data: JSON = {}
        if self.nonce is not None:
            data["nonce"] = self.nonce
        if self.poll is not None:
            data["poll"] = self.poll
        if self.reactions:
            data["reactions"] = [_reaction(emoji, users, self.channel) for emoji, users in self.reactions.items()]
        if self.interaction is not None:
            application = str(self.channel.world.application.id)
            data |= {
                "interaction_metadata": self.interaction,
                "application_id": application,
                "webhook_id": application,
            }
            if self.command:
                # Deprecated and still sent; discord.py looks at it when it refreshes a view after an edit.
                old = {key: self.interaction[key] for key in ("id", "type", "user")}
                data["interaction"] = old | {"name": self.command}
        if self.reference is not None:
            data["message_reference"] = self.reference.payload()
            if not quoted:
                resolved = self.reference.message
                gone = resolved is None or resolved.deleted
                data["referenced_message"] = None if gone or resolved is None else resolved.payload(quoted=True)
        return data


def walk(components: list[JSON]) -> Iterator[JSON]:
    """Yield every component, outer ones before those inside them."""
    for part in components:
        yield part
        inner = list(part.get("components") or [])
        inner += [part[key] for key in ("component", "accessory") if isinstance(part.get(key), dict)]
        yield from walk(inner)


def _select(part: JSON) -> Select:
    return Select(
        custom_id=part["custom_id"],
        type=part["type"],
        options=[(option["label"], option["value"]) for option in part.get("options") or []],
        placeholder=part.get("placeholder") or "",
        min_values=part.get("min_values", 1),
        max_values=part.get("max_values", 1),
        disabled=bool(part.get("disabled")),
    )


def _reaction(emoji: str, users: list[User], channel: Channel) -> JSON:
    me = channel.world.bot in users
    counts = {"burst": 0, "normal": len(users)}
    return {
        "emoji": emoji_payload(emoji),
        "count": len(users),
        "me": me,
        "me_burst": False,
        "count_details": counts,
    }


def emoji_payload(emoji: str) -> JSON:
    """Return the emoji object of a Unicode emoji or of `name:id`."""
    name, _, id_ = emoji.partition(":")
    return {"id": id_ or None, "name": name}
