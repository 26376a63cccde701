"""The message menu's **Answer this**: what somebody wrote is answered for the one who chose it, and not learnt from."""

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.commands import door_words as words
from bot.commands.ask import MAX_ASKED
from bot.commands.reply import Note, Reply
from bot.discord_app.reading import plain
from bot.domain import Answer
from bot.errors import UsageError

if TYPE_CHECKING:
    from bot.discord_app.client import AssistantClient


def answer_this_command(client: "AssistantClient") -> app_commands.ContextMenu:
    """Return the command, offered everywhere."""

    async def answer_this(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        await _serve(client, interaction, message)

    return app_commands.ContextMenu(
        name=words.ANSWER_THIS,
        callback=answer_this,
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
    )


async def _serve(client: "AssistantClient", interaction: discord.Interaction[Any], message: discord.Message) -> None:
    if not await client.limiter.admits(interaction, "answer this"):
        return
    answered: list[tuple[Answer, float]] = []

    def make() -> Reply:
        text = plain(message.content)
        if message.author == client.user:
            raise UsageError(words.MINE)
        if not text:
            raise UsageError(words.NO_TEXT)
        answered.append(client.app.ask(text[:MAX_ASKED]))  # it is not the chooser's own turn
        reply = client.app.answer_reply(answered[0][0])
        return reply if len(text) <= MAX_ASKED else reply.after(Note(words.CUT.format(most=MAX_ASKED)))

    await client.serve(interaction, "answer this", make, answered=answered)
