"""The buttons that only the person who ran the command may use."""

from typing import TYPE_CHECKING, Any

import discord

from bot.commands.consent import unpacked
from bot.commands.paging import read_number
from bot.commands.reply import Action, Do, Reply
from bot.commands.setup_words import TEST_QUESTION
from bot.discord_app.guarding import check_asker, managed_guild
from bot.discord_app.postable import check_postable_id

if TYPE_CHECKING:
    from bot.discord_app.client import AssistantClient

FOR_THE_ASKER = frozenset((Do.TRY, Do.UNSET, Do.STUB, Do.ERASE, Do.REPLACE, Do.SCHEDULES))
_IN_PLACE = frozenset((Do.REPLACE, Do.SCHEDULES))  # what was clicked makes room for the reply


async def serve_asker(client: "AssistantClient", interaction: discord.Interaction[Any], action: Action) -> None:
    """Serve a click; anybody else is told privately that the button is not theirs."""

    async def make() -> Reply:
        check_asker(interaction)
        return await _made(client, interaction, action)

    kind = "privacy delete" if action.do is Do.ERASE else f"button {action.do}"
    await client.serve(interaction, kind, make, edit=action.do in _IN_PLACE)


async def _made(client: "AssistantClient", interaction: discord.Interaction[Any], action: Action) -> Reply:
    match action.do:
        case Do.TRY:
            return client.app.answer_reply(client.app.ask(TEST_QUESTION)[0])
        case Do.UNSET:
            guild_id = managed_guild(interaction)
            await interaction.response.defer(ephemeral=True, thinking=True)  # a note may have to be deleted
            changed = await client.stored.setup.unset(guild_id, action.slug)
            return await client.notices.follow(guild_id, changed, anew=False)
        case Do.STUB:
            managed_guild(interaction)
            return client.stored.gaps.stub(action.slug)
        case Do.REPLACE:
            channel_id, rhythm = unpacked(action.key)
            guild_id = managed_guild(interaction)
            check_postable_id(interaction, channel_id)
            return await client.stored.scheduled_tips.put(guild_id, channel_id, rhythm, action.slug)
        case Do.SCHEDULES:
            return await client.stored.scheduled_tips.list(managed_guild(interaction), read_number(action.key))
        case _:
            await interaction.response.defer(ephemeral=True, thinking=True)  # it waits for the disk
            client.conversations.forget(interaction.user.id)
            return await client.stored.privacy.delete(interaction.user.id)
