"""Votes as replies: on disk before they are acknowledged."""

import pytest

from bot.app import Stored
from bot.commands import card_words as words
from bot.commands.reply import Do, Note
from bot.commands.voting import Voter
from bot.domain import Reason
from bot.errors import UsageError
from tests.commands.reading import of_kind, offered, paragraphs
from tests.conftest import HandClock

ANN = Voter("a" * 32, 7)


async def test_helpful_is_stored_and_thanked_for(stored: Stored, clock: HandClock) -> None:
    reply = await stored.voting.helpful(ANN, "product-owner", "")
    assert (reply.done, reply.topic, paragraphs(reply)) == (True, "product-owner", words.THANKS)
    (votes,) = await stored.storage.feedback.since(clock.now())
    assert (votes.topic, votes.section, votes.helpful, votes.reasons) == ("product-owner", "", 1, {})


@pytest.mark.parametrize("reason", Reason)
async def test_every_reason_is_stored_and_answered(stored: Stored, clock: HandClock, reason: Reason) -> None:
    section = stored.voting._cards.find("product-owner", "")
    assert section is not None
    key = section.article.sections[0].key
    reply = await stored.voting.not_it(ANN, "product-owner", key, reason.value)
    assert paragraphs(reply) == words.AFTER[reason]
    (votes,) = await stored.storage.feedback.since(clock.now())
    assert (votes.section, votes.reasons) == (key, {reason: 1})
    assert offered(reply, Do.RELATED) == (["product-owner"] if reason is Reason.ELSEWHERE else [])
    assert offered(reply, Do.READ) == (["product-owner"] if reason is Reason.SHALLOW else [])


async def test_a_later_vote_replaces_the_earlier_one_and_says_so(stored: Stored, clock: HandClock) -> None:
    await stored.voting.not_it(ANN, "product-owner", "", "wrong")
    reply = await stored.voting.helpful(ANN, "product-owner", "")
    assert [note.text for note in of_kind(reply, Note)] == [words.REPLACED]
    (votes,) = await stored.storage.feedback.since(clock.now())
    assert (votes.helpful, votes.reasons) == (1, {})


@pytest.mark.parametrize(("slug", "key"), [("withdrawn", ""), ("product-owner", "withdrawn"), ("", "")])
async def test_nothing_is_stored_on_what_is_gone(stored: Stored, clock: HandClock, slug: str, key: str) -> None:
    for reply in (
        await stored.voting.helpful(ANN, slug, key),
        await stored.voting.not_it(ANN, slug, key, "wrong"),
    ):
        assert (reply.done, paragraphs(reply)) == (False, words.GONE)
    assert await stored.storage.feedback.since(clock.now()) == []


@pytest.mark.parametrize("reason", ["", "WRONG", "bad", "wrong ", "helpful", "'; DROP TABLE votes"])
async def test_a_reason_that_was_never_offered_is_refused(stored: Stored, clock: HandClock, reason: str) -> None:
    with pytest.raises(UsageError, match="Choose one of the reasons"):
        await stored.voting.not_it(ANN, "product-owner", "", reason)
    assert await stored.storage.feedback.since(clock.now()) == []
