"""The people of a load test: each asks a few times a minute, from many servers."""

import json
import random
from collections.abc import Awaitable, Callable
from itertools import cycle
from pathlib import Path
from typing import Any

from tests.fake_discord import Channel, FakeDiscord, NoResponse, Reply, User

QUESTIONS = Path(__file__).resolve().parent.parent / "tests" / "data" / "questions.jsonl"
PER_GUILD = 5
TYPED = ("sprint", "bakclog", "pro", "stake", "def of don", "kano", "road", "v")


class Crowd:
    """People in servers, taking turns, so that nobody asks more often than a person would."""

    def __init__(self, discord: FakeDiscord, *, guilds: int) -> None:
        self._discord = discord
        self._chance = random.Random(24)
        self._guilds = [discord.add_guild(f"Harbour {number}") for number in range(guilds)]
        self._channels = [guild.add_text_channel("general") for guild in self._guilds]
        self._questions = [json.loads(row)["question"] for row in QUESTIONS.read_text("utf-8").splitlines()]
        self._cards: list[tuple[User, Reply]] = []
        self.counted = 0  # interactions that leave a row of usage
        places: list[tuple[User, Channel]] = []
        for number in range(PER_GUILD):
            for guild, channel in zip(self._guilds, self._channels, strict=True):
                user = discord.add_user(f"member{number}")
                guild.add_member(user)
                places.append((user, channel))
        self._chance.shuffle(places)  # or the same servers would be asked from again and again
        self._places = cycle(places)

    async def ask(self) -> float:
        """Ask a question; returns the milliseconds to the first response, 0 for none in time."""
        user, channel = next(self._places)
        reply = await self._slash(user, channel, "ask", question=self._chance.choice(self._questions))
        if reply is not None and reply.buttons and len(self._cards) < 100:
            self._cards.append((user, reply))
        return reply.first_response_ms if reply else 0.0

    async def autocomplete(self) -> float:
        """Type into an option."""
        user, channel = next(self._places)
        reply = await self._run(self._typing(user, channel), counts=False)
        return reply.first_response_ms if reply else 0.0

    async def click(self) -> float:
        """Vote for an answer, or read on."""
        if not self._cards:
            return await self.ask()
        user, card = self._cards.pop()
        labels = [button.label for button in card.buttons]
        label = next((one for one in ("Helpful", "Read more") if one in labels), labels[0])
        reply = await self._run(self._discord.click(user, card, label=label))
        return reply.first_response_ms if reply else 0.0

    async def tip(self) -> float:
        """Ask for a tip."""
        reply = await self._slash(*next(self._places), "tip")
        return reply.first_response_ms if reply else 0.0

    async def look_up(self) -> float:
        """Look up a term."""
        reply = await self._slash(*next(self._places), "glossary", term=self._chance.choice(TYPED))
        return reply.first_response_ms if reply else 0.0

    async def anything(self) -> float:
        """Do what people do: mostly they ask."""
        kinds: dict[Callable[[], Awaitable[float]], int] = {
            self.ask: 60, self.click: 15, self.autocomplete: 15, self.tip: 5, self.look_up: 5,
        }  # fmt: skip
        return await self._chance.choices(list(kinds), list(kinds.values()))[0]()

    def forget(self) -> None:
        """Drop what the fake has written down, which would fill this process's memory."""
        self._discord.requests.clear()
        self._discord.world.interactions.clear()
        self._cards.clear()
        for channel in self._channels:
            channel.messages.clear()
        for session in self._discord.gateway.sessions.values():
            session.events[:] = [{}] * len(session.events)  # their number counts

    async def _slash(self, user: User, channel: Channel, command: str, **options: Any) -> Reply | None:  # noqa: ANN401
        return await self._run(self._discord.slash(user, channel, command, **options))

    async def _typing(self, user: User, channel: Channel) -> Reply:
        return await self._discord.typed(user, channel, "topics", focused="topic", topic=self._chance.choice(TYPED))

    async def _run(self, act: Awaitable[Reply], *, counts: bool = True) -> Reply | None:
        self.counted += counts
        try:
            return await act
        except NoResponse:
            return None
