"""The articles that come with the program keep the promises made to writers in docs/writing-content.md."""

import re
from collections import defaultdict
from collections.abc import Iterator

import pytest

from bot.corpus.addresses import same_place
from bot.corpus.advice import GOOD_QUESTIONS
from bot.corpus.places import packaged_content
from bot.domain import Article, Corpus
from bot.sentences import split_sentences

SLUGS = sorted(path.stem for path in packaged_content().glob("*/*.md"))
CATEGORIES = {
    "backlog", "delivery", "discovery", "prioritization", "responsibilities",
    "role", "scaling", "stakeholders", "strategy",
}  # fmt: skip
WORDS = (300, 700)  # of lead and sections
RESOURCES = (2, 4)
SHORTEST_REPEATED = 7  # words; a plain fact in six ("Its commitment is the Product Goal.") may stand twice

# Words that fill and say nothing, or that are everywhere since texts are generated.
FILLER = re.compile(
    r"\b(?:important to note|worth noting|needless to say|in conclusion|at the end of the day|when it comes to"
    r"|in today's|fast-paced|plays? an? (?:key|vital|pivotal|important) role|it goes without saying|as we all know"
    r"|leverag\w+|crucial\w*|pivotal|paramount|delv(?:e|es|ing)|seamless\w*|robust\w*|holistic\w*|synerg\w+"
    r"|utili[sz](?:e|es|ed|ing)|cutting-edge|best-in-class|world-class|state-of-the-art|game-chang\w+|tapestry"
    r"|unleash\w*|supercharg\w+|elevat(?:e|es|ing) your|deep dive|basically)\b",
    re.IGNORECASE,
)

# Words that the Scrum Guide of 2020 has replaced: only as names of old things, in a sentence that says so, or in an
# article about them.
OLD = re.compile(
    r"\b(?:dev(?:elopment)? team|groom(?:ing|ed|s)?|self-organi[sz]\w+|potentially (?:shippable|releasable)"
    r"|servant.leader\w*|scrummaster)\b",
    re.IGNORECASE,
)
SAID_TO_BE_OLD = re.compile(
    r"\b(?:once|older|before|until|up to|used to|called|names?|replaced|renamed|became|still say|20[01]\d)\b",
    re.IGNORECASE,
)
ABOUT_OLD_WORDS = {"older-words", "scrum-guide-changes", "keeping-current"}


def texts(article: Article) -> Iterator[str]:
    yield article.summary
    yield article.lead
    yield from (section.text for section in article.sections)


def sentences(text: str) -> Iterator[str]:
    return (text[start:end] for start, end in split_sentences(text))


def others(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Yield (where, text) for tips and glossary terms."""
    for tip in corpus.tips:
        yield tip.topic, f"{tip.text} {tip.action}"
    for term in corpus.terms:
        yield term.term, term.definition


def test_every_category_of_the_design_exists_and_no_other(corpus: Corpus) -> None:
    assert set(corpus.categories) == CATEGORIES


@pytest.mark.parametrize("slug", SLUGS)
def test_an_article_is_as_long_as_a_chat_can_bear(slug: str, corpus: Corpus) -> None:
    article = corpus.articles[slug]
    words = sum(len(text.split()) for text in texts(article)) - len(article.summary.split())
    assert WORDS[0] <= words <= WORDS[1]


@pytest.mark.parametrize("slug", SLUGS)
def test_an_article_is_asked_for_in_many_ways_and_each_section_at_least_once(slug: str, corpus: Corpus) -> None:
    article = corpus.articles[slug]
    assert len(article.questions) >= GOOD_QUESTIONS
    assert {section.heading for section in article.sections} <= {question.section for question in article.questions}
    assert any(not question.section for question in article.questions), "nothing leads to summary and lead"


def test_no_question_stands_twice(corpus: Corpus) -> None:
    owners: dict[str, list[str]] = defaultdict(list)
    for article in corpus.articles.values():
        for question in article.questions:
            owners[" ".join(re.findall(r"\w+", question.text.casefold()))].append(article.slug)
    assert {question: slugs for question, slugs in owners.items() if len(slugs) > 1} == {}


@pytest.mark.parametrize("slug", SLUGS)
def test_an_article_has_two_to_four_different_resources(slug: str, corpus: Corpus) -> None:
    places = [same_place(resource.url) for resource in corpus.articles[slug].resources]
    assert RESOURCES[0] <= len(places) <= RESOURCES[1]
    assert len(set(places)) == len(places)


def test_one_page_is_written_the_same_way_everywhere(corpus: Corpus) -> None:
    spellings: dict[str, set[str]] = defaultdict(set)
    for article in corpus.articles.values():
        for resource in article.resources:
            spellings[same_place(resource.url)].add(resource.url.partition("#")[0])
    assert [sorted(urls) for urls in spellings.values() if len(urls) > 1] == []


def test_no_sentence_stands_in_two_articles(corpus: Corpus) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for article in corpus.articles.values():
        for text in texts(article):
            for sentence in sentences(text):
                plain = re.sub(r"\W+", " ", sentence.casefold()).strip()
                if len(plain.split()) >= SHORTEST_REPEATED:
                    owners[plain].add(article.slug)
    assert {sentence: sorted(slugs) for sentence, slugs in owners.items() if len(slugs) > 1} == {}


def test_no_text_has_filler_words(corpus: Corpus) -> None:
    everything = [(slug, text) for slug, article in corpus.articles.items() for text in texts(article)]
    found = [(where, FILLER.findall(text)) for where, text in [*everything, *others(corpus)] if FILLER.search(text)]
    assert found == []


def test_words_from_before_2020_appear_only_as_names_of_old_things(corpus: Corpus) -> None:
    everything = [
        (slug, text)
        for slug, article in corpus.articles.items()
        for text in (article.title, *(section.heading for section in article.sections), *texts(article))
    ]
    found = [
        (where, sentence)
        for where, text in [*everything, *others(corpus)]
        if where not in ABOUT_OLD_WORDS
        for sentence in sentences(text)
        if OLD.search(sentence) and not SAID_TO_BE_OLD.search(sentence)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("sentence", "old_and_unmarked"),
    [
        ("The Development Team groomed the backlog.", True),
        ("Refinement was once called grooming.", False),
        ("In 2017 the Dev Team defined it.", False),
        ("The developers in the team refine it.", False),
    ],
)
def test_an_old_word_is_told_from_its_mention(sentence: str, *, old_and_unmarked: bool) -> None:
    assert bool(OLD.search(sentence) and not SAID_TO_BE_OLD.search(sentence)) is old_and_unmarked
