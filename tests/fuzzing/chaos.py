"""People who do anything at all with the bot: what Discord's clients allow, and what only a forger would send."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from hypothesis import strategies as st

from bot.commands.reply import Do
from tests.conftest import Online
from tests.discord_app.helpers import old_card
from tests.fake_discord import Channel, NoResponse, Reply, User
from tests.fake_discord.interactions import InteractionType
from tests.fuzzing.questions import TRAPS

T = TypeVar("T")

SUBCOMMAND, INTEGER, BOOLEAN, CHANNEL = 1, 4, 5, 7
WORDS = (
    *("product-owner", "sprint", "kano", "7", "book", "role", "09:30", "25:61", "Europe/Berlin", "Mars/Base", "daily"),
    *("mon,xyz", "weekdays", "UTC"),
)
IDS = (
    "zzz",
    "",
    "po1",
    "po1:",
    "po1:open",
    "po1:::",
    "po1:open:kano:a:b",
    "po2:open:kano:",
    "PO1:OPEN:KANO:",
    "po1:menu:",
)

anything_typed = st.one_of(
    st.sampled_from(WORDS), st.sampled_from(TRAPS), st.text(max_size=60), st.lists(st.sampled_from(TRAPS)).map("".join)
)
action_ids = st.builds(
    "po1:{}:{}:{}".format,
    st.sampled_from([*(do.value for do in Do), "gone"]),
    st.sampled_from(("kano", "product-owner", "sprint", "no-such-topic", "", "1", "ask_channel", "-")),
    st.sampled_from(("", "lead", "no-such-section", "0", "999999", "a.b", "....", "x" * 40)),
)


@dataclass
class Chaos:
    """Acts at random; `draw` takes a value from a strategy. What is shown is kept to be clicked on later."""

    online: Online
    draw: Callable[[st.SearchStrategy[Any]], Any]
    people: list[User]
    places: list[Channel]
    shown: list[tuple[User, Reply]] = field(default_factory=list)
    #: Interactions that somebody has to get an answer to.
    owed: list[Reply] = field(default_factory=list)
    everything: list[Reply] = field(default_factory=list)
    #: What was done, by the interaction's id.
    done: dict[int, object] = field(default_factory=dict)

    async def act(self) -> None:
        """Do one thing."""
        acts = [
            self.run,
            self.run,
            self.click,
            self.click,
            self.forge_click,
            self.choose,
            self.fill_in,
            self.type,
            self.say,
        ]
        await self._pick(acts)()

    async def run(self) -> None:
        """Run a command with values that a client would let through."""
        leaf, options = self._pick(sorted(self._leaves(), key=lambda leaf: leaf[0]))
        place = self._place(leaf)
        given: dict[str, Any] = {
            option["name"]: self._value(option, place)
            for option in options
            if option.get("required") or self.draw(st.booleans())
        }
        user = self._somebody(place)
        self._note(
            user, await self.online.discord.slash(user, place, leaf, force=True, until="sent", **given), (leaf, given)
        )

    async def type(self) -> None:
        """Type into an option that suggests something."""
        suggesting = [
            (leaf, option["name"])
            for leaf, options in self._leaves()
            for option in options
            if option.get("autocomplete")
        ]
        leaf, name = self._pick(sorted(suggesting))
        place = self._place(leaf)
        typed = self.draw(anything_typed)[:100]
        user = self._somebody(place)
        await self.online.discord.typed(user, place, leaf, focused=name, force=True, **{name: typed})

    async def click(self) -> None:
        """Press a button of something that was shown."""
        found = self._something()
        if found is not None:
            user, shown = found
            button = self._pick([one.custom_id for one in shown.buttons if one.custom_id])
            self._note(user, await self.online.discord.click(user, shown, custom_id=button, until="sent"), button)

    async def forge_click(self) -> None:
        """Press a button whose id says anything, on an old message of the bot."""
        place = self._place("")
        user = self._somebody(place)
        id_ = self.draw(action_ids)
        card = old_card(self.online.discord, place, id_)
        self._note(user, await self.online.discord.click(user, card, custom_id=id_, until="sent"), id_)
        forged = {"component_type": 2, "custom_id": self._pick(IDS), "id": 1}
        component = InteractionType.COMPONENT
        self._note(user, await self.online.discord.send_forged(user, place, component, forged, card), forged)

    async def choose(self) -> None:
        """Choose from the menu, or what it does not offer."""
        place = self._place("responsibilities")
        user = self._somebody(place)
        overview = await self.online.discord.slash(user, place, "responsibilities")
        values = self.draw(st.lists(anything_typed.map(lambda text: text[:100]), max_size=2))
        offered = [value for _, value in overview.selects[0].options]
        data: dict[str, Any] = {"component_type": 3, "custom_id": overview.selects[0].custom_id, "id": 2}
        data["values"] = self._pick([values, [offered[0]], [offered[-1]]])
        assert overview.message is not None
        component = InteractionType.COMPONENT
        self.owed.append(await self.online.discord.send_forged(user, place, component, data, overview.message))

    async def fill_in(self) -> None:
        """Send back a form, filled in by somebody or by a forger."""
        place = self._place("")
        user, forms = self._somebody(place), (Do.ASK.value, Do.NOT_IT.value)
        id_ = f"po1:{self._pick(forms)}:{self._pick(('kano', 'gone'))}:"
        card = old_card(self.online.discord, place, id_)
        value = self.draw(
            st.one_of(anything_typed, st.sampled_from(("wrong", "deeper", "x" * 5000, 7, None, ["a"], {})))
        )
        fields: list[Any] = [{"type": 18, "id": 1, "component": {"custom_id": "answer", "type": 4, "value": value}}]
        data = {"custom_id": id_, "components": self._pick([fields, fields * 3, [], [{"type": 1}]])}
        submit = InteractionType.MODAL_SUBMIT
        self._note(user, await self.online.discord.send_forged(user, place, submit, data, card), data)

    async def say(self) -> None:
        """Write a message, with or without a mention."""
        place = self._place("")
        text = self._pick(("<@bot> ", "")) + self.draw(anything_typed)
        await self.online.discord.say(self._somebody(place), place, text[:2000] or "?", force=True)

    async def answered(self) -> None:
        """Wait until everybody has got an answer, and take note of what there is to click on."""
        for reply in self.owed:
            try:
                await self.online.discord.settle_reply(reply)
            except NoResponse as error:
                error.add_note(f"to {self.done.get(reply.interaction.id, reply)}")
                raise
        self.everything += self.owed
        self.owed.clear()

    def _pick(self, things: Sequence[T]) -> T:
        """Return one of some things; hypothesis draws its number, which is short to print."""
        number: int = self.draw(st.integers(0, len(things) - 1))
        return things[number]

    def _note(self, user: User, reply: Reply, done: object) -> None:
        self.done[reply.interaction.id] = done
        self.owed.append(reply)
        self.shown.append((user, reply))

    def _leaves(self) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        for command in self.online.discord.registry.scopes[None]:
            if command.get("type", 1) != 1:
                continue
            inner = [option for option in command["options"] if option["type"] == SUBCOMMAND]
            for one in inner:
                yield f"{command['name']} {one['name']}", one.get("options") or []
            if not inner:
                yield command["name"], command["options"]

    def _place(self, leaf: str) -> Channel:
        guild_only = leaf.startswith(("tips", "assistant"))
        return self._pick([one for one in self.places if one.guild is not None or not guild_only])

    def _somebody(self, place: Channel) -> User:
        return self._pick(self.people if place.guild is not None else self.people[:1])

    def _something(self) -> tuple[User, Reply] | None:
        """Return something with buttons that is shown, and somebody who sees it."""
        seen = []
        for user, shown in self.shown[-30:]:
            message = shown.message
            if message is not None and not (message.deleted or message.loading) and shown.buttons:
                seen.append((user, shown))
        return self._pick(seen) if seen else None

    def _value(self, option: dict[str, Any], place: Channel) -> object:
        if option.get("choices"):
            return self._pick([choice["value"] for choice in option["choices"]])
        if option["type"] == BOOLEAN:
            return self.draw(st.booleans())
        if option["type"] == INTEGER:
            return self.draw(st.integers(option.get("min_value", 0), option.get("max_value", 90)))
        if option["type"] == CHANNEL:
            assert place.guild is not None
            kinds = option.get("channel_types") or []
            fits = [one for one in place.guild.channels.values() if not kinds or one.type in kinds]
            return self._pick(fits)
        return self.draw(anything_typed)[: option.get("max_length") or 6000] or "a"
