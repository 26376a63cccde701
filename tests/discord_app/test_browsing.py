"""`/responsibilities`, `/resources`, `/topics`, `/glossary` and `/help`."""

import re

import pytest

from bot import __version__
from bot.domain import RESOURCE_KINDS
from tests.conftest import Online
from tests.discord_app.helpers import labels, newcomer, quoted
from tests.fake_discord import Permission

COMPONENTS_V2 = 1 << 15


async def test_responsibilities_shows_all_with_a_menu_privately(online: Online) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "responsibilities")
    assert reply.ephemeral
    assert reply.flags & COMPONENTS_V2
    duties = online.app.corpus.responsibilities
    assert all(f"\n{duty.n}. " in reply.text for duty in duties)
    (menu,) = reply.selects
    assert [value for _, value in menu.options] == [duty.slug for duty in duties]


async def test_choosing_a_responsibility_opens_it_in_place_and_the_menu_stays(online: Online) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "responsibilities")
    for duty in (online.app.corpus.responsibilities[0], online.app.corpus.responsibilities[-1]):
        article = online.app.corpus.articles[duty.slug]
        chosen = await online.discord.select(online.alice, reply, None, [duty.slug])
        assert chosen.updated
        assert quoted(chosen.text) == article.lead
        assert [label for label in labels(chosen) if label] == [section.heading for section in article.sections]
        assert len(chosen.selects) == 1
    shown = await online.discord.click(online.alice, reply, label=article.sections[0].heading)
    assert quoted(shown.content) == article.sections[0].text.replace("**", "")


async def test_every_responsibility_can_be_chosen(online: Online) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "responsibilities")
    for duty in online.app.corpus.responsibilities:
        chosen = await online.discord.select(online.alice, reply, None, [duty.slug])
        assert online.app.corpus.articles[duty.slug].title in chosen.text.replace("\\", "")


@pytest.mark.parametrize("typed", ["7", "backlog-management", "BACKLOG-MANAGEMENT"])
async def test_a_responsibility_is_found_by_number_and_slug(online: Online, typed: str) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "responsibilities", name=typed)
    assert quoted(reply.text) == online.app.corpus.articles["backlog-management"].lead
    assert len(reply.selects) == 1


async def test_a_responsibility_is_found_by_its_title(online: Online) -> None:
    for duty in online.app.corpus.responsibilities:
        article = online.app.corpus.articles[duty.slug]
        reply = await online.discord.slash(online.alice, online.channel, "responsibilities", name=article.title)
        assert quoted(reply.text) == article.lead


async def test_a_responsibility_that_does_not_exist_is_refused_with_a_way_on(online: Online) -> None:
    for nonsense in ("99", "zxqv", "'; DROP", "\U0001f600"):
        reply = await online.discord.slash(online.alice, online.channel, "responsibilities", name=nonsense)
        assert reply.ephemeral
        assert "Use a number from 1 to" in reply.text or "Which one do you mean?" in reply.text


async def test_resources_of_a_topic_are_its_articles_links(online: Online) -> None:
    for slug, article in list(online.app.corpus.articles.items())[::6]:
        reply = await online.discord.slash(online.alice, online.channel, "resources", topic=slug)
        assert reply.ephemeral
        urls = re.findall(r"\]\(<([^>]+)>\)", reply.content)
        assert urls == [resource.url for resource in article.resources]
        assert labels(reply) == ["Read the article"]


@pytest.mark.parametrize("kind", RESOURCE_KINDS)
async def test_resources_of_a_kind_are_all_of_that_kind(online: Online, kind: str) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "resources", kind=kind.upper())
    lines = [line for line in reply.content.split("\n") if line.startswith("- [")]
    there = any(resource.kind == kind for each in online.app.corpus.articles.values() for resource in each.resources)
    assert bool(lines) is there
    assert all(line.endswith(f" · {kind}") for line in lines)


async def test_resources_by_topic_and_kind_and_neither(online: Online) -> None:
    both = await online.discord.slash(online.alice, online.channel, "resources", topic="product-owner", kind="video")
    assert both.content.count("](<") == 1
    assert " · video" in both.content
    neither = await online.discord.slash(online.alice, online.channel, "resources")
    assert neither.content.count("](<") == 8
    unknown = await online.discord.slash(online.alice, online.channel, "resources", kind="podcast")
    assert "Use one of: guide, article, video, book, tool" in unknown.content
    nothing = await online.discord.slash(online.alice, online.channel, "resources", topic="product-owner", kind="tool")
    assert "There is no tool for" in nothing.content


async def test_topics_lists_categories_then_topics_then_opens_an_article(online: Online) -> None:
    everything = await online.discord.slash(online.alice, online.channel, "topics")
    assert everything.ephemeral
    for category in online.app.corpus.categories:
        assert category in everything.content
        listed = await online.discord.slash(online.alice, online.channel, "topics", category=category)
        wanted = [one.slug for one in online.app.corpus.articles.values() if one.category == category]
        assert all(f"**{slug}**" in listed.content for slug in wanted)
    opened = await online.discord.slash(online.alice, online.channel, "topics", topic="product-owner")
    assert online.app.corpus.articles["product-owner"].title in opened.content
    refused = await online.discord.slash(online.alice, online.channel, "topics", category="zxqv")
    assert "I have no such category" in refused.content


async def test_glossary_explains_a_term_by_each_of_its_names(online: Online) -> None:
    for term in online.app.corpus.terms[::8]:
        for name in (term.term, term.term.upper(), *term.also_called[:1]):
            reply = await online.discord.slash(online.alice, online.channel, "glossary", term=name)
            assert reply.ephemeral
            assert quoted(reply.content) == term.definition
    opened = await online.discord.click(online.alice, reply, label=labels(reply)[0])
    assert quoted(opened.content) == online.app.corpus.articles[term.topic].lead


async def test_glossary_says_so_when_a_term_is_not_there(online: Online) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "glossary", term="zxqv")
    assert reply.content.startswith("That term is not in the glossary.")
    near = await online.discord.slash(online.alice, online.channel, "glossary", term="product")
    assert "Product Backlog" in near.content


async def test_help_names_every_command_so_that_it_can_be_clicked(online: Online) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "help")
    ids = {command["name"]: command["id"] for command in online.discord.registry.scopes[None]}
    for name in ids.keys() - {"tips", "assistant", "privacy", "Answer this"}:
        assert f"</{name}:{ids[name]}>" in reply.content
    assert "Apps, Answer this" in reply.content  # a message menu cannot be clicked from elsewhere
    for name in ("privacy show", "privacy export", "privacy delete"):
        assert f"</{name}:{ids['privacy']}>" in reply.content
    assert reply.ephemeral
    assert __version__ in reply.content
    assert online.app.corpus.reviewed.isoformat() in reply.content


async def test_help_shows_an_owners_commands_only_to_those_who_manage_the_server(online: Online) -> None:
    ids = {command["name"]: command["id"] for command in online.discord.registry.scopes[None]}
    manager = online.discord.add_user("mona")
    online.guild.add_member(manager, permissions=Permission.MANAGE_GUILD)
    for who, sees in ((online.owner, True), (manager, True), (newcomer(online, "bob"), False)):
        reply = await online.discord.slash(who, online.channel, "help")
        for name in ("tips schedule", "tips list", "tips stop", "assistant setup", "assistant gaps"):
            assert (f"</{name}:{ids[name.split()[0]]}>" in reply.content) is sees
        assert "Version" in reply.content.splitlines()[-1]  # it fits
    direct = await online.discord.slash(online.owner, online.discord.dm(online.owner), "help")
    assert "/tips" not in direct.content
    assert "/assistant" not in direct.content
