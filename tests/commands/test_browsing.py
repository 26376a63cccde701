"""`/responsibilities`, `/resources`, `/topics`, `/glossary` and `/help`."""

import pytest

from bot import __version__
from bot.app import App
from bot.commands.card_words import GONE
from bot.commands.help import COMMANDS, OWNER_COMMANDS, help_reply
from bot.commands.reply import Commands, Do, Heading, Note, Reply
from bot.domain import RESOURCE_KINDS
from tests.commands.reading import assert_within_limits, items, links, of_kind, offered, paragraphs, quoted, sources

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
        assert reply.menu is not None
        assert [option.slug for option in reply.menu.options] == [one.slug for one in commands.corpus.responsibilities]
        assert_within_limits(reply)

    @pytest.mark.parametrize("typed", ["1", "leading-the-scrum-team", "LEADING the scrum", "leading the scrum taem"])
    def test_one_is_opened_by_number_slug_title_and_typo(self, commands: App, typed: str) -> None:
        reply = commands.responsibilities.reply(typed)
        assert (reply.done, reply.topic) == (True, "leading-the-scrum-team")
        assert quoted(reply) == [commands.corpus.articles["leading-the-scrum-team"].lead]

    def test_an_opened_one_shows_source_related_topics_resources_and_its_sections(self, commands: App) -> None:
        article = commands.corpus.articles[commands.corpus.responsibilities[0].slug]
        reply = commands.responsibilities.reply("1")
        (source,) = sources(reply)
        assert (source.title, source.reviewed) == (article.title, article.reviewed.isoformat())
        assert source.url == f"https://example.org/articles/{article.category}/{article.slug}.md"
        assert commands.corpus.articles[article.related[0]].title in of_kind(reply, Note)[0].text
        assert links(reply) == list(article.resources[:3])
        assert [action.key for action in reply.actions] == [section.key for section in article.sections]

    @pytest.mark.parametrize("typed", ["0", "14", *NONSENSE])
    def test_what_is_none_is_refused_with_the_numbers(self, commands: App, typed: str) -> None:
        assert_refused(commands.responsibilities.reply(typed), "Use a number from 1 to 13, or leave the name out.")

    def test_where_several_fit_they_are_offered(self, commands: App) -> None:
        reply = commands.responsibilities.reply("vision")
        assert_refused(reply, "Several responsibilities fit. Which one do you mean?")
        assert set(offered(reply, Do.MORE)) == {"vision-and-direction", "vision-roadmap-growth"}


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

    def test_where_there_is_little_room_it_opens_at_the_lead_with_a_button_for_each_section(
        self, commands: App
    ) -> None:
        article = commands.corpus.articles["product-owner"]
        reply = commands.topics.reply(topic="PO")
        assert quoted(reply) == [article.lead]
        assert [action.label for action in reply.actions] == [section.heading for section in article.sections]

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
        assert items(reply) == list(commands.corpus.categories)

    def test_a_category_lists_its_topics(self, commands: App) -> None:
        slugs = [one.slug for one in commands.corpus.articles.values() if one.category == "role"]
        reply = commands.topics.reply(" ROLE ")
        assert items(reply) == slugs
        assert of_kind(reply, Heading)[0].detail == f"{len(slugs)} topics"

    def test_an_unknown_category_is_refused_with_the_known_ones(self, commands: App) -> None:
        assert_refused(commands.topics.reply("cooking"), f"There are: {', '.join(commands.corpus.categories)}.")

    def test_a_topic_is_shown_from_its_first_word_to_its_last(self, commands: App) -> None:
        article = commands.corpus.articles["product-owner"]
        reply = commands.topics.reply(topic="PO", whole=True)
        assert quoted(reply) == [article.lead, *(section.text for section in article.sections)]
        assert links(reply) == list(article.resources)

    def test_where_there_is_little_room_it_opens_at_the_lead_with_a_button_for_each_section(
        self, commands: App
    ) -> None:
        article = commands.corpus.articles["product-owner"]
        reply = commands.topics.reply(topic="PO")
        assert quoted(reply) == [article.lead]
        assert [action.label for action in reply.actions] == [section.heading for section in article.sections]

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
        assert offered(reply, Do.MORE) == [term.topic]

    def test_without_a_term_it_asks_for_one(self, commands: App) -> None:
        assert_refused(commands.glossary.reply(" "), f"Name one of the {len(commands.corpus.terms)} terms")

    @pytest.mark.parametrize("typed", NONSENSE)
    def test_an_unknown_term_is_refused_with_a_way_on(self, commands: App, typed: str) -> None:
        assert_refused(commands.glossary.reply(typed), "not in the glossary. Ask it as a question instead.")

    def test_where_several_terms_fit_they_are_named(self, commands: App) -> None:
        reply = commands.glossary.reply("product")
        assert_refused(reply, "Do you mean one of: ", "Product Backlog")

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


def test_help_names_every_command_the_version_and_the_date_of_the_content(commands: App) -> None:
    reply = help_reply(commands.corpus, "Use /ask.", (*COMMANDS, *OWNER_COMMANDS))
    (listed,) = of_kind(reply, Commands)
    assert [line.name for line in listed.lines][:2] == ["ask", "responsibilities"]
    content = of_kind(reply, Note)[-1].text
    assert f"Version {__version__}" in content
    assert commands.corpus.reviewed.isoformat() in content
    assert "Use /ask." in paragraphs(reply)
