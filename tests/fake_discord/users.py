"""People and bots."""

from __future__ import annotations

from dataclasses import dataclass

from tests.fake_discord.errors import JSON


@dataclass(eq=False)
class User:
    """A Discord account."""

    id: int
    name: str
    bot: bool = False
    locale: str = "en-US"
    #: Whether they installed the application to their own account ("user install").
    installed: bool = False
    #: Whether they take direct messages from the bot; if not, it gets 403 50007.
    accepts_dms: bool = True

    @property
    def mention(self) -> str:
        """Return the text that mentions this user."""
        return f"<@{self.id}>"

    def payload(self) -> JSON:
        """Return the user object."""
        return {
            "id": str(self.id),
            "username": self.name,
            "global_name": None if self.bot else self.name.capitalize(),
            "discriminator": "0000" if self.bot else "0",
            "avatar": None,
            "bot": self.bot,
            "public_flags": 0,
        }
