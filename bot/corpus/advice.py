"""What could be better in content that is right: the warnings of `check`. Whatever is wrong is an error elsewhere."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from bot.corpus.addresses import resources_by_line, same_place
from bot.corpus.places import last_file, line_of
from bot.domain import Corpus, Tip
from bot.errors import Problem

GOOD_QUESTIONS = 12  # an article with fewer is hard to find
GOOD_TIPS = 2  # a topic with fewer repeats itself when a server follows it

# Share of two tips' words, weighed by rarity, from which they are taken to say the same thing. Read off the first 389:
# of the twelve pairs above 0.2 nine did. Of what is left now, all different, the most alike pair has 0.207.
SAME_TIP = 0.22
_CONTENT_WORD = re.compile(r"[a-z0-9]{4,}")
_ROOT = 5  # letters of a word that count: "decides", "decided" and "decision" are one


def check_advice(corpus: Corpus, folders: Sequence[Path]) -> list[Problem]:
    """Return what a writer may want to mend, in the order of files and lines."""
    return sorted([*_addresses(corpus), *_questions(corpus), *_few_tips(corpus, folders), *_same_tips(corpus, folders)])


def _addresses(corpus: Corpus) -> Iterator[Problem]:
    for article in corpus.articles.values():
        seen: dict[str, int] = {}
        for line, resource in resources_by_line(article):
            first = seen.setdefault(same_place(resource.url), line)
            if first != line:
                yield Problem(article.path, line, "url", f"leads to the same page as line {first}; keep one")


def _questions(corpus: Corpus) -> Iterator[Problem]:
    for article in corpus.articles.values():
        count = len(article.questions)
        if count < GOOD_QUESTIONS:
            line = line_of(article.path, "questions")
            yield Problem(article.path, line, "questions", f"has {count} questions; aim at {GOOD_QUESTIONS} or more")


def _few_tips(corpus: Corpus, folders: Sequence[Path]) -> Iterator[Problem]:
    counts = Counter(tip.topic for tip in corpus.tips)
    for article in corpus.articles.values():
        count = counts[article.slug]
        path = last_file(folders, f"tips/{article.slug}.yaml") if count else article.path
        if count < GOOD_TIPS:
            have = f"has {count} tip{'s' if count != 1 else ''}"
            yield Problem(path, 1, "tips", f"{article.slug!r} {have} in tips/{article.slug}.yaml; write {GOOD_TIPS}")


def _same_tips(corpus: Corpus, folders: Sequence[Path]) -> Iterator[Problem]:
    for first, second, _ in tips_alike(corpus.tips, SAME_TIP):
        path, other = (last_file(folders, f"tips/{tip.topic}.yaml") for tip in (second, first))
        message = f"{second.id!r} says the same as {first.id!r} in {other}; keep the better one"
        yield Problem(path, line_of(path, second.id, f"id: {second.id}"), "tips", message)


def tips_alike(tips: Sequence[Tip], least: float) -> list[tuple[Tip, Tip, float]]:
    """Return the pairs of tips that share at least this part (0..1) of their content words, most alike first.

    Text and `try` count together, and a word counts by the logarithm of its rarity among the tips, as idf does.
    """
    words = [(tip, frozenset(_roots(f"{tip.text} {tip.action}"))) for tip in tips]
    spread = Counter(word for _, ours in words for word in ours)
    weight = {word: math.log((len(tips) + 1) / count) for word, count in spread.items()}
    sizes = {tip.id: sum(weight[word] for word in ours) for tip, ours in words}
    pairs = []
    for (first, ours), (second, theirs) in combinations(words, 2):
        shared = sum(weight[word] for word in ours & theirs)
        if shared and (share := shared / (sizes[first.id] + sizes[second.id] - shared)) >= least:
            pairs.append((first, second, share))
    return sorted(pairs, key=lambda pair: -pair[2])


def _roots(text: str) -> Iterator[str]:
    return (word[:_ROOT] for word in _CONTENT_WORD.findall(text.casefold()))
