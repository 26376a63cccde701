"""What works at present and what does not, each with its reason."""

from collections.abc import Callable
from enum import StrEnum


class Trouble(StrEnum):
    """What can be amiss while answers go on."""

    DISCORD = "discord"
    STORAGE = "storage"
    TIPS = "tips"
    CONTENT = "content"
    BACKUP = "backup"


class Health:
    """The state of a running bot: whoever notices a trouble reports it and clears it."""

    def __init__(self) -> None:
        self.connected = False
        self.connections = 0  # how often Discord was reached
        self._reported: dict[Trouble, str] = {Trouble.DISCORD: "not connected to Discord yet"}
        self._watched: dict[Trouble, Callable[[], str]] = {}

    def watch(self, trouble: Trouble, reason: Callable[[], str]) -> None:
        """Ask `reason` whenever the state is looked at; an empty text means that all is well."""
        self._watched[trouble] = reason

    def report(self, trouble: Trouble, reason: str) -> None:
        """Note a trouble; an empty reason clears it."""
        if reason:
            self._reported[trouble] = reason
        else:
            self._reported.pop(trouble, None)

    def discord_reached(self) -> None:
        """Note that the gateway delivers events."""
        if not self.connected:
            self.connected = True
            self.connections += 1
        self.report(Trouble.DISCORD, "")

    def discord_lost(self) -> None:
        """Note that the gateway delivers nothing; discord.py connects again by itself."""
        self.connected = False
        self.report(Trouble.DISCORD, "the connection to Discord is lost; it is tried again by itself")

    def reasons(self) -> dict[Trouble, str]:
        """Return what is amiss, in the order of `Trouble`."""
        watched = {trouble: reason() for trouble, reason in self._watched.items()}
        every = self._reported | {trouble: reason for trouble, reason in watched.items() if reason}
        return {trouble: every[trouble] for trouble in Trouble if trouble in every}

    def is_stored(self) -> bool:
        """Tell whether what people do on purpose can be kept at present."""
        return Trouble.STORAGE not in self.reasons()
