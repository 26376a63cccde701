"""`/responsibilities`, `/resources`, `/topics` and `/glossary`."""

import re

import pytest

from bot.app import App
from bot.commands.card_words import GONE
from bot.commands.lookup import button_name
from bot.commands.reply import Do, Heading, Items, Note, Reply
from bot.domain import RESOURCE_KINDS
from tests.commands.reading import (
    assert_within_limits,
    items,
    links,
    menu,
    of_kind,
    offered,
    paragraphs,
    quoted,
    rows,
    sources,
)

NONSENSE = ["xylophone quartz", "\U0001f389", "?", "@everyone", "x" * 6000]


def assert_refused(reply: Reply, *sentences: str) -> None:
    assert not reply.done
    assert quoted(reply) == []
    for sentence in sentences:
        assert sentence in paragraphs(reply)


class TestResponsibilities:
    def test_the_overview_lists_all_thirteen_with_a_menu(self, commands: App) -> None:
        reply = commands.responsibilities.reply()
        assert items(reply) == [f"{n}." for n in range(1, 14)]
        assert [action.slug for action in menu(reply)] == [one.slug for one in commands.corpus.responsibilities]
        assert reply.explorer
        assert_within_limits(reply)

    @pytest.mark.parametrize("typed", ["1", "leading-the-scrum-team", "LEADING the scrum", "leading the scrum taem"])
    def test_one_is_opened_by_number_slug_title_and_typo(self, commands: App, typed: str) -> None:
        reply = commands.responsibilities.reply(typed)
        assert (reply.done, reply.topic) == (True, "leading-the-scrum-team")
        assert quoted(reply) == [commands.corpus.articles["leading-the-scrum-team"].lead]

    def test_an_opened_one_shows_source_and_resources_and_leads_on(self, commands: App) -> None:
        article = commands.corpus.articles[commands.corpus.responsibilities[0].slug]
        reply = commands.responsibilities.reply("1")
        (source,) = sources(reply)
        assert (source.title, source.reviewed) == (article.title, article.reviewed)
        assert source.url == f"https://example.org/articles/{article.category}/{article.slug}.md"
        assert links(reply) == list(article.resources[:3])
        assert rows(reply)[0] == ["Next", "All 13", "Read on"]
        near = commands.corpus.responsibilities[0].related[:4]
        assert rows(reply)[1] == [commands.corpus.articles[slug].title for slug in near]
        assert len(menu(reply)) == 13

    def test_all_can_be_walked_through_and_back(self, commands: App) -> None:
        walked = [commands.responsibilities.reply("1")]
        while following := [action for action in walked[-1].actions if action.label == "Next"]:
            walked.append(commands.browsing.follow(following[0]))
        assert [reply.topic for reply in walked] == [duty.slug for duty in commands.corpus.responsibilities]
        for reply in walked:
            assert_within_limits(reply)
        (back,) = [action for action in walked[-1].actions if action.label == "Previous"]
        assert commands.browsing.follow(back) == walked[-2]
        (out,) = [action for action in walked[-1].actions if action.label == "All 13"]
        assert commands.browsing.follow(out) == commands.responsibilities.reply()

    def test_one_that_is_gone_leads_back_to_all_and_is_said_to_be_gone(self, commands: App) -> None:
        reply = commands.responsibilities.opened("withdrawn")
        assert paragraphs(reply) == GONE
        assert reply.blocks[1:] == commands.responsibilities.reply().blocks

    @pytest.mark.parametrize("typed", ["0", "14", *NONSENSE])
    def test_what_is_none_is_refused_with_the_numbers(self, commands: App, typed: str) -> None:
        assert_refused(commands.responsibilities.reply(typed), "Use a number from 1 to 13, or leave the name out.")

    def test_where_several_fit_they_are_offered(self, commands: App) -> None:
        reply = commands.responsibilities.reply("vision")
        assert_refused(reply, "Several responsibilities fit. Which one do you mean?")
        assert set(offered(reply, Do.DUTY)) == {"vision-and-direction", "vision-roadmap-growth"}


class TestResources:
    def test_without_a_topic_the_links_that_most_articles_name_come_first_each_once(self, commands: App) -> None:
        found = links(commands.resources.reply())
        assert "scrumguides.org" in found[0].url
        assert len({one.url for one in found}) == len(found) == 8

    @pytest.mark.parametrize("kind", RESOURCE_KINDS)
    def test_a_kind_shows_links_of_that_kind_only(self, commands: App, kind: str) -> None:
        assert {one.kind for one in links(commands.resources.reply(kind=kind.upper()))} == {kind}

    def test_a_topic_shows_its_own_links(self, commands: App) -> None:
        reply = commands.resources.reply("what is a product owner")
        assert links(reply) == list(commands.corpus.articles["product-owner"].resources)
        assert offered(reply, Do.MORE) == ["product-owner"]

    def test_topic_and_kind_together_show_what_is_both(self, commands: App) -> None:
        found = links(commands.resources.reply("product-owner", "video"))
        assert found == [one for one in commands.corpus.articles["product-owner"].resources if one.kind == "video"]
        assert found

    def test_a_kind_that_a_topic_has_not_is_refused_with_a_way_on(self, commands: App) -> None:
        assert_refused(
            commands.resources.reply("product-owner", "tool"),
            "There is no tool for What is a Product Owner yet. Leave the kind out to see its other links.",
        )

    def test_an_unknown_kind_is_refused_with_the_known_ones(self, commands: App) -> None:
        assert_refused(commands.resources.reply(kind="podcast"), "Use one of: guide, article, video, book, tool.")

    def test_all_links_can_be_turned_through_each_once(self, commands: App) -> None:
        page, found = commands.resources.reply(), []
        while True:
            found += links(page)
            assert_within_limits(page)
            following = [action for action in page.actions if action.label == "Next"]
            if not following:
                break
            page = commands.browsing.follow(following[0])
        every = {one.url for article in commands.corpus.articles.values() for one in article.resources}
        assert {one.url for one in found} == every
        assert len(found) == len(every)

    def test_the_pages_of_one_kind_stay_with_that_kind(self, commands: App) -> None:
        first = commands.resources.reply(kind="article")
        (following,) = [action for action in first.actions if action.label == "Next"]
        second = commands.browsing.follow(following)
        assert {one.kind for one in links(second)} == {"article"}
        assert not {one.url for one in links(second)} & {one.url for one in links(first)}

    @pytest.mark.parametrize("typed", NONSENSE)
    def test_an_unknown_topic_is_refused_with_a_way_to_find_one(self, commands: App, typed: str) -> None:
        assert_refused(commands.resources.reply(typed), "I have no topic of that name. /topics shows what there is.")

    def test_where_several_topics_fit_they_are_offered(self, commands: App) -> None:
        reply = commands.resources.reply("product owner versus")
        assert_refused(reply, "Several topics fit. Which one do you mean?")
        assert len(offered(reply, Do.MORE)) == 3


class TestTopics:
    def test_the_categories_come_with_their_number_of_topics(self, commands: App) -> None:
        reply = commands.topics.reply()
        assert items(reply) == [name.capitalize() for name in commands.corpus.categories]
        assert all(line.title.endswith(":") for line in of_kind(reply, Items)[0].items)

    @pytest.mark.parametrize("typed", [" ROLE ", "rol", "roel"])
    def test_a_category_lists_its_topics(self, commands: App, typed: str) -> None:
        role = [one for one in commands.corpus.articles.values() if one.category == "role"]
        slugs = [one.slug for one in sorted(role, key=lambda one: one.title.casefold())]
        reply = commands.topics.reply(typed)
        assert [action.slug for action in menu(reply)] == slugs
        assert of_kind(reply, Heading)[0].detail == f"{len(slugs)} topics"

    def test_an_unknown_category_is_refused_with_the_known_ones(self, commands: App) -> None:
        assert_refused(commands.topics.reply("cooking"), "There are: Backlog, Delivery, ")

    def test_a_topic_is_shown_from_its_first_word_to_its_last(self, commands: App) -> None:
        article = commands.corpus.articles["product-owner"]
        reply = commands.topics.reply(topic="PO", whole=True)
        assert quoted(reply) == [article.lead, *(section.text for section in article.sections)]
        assert links(reply) == list(article.resources)

    def test_where_there_is_little_room_it_opens_at_its_beginning_with_a_menu_of_its_parts(self, commands: App) -> None:
        article = commands.corpus.articles["product-owner"]
        reply = commands.topics.reply(topic="PO")
        assert quoted(reply) == [article.lead]
        assert of_kind(reply, Heading)[0].detail == f"1 of {len(article.sections) + 1}"
        assert [action.label for action in menu(reply)][1:] == [section.heading for section in article.sections]

    def test_every_article_is_read_from_its_first_part_to_its_last_by_one_button(self, commands: App) -> None:
        for article in commands.corpus.articles.values():
            page, read = commands.articles.opened(article.slug), []
            while True:
                assert_within_limits(page)
                read += quoted(page)
                following = [action for action in page.actions if action.label == "Next"]
                if not following:
                    break
                page = commands.browsing.follow(following[0])
            assert read == [article.lead, *(section.text for section in article.sections)]
            assert links(page) == list(article.resources)  # the last part gives all of them

    def test_every_line_of_the_menu_opens_its_part(self, commands: App) -> None:
        article = commands.corpus.articles["product-owner"]
        opened = [quoted(commands.browsing.follow(action)) for action in menu(commands.articles.opened(article.slug))]
        assert opened == [[article.lead], *([section.text] for section in article.sections)]

    def test_from_the_categories_every_topic_is_reached_by_clicking(self, commands: App) -> None:
        reached = []
        for category in menu(commands.topics.reply()):
            page = commands.browsing.follow(category)
            while True:
                assert_within_limits(page)
                reached += [action.slug for action in menu(page)]
                following = [action for action in page.actions if action.label == "Next"]
                if not following:
                    break
                page = commands.browsing.follow(following[0])
            (back,) = [action for action in page.actions if action.label == "All categories"]
            assert commands.browsing.follow(back) == commands.topics.reply()
        assert sorted(reached) == sorted(commands.corpus.articles)

    def test_an_article_leads_back_to_its_category(self, commands: App) -> None:
        page = commands.articles.opened("product-owner")
        (back,) = [action for action in page.actions if action.label == "All in Role"]
        assert commands.browsing.follow(back) == commands.topics.reply("role")

    def test_a_page_beyond_the_last_one_is_the_last_one(self, commands: App) -> None:
        first = commands.topics.reply("backlog")
        last = commands.topics.listing("backlog", 999_999)
        assert menu(last)
        assert menu(last) != menu(first)

    @pytest.mark.parametrize("typed", NONSENSE)
    def test_an_unknown_topic_is_refused(self, commands: App, typed: str) -> None:
        assert_refused(commands.topics.reply(topic=typed), "I have no topic of that name.")


class TestGlossary:
    @pytest.mark.parametrize("typed", ["Definition of Done", "dod", "definitoin of done", "DEFINITION of do"])
    def test_a_term_is_found_by_name_other_name_and_typo(self, commands: App, typed: str) -> None:
        reply = commands.glossary.reply(typed)
        (term,) = (one for one in commands.corpus.terms if one.term == "Definition of Done")
        assert (reply.done, reply.topic, quoted(reply)) == (True, term.topic, [term.definition])
        assert of_kind(reply, Note)[0].text == f"Also called: {', '.join(term.also_called)}"
        assert [(action.do, action.label, action.slug) for action in reply.actions] == [
            (Do.MORE, "Read the article", term.topic)
        ]

    def test_without_a_term_it_asks_for_one(self, commands: App) -> None:
        assert_refused(commands.glossary.reply(" "), f"Name one of the {len(commands.corpus.terms)} terms")

    @pytest.mark.parametrize("typed", NONSENSE)
    def test_an_unknown_term_is_refused_with_a_way_on(self, commands: App, typed: str) -> None:
        assert_refused(commands.glossary.reply(typed), "not in the glossary. Ask it as a question instead.")

    def test_where_several_terms_fit_they_are_named(self, commands: App) -> None:
        reply = commands.glossary.reply("product")
        assert_refused(reply, "Do you mean one of these?")
        assert "Product Backlog" in [action.label for action in reply.actions]
        for action in reply.actions:
            assert of_kind(commands.browsing.follow(action), Heading)[0].text == action.label

    def test_a_term_that_is_gone_is_said_to_be(self, commands: App) -> None:
        assert_refused(commands.glossary.opened("withdrawn"), "That term is no longer in the glossary.")

    def test_every_term_has_a_button_of_its_own(self, commands: App) -> None:
        names = [button_name(term.term) for term in commands.corpus.terms]
        assert len(set(names)) == len(names)
        assert all(re.fullmatch(r"[a-z0-9-]{1,80}", name) for name in names)

    def test_every_term_and_every_other_name_of_it_is_found(self, commands: App) -> None:
        for term in commands.corpus.terms:
            for name in (term.term, *term.also_called):
                assert quoted(commands.glossary.reply(name)) == [term.definition], name


class TestArticles:
    def test_every_article_and_every_passage_of_it_opens_within_limits(self, commands: App) -> None:
        for article in commands.corpus.articles.values():
            assert_within_limits(commands.articles.opened(article.slug))
            assert quoted(commands.articles.passage(article.slug, "")) == [article.lead]
            for section in article.sections:
                reply = commands.articles.passage(article.slug, section.key)
                assert quoted(reply) == [section.text]
                assert sources(reply)[0].section == section.heading
                assert_within_limits(reply)

    @pytest.mark.parametrize(("slug", "key"), [("withdrawn", ""), ("product-owner", "withdrawn")])
    def test_a_passage_that_is_gone_is_said_to_be(self, commands: App, slug: str, key: str) -> None:
        assert_refused(commands.articles.passage(slug, key), GONE)

    def test_an_article_that_is_gone_is_said_to_be(self, commands: App) -> None:
        assert_refused(commands.articles.opened("withdrawn"), GONE)

    def test_every_topic_is_found_by_title_slug_and_other_names(self, commands: App) -> None:
        for article in commands.corpus.articles.values():
            for name in (article.title, article.slug, *article.also_called):
                assert commands.topics_lookup.best(name) == article.slug, name
