"""From the corpus to the tables that a retriever reads: which text counts how often for which passage."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain import Article, Corpus
from bot.retrieval.names import Names
from bot.retrieval.postings import Query
from bot.retrieval.text import FUNCTION_WORDS, stem, stems, weight, words

# How often each field stands in a passage's bag of terms: field weights that keep rank-bm25's formula.
TITLE_REPEATS = 3
HEADING_REPEATS = 2
QUESTION_REPEATS = 2


@dataclass(frozen=True, slots=True)
class Analysed:
    """The content as terms: a bag for each passage, and each question with the number of its passage."""

    bags: list[list[str]]
    questions: list[Query]
    owners: list[int]
    word_counts: Counter[str]


def analyse(corpus: Corpus) -> Analysed:
    """Apply the text pipeline to every field of every passage."""
    names = Names(corpus.terms)
    analysed = Analysed([], [], [], Counter())
    for article in corpus.articles.values():
        for parts in _passages(article):
            bag: list[str] = []
            for text, repeats, is_question in parts:
                text_words = words(text)
                analysed.word_counts.update(text_words)
                read = names.rewrite(text_words)[0]
                terms = stems(read)
                bag += terms * repeats
                if is_question:
                    analysed.questions.append(list(zip(terms, map(weight, read), strict=True)))
                    analysed.owners.append(len(analysed.bags))
            analysed.bags.append(bag)
    return analysed


def field_terms(corpus: Corpus) -> frozenset[str]:
    """Return the terms of our field: those in the names of topics and glossary terms."""
    names = [name for article in corpus.articles.values() for name in (article.title, *article.also_called)]
    names += [name for term in corpus.terms for name in (term.term, *term.also_called)]
    return frozenset(stem(word) for name in names for word in words(name) if word not in FUNCTION_WORDS)


_Part = tuple[str, int, bool]  # a text, how often it counts, and whether it is something that people ask or type


def _passages(article: Article) -> Iterable[list[_Part]]:
    """Yield the lead, found by title and other names too, then each section, found by its heading too."""
    names = [(name, TITLE_REPEATS, True) for name in (article.title, *article.also_called)]
    yield [*names, *_asked(article, ""), (article.summary, 1, False), (article.lead, 1, False)]
    for section in article.sections:
        heading = [(article.title, TITLE_REPEATS, False), (section.heading, HEADING_REPEATS, True)]
        yield [*heading, *_asked(article, section.heading), (section.text, 1, False)]


def _asked(article: Article, heading: str) -> Iterable[_Part]:
    """Return the author questions that this passage answers."""
    return [(question.text, QUESTION_REPEATS, True) for question in article.questions if question.section == heading]
