"""Suggestions while typing, for every option that has them; and free text in place of a choice."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.domain import RESOURCE_KINDS, Corpus
from tests.conftest import Online

TOPIC_COMMANDS = ("tip", "topics", "resources", "tips schedule")


async def values(online: Online, command: str, focused: str, typed: str) -> list[str]:
    """Return the values suggested to the owner; every suggestion keeps to Discord's limits."""
    options: dict[str, Any] = {focused: typed}
    found = await online.discord.autocomplete(online.owner, online.channel, command, focused=focused, **options)
    assert len(found) <= 25
    assert all(1 <= len(choice.name) <= 100 and 1 <= len(str(choice.value)) <= 100 for choice in found)
    return [str(choice.value) for choice in found]


@pytest.mark.parametrize("command", TOPIC_COMMANDS)
async def test_topics_are_suggested_by_any_word_other_names_and_with_typos(online: Online, command: str) -> None:
    assert len(await values(online, command, "topic", "")) == 25
    assert "backlog-management" in await values(online, command, "topic", "backl")
    assert "product-owner" in await values(online, command, "topic", "what is a product owner")
    assert "certifications" in await values(online, command, "topic", "certifcations")
    assert await values(online, command, "topic", "zxqvzxqv") == []


async def test_the_chosen_topic_is_what_the_command_takes(online: Online) -> None:
    offered = await values(online, "tip", "topic", "")
    assert len(offered) == 25
    for chosen in offered[:5]:
        opened = await online.discord.slash(online.alice, online.channel, "topics", topic=chosen)
        assert online.app.corpus.articles[chosen].title in opened.content.replace("\\", "")


async def test_responsibilities_are_suggested_by_number_and_title(online: Online) -> None:
    duties = online.app.corpus.responsibilities
    everything = await values(online, "responsibilities", "name", "")
    assert everything == [duty.slug for duty in duties]
    assert (await values(online, "responsibilities", "name", "3"))[0] == duties[2].slug
    assert "backlog-management" in await values(online, "responsibilities", "name", "backlog")
    assert "following-competitors" in await values(online, "responsibilities", "name", "folowing-competitors")


LISTS: dict[str, Callable[[Corpus], list[str]]] = {
    "resources kind": lambda _: list(RESOURCE_KINDS),
    "topics category": lambda corpus: list(corpus.categories),
}


@pytest.mark.parametrize("option", LISTS)
async def test_short_lists_are_suggested_whole_then_by_beginning_and_with_typos(online: Online, option: str) -> None:
    command, focused = option.split()
    everything = LISTS[option](online.app.corpus)
    assert await values(online, command, focused, "") == everything
    first = everything[0]
    assert first in await values(online, command, focused, first[:2].upper())
    assert await values(online, command, focused, first[:-2] + first[-1] + first[-2]) == [first]
    assert await values(online, command, focused, "zxqv") == []


async def test_glossary_terms_are_suggested_by_other_names_and_with_typos(online: Online) -> None:
    assert len(await values(online, "glossary", "term", "")) == 25
    assert await values(online, "glossary", "term", "grooming") == ["refinement"]
    assert await values(online, "glossary", "term", "velocty") == ["velocity"]
    assert "Sprint Goal" in await values(online, "glossary", "term", "goal")


async def test_timezones_are_suggested_by_city_and_with_typos(online: Online) -> None:
    assert len(await values(online, "tips schedule", "timezone", "")) == 25
    assert (await values(online, "tips schedule", "timezone", "berlin")) == ["Europe/Berlin"]
    assert "America/New_York" in await values(online, "tips schedule", "timezone", "new york")
    assert "Europe/Berlin" in await values(online, "tips schedule", "timezone", "Europe/Berlni")


async def test_times_and_days_are_suggested_by_beginning(online: Online) -> None:
    assert await values(online, "tips schedule", "time", "09") == ["09:00", "09:30"]
    assert len(await values(online, "tips schedule", "time", "")) == 25
    assert (await values(online, "tips schedule", "days", ""))[:2] == ["weekdays", "daily"]
    assert await values(online, "tips schedule", "days", "WEEK") == ["weekdays"]


@pytest.mark.parametrize("typed", ["@everyone", "'; --", "\u202e\u05e9", "\U0001f600", "%s{0}", "x" * 100, " "])
async def test_hostile_typing_gets_suggestions_or_none_but_never_an_error(
    online: Online, typed: str, caplog: pytest.LogCaptureFixture
) -> None:
    for command, focused in (
        ("tip", "topic"),
        ("responsibilities", "name"),
        ("resources", "kind"),
        ("topics", "category"),
        ("glossary", "term"),
        ("tips schedule", "timezone"),
        ("tips schedule", "days"),
    ):
        await values(online, command, focused, typed[:40])
    assert not [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")]


async def test_free_text_instead_of_a_choice_is_understood_where_it_is_clear(online: Online) -> None:
    for command, option, typed, expected in (
        ("topics", "topic", "WHAT IS A PRODUCT OWNER", "What is a Product Owner"),
        ("resources", "topic", "certifcations", "Certification"),
        ("glossary", "term", "definition of don", "Definition of Done"),
        ("responsibilities", "name", "13", "### "),
    ):
        options: dict[str, Any] = {option: typed}
        reply = await online.discord.slash(online.alice, online.channel, command, **options)
        assert expected.lower() in reply.text.lower()


async def test_free_text_that_fits_several_topics_offers_them_as_buttons(online: Online) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "topics", topic="product")
    assert "Which one do you mean?" in reply.content
    assert 2 <= len(reply.buttons) <= 3
    opened = await online.discord.click(online.alice, reply, label=reply.buttons[0].label)
    assert opened.ephemeral
    assert opened.content
