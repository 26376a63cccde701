"""What the buttons of a card show, and how a button means two passages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import App
from bot.commands import card_words as words
from bot.commands.articles import Articles
from bot.commands.card import Cards, card_actions
from bot.commands.passages import Passage, find_passage, find_passages, joint_key, passages_of
from bot.commands.reply import Action, Do, Note
from bot.discord_app import render
from bot.domain import Corpus
from tests.commands.reading import assert_within_limits, items, of_kind, offered, paragraphs, quoted, rows, sources
from tests.tiny import article, corpus_of

ids = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=40)


def cards_of(corpus: Corpus) -> Cards:
    return Cards(corpus, Articles(corpus, ""))


def all_passages(corpus: Corpus) -> list[Passage]:
    return [passage for one in corpus.articles.values() for passage in passages_of(one)]


class TestSeveralPassagesInOneButton:
    def test_every_passage_is_recognised_among_all(self, corpus: Corpus) -> None:
        found = all_passages(corpus)
        assert len({passage.fingerprint for passage in found}) == len(found)

    def test_any_three_passages_are_found_again(self, corpus: Corpus) -> None:
        found = all_passages(corpus)[::5]
        for shown in zip(found, found[7:], found[3:], strict=False):
            for count in (1, 2, 3):
                assert find_passages(corpus, shown[0].article.slug, joint_key(shown[:count])) == shown[:count]

    @given(ids, ids, ids)
    def test_the_longest_id_has_a_hundred_characters(self, slug: str, heading: str, other: str) -> None:
        first = passages_of(article(slug, "Lead.", {heading: "Text."}))[-1]
        second = Passage(article(other, "Lead."))
        for action in card_actions([first, second, second]):
            assert len(f"po1:{action.do}:{action.slug}:{action.key}") <= 100

    def test_a_removed_section_is_missing_and_the_other_passage_is_still_shown(self) -> None:
        old = article("sprint", "A sprint.", {"Length": "A month.", "Goal": "One."})
        key = joint_key(passages_of(old)[1:])
        now = cards_of(corpus_of(article("sprint", "A sprint.", {"Length": "Two weeks."})))
        reply = now.shown("sprint", key)
        assert quoted(reply) == ["Two weeks."]
        assert [note.text for note in of_kind(reply, Note)] == [words.ONE_GONE]
        later = cards_of(corpus_of(article("sprint", "A sprint.", {"Goal": "Another."})))
        assert quoted(later.shown("sprint", key)) == ["Another."]

    @pytest.mark.parametrize("key", ["length.aaaaaaaa", ".", "..", "a.b.c", "length"])
    def test_keys_that_were_never_given_out_find_nothing(self, key: str) -> None:
        now = cards_of(corpus_of(article("kanban", "Flow.", {"Limits": "Few."})))
        for slug in ("sprint", ""):
            reply = now.shown(slug, key)
            assert (reply.done, paragraphs(reply)) == (False, words.GONE)


class TestReadMore:
    corpus = corpus_of(
        article("sprint", "Lead.", {"One": "First.", "Two": "Second.", "Three": "Third.", "Four": "Fourth."})
    )
    cards = cards_of(corpus)

    @pytest.mark.parametrize(
        ("key", "shown", "others"),
        [
            ("", ["First.", "Second."], ["Three", "Four"]),
            ("one", ["Lead.", "Second."], ["Three", "Four"]),
            ("two", ["First.", "Third."], [words.BEGINNING, "Four"]),
            ("four", ["Second.", "Third."], [words.BEGINNING, "One"]),
        ],
    )
    def test_it_shows_what_stands_next_to_the_passage_and_offers_the_rest(
        self, key: str, shown: list[str], others: list[str]
    ) -> None:
        reply = self.cards.around("sprint", key)
        assert quoted(reply) == shown
        assert [action.label for action in reply.actions] == others
        assert sources(reply)[0].title == "Sprint"

    def test_what_the_card_only_began_is_shown_first(self) -> None:
        _, first, _, third, fourth = passages_of(self.corpus.articles["sprint"])
        reply = self.cards.around("sprint", joint_key([first, fourth, third]))
        assert quoted(reply) == ["Third.", "Fourth."]
        assert [action.label for action in reply.actions] == [words.BEGINNING, "Two"]

    def test_an_article_without_more_says_so(self) -> None:
        reply = cards_of(corpus_of(article("sprint", "Lead."))).around("sprint", "")
        assert paragraphs(reply) == words.WHOLE
        assert reply.actions == ()

    @pytest.mark.parametrize(("slug", "key"), [("withdrawn", ""), ("sprint", "withdrawn"), ("", "")])
    def test_what_is_gone_is_said(self, slug: str, key: str) -> None:
        assert paragraphs(self.cards.around(slug, key)) == words.GONE

    def test_every_passage_of_the_content_has_surroundings_that_fit_into_a_message(self, commands: App) -> None:
        for passage in all_passages(commands.corpus):
            reply = commands.cards.around(passage.article.slug, passage.key)
            assert_within_limits(reply)
            text = render.content(reply)
            for quotation in quoted(reply):
                assert quotation.replace("\n", "\n> ") in text  # none is cut


class TestRelated:
    def test_every_article_offers_the_topics_it_names(self, commands: App) -> None:
        for one in commands.corpus.articles.values():
            reply = commands.cards.related(one.slug)
            assert offered(reply, Do.OPEN) == list(one.related[:4])
            assert items(reply) == [commands.corpus.articles[slug].title for slug in one.related[:4]]
            assert one.title in paragraphs(reply)
            assert_within_limits(reply)

    def test_none_or_no_article_is_said(self) -> None:
        cards = cards_of(corpus_of(article("sprint", "Lead.")))
        assert paragraphs(cards.related("sprint")).startswith("No topic is named as related to Sprint.")
        assert paragraphs(cards.related("withdrawn")) == words.GONE


def test_one_passage_has_two_rows_of_three_for_whoever_sees_it(commands: App) -> None:
    reply = commands.cards.shown("product-owner", "")
    assert rows(reply) == [["Read more", "Related", "Ask more"], ["Helpful", "Not it", "Share", "Dismiss"]]


def test_every_passage_is_a_card_within_limits_that_quotes_it_whole(commands: App) -> None:
    for passage in all_passages(commands.corpus):
        reply = commands.cards.shown(passage.article.slug, passage.key)
        assert quoted(reply) == [passage.text]
        assert_within_limits(reply)


def test_a_heading_finds_its_passage_as_its_key_does(corpus: Corpus) -> None:
    one = corpus.articles["product-owner"]
    section = one.sections[0]
    assert find_passage(corpus, one.slug, section.heading) == find_passage(corpus, one.slug, section.key)
    assert find_passage(corpus, one.slug, "no such heading") is None


def test_a_button_says_nothing_of_who_pressed_it() -> None:
    """Its id stands in everybody's messages, so it names passages only."""
    assert {field for field in Action.__dataclass_fields__ if field not in ("do", "label", "row")} == {"slug", "key"}
