"""What a long run must not pile up."""

import asyncio

from tests.conftest import Online
from tests.discord_app.helpers import CLEAR_QUESTION, counted


async def test_nothing_is_kept_of_what_was_sent(online: Online) -> None:
    for private in (True, False):
        await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION, private=private)
    await online.discord.slash(online.alice, online.channel, "responsibilities")
    await online.discord.say(online.alice, online.channel, f"<@bot> {CLEAR_QUESTION}")
    await online.discord.next_message(online.channel)
    await online.discord.settle()
    await counted(online.client)
    assert online.client._connection._view_store._views == {}
    assert online.client._connection._view_store._synced_message_views == {}
    waiting = [task for task in asyncio.all_tasks() if "timeout_task" in repr(task.get_coro())]
    assert waiting == [], "discord.py waits a quarter of an hour for a private view"
