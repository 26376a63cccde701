"""`/assistant gaps`: the words, the newest texts where kept, and the stub."""

import re

import pytest

from bot.app import Stored
from bot.commands import gaps_words as words
from bot.commands.reply import Do, Items
from bot.corpus.skeleton import skeleton
from bot.domain import Place, UsageEvent
from tests.commands.reading import assert_within_limits, items, of_kind, offered, paragraphs
from tests.conftest import HandClock

GUILD = 7


async def looked_for(stored: Stored, clock: HandClock, *terms: str, people: int = 3, text: str = "") -> None:
    for number in range(people):
        event = UsageEvent(clock.now(), "ask", Place.GUILD, "unknown", guild_id=GUILD, person=f"p{number}")
        await stored.storage.record(event, {word: word for word in terms}, text)


async def test_without_gaps_it_says_when_a_word_is_listed(stored: Stored, clock: HandClock) -> None:
    await looked_for(stored, clock, "okonomiyaki", people=2)
    reply = await stored.gaps.reply(GUILD)
    assert "Nothing yet. A word is listed here once 3 people" in paragraphs(reply)
    assert reply.actions == ()


async def test_words_that_no_article_holds_come_first_with_a_stub_each(stored: Stored, clock: HandClock) -> None:
    await looked_for(stored, clock, "backlog", people=5)
    await looked_for(stored, clock, "okonomiyaki")
    reply = await stored.gaps.reply(GUILD)
    assert_within_limits(reply)
    (listed,) = of_kind(reply, Items)
    assert [(item.title, item.text) for item in listed.items] == [
        ("okonomiyaki:", "3 people · no article has this word"),
        ("backlog:", "5 people"),
    ]
    assert offered(reply, Do.STUB) == ["okonomiyaki", "backlog"]
    assert offered(await stored.gaps.reply(GUILD + 1), Do.STUB) == []


async def test_a_word_that_only_looks_like_one_of_an_article_is_in_none(stored: Stored, clock: HandClock) -> None:
    await looked_for(stored, clock, "confluence", "grooming")
    (listed,) = of_kind(await stored.gaps.reply(GUILD), Items)
    assert [(item.title, item.text) for item in listed.items] == [
        ("confluence:", "3 people · no article has this word"),
        ("grooming:", "3 people"),
    ]


async def test_ten_words_are_shown_and_one_that_cannot_name_a_file_has_no_button(
    stored: Stored, clock: HandClock
) -> None:
    await looked_for(stored, clock, *(f"blorf{chr(97 + n)}" for n in range(12)))
    await looked_for(stored, clock, "спринт", people=4)
    reply = await stored.gaps.reply(GUILD)
    assert_within_limits(reply)
    assert len(items(reply)) == 10
    assert items(reply)[0] == "спринт"
    assert len(offered(reply, Do.STUB)) == 9


async def test_kept_texts_without_an_answer_are_shown_shortened_on_one_line(stored: Stored, clock: HandClock) -> None:
    await stored.setup.change(GUILD, {"keep_questions": True})
    await looked_for(stored, clock, people=7, text="first line\nsecond " + "x" * 500)
    (listed,) = of_kind(await stored.gaps.reply(GUILD), Items)
    assert len(listed.items) == 5
    assert listed.items[0].text.startswith("first line second xxx")
    assert len(listed.items[0].text) == 150


async def test_the_stub_is_the_skeleton_of_an_article(stored: Stored, clock: HandClock) -> None:
    reply = stored.gaps.stub("okonomiyaki")
    assert reply.file is not None
    assert (reply.file.name, reply.file.text) == ("okonomiyaki.md", skeleton("okonomiyaki", clock.now().date()))


@pytest.mark.parametrize("name", ["", "-", "a--b", "Ä", "x" * 41, "../x"])
async def test_a_name_that_no_article_can_have_gives_no_file(stored: Stored, name: str) -> None:
    reply = stored.gaps.stub(name)
    assert reply.file is None
    assert not reply.done


TEXTS = {name: value for name, value in vars(words).items() if name.isupper()}


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_is_plain(name: str) -> None:
    assert TEXTS[name] == TEXTS[name].strip()
    assert len(TEXTS[name]) <= 180
    assert not re.search(r"(?i)\b(corpus|slug|passage|interaction|ephemeral|guild|skeleton)\b", TEXTS[name])
