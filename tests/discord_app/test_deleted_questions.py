"""A question that is deleted takes its answer with it: at once, after a restart, and when many go together."""

import pytest

from bot.discord_app import deletions
from bot.domain import Corpus
from bot.settings import Settings
from tests.conftest import HandClock, Online
from tests.discord_app.helpers import CLEAR_QUESTION, counted, newcomer, requests_to, running
from tests.fake_discord import Channel, FakeDiscord, Message, User

HISTORY = r"/messages$"


async def asked_and_answered(discord: FakeDiscord, user: User, channel: Channel) -> tuple[Message, Message]:
    asked = await discord.say(user, channel, f"<@bot> {CLEAR_QUESTION}")
    return asked, await discord.next_message(channel)


async def test_the_answer_goes_with_its_question_and_no_other(online: Online) -> None:
    asked, answer = await asked_and_answered(online.discord, online.alice, online.channel)
    _, other = await asked_and_answered(online.discord, newcomer(online, "bob"), online.channel)
    await online.discord.delete(asked)
    await online.discord.wait_for_request("DELETE", rf"/messages/{answer.id}$")
    assert (answer.deleted, other.deleted) == (True, False)
    assert requests_to(online.discord, "GET", HISTORY) == []


async def test_in_direct_messages_and_threads_too(online: Online) -> None:
    for channel in (online.discord.dm(online.alice), online.guild.add_thread(online.channel, "backlog", online.alice)):
        asked, answer = await asked_and_answered(online.discord, online.alice, channel)
        await online.discord.delete(asked)
        await online.discord.wait_for_request("DELETE", rf"/messages/{answer.id}$")
        assert answer.deleted


async def test_after_a_restart_it_is_looked_for(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
) -> None:
    alice = discord.add_user("alice")
    channel = discord.add_guild("Harbour", owner=alice).add_text_channel("general")
    async with running(settings, corpus, clock):
        asked, answer = await asked_and_answered(discord, alice, channel)
        _, other = await asked_and_answered(discord, alice, channel)
    async with running(settings, corpus, clock):
        await asked_and_answered(discord, alice, channel)
        await discord.delete(asked)
        await discord.wait_for_request("DELETE", rf"/messages/{answer.id}$")
    assert (answer.deleted, other.deleted) == (True, False)


async def test_what_came_since_the_start_is_not_looked_for(online: Online) -> None:
    for _ in range(3):
        await online.discord.delete(await online.discord.say(online.alice, online.channel, "hello"))
    await online.discord.settle()
    await counted(online.client)
    assert requests_to(online.discord, "GET", HISTORY) == []


async def test_an_old_message_is_not_looked_for(settings: Settings, corpus: Corpus, clock: HandClock) -> None:
    async with FakeDiscord(clock=lambda: clock.now().timestamp()) as discord:
        alice = discord.add_user("alice")
        channel = discord.add_guild("Harbour", owner=alice).add_text_channel("general")
        old, fresh = await discord.say(alice, channel, "hello"), None
        clock.forward(days=1)
        fresh = await discord.say(alice, channel, "hello again")
        async with running(settings, corpus, clock) as client:
            await discord.delete(old)
            await discord.settle()
            await counted(client)
            assert requests_to(discord, "GET", HISTORY) == []
            await discord.delete(fresh)
            await discord.wait_for_request("GET", HISTORY)


async def test_it_looks_only_so_often(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deletions, "MOST_LOOKS", 2)
    alice = discord.add_user("alice")
    channel = discord.add_guild("Harbour", owner=alice).add_text_channel("general")
    said = [await discord.say(alice, channel, "hello") for _ in range(5)]
    async with running(settings, corpus, clock) as client:
        for message in said:
            await discord.delete(message)
        await discord.settle()
        await counted(client)
    assert len(requests_to(discord, "GET", HISTORY)) == 2


async def test_many_deleted_together_take_their_answers_along(online: Online) -> None:
    first, gone_with_it = await asked_and_answered(online.discord, online.alice, online.channel)
    second, answer = await asked_and_answered(online.discord, online.alice, online.channel)
    _, other = await asked_and_answered(online.discord, online.alice, online.channel)
    await online.discord.delete_many([first, gone_with_it, second])
    await online.discord.wait_for_request("DELETE", rf"/messages/{answer.id}$")
    await online.discord.settle()
    assert (answer.deleted, other.deleted) == (True, False)
    assert len(requests_to(online.discord, "DELETE", "/messages/")) == 1


@pytest.mark.parametrize("how", ["dismissed", "archived"])
async def test_an_answer_that_is_gone_or_cannot_be_deleted_is_no_error(
    online: Online, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    thread = online.guild.add_thread(online.channel, "backlog", online.alice)
    asked, answer = await asked_and_answered(online.discord, online.alice, thread)
    if how == "dismissed":
        await online.discord.delete(answer)
    else:
        thread.set_archived(locked=True)
    await online.discord.delete(asked)
    await online.discord.settle()
    await counted(online.client)
    assert "ERROR" not in caplog.text
