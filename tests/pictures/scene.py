"""What a scene is: a caption, and a play whose messages and forms are shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import cast

from tests.conftest import Online
from tests.fake_discord import ManualClock, Message, Reply

#: A message as it stands in the channel, or what an interaction showed: a message or a form.
Shown = Message | Reply
Play = Callable[[Online], Awaitable[Sequence[Shown]]]


@dataclass(frozen=True)
class Scene:
    """One picture: its file name without ending, one line about it, and what happens."""

    name: str
    caption: str
    play: Play


#: All scenes in the order in which the page of pictures shows them.
SCENES: list[Scene] = []


def scene(name: str, caption: str) -> Callable[[Play], Play]:
    """Add a play to the scenes."""

    def add(play: Play) -> Play:
        SCENES.append(Scene(name, caption, play))
        return play

    return add


def later(online: Online, **spans: float) -> None:
    """Move the bot's clock and Discord's on together."""
    before = online.clock.seconds
    online.clock.forward(**spans)
    cast("ManualClock", online.discord.clock).advance(online.clock.seconds - before)
