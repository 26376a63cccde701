"""The texts keep the rules of style in docs/writing-content.md: one spelling, and summaries that survive a list."""

import re

import pytest

from bot.domain import Corpus
from bot.retrieval.retriever import Retriever
from tests.content.test_articles import SLUGS, others, sentences, texts

FIRST_SENTENCE = 110  # characters: what a list of topics shows of a summary

# Words in -ise that are not Greek and so have no -ize in Oxford spelling.
ALWAYS_ISE = (
    r"advert|adv|ar|chast|comprom|compr|desp|dev|disgu|enterpr|exc|exerc|expert|franch|improv|inc|merchand|no|otherw"
    r"|po|pract|pra|prec|prem|(?:over|under)?prom|ra|rev|r|superv|surm|surpr|telev|w|likew|dropw"  # Dropwise, a name
)
NOT_CHOSEN = re.compile(
    rf"\b(?!(?:{ALWAYS_ISE})is)\w+?is(?:e[ds]?|ers?|ing|ations?|ational)\b"  # prioritise: we write prioritize
    r"|\b\w+lyz\w+|\btoward\b|\be-mail\w*"
    r"|\b(?:behavior|color|favor|flavor|honor|labor|neighbor|rumor)(?!at)\w*|\b(?:center|theater|gray)\w*"
    r"|\b(?:cancel|label|model|travel|quarrel|signal)(?:ed|ing|er|ers)\b|\b(?:fulfill|enroll)(?:s|ment|ments)?\b"
    r"|\b(?:catalog|dialog|defense|judgment)s?\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_list_of_topics_can_show_a_whole_sentence_of_the_summary(slug: str, corpus: Corpus) -> None:
    assert len(next(sentences(corpus.articles[slug].summary))) <= FIRST_SENTENCE


def test_running_text_has_one_spelling(corpus: Corpus) -> None:
    everything = [(slug, text) for slug, article in corpus.articles.items() for text in texts(article)]
    found = [(where, NOT_CHOSEN.findall(text)) for where, text in [*everything, *others(corpus)]]
    assert [(where, words) for where, words in found if words] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They prioritise and analyze.", ["prioritise", "analyze"]),
        ("The organisation is organised by organisers.", ["organisation", "organised", "organisers"]),
        ("Move toward the center of user behavior, by e-mail.", ["toward", "center", "behavior", "e-mail"]),
        ("A canceled Sprint with a labeled item shows good judgment.", ["canceled", "labeled", "judgment"]),
        ("Prioritize, analyse, recognize: towards the centre of behaviour, by email.", []),
        ("Promises, surprises and overpromising arise. Raise a precise exercise, and practise otherwise.", []),
        ("A cancelled Sprint, a labelled item, collaboration, this basis, an analysis, a crisis.", []),
    ],
)  # fmt: skip
def test_the_spellings_not_chosen_are_told_from_the_others(text: str, words: list[str]) -> None:
    assert NOT_CHOSEN.findall(text) == words


@pytest.mark.parametrize(
    ("chosen", "other"),
    [
        ("how do i prioritize the backlog", "how do i prioritise the backlog"),
        ("prioritization frameworks", "prioritisation frameworks"),
        ("self organizing versus self managing", "self organising versus self managing"),
        ("how do i recognize a misunderstood stance", "how do i recognise a misunderstood stance"),
        ("unrealized value in ebm", "unrealised value in ebm"),
    ],
)
def test_whoever_types_the_other_spelling_finds_the_same(chosen: str, other: str, retriever: Retriever) -> None:
    (first, *_), (same, *_) = (retriever.search(retriever.read(text).terms) for text in (chosen, other))
    assert same.topic == first.topic
