"""People who do anything at all with the bot: what Discord's clients allow, and what only a forger would send."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.commands.reply import Do
from tests.conftest import Online
from tests.discord_app.helpers import old_card
from tests.fake_discord import Channel, NoResponse, Reply, User
from tests.fake_discord.interactions import InteractionType
from tests.fuzzing.questions import TRAPS

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

TOPICS = ("kano", "product-owner", "sprint", "no-such-topic", "", "1", "ask_channel", "-")
KEYS = ("", "lead", "no-such-section", "0", "999999", "a.b", "....", "x" * 40)
ODD: tuple[Any, ...] = ("wrong", "deeper", "x" * 5000, 7, None, ["a"], {})


def any_text(chance: random.Random) -> str:
    """Return what somebody may type: a word, traps, or characters of any script; half a character cannot be sent."""
    texts = (
        chance.choice(WORDS),
        chance.choice(TRAPS),
        "".join(chance.choices(TRAPS, k=chance.randrange(8))),
        "".join(chr(chance.choice((chance.randrange(1, 0x250), chance.randrange(1, 0x11000)))) for _ in range(20)),
    )
    return chance.choice(texts).encode("utf-8", "ignore").decode()


@dataclass
class Chaos:
    """Acts at random. What is shown is kept to be clicked on later."""

    online: Online
    chance: random.Random
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
        await self.chance.choice(acts)()

    async def run(self) -> None:
        """Run a command with values that a client would let through."""
        leaf, options = self.chance.choice(sorted(self._leaves(), key=lambda leaf: leaf[0]))
        place = self._place(leaf)
        given: dict[str, Any] = {
            option["name"]: self._value(option, place)
            for option in options
            if option.get("required") or (self.chance.random() < 0.5)
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
        leaf, name = self.chance.choice(sorted(suggesting))
        place = self._place(leaf)
        typed = any_text(self.chance)[:100]
        user = self._somebody(place)
        await self.online.discord.typed(user, place, leaf, focused=name, force=True, **{name: typed})

    async def click(self) -> None:
        """Press a button of something that was shown."""
        found = self._something()
        if found is not None:
            user, shown = found
            button = self.chance.choice([one.custom_id for one in shown.buttons if one.custom_id])
            self._note(user, await self.online.discord.click(user, shown, custom_id=button, until="sent"), button)

    async def forge_click(self) -> None:
        """Press a button whose id says anything, on an old message of the bot."""
        place = self._place("")
        user = self._somebody(place)
        do = self.chance.choice([*(do.value for do in Do), "gone"])
        id_ = f"po1:{do}:{self.chance.choice(TOPICS)}:{self.chance.choice(KEYS)}"
        card = old_card(self.online.discord, place, id_)
        self._note(user, await self.online.discord.click(user, card, custom_id=id_, until="sent"), id_)
        forged = {"component_type": 2, "custom_id": self.chance.choice(IDS), "id": 1}
        component = InteractionType.COMPONENT
        self._note(user, await self.online.discord.send_forged(user, place, component, forged, card), forged)

    async def choose(self) -> None:
        """Choose from the menu, or what it does not offer."""
        place = self._place("responsibilities")
        user = self._somebody(place)
        overview = await self.online.discord.slash(user, place, "responsibilities")
        values = [any_text(self.chance)[:100] for _ in range(self.chance.randrange(3))]
        offered = [value for _, value in overview.selects[0].options]
        data: dict[str, Any] = {"component_type": 3, "custom_id": overview.selects[0].custom_id, "id": 2}
        data["values"] = self.chance.choice([values, [offered[0]], [offered[-1]]])
        assert overview.message is not None
        component = InteractionType.COMPONENT
        self.owed.append(await self.online.discord.send_forged(user, place, component, data, overview.message))

    async def fill_in(self) -> None:
        """Send back a form, filled in by somebody or by a forger."""
        place = self._place("")
        user, forms = self._somebody(place), (Do.ASK.value, Do.NOT_IT.value)
        id_ = f"po1:{self.chance.choice(forms)}:{self.chance.choice(('kano', 'gone'))}:"
        card = old_card(self.online.discord, place, id_)
        value = self.chance.choice((any_text(self.chance), *ODD))
        fields: list[Any] = [{"type": 18, "id": 1, "component": {"custom_id": "answer", "type": 4, "value": value}}]
        data = {"custom_id": id_, "components": self.chance.choice([fields, fields * 3, [], [{"type": 1}]])}
        submit = InteractionType.MODAL_SUBMIT
        self._note(user, await self.online.discord.send_forged(user, place, submit, data, card), data)

    async def say(self) -> None:
        """Write a message, with or without a mention."""
        place = self._place("")
        text = self.chance.choice(("<@bot> ", "")) + any_text(self.chance)
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
        return self.chance.choice([one for one in self.places if one.guild is not None or not guild_only])

    def _somebody(self, place: Channel) -> User:
        return self.chance.choice(self.people if place.guild is not None else self.people[:1])

    def _something(self) -> tuple[User, Reply] | None:
        """Return something with buttons that is shown, and somebody who sees it."""
        seen = []
        for user, shown in self.shown[-30:]:
            message = shown.message
            if message is not None and not (message.deleted or message.loading) and shown.buttons:
                seen.append((user, shown))
        return self.chance.choice(seen) if seen else None

    def _value(self, option: dict[str, Any], place: Channel) -> object:
        if option.get("choices"):
            return self.chance.choice([choice["value"] for choice in option["choices"]])
        if option["type"] == BOOLEAN:
            return self.chance.random() < 0.5
        if option["type"] == INTEGER:
            return self.chance.randint(option.get("min_value", 0), option.get("max_value", 90))
        if option["type"] == CHANNEL:
            assert place.guild is not None
            kinds = option.get("channel_types") or []
            fits = [one for one in place.guild.channels.values() if not kinds or one.type in kinds]
            return self.chance.choice(fits)
        return any_text(self.chance)[: option.get("max_length") or 6000] or "a"
