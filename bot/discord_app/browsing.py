"""The commands that everybody may use, everywhere."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.commands import command_words as shown
from bot.commands import help_words as words
from bot.commands.ask import MAX_ASKED
from bot.commands.help import EVERYWHERE_COMMANDS, OWNER_COMMANDS, help_reply
from bot.commands.lookup import Entry, Lookup
from bot.commands.privacy import texts_kept_here
from bot.commands.privacy_words import SEE_WHAT_IS_KEPT
from bot.commands.reply import Reply
from bot.domain import RESOURCE_KINDS

if TYPE_CHECKING:
    from bot.discord_app.client import AssistantClient

_MAX_CHOICE = 100

Interaction = discord.Interaction[Any]
Choices = list[app_commands.Choice[str]]


def choices(entries: Sequence[Entry]) -> Choices:
    """Return entries as autocomplete choices."""
    return [app_commands.Choice(name=entry.label[:_MAX_CHOICE], value=entry.value[:_MAX_CHOICE]) for entry in entries]


def browsing_commands(client: "AssistantClient") -> list[app_commands.Command[Any, ..., None]]:
    """Return the commands, each with its own contexts and installs: 2.7.1 sends a tree-wide default too widely."""
    commands = [*_asking(client), *_lists(client), *_words(client)]
    for command in commands:
        command.allowed_contexts = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
        command.allowed_installs = app_commands.AppInstallationType(guild=True, user=True)
    return commands


def _asking(client: "AssistantClient") -> list[app_commands.Command[Any, ..., None]]:
    @app_commands.command(name="ask", description=shown.ASK)
    @app_commands.describe(**shown.ASK_OPTIONS)
    async def ask(
        interaction: Interaction, question: app_commands.Range[str, 1, MAX_ASKED], private: bool | None = None
    ) -> None:
        await client.conversations.asked(interaction, question, private)

    @app_commands.command(name="help", description=shown.HELP)
    async def show_help(interaction: Interaction) -> None:
        def make() -> Reply:
            app, in_server = client.app, interaction.guild_id is not None
            owner = in_server and interaction.permissions.manage_guild
            commands = (*EVERYWHERE_COMMANDS, *OWNER_COMMANDS) if owner else EVERYWHERE_COMMANDS
            keeps = client.stored.settings_of(interaction.guild_id).keep_questions
            texts = f"{texts_kept_here(keeps=keeps, in_server=in_server)} {SEE_WHAT_IS_KEPT}"
            stored = app.health.is_stored()
            return help_reply(app.corpus, words.WAYS, commands, texts, stored=stored, quality=app.quality)

        await client.serve(interaction, "help", make)

    @app_commands.command(name="tip", description=shown.TIP)
    @app_commands.describe(**shown.TIP_OPTIONS)
    async def tip(interaction: Interaction, topic: app_commands.Range[str, 1, 100] | None = None) -> None:
        await client.serve(interaction, "tip", lambda: client.app.tips.reply(topic or ""))

    tip.autocomplete("topic")(_topic_autocomplete(client))
    return [ask, show_help, tip]


def _lists(client: "AssistantClient") -> list[app_commands.Command[Any, ..., None]]:
    app = client.app
    kinds = Lookup(Entry(kind, kind) for kind in RESOURCE_KINDS)

    @app_commands.command(name="responsibilities", description=shown.RESPONSIBILITIES)
    @app_commands.describe(**shown.RESPONSIBILITIES_OPTIONS)
    async def responsibilities(interaction: Interaction, name: app_commands.Range[str, 1, 100] | None = None) -> None:
        await client.serve(interaction, "responsibilities", lambda: app.responsibilities.reply(name or ""))

    @responsibilities.autocomplete("name")
    async def name_autocomplete(_: Interaction, typed: str) -> Choices:
        return choices(app.responsibilities.lookup.search(typed))

    @app_commands.command(name="resources", description=shown.RESOURCES)
    @app_commands.describe(**shown.RESOURCES_OPTIONS)
    async def resources(
        interaction: Interaction,
        topic: app_commands.Range[str, 1, 100] | None = None,
        kind: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        await client.serve(interaction, "resources", lambda: app.resources.reply(topic or "", kind or ""))

    resources.autocomplete("topic")(_topic_autocomplete(client))

    @resources.autocomplete("kind")
    async def kind_autocomplete(_: Interaction, typed: str) -> Choices:
        return choices(kinds.search(typed))

    return [responsibilities, resources]


def _words(client: "AssistantClient") -> list[app_commands.Command[Any, ..., None]]:
    app = client.app

    @app_commands.command(name="topics", description=shown.TOPICS)
    @app_commands.describe(**shown.TOPICS_OPTIONS)
    async def topics(
        interaction: Interaction,
        category: app_commands.Range[str, 1, 100] | None = None,
        topic: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        await client.serve(interaction, "topics", lambda: app.topics.reply(category or "", topic or ""))

    topics.autocomplete("topic")(_topic_autocomplete(client))

    @topics.autocomplete("category")
    async def category_autocomplete(_: Interaction, typed: str) -> Choices:
        return choices(app.topics.categories.search(typed))

    @app_commands.command(name="glossary", description=shown.GLOSSARY)
    @app_commands.describe(**shown.GLOSSARY_OPTIONS)
    async def glossary(interaction: Interaction, term: app_commands.Range[str, 1, 100]) -> None:
        await client.serve(interaction, "glossary", lambda: app.glossary.reply(term))

    @glossary.autocomplete("term")
    async def term_autocomplete(_: Interaction, typed: str) -> Choices:
        return choices(app.glossary.lookup.search(typed))

    return [topics, glossary]


def _topic_autocomplete(client: "AssistantClient") -> Any:  # noqa: ANN401  # discord.py's own type is private
    async def autocomplete(_: Interaction, typed: str) -> Choices:
        return choices(client.app.topics_lookup.search(typed))

    return autocomplete
