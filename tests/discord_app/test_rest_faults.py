"""Discord's REST API misbehaving: everything is answered once at most, and refusals do not pile up."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator

import pytest

from tests.conftest import OPENAPI, Online
from tests.discord_app.helpers import CLEAR_QUESTION, counted, newcomer, requests_to, rows
from tests.fake_discord import FakeDiscord, ManualClock, Message, Reply

CALLBACK, MESSAGES, EDIT = r"/callback$", r"/messages$", r"/messages/@original$"
OUTCOMES = "SELECT kind, outcome FROM usage ORDER BY id"


@pytest.fixture
def moment() -> ManualClock:
    """The time by which Discord gives up on an interaction."""
    return ManualClock()


@pytest.fixture
async def discord(moment: ManualClock) -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord(openapi=OPENAPI if OPENAPI.exists() else None, clock=moment) as server:
        yield server


def held_against_us(online: Online) -> int:
    """Return how many invalid requests Discord has counted."""
    return sum(request.status in (401, 403, 429) for request in online.discord.requests)


async def ask(online: Online) -> Reply:
    return await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION)


async def say(online: Online, *, name: str = "") -> Message:
    who = newcomer(online, name) if name else online.alice
    return await online.discord.say(who, online.channel, f"<@bot> {CLEAR_QUESTION}")


async def only_reply_to(online: Online, asked: Message) -> Message:
    """Return the one reply to a message; fails if there are more."""
    reply = await online.discord.next_message(online.channel)
    assert reply.reply_to is asked
    await online.discord.no_message(online.channel)
    return reply


async def test_a_rate_limit_is_waited_for_and_everything_is_answered_once(online: Online) -> None:
    for number, scope in enumerate(("user", "global", "shared"), 1):
        await assert_outlives_limits(online, scope)
        assert held_against_us(online) == 6 * number
    assert len(online.client.restraint.invalid) == 12, "what others have used up does not count"


async def assert_outlives_limits(online: Online, scope: str) -> None:
    limit = {"status": 429, "times": 2, "retry_after": 0.01, "scope": scope}
    online.discord.fail_next("POST", CALLBACK, **limit)  # type: ignore[arg-type]
    assert "From What is a Product Owner" in (await ask(online)).content
    online.discord.fail_next("POST", MESSAGES, **limit)  # type: ignore[arg-type]
    assert "From What is a Product Owner" in (await only_reply_to(online, await say(online))).content
    online.discord.fail_next("PATCH", EDIT, **limit)  # type: ignore[arg-type]
    export = await online.discord.slash(online.alice, online.channel, "privacy export")
    assert export.message is not None
    assert export.message.attachments


async def test_while_all_requests_are_limited_none_is_made(online: Online) -> None:
    limited = online.discord.fail_next("POST", MESSAGES, 429, retry_after=0.1, scope="global")
    first = await say(online)
    await online.discord.wait_for_request("POST", MESSAGES)
    second = await say(online, name="bob")
    await asyncio.gather(*(online.discord.next_message(online.channel) for _ in range(2)))
    statuses = [request.status for request in requests_to(online.discord, "POST", MESSAGES)]
    assert statuses == [429, 200, 200]
    assert limited.times == 0
    assert {message.reply_to for message in online.discord.bot_messages(online.channel)} == {first, second}


async def test_after_an_error_of_the_server_an_answer_is_tried_again_and_seen_once(online: Online) -> None:
    """Everything at once, for discord.py waits a second before it tries again."""
    discord = online.discord
    replies: list[Reply] = []
    asked: list[Message] = []

    async def failing(method: str, path: str, *, performed: bool) -> None:
        failure = discord.fail_next(method, path, 500, performed=performed)
        who, place = newcomer(online, "somebody"), online.guild.add_text_channel("place")
        if path == MESSAGES:
            asked.append(await discord.say(who, place, f"<@bot> {CLEAR_QUESTION}"))
        elif path == EDIT:
            replies.append(await discord.slash(who, place, "privacy export", until="sent"))
        else:
            replies.append(await discord.slash(who, place, "ask", until="sent", question=CLEAR_QUESTION))
        await discord.world.changes.wait_for(lambda: not failure.times, 5, "the failure")

    with discord.expect_violation(code=40060):  # the answer had arrived, and Discord keeps to it
        for method, path in (("POST", CALLBACK), ("PATCH", EDIT), ("POST", MESSAGES)):
            for performed in (False, True):
                await failing(method, path, performed=performed)
        for reply in replies:
            await discord.settle_reply(reply)
        for message in asked:
            await discord.next_message(message.channel)
        await counted(online.client)
    assert [reply.followups for reply in replies] == [[]] * 4
    assert not any("Reference" in reply.content for reply in replies)
    for message in asked:
        await discord.no_message(message.channel)
    outcomes = [(row["kind"], row["outcome"]) for row in rows(online.app.settings, OUTCOMES)]
    assert sorted(outcomes) == sorted([("ask", "answer"), ("message", "answer"), ("privacy export", "done")] * 2)


async def test_a_connection_that_is_cut_costs_the_answer_at_most(online: Online) -> None:
    await assert_outlives_a_cut(online, performed=False)
    await assert_outlives_a_cut(online, performed=True)


async def assert_outlives_a_cut(online: Online, *, performed: bool) -> None:
    online.discord.fail_next("POST", CALLBACK, 0, performed=performed)
    reply = await ask(online)
    await counted(online.client)
    for violation in online.discord.take_violations():
        assert (performed, violation.code) == (True, 40060)
    assert ("Reference" in reply.content) is not performed
    assert reply.followups == []
    online.discord.fail_next("POST", MESSAGES, 0, performed=performed)
    shown = await only_reply_to(online, await say(online))
    assert ("Reference" in shown.content) is not performed


async def test_an_answer_that_comes_too_late_is_not_sent_again(
    online: Online, moment: ManualClock, caplog: pytest.LogCaptureFixture
) -> None:
    hold = online.discord.hold_next("POST", CALLBACK)
    late = await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION, until="sent")
    await hold.arrived.wait()
    moment.advance(3.1)
    with online.discord.expect_violation(code=10062):
        hold.release()
        await online.discord.wait_for_request("POST", CALLBACK)
        await counted(online.client)
    assert len(requests_to(online.discord, "POST", r"/callback$|^/webhooks/")) == 1
    assert not late.answered
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert (await ask(online)).answered


async def test_a_menu_whose_message_is_gone_gives_one_private_sentence(online: Online) -> None:
    overview = await online.discord.slash(online.alice, online.channel, "responsibilities")
    online.discord.fail_next("POST", CALLBACK, 404, {"message": "Unknown Message", "code": 10008})
    slug = online.app.corpus.responsibilities[0].slug
    reply = await online.discord.select(online.alice, overview, None, [f"po1:duty:{slug}:"])
    assert reply.ephemeral
    assert "Reference:" in reply.content
    assert len(requests_to(online.discord, "POST", CALLBACK)) == 3


async def test_a_refused_message_is_not_followed_by_another(online: Online) -> None:
    banned: dict[str, str] = {"Via": ""}  # what discord.py takes for a ban of the address
    for number, status in enumerate((401, 403, 429), 1):
        online.discord.fail_next("POST", MESSAGES, status, {"message": "no", "code": 0}, headers=banned)
        await say(online)
        await online.discord.wait_for_request("POST", MESSAGES, count=number)
        await counted(online.client)
        await online.discord.settle(1)
        assert held_against_us(online) == len(requests_to(online.discord, "POST", MESSAGES)) == number
    assert rows(online.app.settings, OUTCOMES) == [{"kind": "message", "outcome": "error"}] * 3, "nothing arrived"


async def test_where_it_may_not_write_it_does_not_even_try(online: Online) -> None:
    online.channel.make_unwritable()
    await say(online)
    await online.discord.settle()
    await counted(online.client)
    assert requests_to(online.discord, "POST", MESSAGES) == []
    assert (await ask(online)).answered, "an interaction needs no permission"


async def test_near_a_ban_only_interactions_are_answered_until_ten_minutes_have_passed(
    online: Online, caplog: pytest.LogCaptureFixture
) -> None:
    online.client.restraint.invalid = deque(maxlen=3)
    online.discord.fail_next("POST", MESSAGES, 403, {"message": "Missing Permissions", "code": 50013}, times=3)
    for number in range(8):
        await say(online, name=f"member{number}")
        await online.discord.settle()
        await counted(online.client)
    assert held_against_us(online) == 3
    assert len(requests_to(online.discord, "POST", MESSAGES)) == 3
    assert "Discord refused 3 requests in ten minutes; messages wait" in caplog.text
    assert (await ask(online)).answered
    online.clock.forward(minutes=10)
    await only_reply_to(online, await say(online, name="late"))
