"""`/tip`, **Why?**, **Try it** and **Another**; and buttons whose content is gone."""

from dataclasses import replace

from bot.commands.card_words import OLD_BUTTON
from bot.domain import Corpus, Tip
from bot.settings import Settings
from tests.conftest import HandClock, Online
from tests.discord_app.helpers import (
    CLEAR_QUESTION,
    CLEAR_TOPIC,
    assert_pings_nobody,
    labels,
    newcomer,
    quoted,
    running,
)
from tests.fake_discord import FakeDiscord, Reply


def shown_tip(corpus: Corpus, reply: Reply) -> Tip:
    """Return the tip that a reply shows, whole."""
    text = reply.content.replace("\\", "")
    (tip,) = [tip for tip in corpus.tips if tip.text in text]
    return tip


async def test_a_tip_is_for_everybody_and_has_another_and_why(online: Online) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "tip")
    assert not reply.ephemeral
    assert shown_tip(online.app.corpus, reply)
    assert labels(reply) == ["Why?", "Try it", "Another"]
    assert_pings_nobody(online.discord)


async def test_a_tip_on_a_topic_stays_on_it(online: Online) -> None:
    for topic in sorted({tip.topic for tip in online.app.corpus.tips})[:4]:
        reply = await online.discord.slash(online.alice, online.channel, "tip", topic=topic)
        for _ in range(4):
            assert shown_tip(online.app.corpus, reply).topic == topic
            reply = await online.discord.click(online.alice, reply, label="Another")


async def test_another_goes_on_to_tips_that_were_not_shown_yet(online: Online) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "tip")
    seen = [shown_tip(online.app.corpus, reply).id]
    for _ in range(10):
        reply = await online.discord.click(online.alice, reply, label="Another")
        assert reply.ephemeral
        seen.append(shown_tip(online.app.corpus, reply).id)
    assert len(set(seen)) == len(seen)


async def test_why_shows_the_passage_behind_the_tip_to_the_one_who_clicked(online: Online) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "tip")
    bob = newcomer(online, "bob")
    why = await online.discord.click(bob, reply, label="Why?")
    assert why.ephemeral
    article = online.app.corpus.articles[shown_tip(online.app.corpus, reply).topic]
    assert quoted(why.content) == article.lead
    assert labels(why) == ["Read more"]


async def test_a_tip_on_an_unknown_topic_is_refused(online: Online) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "tip", topic="zxqv")
    assert "I have no topic of that name" in reply.content
    assert reply.ephemeral


async def test_buttons_and_menus_of_content_that_is_gone_say_so(
    discord: FakeDiscord, settings: Settings, corpus: Corpus, clock: HandClock
) -> None:
    olga = discord.add_user("olga")
    channel = discord.add_guild("Harbour", owner=olga).add_text_channel("general")
    gone = corpus.responsibilities[0].slug
    async with running(settings, corpus, clock):
        answer = await discord.slash(olga, channel, "ask", question=CLEAR_QUESTION)
        opened = await discord.click(olga, answer, label="Read more")
        overview = await discord.slash(olga, channel, "responsibilities")
        tip = await discord.slash(olga, channel, "tip")
    later = replace(
        corpus,
        articles={slug: one for slug, one in corpus.articles.items() if slug not in (gone, CLEAR_TOPIC)},
        responsibilities=tuple(replace(duty, related=()) for duty in corpus.responsibilities[1:]),
        tips=tuple(one for one in corpus.tips if one.topic not in (gone, CLEAR_TOPIC))[:1],
        terms=(),
    )
    for article in list(later.articles.values()):
        related = tuple(slug for slug in article.related if slug in later.articles)
        later.articles[article.slug] = replace(article, related=related)  # type: ignore[index]  # a dict of our own
    async with running(settings, later, clock):
        for button, on in (("Read more", answer), ("Share", answer), (opened.buttons[0].label, opened)):
            clicked = await discord.click(olga, on, label=button)
            assert "no longer in my articles" in clicked.content
        chosen = await discord.select(olga, overview, None, [f"po1:duty:{gone}:"])
        assert "no longer in my articles" in chosen.text
        assert len(chosen.selects[0].options) == len(later.responsibilities)
        again = await discord.select(olga, chosen, None, [f"po1:duty:{later.responsibilities[0].slug}:"])
        assert quoted(again.text) == later.articles[later.responsibilities[0].slug].lead
        another = await discord.click(olga, tip, label="Another")
        assert shown_tip(later, another).id == later.tips[0].id
        to_try = await discord.click(olga, tip, label="Try it")
        assert "no longer in my collection" in to_try.content
        assert to_try.ephemeral


async def test_a_button_that_nothing_serves_says_so_and_does_nothing_else(online: Online) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "tip")
    assert reply.message is not None
    button = reply.message.components[0]["components"][2]
    button["custom_id"] = "xx9:tip::"
    clicked = await online.discord.click(online.alice, reply, label="Another")
    assert (clicked.ephemeral, clicked.content) == (True, OLD_BUTTON)
    assert len([request for request in online.discord.requests if request.path.endswith("/callback")]) == 2
