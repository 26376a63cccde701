"""One answer to an interaction: a first response, what fills a deferral, or what follows."""

from collections.abc import Sequence
from typing import Any

import discord


async def answer_interaction(
    interaction: discord.Interaction[Any],
    text: str,
    *,
    private: bool,
    files: Sequence[discord.File] = (),
    **more: Any,  # noqa: ANN401  # discord.py's options
) -> None:
    """Put text in the place of a deferral, else respond with it, else follow up.

    An edit, unlike a follow-up, can be tried again after an answer that got lost without being seen twice.
    """
    attached: dict[str, Any] = {"files": files} if files else {}
    if interaction.response.type is discord.InteractionResponseType.deferred_channel_message:
        await interaction.edit_original_response(content=text, attachments=list(files), **more)
    elif interaction.response.is_done():
        await interaction.followup.send(text, ephemeral=private, suppress_embeds=True, **attached, **more)
    else:
        await interaction.response.send_message(text, ephemeral=private, suppress_embeds=True, **attached, **more)
