"""The tips, the glossary and the responsibilities that come with the program."""

from collections import Counter

from bot.corpus.advice import GOOD_TIPS, SAME_TIP, check_advice, tips_alike
from bot.corpus.places import packaged_content
from bot.domain import Corpus
from bot.sentences import split_sentences

A_YEAR = 366
TERMS = 150
MOST_SENTENCES = 2


def test_a_daily_tip_does_not_repeat_within_a_year(corpus: Corpus) -> None:
    assert len(corpus.tips) >= A_YEAR
    assert len({tip.id for tip in corpus.tips}) == len(corpus.tips)


def test_every_topic_has_tips_enough(corpus: Corpus) -> None:
    counts = Counter(tip.topic for tip in corpus.tips)
    assert [slug for slug in corpus.articles if counts[slug] < GOOD_TIPS] == []


def test_no_two_tips_say_the_same(corpus: Corpus) -> None:
    alike = tips_alike(corpus.tips, SAME_TIP)
    assert [f"{first.id} and {second.id}: {share:.2f}" for first, second, share in alike] == []
    texts = Counter(text.casefold() for tip in corpus.tips for text in (tip.text, tip.action))
    assert [text for text, count in texts.items() if count > 1] == []


def test_the_glossary_is_large_and_its_definitions_are_short(corpus: Corpus) -> None:
    assert len(corpus.terms) >= TERMS
    assert [term.term for term in corpus.terms if len(split_sentences(term.definition)) > MOST_SENTENCES] == []


def test_the_thirteen_responsibilities_lead_to_concepts_as_well(corpus: Corpus) -> None:
    assert len(corpus.responsibilities) == 13
    for duty in corpus.responsibilities:
        categories = {corpus.articles[slug].category for slug in duty.related}
        assert categories - {"responsibilities"}, f"{duty.slug} leads to other responsibilities only"
        assert len(set(duty.related)) == len(duty.related)
        assert duty.slug not in duty.related


def test_check_has_nothing_to_warn_of(corpus: Corpus) -> None:
    assert [str(warning) for warning in check_advice(corpus, [packaged_content()])] == []
