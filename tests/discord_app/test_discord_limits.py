"""Whatever a command says, the message stays within Discord's limits and mentions nobody."""

import re
from datetime import UTC, date, datetime

import discord as library
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands.reply import (
    Action,
    Bars,
    Block,
    CommandLine,
    Commands,
    Do,
    Heading,
    Item,
    Items,
    Links,
    Moments,
    Note,
    Paragraph,
    Quotation,
    Reply,
    Source,
    channel_mention,
    say,
)
from bot.discord_app import render
from bot.discord_app.components import BUTTON_ID, ActionButton, action_id
from bot.domain import RESOURCE_KINDS, Corpus, Resource
from tests.any_text import any_text

MENTION = re.compile(r"@(everyone|here)\b|<@[!&]?\d{17,20}>")
MARKUP = ("**", "__", "~~", "||", "`", "```", "*", "_", "\\", "[", "](", ")", "<", ">", "# ", "\n> ", "\n- ", "@", "&")
PINGS = ("@everyone", "@here", "<@12345678901234567>", "<@!12345678901234567890>", "<@&123456789012345678>")

# What people type: any characters, with those that matter to Discord more often than chance would have it.
typed = st.lists(st.one_of(st.sampled_from(MARKUP + PINGS), any_text(40)), max_size=12).map("".join)
# A reply says a few of them again and again: drawing each anew would take nearly all of the time.
said = st.shared(st.lists(typed, min_size=1, max_size=5), key="said").flatmap(st.sampled_from)
# What articles hold: plain sentences, since the content is checked when it is read.
articles = st.lists(
    st.sampled_from(["A goal comes first. ", "Who decides? ", "- one\n", "**Only** one person.\n\n"])
).map(lambda parts: "".join(parts * 5))
resources = st.builds(
    Resource,
    title=said,
    url=st.integers(0, 400).map(lambda length: "https://example.com/" + "x" * length),
    kind=st.sampled_from(RESOURCE_KINDS),
)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, said, said),
    st.builds(Paragraph, said),
    st.builds(Quotation, articles),
    st.builds(Source, said, said, st.just(date(2026, 11, 23)), st.sampled_from(["", "https://example.com/a.md"])),
    st.builds(Items, st.lists(st.builds(Item, said, said), max_size=15).map(tuple)),
    st.builds(Links, st.lists(resources, max_size=8).map(tuple)),
    st.builds(Moments, said, st.lists(moments, max_size=5).map(tuple)),
    st.builds(Commands, st.lists(st.builds(CommandLine, st.just("tips list"), said), max_size=10).map(tuple)),
    st.builds(Bars, st.lists(st.tuples(said, st.integers(0, 10**6)), max_size=14).map(tuple)),
    st.builds(Note, said),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(blocks, max_size=12))
def test_any_reply_fits_into_a_message_and_mentions_nobody(parts: list[Block]) -> None:
    content = render.content(Reply(tuple(parts)), {"tips": 123456789012345678})
    assert len(content) <= 2000
    assert not MENTION.search(content)


@settings(max_examples=300, deadline=None)
@given(typed)
def test_escaped_text_neither_formats_nor_links_nor_mentions(text: str) -> None:
    escaped = render.escape(text)
    assert not MENTION.search(escaped)
    unescaped = re.sub(r"\\.", "x", escaped, flags=re.DOTALL)
    assert not re.search(r"[*_~`|\[<]", unescaped)
    assert not re.search(r"^\s*(#{1,3} |> |- |-# |\d+\. )", unescaped, re.MULTILINE)


@pytest.mark.parametrize("typed", ["<#123>", "<t:1:R>", "<:x:123456>", "</ask:5>", "<id:guide>", "a < b"])
def test_what_stands_in_angle_brackets_stays_what_was_typed(typed: str) -> None:
    assert render.escape(typed).replace("\\<", "{") == typed.replace("<", "{")


def test_a_number_at_the_start_of_a_line_begins_no_list() -> None:
    assert render.escape("1. one\n 22. two\n3.5 of 4.") == "1\\. one\n 22\\. two\n3.5 of 4."


def test_a_channel_that_we_name_is_shown_by_its_name() -> None:
    said = render.content(say(f"Tips in {channel_mention(123)}", f"{channel_mention(45)}: <#6>"))
    assert said == "Tips in <#123>\n<#45>: \\<#6>"


@settings(max_examples=100, deadline=None)
@given(st.text("abcdefghij -.", max_size=60))
def test_plain_words_are_shown_as_they_stand(text: str) -> None:
    assert render.escape(text).replace("\\", "") == text


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["A goal comes first.", "Nobody else decides.", "Ask why."]), min_size=1, max_size=200))
def test_a_long_quotation_is_cut_at_a_sentence(said: list[str]) -> None:
    content = render.content(Reply((Quotation(" ".join(said)),)))
    assert len(content) <= 2000
    assert content.endswith(". …" if len(" ".join(said)) > 2000 - len("> ") else ".")


def test_every_passages_button_has_an_id_that_fits_and_is_its_own(corpus: Corpus) -> None:
    for article in corpus.articles.values():
        actions = [Action(do, "x", article.slug, part.key) for part in article.sections for do in Do]
        ids = [action_id(action) for action in actions]
        assert len(set(ids)) == len(ids)
        for custom_id in ids:
            assert len(custom_id) <= 100
            assert BUTTON_ID.fullmatch(custom_id)
        assert len(article.sections) <= 25


def test_every_passage_and_article_is_drawn_whole_within_a_message(corpus: Corpus) -> None:
    for article in corpus.articles.values():
        for text in (article.lead, *(section.text for section in article.sections)):
            source = Source(article.title, "", article.reviewed, "")
            content = render.content(Reply((Quotation(text), source, Links(article.resources[:3]))))
            # An empty line has its space too: a bare ">" would end the quotation.
            lines = [line[2:] for line in content.split("\n") if line.startswith("> ")]
            assert "\n".join(lines) == text


def test_a_button_keeps_to_the_length_of_labels() -> None:
    button = ActionButton(Action(Do.OPEN, "x" * 200, "a"))
    assert isinstance(button.item, library.ui.Button)
    assert button.item.label is not None
    assert len(button.item.label) == 80
