"""What is worth measuring; without an endpoint that shows it, nothing is kept."""

from typing import Protocol

from bot.domain import UsageEvent


class Measures(Protocol):
    """Takes figures; no text of a user and no id goes in."""

    def counted(self, event: UsageEvent) -> None:
        """Count a question or command by its kind, outcome and place."""
        ...

    def responded(self, seconds: float) -> None:
        """Measure an interaction from its arrival to our response."""
        ...


class NoMeasures:
    """Keeps nothing."""

    def counted(self, event: UsageEvent) -> None:
        """Do nothing."""

    def responded(self, seconds: float) -> None:
        """Do nothing."""
