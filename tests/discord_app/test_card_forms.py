"""**Not it** and **Ask more**: their forms, what comes back from them, and what nobody's client would send."""

from typing import Any

import pytest

from bot.commands import card_words as words
from bot.domain import Corpus, Reason
from bot.settings import Settings
from tests.conftest import HandClock, Online
from tests.discord_app.helpers import (
    CLEAR_QUESTION,
    CLEAR_TOPIC,
    NONSENSE,
    assert_pings_nobody,
    assert_quotes,
    counted,
    follow_up_on,
    labels,
    lines_of,
    newcomer,
    old_card,
    quoted,
    rows,
    running,
    stored_bytes,
)
from tests.fake_discord import FakeDiscord, Message, Reply

VOTES = "SELECT * FROM votes"
RADIO, TEXT_INPUT = 21, 4


async def card_of(online: Online) -> Message:
    await online.discord.say(online.alice, online.channel, f"<@bot> {CLEAR_QUESTION}")
    return await online.discord.next_message(online.channel)


def sent(custom_id: str, *fields: dict[str, Any]) -> dict[str, Any]:
    """Return what a client would send for a form with these fields."""
    return {"custom_id": custom_id, "components": [{"type": 18, "id": 1, "component": field} for field in fields]}


async def test_not_it_asks_for_one_of_the_reasons_and_nothing_else(online: Online) -> None:
    opened = await online.discord.click(online.alice, await card_of(online), label="Not it")
    assert opened.modal is not None
    assert opened.modal.title == words.NOT_IT_TITLE
    (field,) = opened.modal.fields
    assert (field.type, field.label, field.required) == (RADIO, words.NOT_IT_LABEL, True)
    assert [option["label"] for option in field.component["options"]] == list(words.REASONS.values())


@pytest.mark.parametrize("reason", Reason)
async def test_each_reason_is_stored_and_answered_privately(online: Online, reason: Reason) -> None:
    opened = await online.discord.click(online.alice, await card_of(online), label="Not it")
    reply = await online.discord.submit(online.alice, opened, {words.NOT_IT_LABEL: reason.value})
    assert (reply.ephemeral, reply.content) == (True, words.AFTER[reason])
    (vote,) = rows(online.app.settings, VOTES)
    assert (vote["topic"], vote["section"], vote["helpful"], vote["reason"]) == (CLEAR_TOPIC, "", 0, reason.value)
    for label in labels(reply):  # what is offered after it works
        assert (await online.discord.click(online.alice, reply, label=label)).ephemeral


async def test_a_changed_mind_counts_once(online: Online) -> None:
    card = await card_of(online)
    opened = await online.discord.click(online.alice, card, label="Not it")
    await online.discord.submit(online.alice, opened, {words.NOT_IT_LABEL: "wrong"})
    reply = await online.discord.click(online.alice, card, label="Helpful")
    assert words.REPLACED in reply.content
    assert [vote["reason"] for vote in rows(online.app.settings, VOTES)] == [""]


async def test_ask_more_answers_privately_as_a_follow_up_of_the_cards_topic(online: Online) -> None:
    bob = newcomer(online, "bob")
    opened = await online.discord.click(bob, await card_of(online), label="Ask more")
    assert opened.modal is not None
    (field,) = opened.modal.fields
    assert (field.type, field.component["max_length"]) == (TEXT_INPUT, 500)
    question = follow_up_on(online.app, CLEAR_TOPIC)
    reply = await online.discord.submit(bob, opened, {words.ASK_LABEL: question})
    assert reply.ephemeral
    assert f"Continuing with: {online.app.corpus.articles[CLEAR_TOPIC].title}" in reply.content
    await counted(online.client)
    last = rows(online.app.settings, "SELECT kind, outcome, topic, confidence FROM usage ORDER BY id")[-1]
    assert last["kind"] == "ask more"
    assert last["confidence"] is not None
    assert_pings_nobody(online.discord)


async def test_a_new_subject_is_answered_as_such_and_can_be_shared(online: Online) -> None:
    card = old_card(online.discord, online.channel, "po1:ask:kano:")
    opened = await online.discord.click(online.alice, card, label="Button 0")
    reply = await online.discord.submit(online.alice, opened, {words.ASK_LABEL: CLEAR_QUESTION})
    assert_quotes(online.app, reply.content, CLEAR_QUESTION)
    assert lines_of(reply)[1][-1] == "Share"
    shared = await online.discord.click(online.alice, reply, label="Share")
    assert not shared.ephemeral
    assert quoted(shared.content) == quoted(reply.content)


async def test_what_is_asked_is_read_with_by_the_next_question_of_that_person(online: Online) -> None:
    card = old_card(online.discord, online.channel, "po1:ask:kano:")
    opened = await online.discord.click(online.alice, card, label="Button 0")
    await online.discord.submit(online.alice, opened, {words.ASK_LABEL: CLEAR_QUESTION})
    followed = await online.discord.slash(
        online.alice, online.channel, "ask", question=follow_up_on(online.app, CLEAR_TOPIC)
    )
    assert f"Continuing with: {online.app.corpus.articles[CLEAR_TOPIC].title}" in followed.content


async def test_what_is_not_known_is_said_and_no_word_of_it_is_kept(online: Online) -> None:
    opened = await online.discord.click(online.alice, await card_of(online), label="Ask more")
    reply = await online.discord.submit(online.alice, opened, {words.ASK_LABEL: f"{NONSENSE} @everyone **x**"})
    assert reply.ephemeral
    assert reply.content.startswith(words.NOT_KNOWN)
    assert_pings_nobody(online.discord)
    await counted(online.client)
    assert b"blorf" not in stored_bytes(online.app.settings)


async def test_forms_that_were_open_during_a_restart_can_be_sent(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
) -> None:
    alice = discord.add_user("alice")
    channel = discord.add_guild("Harbour", owner=alice).add_text_channel("general")
    async with running(settings, corpus, clock):
        await discord.say(alice, channel, f"<@bot> {CLEAR_QUESTION}")
        card = await discord.next_message(channel)
        vote = await discord.click(alice, card, label="Not it")
        more = await discord.click(alice, card, label="Ask more")
    async with running(settings, corpus, clock):
        thanked = await discord.submit(alice, vote, {words.NOT_IT_LABEL: "shallow"})
        assert thanked.content == words.AFTER[Reason.SHALLOW]
        answered = await discord.submit(alice, more, {words.ASK_LABEL: CLEAR_QUESTION})
        assert quoted(answered.content) == quoted(card.content)
    assert [one["reason"] for one in rows(settings, VOTES)] == ["shallow"]


async def test_the_client_keeps_no_form(online: Online) -> None:
    card = await card_of(online)
    for label in ("Not it", "Ask more"):
        await online.discord.click(online.alice, card, label=label)
    assert online.client._connection._view_store._modals == {}


class TestForged:
    """A form is only data that somebody sends."""

    @pytest.mark.parametrize(
        "field",
        [
            {"type": RADIO, "custom_id": "answer", "value": "best-answer-ever"},
            {"type": RADIO, "custom_id": "answer", "value": None},
            {"type": RADIO, "custom_id": "answer", "value": ["wrong"]},
            {"type": RADIO, "custom_id": "answer"},
            {"type": RADIO, "custom_id": "other", "value": "wrong"},
            {"type": TEXT_INPUT, "custom_id": "answer", "value": "x" * 4000},
            {"type": 99},
        ],
    )
    async def test_a_reason_that_was_not_offered_is_refused_and_not_stored(
        self, online: Online, field: dict[str, Any]
    ) -> None:
        opened = await self.opened(online, "notit")
        reply = await online.discord.submit_forged(online.alice, opened, sent("po1:notit:product-owner:", field))
        assert (reply.ephemeral, reply.content) == (True, words.NO_SUCH_REASON)
        assert rows(online.app.settings, VOTES) == []

    @pytest.mark.parametrize(
        "components", [[], [{"type": 18}], [{"type": 10, "id": 3}], [{"type": 1, "components": []}]]
    )
    async def test_a_form_without_its_field_is_refused(self, online: Online, components: list[Any]) -> None:
        for do, said in (("notit", words.NO_SUCH_REASON), ("ask", "There is no word in this question.")):
            opened = await self.opened(online, do)
            data = {"custom_id": f"po1:{do}:product-owner:", "components": components}
            reply = await online.discord.submit_forged(online.alice, opened, data)
            assert reply.ephemeral
            assert reply.content.startswith(said)

    @pytest.mark.parametrize("passage", ["withdrawn:", "product-owner:long-gone", ":", "product-owner:a.b"])
    async def test_a_vote_on_a_passage_that_is_not_there_is_not_stored(self, online: Online, passage: str) -> None:
        opened = await self.opened(online, "notit")
        field = {"type": RADIO, "custom_id": "answer", "value": "wrong"}
        reply = await online.discord.submit_forged(online.alice, opened, sent(f"po1:notit:{passage}", field))
        assert (reply.ephemeral, reply.content) == (True, words.GONE)
        assert rows(online.app.settings, VOTES) == []

    async def test_a_question_on_a_topic_that_is_gone_is_answered_by_itself(self, online: Online) -> None:
        opened = await self.opened(online, "ask")
        field = {"type": TEXT_INPUT, "custom_id": "answer", "value": CLEAR_QUESTION}
        reply = await online.discord.submit_forged(online.alice, opened, sent("po1:ask:withdrawn:", field))
        assert_quotes(online.app, reply.content, CLEAR_QUESTION)
        assert "Continuing with" not in reply.content

    @pytest.mark.parametrize(
        ("question", "said"),
        [
            ("x " * 251, "Your question has 502 characters"),
            ("  ", "There is no word"),
            ("\u200b?!", "There is no word"),
        ],
    )
    async def test_a_question_that_the_form_would_not_take_is_refused(
        self, online: Online, question: str, said: str
    ) -> None:
        opened = await self.opened(online, "ask")
        field = {"type": TEXT_INPUT, "custom_id": "answer", "value": question}
        reply = await online.discord.submit_forged(online.alice, opened, sent("po1:ask:product-owner:", field))
        assert reply.ephemeral
        assert reply.content.startswith(said)

    @pytest.mark.parametrize(
        "custom_id",
        ["", "po1:share:product-owner:", "po1:dismiss::", "po1:notit", "po2:notit:product-owner:", "x" * 100],
    )
    async def test_a_form_that_nobody_reads_any_more_says_so(self, online: Online, custom_id: str) -> None:
        opened = await self.opened(online, "notit")
        field = {"type": RADIO, "custom_id": "answer", "value": "wrong"}
        reply = await online.discord.submit_forged(online.alice, opened, sent(custom_id, field))
        assert (reply.ephemeral, reply.content) == (True, words.OLD_FORM)
        assert rows(online.app.settings, VOTES) == []

    async def opened(self, online: Online, do: str) -> Reply:
        card = old_card(online.discord, online.channel, f"po1:{do}:product-owner:")
        return await online.discord.click(online.alice, card, label="Button 0")
