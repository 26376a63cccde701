"""The doors after `kill -9`: the note's button, an open form, the ask channel, the menu and a deleted question."""

from pathlib import Path

from bot.commands import card_words, door_words
from tests.discord_app.helpers import CLEAR_QUESTION
from tests.fake_discord import FakeDiscord
from tests.test_process import READY_SECONDS, outside, own_cache, running

__all__ = ["outside", "own_cache"]  # fixtures of that file, used here too

SOURCE = "From What is a Product Owner"


async def test_after_a_kill_every_door_is_open(outside: FakeDiscord, tmp_path: Path) -> None:  # the fixture above
    olga = outside.add_user("olga")
    channel = outside.add_guild("Harbour", owner=olga).add_text_channel("ask")
    async with running(outside, tmp_path, MESSAGE_CONTENT_INTENT="1") as process:
        await outside.gateway.wait_ready(READY_SECONDS)
        await outside.slash(olga, channel, "assistant setup", ask_channel=channel)
        notice = await outside.next_message(channel)
        question = await outside.say(olga, channel, CLEAR_QUESTION)
        answer = await outside.next_message(channel)
        form = await outside.click(olga, notice, label="Ask")
        process.kill()
    async with running(outside, tmp_path, MESSAGE_CONTENT_INTENT="1"):
        await outside.gateway.wait_ready(READY_SECONDS)
        sent = await outside.submit(olga, form, {card_words.ASK_LABEL: CLEAR_QUESTION})
        assert SOURCE in sent.content
        await outside.click(olga, notice, label="Ask")
        menu = await outside.message_menu(olga, question, door_words.ANSWER_THIS)
        assert SOURCE in menu.content
        await outside.say(olga, channel, CLEAR_QUESTION)
        assert SOURCE in (await outside.next_message(channel)).content
        await outside.delete(question)
        await outside.wait_for_request("DELETE", rf"/messages/{answer.id}$")
        await outside.slash(olga, channel, "assistant setup", keep_questions=True)
        assert "texts of questions asked here are kept" in notice.content
