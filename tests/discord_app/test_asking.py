"""`/ask`: answers, choices, not knowing, who sees it, and the buttons below."""

import pytest

from bot.domain import Outcome
from tests.conftest import Online
from tests.discord_app.helpers import (
    CLEAR_QUESTION,
    CLEAR_TOPIC,
    NONSENSE,
    ambiguous_question,
    assert_quotes,
    comparison,
    follow_up_on,
    labels,
    lines_of,
    newcomer,
    quoted,
)
from tests.fake_discord import Reply


async def test_ask_quotes_an_article_privately_with_its_source(online: Online) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION)
    assert reply.ephemeral
    article = online.app.corpus.articles[CLEAR_TOPIC]
    assert_quotes(online.app, reply.content, CLEAR_QUESTION)
    assert article.lead in quoted(reply.content)
    assert f"From {article.title}" in reply.content
    month = f"{article.reviewed:%b}\u00a0{article.reviewed.year}"  # a phone breaks no line there
    assert f"reviewed\u00a0{month}" in reply.content
    assert lines_of(reply) == [["Read more", "Related", "Ask more"], ["Helpful", "Not it", "Share"]]


async def test_an_answer_that_everybody_sees_begins_with_who_asked_what(online: Online) -> None:
    async def asked(question: str, *, private: bool) -> Reply:
        return await online.discord.slash(online.alice, online.channel, "ask", question=question, private=private)

    public = await asked(f"  {CLEAR_QUESTION}\n <t:0:R> @everyone", private=False)
    assert public.content.startswith(f"Alice asked: {CLEAR_QUESTION} \\<t:0:R> @\u200beveryone\n")
    assert "asked:" not in (await asked(CLEAR_QUESTION, private=True)).content


@pytest.mark.parametrize("more", ["and why? ", "*"])
async def test_a_long_question_is_repeated_cut(online: Online, more: str) -> None:
    question = f"{CLEAR_QUESTION} {more * 500}"[:500]
    reply = await online.discord.slash(online.alice, online.channel, "ask", question=question, private=False)
    shown = reply.content.split("\n")[0].replace("\\", "")
    assert shown.endswith(" \u2026")
    assert len("Alice asked: ") + 200 <= len(shown) + 1 <= len("Alice asked: ") + 204
    assert len(reply.content) <= 2000


async def test_the_links_below_an_answer_are_the_articles_own_and_show_no_preview(online: Online) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION)
    resource = online.app.corpus.articles[CLEAR_TOPIC].resources[0]
    assert f"](<{resource.url}>)" in reply.content
    assert reply.flags & 1 << 2  # SUPPRESS_EMBEDS


async def test_a_choice_offers_a_button_for_each_topic_and_a_click_opens_the_passage(online: Online) -> None:
    question = ambiguous_question(online.app)
    reply = await online.discord.slash(online.alice, online.channel, "ask", question=question)
    candidates = online.app.assistant.ask(question).candidates[:3]
    articles = [online.app.corpus.articles[candidate.topic] for candidate in candidates]
    assert "I am not sure which of these you mean" in reply.content
    assert labels(reply) == [article.title for article in articles]
    for candidate, article in zip(candidates, articles, strict=True):
        opened = await online.discord.click(online.alice, reply, label=article.title)
        section = article.section(candidate.section) if candidate.section else None
        assert opened.ephemeral
        assert quoted(opened.content) == (section.text if section else article.lead).replace("**", "")


async def test_what_it_does_not_know_it_says_and_names_the_strange_words(online: Online) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "ask", question=NONSENSE)
    assert online.app.assistant.ask(NONSENSE).outcome is Outcome.UNKNOWN
    assert reply.content.startswith("I do not know that.")
    assert "blorf" in reply.content
    assert "> " not in reply.content
    assert "Share" not in labels(reply)


async def test_in_the_bots_direct_messages_answers_are_open(online: Online) -> None:
    reply = await online.discord.slash(online.alice, online.discord.dm(online.alice), "ask", question=CLEAR_QUESTION)
    assert not reply.ephemeral
    assert lines_of(reply) == [["Read more", "Related", "Ask more"], ["Helpful", "Not it", "Dismiss"]]


async def test_in_a_private_channel_answers_are_private_and_work_by_user_install(online: Online) -> None:
    traveller = online.discord.add_user("tara", installed=True)
    channel = online.discord.private_channel(traveller, online.discord.add_user("theo"))
    reply = await online.discord.slash(traveller, channel, "ask", question=CLEAR_QUESTION)
    assert reply.ephemeral
    shared = await online.discord.click(traveller, reply, label="Share")
    assert not shared.ephemeral


async def test_in_a_foreign_server_a_user_install_answers_privately(online: Online) -> None:
    traveller = online.discord.add_user("tara", installed=True)
    elsewhere = online.discord.add_guild("Elsewhere", bot=False)
    elsewhere.add_member(traveller)
    channel = elsewhere.add_text_channel("general")
    reply = await online.discord.slash(traveller, channel, "ask", question=CLEAR_QUESTION)
    assert reply.ephemeral
    assert "Product Owner" in reply.content
    again = await online.discord.slash(traveller, channel, "help")
    assert "/tips" not in again.content


@pytest.mark.parametrize("private", [True, False])
async def test_the_private_option_overrides_the_place(online: Online, private: bool) -> None:
    for channel in (online.channel, online.discord.dm(online.alice)):
        reply = await online.discord.slash(online.alice, channel, "ask", question=CLEAR_QUESTION, private=private)
        assert reply.ephemeral is private
        assert ("Share" in labels(reply)) is private


async def test_a_comparison_quotes_both_articles_and_offers_both(online: Online) -> None:
    question = comparison(online.app)
    answer = online.app.assistant.ask(question)
    reply = await online.discord.slash(online.alice, online.channel, "ask", question=question)
    titles = [online.app.corpus.articles[quote.topic].title for quote in answer.quotes]
    assert len(set(titles)) == 2
    assert all(f"From {title}" in reply.content for title in titles)
    assert lines_of(reply) == [[*titles, "Ask more"], ["Helpful", "Not it", "Share"]]


async def test_a_correction_is_told(online: Online) -> None:
    reply = await online.discord.slash(
        online.alice, online.channel, "ask", question="what does a prodcut owner do in a scrum team"
    )
    assert 'I read "prodcut" as "product".' in reply.content


async def test_a_follow_up_is_read_with_the_turn_before_of_that_person_in_that_channel(online: Online) -> None:
    await online.discord.slash(online.alice, online.channel, "ask", question="what is a proxy product owner")
    follow_up = follow_up_on(online.app, "proxy-product-owner")
    title = online.app.corpus.articles["proxy-product-owner"].title
    alone = await online.discord.slash(newcomer(online, "bob"), online.channel, "ask", question=follow_up)
    assert "Continuing with" not in alone.content
    elsewhere = await online.discord.slash(
        online.alice, online.guild.add_text_channel("other"), "ask", question=follow_up
    )
    assert "Continuing with" not in elsewhere.content
    followed = await online.discord.slash(online.alice, online.channel, "ask", question=follow_up)
    assert f"Continuing with: {title}" in followed.content


async def test_a_turn_is_forgotten_after_a_quarter_of_an_hour(online: Online) -> None:
    await online.discord.slash(online.alice, online.channel, "ask", question="what is a proxy product owner")
    online.clock.forward(minutes=16)
    follow_up = follow_up_on(online.app, "proxy-product-owner")
    reply = await online.discord.slash(online.alice, online.channel, "ask", question=follow_up)
    assert "Continuing with" not in reply.content


async def test_answers_come_at_once_and_never_by_deferral(online: Online) -> None:
    replies: list[Reply] = [
        await online.discord.slash(online.alice, online.channel, "ask", question=question)
        for question in (CLEAR_QUESTION, NONSENSE, "who orders the backlog?")
    ]
    assert not any(reply.deferred for reply in replies)
