"""The buttons of an answer card. They work for whoever sees the card; what they show is for the one who clicks."""

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord

from bot.assistant.followups import Turn
from bot.commands import card_words as words
from bot.commands.permission_words import SEND
from bot.commands.reply import Action, Do, Reply, say
from bot.commands.voting import Voter
from bot.discord_app.answering import THREAD_ARCHIVED
from bot.discord_app.forms import ask_form, form_for, read_form
from bot.discord_app.guarding import lacking
from bot.errors import UsageError

if TYPE_CHECKING:
    from bot.discord_app.client import AssistantClient

Interaction = discord.Interaction[Any]

ON_CARDS = frozenset(
    (Do.OPEN, Do.SHARE, Do.READ, Do.RELATED, Do.ASK, Do.HELPFUL, Do.NOT_IT, Do.DISMISS),
)


async def serve_card(client: "AssistantClient", interaction: Interaction, action: Action) -> None:
    """Serve a click on a card; where its passage is gone, the one who clicks is told so."""

    async def make() -> Reply:
        return await _made(client, interaction, action)

    form = action.do in (Do.ASK, Do.NOT_IT)
    if form and await _opened_form(client, interaction, action):
        return
    await client.serve(interaction, f"button {action.do}", make)


async def serve_form(client: "AssistantClient", interaction: Interaction) -> None:
    """Serve a form that was sent back; one that was opened before an upgrade may be none of ours any more."""
    sent = read_form(interaction)
    if sent is None:
        await client.serve(interaction, "old form", lambda: say(words.OLD_FORM, done=False))
        return
    action, answer = sent
    if action.do is Do.ASK and not action.slug:
        await client.conversations.asked(interaction, answer, None, kind="ask button")
        return
    if action.do is Do.ASK:
        turn = Turn(action.slug)
        await client.conversations.asked(interaction, answer, private=True, previous=turn, kind="ask more")
        return

    async def make() -> Reply:
        return await client.stored.voting.not_it(_voter(client, interaction), action.slug, action.key, answer)

    await client.serve(interaction, f"button {action.do}", make)


async def _opened_form(client: "AssistantClient", interaction: Interaction, action: Action) -> bool:
    """Open the form of a button; returns False where its passage is gone."""
    form = _form(client, interaction, action)
    if form is None:
        return False
    async with client.working():
        try:
            await interaction.response.send_modal(form)
        except Exception as error:  # noqa: BLE001  # the one door
            await client.refuse(interaction, error, f"button {action.do}")
    return True


def _form(client: "AssistantClient", interaction: Interaction, action: Action) -> discord.ui.Modal | None:
    if action.do is Do.ASK and not action.slug:  # the ask channel's button
        return ask_form(action, private=client.conversations.is_private(interaction))
    passage = client.app.cards.find(action.slug, action.key)
    return form_for(action, passage.article.title) if passage is not None else None


async def _made(client: "AssistantClient", interaction: Interaction, action: Action) -> Reply:
    cards = client.app.cards
    match action.do:
        case Do.SHARE:
            _check_may_write(interaction)
            shared = cards.shown(action.slug, action.key)
            return replace(shared, public=shared.done)
        case Do.READ:
            return cards.around(action.slug, action.key)
        case Do.RELATED:
            return cards.related(action.slug)
        case Do.HELPFUL:
            return await client.stored.voting.helpful(_voter(client, interaction), action.slug, action.key)
        case Do.DISMISS:
            return await _dismissed(client, interaction)
        case Do.ASK | Do.NOT_IT:  # their form was not opened
            return say(words.GONE, done=False)
        case _:
            return cards.shown(action.slug, action.key)


def _voter(client: "AssistantClient", interaction: Interaction) -> Voter:
    return Voter(client.stored.person(interaction.user.id), client.joined_guild(interaction.guild_id))


def _check_may_write(interaction: Interaction) -> None:
    """Refuse to say for somebody in a server what they may not say there themselves."""
    if interaction.guild_id is not None and lacking(interaction.permissions, (SEND,), interaction.channel):
        raise UsageError(words.MAY_NOT_WRITE)


async def _dismissed(client: "AssistantClient", interaction: Interaction) -> Reply:
    """Delete the card, which says nothing further: that it is gone can be seen."""
    if not (interaction.permissions.manage_messages or await _is_asker(client, interaction)):
        raise UsageError(words.NOT_YOURS)
    await interaction.response.defer()
    try:
        with suppress(discord.NotFound):  # somebody was faster
            await interaction.delete_original_response()
    except discord.HTTPException as error:
        raise UsageError(words.ARCHIVED if error.code == THREAD_ARCHIVED else words.CANNOT_DELETE) from error
    return Reply(())


async def _is_asker(client: "AssistantClient", interaction: Interaction) -> bool:
    """Tell whether the card answers the one who clicks: their command or click, their message, or their direct one."""
    message = interaction.message
    if message is None or interaction.context.dm_channel:  # the bot's own with one person
        return message is not None
    if message.interaction_metadata is not None:
        return message.interaction_metadata.user.id == interaction.user.id
    question = message.reference
    if question is None or question.message_id is None:
        return False
    # With a click Discord sends the card, but not the message that the card replies to.
    with suppress(discord.NotFound, discord.Forbidden):
        asked = await client.get_partial_messageable(question.channel_id).fetch_message(question.message_id)
        return asked.author.id == interaction.user.id
    return False
