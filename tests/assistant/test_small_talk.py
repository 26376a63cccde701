"""Who greets, thanks or asks what there is to ask is answered without a search, and nothing is learnt from it."""

import pytest

from bot.app import App
from bot.assistant.gaps import gap_terms
from bot.assistant.small_talk import small_talk
from bot.domain import Corpus, Outcome, SmallTalk


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("hi", SmallTalk.GREETING),
        ("Hello there!", SmallTalk.GREETING),
        ("good morning everyone", SmallTalk.GREETING),
        ("thx", SmallTalk.THANKS),
        ("ok", SmallTalk.THANKS),
        ("Thank you so much, that helps", SmallTalk.THANKS),
        ("ok cool bye", SmallTalk.GOODBYE),
        ("help", SmallTalk.HELP),
        ("Who are you?", SmallTalk.HELP),
        ("hi, what can you do", SmallTalk.HELP),
        ("can you help me please", SmallTalk.HELP),
    ],
)
def test_small_talk_is_told_by_its_kind(said: str, kind: SmallTalk) -> None:
    assert small_talk(said) is kind


@pytest.mark.parametrize(
    "said",
    [
        "hi what is a sprint",
        "thanks, and who decides that?",
        "ok so when",
        "why?",
        "help the team focus",
        "is it ok to skip the retro",
        "please",
        "you all",
        "ok " * 13,
        "",
    ],
)
def test_what_asks_for_more_is_none(said: str) -> None:
    assert small_talk(said) is None


def test_no_name_in_the_content_is_taken_for_small_talk(corpus: Corpus) -> None:
    names = [name for article in corpus.articles.values() for name in (article.title, *article.also_called)]
    names += [name for term in corpus.terms for name in (term.term, *term.also_called)]
    names += [question.text for article in corpus.articles.values() for question in article.questions]
    assert [name for name in names if small_talk(name)] == []


def test_small_talk_is_no_turn_no_gap_and_no_question_that_failed(app: App) -> None:
    app.ask("what is a proxy product owner?", who="ann")
    answer, _ = app.ask("thanks!", who="ann")
    assert (answer.outcome, answer.candidates, answer.quotes) == (Outcome.UNKNOWN, (), ())
    assert answer.counted_as == "done"
    assert gap_terms(answer) == {}
    assert app.ask("and why?", who="ann")[0].continued == app.corpus.articles["proxy-product-owner"].title
