"""`/ask`: an answer, a choice, or an honest "I do not know" as a reply."""

from dataclasses import replace

import pytest

from bot.app import App
from bot.commands.ask import sources as resources_of
from bot.commands.reply import Do, Note, Quotation, Reply
from bot.domain import Answer, Article, Outcome, Rewrite
from tests.commands.reading import (
    assert_within_limits,
    items,
    links,
    of_kind,
    offered,
    paragraphs,
    quoted,
    rows,
    sources,
)


def reply_to(commands: App, question: str) -> tuple[Answer, Reply]:
    answer = commands.assistant.ask(question)
    return answer, commands.answer_reply(answer)


def text_of(article: Article, heading: str) -> str:
    """Return the whole text of a section, or of the lead."""
    section = article.section(heading) if heading else None
    return section.text if section else article.lead


def as_outcome(answer: Answer, outcome: Outcome) -> Answer:
    """Return the answer as it would be with another outcome, so that no threshold matters here."""
    return replace(answer, outcome=outcome, quotes=())


def test_an_answer_quotes_with_its_mark_and_source_and_offers_the_article_and_sharing(commands: App) -> None:
    answer, reply = reply_to(commands, "what does a product owner do?")
    article = commands.corpus.articles["product-owner"]
    assert (reply.done, reply.topic) == (True, "product-owner")
    assert quoted(reply) == [quote.text for quote in answer.quotes]
    assert of_kind(reply, Quotation)[0].mark == answer.quotes[0].mark
    assert sources(reply)[0].title == article.title
    assert links(reply) == list(article.resources[:3]) == list(resources_of(answer, commands.corpus))
    assert offered(reply, Do.READ) == offered(reply, Do.SHARE) == ["product-owner"]
    assert rows(reply) == [
        ["Read more", "Related", "Ask more"],
        ["Helpful", "Not it", "Share", "Dismiss"],  # a front end leaves one of the last two out
    ]


def test_a_passage_that_says_more_than_is_quoted_ends_with_an_ellipsis(commands: App) -> None:
    answer, reply = reply_to(commands, "what does a product owner do?")
    articles = commands.corpus.articles
    texts = [text_of(articles[quote.topic], quote.section) for quote in answer.quotes]
    assert len(texts) == 3
    whole = [quote.text == text for quote, text in zip(answer.quotes, texts, strict=True)]
    assert whole[0]
    assert not all(whole)
    assert [not one.goes_on for one in of_kind(reply, Quotation)] == whole


def test_two_articles_are_quoted_with_a_button_each_and_both_are_shared(commands: App) -> None:
    answer = commands.assistant.ask("what does a product owner do?")
    other = commands.assistant.ask("what is a proxy product owner?")
    both = replace(answer, quotes=(answer.quotes[0], other.quotes[0]))
    reply = commands.answer_reply(both)
    titles = [commands.corpus.articles[slug].title for slug in ("product-owner", "proxy-product-owner")]
    assert rows(reply) == [[*titles, "Ask more"], ["Helpful", "Not it", "Share", "Dismiss"]]
    assert [source.title for source in sources(reply)] == titles
    mine, others = (commands.corpus.articles[slug].resources for slug in ("product-owner", "proxy-product-owner"))
    assert links(reply)[0] == mine[0]
    assert [link for link in links(reply) if link in others and link not in mine]
    (share,) = [action for action in reply.actions if action.do is Do.SHARE]
    assert quoted(commands.cards.shown(share.slug, share.key)) == [
        commands.corpus.articles[slug].lead for slug in ("product-owner", "proxy-product-owner")
    ]


def test_a_choice_offers_up_to_three_topics(commands: App) -> None:
    answer = as_outcome(commands.assistant.ask("the backlog"), Outcome.CHOICE)
    reply = commands.answer_reply(answer)
    expected = [candidate.topic for candidate in answer.candidates[:3]]
    assert not reply.done
    assert paragraphs(reply) == "I am not sure which of these you mean:"
    assert offered(reply, Do.OPEN) == expected
    assert items(reply) == [commands.corpus.articles[slug].title for slug in expected]


def test_a_choice_opens_the_passage_that_was_found(commands: App) -> None:
    answer = as_outcome(commands.assistant.ask("can the boss overrule the PO"), Outcome.CHOICE)
    first = commands.answer_reply(answer).actions[0]
    section = commands.corpus.articles[first.slug].section(answer.candidates[0].section)
    assert first.key == (section.key if section else "")


def test_not_known_is_said_with_the_words_not_recognised(commands: App) -> None:
    _, reply = reply_to(commands, "xylophone quartz")
    assert not reply.done
    assert paragraphs(reply).startswith("I do not know that. I only answer from my articles")
    assert "Words I did not recognise: xylophone, quartz." in paragraphs(reply)
    assert paragraphs(reply).endswith("Ask in other words, or see with /topics what I know about.")
    assert rows(reply) == [["Dismiss"]]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("hi", "Hello. Ask me about Product Owner practice, for example: who orders the backlog?"),
        ("thx", "You're welcome. Ask whenever you like."),
        ("ok cool bye", "Goodbye. Ask whenever you like."),
    ],
)
def test_small_talk_gets_a_sentence_and_nothing_to_click(commands: App, said: str, sentence: str) -> None:
    _, reply = reply_to(commands, said)
    assert (reply.done, paragraphs(reply), reply.actions) == (True, sentence, ())


@pytest.mark.parametrize("said", ["help", "who are you", "what can you do"])
def test_who_asks_for_help_is_told_of_the_help_page(commands: App, said: str) -> None:
    assert "/help" in paragraphs(reply_to(commands, said)[1])


def test_topics_that_only_share_a_word_are_not_offered(commands: App) -> None:
    answer, reply = reply_to(commands, "how far is the moon from the earth?")
    assert answer.outcome is Outcome.UNKNOWN
    assert answer.candidates
    assert items(reply) == []
    assert "see with /topics" in paragraphs(reply)
    assert rows(reply) == [["Dismiss"]]


def test_of_many_unknown_words_six_are_named(commands: App) -> None:
    words = ["xylophone", "quartz", "zeppelin", "marmalade", "kumquat", "ocelot", "wombat", "axolotl"]
    _, reply = reply_to(commands, " ".join(words))
    named = next(block for block in paragraphs(reply).split(". ") if "recognise" in block)
    assert named.count(",") == 5


def test_not_known_offers_the_nearest_topics(commands: App) -> None:
    answer = as_outcome(commands.assistant.ask("the backlog"), Outcome.UNKNOWN)
    reply = commands.answer_reply(answer)
    assert "The nearest topics I have:" in paragraphs(reply)
    assert len(items(reply)) == 3


@pytest.mark.parametrize("outcome", Outcome)
def test_how_the_question_was_read_is_said_unless_nothing_was_found(commands: App, outcome: Outcome) -> None:
    answer = commands.assistant.ask("what does a product owner do?")
    if outcome is not Outcome.ANSWER:
        answer = as_outcome(answer, outcome)
    read = replace(
        answer,
        continued="Sprint",
        read_as=(Rewrite("dod", "Definition of Done"),),
        corrections=(Rewrite("sprnt", "sprint"), Rewrite("gaol", "goal")),
    )
    notes = [note.text for note in of_kind(commands.answer_reply(read), Note)]
    told = [
        "Continuing with: Sprint",
        "Read as: Definition of Done (dod)",
        'I read "sprnt" as "sprint" and "gaol" as "goal".',
    ]
    assert notes[:3] == ([] if outcome is Outcome.UNKNOWN else told)


def test_whatever_the_authors_ask_gets_a_card_within_limits(commands: App) -> None:
    for article in commands.corpus.articles.values():
        for question in article.questions[:3]:
            answer, reply = reply_to(commands, question.text)
            assert reply.done == answer.answered
            assert_within_limits(reply)
