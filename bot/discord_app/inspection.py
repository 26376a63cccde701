"""Looking at the command tree without connecting."""

from bot.app import App, Stored
from bot.discord_app.client import AssistantClient


def command_names(app: App, stored: Stored) -> list[str]:
    """Build the client with its whole tree and return the names of its commands."""
    client = AssistantClient(app, stored)
    client.add_commands()
    return [str(command["name"]) for command in client.tree.payload()]
