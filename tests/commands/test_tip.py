"""`/tip`: a tip now, and another, and another."""

from dataclasses import replace

import pytest

from bot.app import App
from bot.commands.reply import Action, Do, Heading, Paragraph, Reply
from bot.commands.tip import Tips
from bot.commands.tip_words import NO_TIPS, TIP_GONE
from tests.commands.reading import assert_within_limits, of_kind, paragraphs

TOPIC = "product-owner"


def button(reply: Reply, do: Do) -> Action:
    (found,) = (action for action in reply.actions if action.do is do)
    return found


def test_a_tip_is_public_and_its_buttons_tell_why_and_what_to_try(commands: App) -> None:
    reply = commands.tips.reply()
    tip = next(one for one in commands.corpus.tips if one.id == button(reply, Do.TIP).key)
    assert (reply.done, reply.public, reply.topic) == (True, True, tip.topic)
    assert [block.text for block in of_kind(reply, Paragraph)] == [tip.text]
    assert of_kind(reply, Heading)[0].detail == commands.corpus.articles[tip.topic].title
    assert button(reply, Do.WHY).slug == tip.topic
    tried = commands.tips.to_try(button(reply, Do.ACT).key)
    assert (paragraphs(tried), tried.public) == (tip.action, False)


def test_every_tip_is_within_limits(commands: App) -> None:
    for tip in commands.corpus.tips:
        assert_within_limits(commands.tips.another(tip.topic, tip.id))
        assert_within_limits(commands.tips.scheduled(tip, tip.topic, "0" * 25))
        assert_within_limits(commands.tips.to_try(tip.id))


@pytest.mark.parametrize("topic", ["", TOPIC])
def test_another_shows_every_tip_before_any_again(commands: App, topic: str) -> None:
    tips = [tip.id for tip in commands.corpus.tips if topic in ("", tip.topic)]
    reply = commands.tips.reply(topic)
    shown = []
    for _ in tips:
        again = button(reply, Do.TIP)
        assert again.slug == topic
        shown.append(again.key)
        reply = commands.tips.another(again.slug, again.key)
    assert sorted(shown) == sorted(tips)
    assert button(reply, Do.TIP).key == shown[0]


def test_another_than_a_tip_that_is_gone_is_some_tip(commands: App) -> None:
    assert commands.tips.another("", "withdrawn").done
    assert commands.tips.another("withdrawn", "withdrawn").done


def test_trying_a_tip_that_is_gone_says_so(commands: App) -> None:
    reply = commands.tips.to_try("withdrawn")
    assert (paragraphs(reply), reply.done) == (TIP_GONE, False)


def test_an_unknown_topic_is_refused(commands: App) -> None:
    reply = commands.tips.reply("xylophone quartz")
    assert not reply.done
    assert not reply.public
    assert "I have no topic of that name." in paragraphs(reply)


def test_a_topic_without_a_tip_is_refused_with_a_way_on(commands: App) -> None:
    others = tuple(tip for tip in commands.corpus.tips if tip.topic != TOPIC)
    tips = Tips(replace(commands.corpus, tips=others), commands.topics_lookup)
    reply = tips.reply(TOPIC)
    assert not reply.done
    assert paragraphs(reply) == "There is no tip on What is a Product Owner yet. Leave the topic out for any tip."


def test_without_any_tip_every_way_says_so(commands: App) -> None:
    tips = Tips(replace(commands.corpus, tips=()), commands.topics_lookup)
    replies = (tips.reply(), tips.reply(TOPIC), tips.another("", "product-owner-1"))
    assert [paragraphs(reply) for reply in replies] == [NO_TIPS] * 3
