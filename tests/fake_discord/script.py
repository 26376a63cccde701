"""What users can do with the bot's commands, buttons, menus and forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from tests.fake_discord import commands, forms, invoking
from tests.fake_discord.channels import Channel
from tests.fake_discord.errors import JSON
from tests.fake_discord.guilds import Role
from tests.fake_discord.interactions import Interaction, InteractionType, ResponseType
from tests.fake_discord.messages import Message
from tests.fake_discord.options import Resolved, leaf, nest, values_of
from tests.fake_discord.records import Violation
from tests.fake_discord.registry import Registry
from tests.fake_discord.reply import Choice, NoResponse, Reply, find_component
from tests.fake_discord.users import User
from tests.fake_discord.writing import Writing

#: How long to wait: for nothing, for the first response, or until a deferred message is filled in as well.
Until = Literal["sent", "response", "answer"]

BUTTONS = {2}
SELECTS = {3, 5, 6, 7, 8}


@dataclass(frozen=True)
class _Act:
    """One interaction about to be sent."""

    kind: InteractionType
    user: User
    channel: Channel
    data: JSON
    guild_installed: bool
    source: Message | None = None


class Script(Writing):
    """The part of `FakeDiscord` for interactions; all waiting is bounded by `patience` real seconds."""

    registry: Registry
    violations: list[Violation]

    async def slash(
        self,
        user: User,
        channel: Channel,
        command: str,
        /,
        *,
        force: bool = False,
        until: Until = "answer",
        timeout: float | None = None,  # noqa: ASYNC109 - see Changes.wait_for
        **options: object,
    ) -> Reply:
        """Let `user` run a slash command ("ask", "tips schedule") and return the bot's reply.

        AssertionError where Discord's client would not let them: unknown command or option, missing required
        option, value out of limits, wrong context or channel type, missing permission (skipped by `force`).
        """
        kind = InteractionType.COMMAND
        act = self._command(kind, user, channel, command, options, force=force, focused=None)
        return await self._send(act, until, timeout)

    async def autocomplete(
        self,
        user: User,
        channel: Channel,
        command: str,
        /,
        *,
        focused: str,
        force: bool = False,
        **options: object,
    ) -> list[Choice]:
        """Let `user` type into `focused`, whose text so far is among `options`; return the suggestions."""
        return (await self.typed(user, channel, command, focused=focused, force=force, **options)).choices

    async def typed(
        self, user: User, channel: Channel, command: str, /, *, focused: str, force: bool = False, **options: object
    ) -> Reply:
        """Do as `autocomplete`, and return all that is known of the interaction."""
        kind, given = InteractionType.AUTOCOMPLETE, {focused: ""} | options
        act = self._command(kind, user, channel, command, given, force=force, focused=focused)
        return await self._send(act)

    async def message_menu(
        self, user: User, message: Message, command: str, /, *, force: bool = False, until: Until = "answer"
    ) -> Reply:
        """Let `user` choose the message context-menu command `command` on `message`."""
        if message.deleted or (message.ephemeral and message.viewer is not user):
            raise AssertionError("that message is not there to be clicked on")
        data: JSON = {"type": commands.MESSAGE_MENU, "name": command, "target_id": str(message.id)}
        data["resolved"] = {"messages": {str(message.id): message.payload()}}
        return await self._send(self._menu(user, message.channel, data, force=force), until)

    async def user_menu(
        self,
        user: User,
        channel: Channel,
        target: User,
        command: str,
        /,
        *,
        force: bool = False,
        until: Until = "answer",
    ) -> Reply:
        """Let `user` choose the user context-menu command `command` on `target`."""
        resolved = Resolved(channel.guild, user)
        data: JSON = {"type": commands.USER_MENU, "name": command, "target_id": resolved.add(target)}
        data["resolved"] = resolved.data
        return await self._send(self._menu(user, channel, data, force=force), until)

    async def click(
        self,
        user: User,
        on: Reply | Message,
        *,
        custom_id: str | None = None,
        label: str | None = None,
        until: Until = "answer",
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> Reply:
        """Let `user` press the button with this custom_id or label; AssertionError if they could not."""
        message = self._clickable(user, on)
        button = find_component(message, BUTTONS, custom_id, label)
        if button.get("disabled") or button["style"] >= 5:
            raise AssertionError(f"button {button.get('label')!r} is disabled or a link")
        data = {"component_type": 2, "custom_id": button["custom_id"], "id": button["id"]}
        return await self._send(self._component(user, message, data), until, timeout)

    async def select(
        self,
        user: User,
        on: Reply | Message,
        custom_id: str | None,
        values: Iterable[str | User | Channel | Role],
        *,
        until: Until = "answer",
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> Reply:
        """Let `user` choose option values, users, channels or roles; None takes the only menu there is."""
        message = self._clickable(user, on)
        menu = find_component(message, SELECTS, custom_id, None)
        resolved = Resolved(message.channel.guild, user)
        chosen = forms.chosen(menu, list(values), resolved)
        data: JSON = {"component_type": menu["type"], "custom_id": menu["custom_id"], "id": menu["id"]}
        data |= {"values": chosen} | forms.resolved_part(resolved)
        return await self._send(self._component(user, message, data), until, timeout)

    async def submit(
        self,
        user: User,
        opened: Reply,
        values: Mapping[str, object],
        *,
        until: Until = "answer",
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> Reply:
        """Let `user` fill in the modal of `opened` and send it; `values` go by custom_id or label.

        AssertionError where Discord's client would not send it: a required field left out, a text too long.
        """
        if opened.modal is None or opened.user is not user:
            raise AssertionError(f"no modal is open for {user.name}")
        data = forms.submission(opened.modal, values, Resolved(opened.channel.guild, user))
        return await self.submit_forged(user, opened, data, until=until, timeout=timeout)

    async def submit_forged(
        self,
        user: User,
        opened: Reply,
        data: JSON,
        *,
        until: Until = "answer",
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> Reply:
        """Send back a modal with `data` as it is, whether or not Discord's client could have made it."""
        before = opened.interaction
        kind = InteractionType.MODAL_SUBMIT
        act = _Act(kind, user, before.channel, data, before.guild_installed, before.source)
        return await self._send(act, until, timeout)

    async def send_forged(
        self, user: User, channel: Channel, kind: InteractionType, data: JSON, source: Message | None = None
    ) -> Reply:
        """Send an interaction with `data` as it is, which no client of Discord's would send; waits for nothing."""
        installed = invoking.place_has_bot(self.world, user, channel)
        return await self._send(_Act(kind, user, channel, data, installed, source), "sent")

    async def settle_reply(
        self,
        reply: Reply,
        until: Until = "answer",
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> None:
        """Wait until the bot has responded ("response"), and filled in what it deferred ("answer").

        Raises NoResponse after `timeout` real seconds, `patience` if None.
        """
        if until == "sent":
            return
        patience = self.patience if timeout is None else timeout
        interaction = reply.interaction
        try:
            await self.world.changes.wait_for(lambda: _settled(interaction, until), patience, "an answer")
        except TimeoutError as error:
            refused = "".join(f"\n  {violation}" for violation in self.violations)
            raise NoResponse(f"{error}; violations so far:{refused or ' none'}") from None

    def _command(
        self,
        kind: InteractionType,
        user: User,
        channel: Channel,
        name: str,
        given: Mapping[str, object],
        *,
        force: bool,
        focused: str | None,
    ) -> _Act:
        first, *rest = name.split()
        command = self._available(first, commands.SLASH, user, channel, force=force)
        passed, options = leaf(command, rest)
        resolved = Resolved(channel.guild, user)
        values = values_of(options, given, resolved, focused=focused)
        data: JSON = {"id": command["id"], "name": first, "type": commands.SLASH}
        data |= {"options": nest(passed, values)} | forms.resolved_part(resolved)
        if command.get("guild_id"):
            data["guild_id"] = command["guild_id"]
        installed = invoking.installed_here(self.world, command, user, channel)
        return _Act(kind, user, channel, data, installed)

    def _menu(self, user: User, channel: Channel, data: JSON, *, force: bool) -> _Act:
        command = self._available(data["name"], data["type"], user, channel, force=force)
        installed = invoking.installed_here(self.world, command, user, channel)
        return _Act(InteractionType.COMMAND, user, channel, {"id": command["id"]} | data, installed)

    def _available(self, name: str, kind: int, user: User, channel: Channel, *, force: bool) -> JSON:
        """Return the registered command, which Discord must offer to this user here."""
        invoking.check_present(user, channel)
        command = self.registry.find(name, kind, channel.guild.id if channel.guild else None)
        if command is None:
            known = sorted(found["name"] for scope in self.registry.scopes.values() for found in scope)
            raise AssertionError(f"no command {name!r} of type {kind} is registered here; there are {known}")
        invoking.check_command(self.world, command, user, channel, force=force)
        return command

    def _clickable(self, user: User, on: Reply | Message) -> Message:
        message = on.message if isinstance(on, Reply) else on
        if message is None or message.deleted or message.loading:
            raise AssertionError(f"{on!r} shows no message")
        if message.ephemeral and message.viewer is not user:
            raise AssertionError(f"{user.name} cannot see the private {message!r}")
        if message.author is not self.world.bot:
            raise AssertionError("only the bot's own components send it interactions")
        if message.channel.archived and message.channel.locked:
            raise AssertionError("no components in a locked thread")
        invoking.check_present(user, message.channel)
        return message

    def _component(self, user: User, message: Message, data: JSON) -> _Act:
        installed = invoking.place_has_bot(self.world, user, message.channel)
        return _Act(InteractionType.COMPONENT, user, message.channel, data, installed, message)

    async def _send(
        self,
        act: _Act,
        until: Until = "answer",
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> Reply:
        if not self.gateway.sessions:
            raise AssertionError("no client is connected, so nobody would receive this")
        interaction = invoking.open_interaction(
            self.world,
            act.kind,
            act.user,
            act.channel,
            guild_installed=act.guild_installed,
            source=act.source,
        )
        if act.kind is InteractionType.COMMAND:
            invoking.name_command(self.world, interaction, act.data)
        self.world.emit("INTERACTION_CREATE", invoking.payload(self.world, interaction, act.data))
        reply = Reply(interaction)
        await self.settle_reply(reply, until, timeout)
        return reply


def _settled(interaction: Interaction, until: Until) -> bool:
    if interaction.response is None:
        return False
    if until == "response" or interaction.response is not ResponseType.DEFERRED_MESSAGE:
        return True
    original = interaction.original
    return original is None or not original.loading or original.deleted
