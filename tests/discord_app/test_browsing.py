"""`/responsibilities`, `/resources`, `/topics`, `/glossary` and `/help`."""

import re
from dataclasses import replace

import pytest

from bot import __version__
from bot.content import Content
from bot.domain import RESOURCE_KINDS, Corpus
from bot.settings import Settings
from tests.conftest import HandClock, Online
from tests.discord_app.helpers import labels, newcomer, old_card, quoted, running
from tests.fake_discord import FakeDiscord, Permission

COMPONENTS_V2 = 1 << 15


def duty_id(slug: str) -> str:
    return f"po1:duty:{slug}:"


async def test_responsibilities_shows_all_with_a_menu_privately(online: Online) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "responsibilities")
    assert reply.ephemeral
    assert reply.flags & COMPONENTS_V2
    duties = online.app.corpus.responsibilities
    assert all(f"\n{duty.n}. " in reply.text for duty in duties)
    (menu,) = reply.selects
    assert [value for _, value in menu.options] == [duty_id(duty.slug) for duty in duties]


async def test_choosing_a_responsibility_opens_it_in_place_and_the_menu_stays(online: Online) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "responsibilities")
    for duty in (online.app.corpus.responsibilities[0], online.app.corpus.responsibilities[-1]):
        article = online.app.corpus.articles[duty.slug]
        chosen = await online.discord.select(online.alice, reply, None, [duty_id(duty.slug)])
        assert chosen.updated
        assert quoted(chosen.text) == article.lead
        assert "Read on" in labels(chosen)
        assert len(chosen.selects) == 1
    shown = await online.discord.click(online.alice, reply, label="Read on")
    assert shown.ephemeral
    assert not shown.updated  # text cannot take the place of what is drawn in a frame
    assert quoted(shown.content) == article.sections[0].text.replace("**", "")


async def test_responsibilities_are_walked_through_in_place(online: Online) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "responsibilities", name="1")
    second = await online.discord.click(online.alice, reply, label="Next")
    assert second.updated
    assert quoted(second.text) == online.app.corpus.articles[online.app.corpus.responsibilities[1].slug].lead
    near = await online.discord.click(online.alice, reply, label=labels(second)[-1])
    assert near.ephemeral
    assert not near.updated
    everything = await online.discord.click(online.alice, reply, label="All 13")
    assert everything.updated
    assert "\n13. " in everything.text


async def test_every_responsibility_can_be_chosen(online: Online) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "responsibilities")
    for duty in online.app.corpus.responsibilities:
        chosen = await online.discord.select(online.alice, reply, None, [duty_id(duty.slug)])
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
    for nonsense in ("0", "99", "zxqv", "'; DROP", "\U0001f600"):
        reply = await online.discord.slash(online.alice, online.channel, "responsibilities", name=nonsense)
        assert reply.ephemeral
        assert "Use a number from 1 to 13" in reply.text


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
    turned = await online.discord.click(online.alice, neither, label="Next")
    assert turned.updated
    assert turned.content.count("](<") == 8
    assert labels(turned) == ["Previous", "Next"]
    unknown = await online.discord.slash(online.alice, online.channel, "resources", kind="podcast")
    assert "Use one of: guide, article, video, book, tool" in unknown.content
    nothing = await online.discord.slash(online.alice, online.channel, "resources", topic="product-owner", kind="tool")
    assert "There is no tool for" in nothing.content


async def test_topics_are_browsed_in_place_from_the_categories_to_the_last_page_of_an_article(online: Online) -> None:
    everything = await online.discord.slash(online.alice, online.channel, "topics")
    assert everything.ephemeral
    for category in online.app.corpus.categories:
        assert f"- **{category.capitalize()}:** " in everything.content
    listed = await online.discord.select(online.alice, everything, None, ["po1:list:backlog:"])
    assert listed.updated
    assert "1 of 2" in listed.content
    turned = await online.discord.click(online.alice, everything, label="Next")
    assert turned.updated
    (menu,) = turned.selects
    _, value = menu.options[0]
    article = online.app.corpus.articles[value.split(":")[2]]
    page = await online.discord.select(online.alice, everything, None, [value])
    assert page.updated
    assert quoted(page.content) == article.lead.replace("**", "")
    for section in article.sections:
        page = await online.discord.click(online.alice, everything, label="Next")
        assert quoted(page.content) == section.text.replace("**", "")
    assert "Next" not in labels(page)
    jumped = await online.discord.select(online.alice, everything, None, [f"po1:page:{article.slug}:"])
    assert quoted(jumped.content) == article.lead.replace("**", "")
    back = await online.discord.click(online.alice, everything, label="All in Backlog")
    assert back.updated
    assert "1 of 2" in back.content


async def test_a_topic_is_opened_by_name(online: Online) -> None:
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
    opened = await online.discord.click(online.alice, near, label="Product Backlog")
    assert opened.content.startswith("### Product Backlog")


async def test_what_is_not_for_one_person_alone_is_never_replaced(online: Online) -> None:
    """A forged or an old button on a message that everybody sees opens beside it."""
    message = old_card(online.discord, online.channel, "po1:page:product-owner:", "po1:duty::", "po1:links::.1")
    for label in ("Button 0", "Button 1", "Button 2"):
        opened = await online.discord.click(online.alice, message, label=label)
        assert opened.ephemeral
        assert not opened.updated
    assert message.content == "An old answer."


async def test_a_responsibility_and_a_category_that_are_gone_lead_back_to_what_there_is(online: Online) -> None:
    duty, category = "po1:duty:withdrawn:", "po1:list:withdrawn:"
    message = old_card(online.discord, online.channel, duty, category)
    opened = await online.discord.click(online.alice, message, label="Button 0")
    assert "no longer in my articles" in opened.text
    assert "\n13. " in opened.text
    listed = await online.discord.click(online.alice, message, label="Button 1")
    assert "no longer there" in listed.content
    assert "Backlog" in listed.content


async def test_a_page_that_is_gone_leaves_what_was_there(online: Online) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "topics", topic="product-owner")
    alone = replace(online.app.corpus.articles["sprint"], related=())
    online.app.content = Content(Corpus({"sprint": alone}, (), (), ()), "")  # as a reload puts it in place
    refused = await online.discord.click(online.alice, reply, label="Next")
    assert refused.ephemeral
    assert not refused.updated
    assert "no longer in my articles" in refused.content


async def test_help_names_every_command_so_that_it_can_be_clicked(online: Online) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "help")
    ids = {command["name"]: command["id"] for command in online.discord.registry.scopes[None]}
    for name in ids.keys() - {"tips", "assistant", "privacy", "Answer this"}:
        assert f"</{name}:{ids[name]}>" in reply.content
    assert "Apps, Answer this" in reply.content  # a message menu cannot be clicked from elsewhere
    for name in ("privacy show", "privacy export", "privacy delete"):
        assert f"</{name}:{ids['privacy']}>" in reply.content
    assert "questions by people who had not read my articles" in reply.content
    assert reply.ephemeral
    assert __version__ in reply.content
    assert online.app.corpus.reviewed.isoformat() in reply.content


async def test_help_shows_an_owners_commands_only_to_those_who_manage_the_server(online: Online) -> None:
    ids = {command["name"]: command["id"] for command in online.discord.registry.scopes[None]}
    manager = online.discord.add_user("mona")
    online.guild.add_member(manager, permissions=Permission.MANAGE_GUILD)
    for who, sees in ((online.owner, True), (manager, True), (newcomer(online, "bob"), False)):
        reply = await online.discord.slash(who, online.channel, "help")
        for group in ("tips", "assistant"):
            (registered,) = [one for one in online.discord.registry.scopes[None] if one["name"] == group]
            for option in registered["options"]:
                assert (f"</{group} {option['name']}:{ids[group]}>" in reply.content) is sees
        assert "Version" in reply.content.splitlines()[-1]  # it fits
    direct = await online.discord.slash(online.owner, online.discord.dm(online.owner), "help")
    assert "/tips" not in direct.content
    assert "/assistant" not in direct.content


async def test_pages_and_menus_work_after_a_restart(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
) -> None:
    olga = discord.add_user("olga")
    channel = discord.add_guild("Harbour", owner=olga).add_text_channel("general")
    article = corpus.articles["product-owner"]
    async with running(settings, corpus, clock):
        duties = await discord.slash(olga, channel, "responsibilities")
        page = await discord.slash(olga, channel, "topics", topic="product-owner")
    async with running(settings, corpus, clock):
        chosen = await discord.select(olga, duties, None, [duty_id(corpus.responsibilities[4].slug)])
        assert chosen.updated
        turned = await discord.click(olga, page, label="Next")
        assert turned.updated
        assert quoted(turned.content) == article.sections[0].text.replace("**", "")


async def test_a_direct_message_is_browsed_in_place_too(online: Online) -> None:
    page = await online.discord.slash(online.alice, online.discord.dm(online.alice), "topics", category="role")
    turned = await online.discord.click(online.alice, page, label="All categories")
    assert turned.updated
