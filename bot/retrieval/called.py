"""Head questions: a topic's name and nothing else but the form of a question, as newcomers type them.

"How long is sprint planning", "who sets the sprint goal" and "OKR best practices" share more words with topics about
lengths, about setting a product's goal and about learning what others do than with the topic that they name.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from bot.domain import Article
from bot.retrieval.names import Names
from bot.retrieval.postings import Query
from bot.retrieval.text import FUNCTION_WEIGHT, FUNCTION_WORDS, stem, words

# Asks for nothing in particular: "explain WSJF", "WSJF meaning".
_REQUEST_WORDS = (
    "basics brief clarify concept define definition describe description explain explanation guide help idea info"
    " information intro introduction know learn mean meaning meant overview question quick quickly short simple simply"
    " summary teach tell term understand want word"
)
# What is asked about a thing that is named: its length, its people, its use.
_ASPECT_WORDS = (
    "accountable advantage attend benefit best better big bring change checklist create decide detail detailed example"
    " good happen hold important improve join last lead long make mandatory many much need often own owner part point"
    " practice prepare purpose responsible run set start step take technique template tip use useful work write"
)
_REQUEST = frozenset(map(stem, _REQUEST_WORDS.split()))
FORM = _REQUEST.union(map(stem, _ASPECT_WORDS.split()))

Name = tuple[str, int]  # its content words, joined by spaces, and the topic that is called so


class TopicNames:
    """The names of all topics, by those of their content words that are more than the form of a question."""

    def __init__(self, names: Mapping[str, Sequence[Name]]) -> None:
        self.names = names

    @classmethod
    def build(cls, articles: Iterable[Article], names: Names) -> "TopicNames":
        """Take the names of articles; a topic is the number of its article."""
        found: dict[str, list[Name]] = defaultdict(list)
        for number, article in enumerate(articles):
            for name in (article.title, *article.also_called):
                read = names.rewrite(words(name))[0]
                own = [stem(word) for word in read if word not in FUNCTION_WORDS]
                found[_key(own)].append((" ".join(own), number))
        return cls(found)

    def named(self, query: Query) -> set[int]:
        """Return the topics that a question names, and about which it asks for little else."""
        return {topic for _, topic in self._held(query)}

    def plainly(self, query: Query) -> Query:
        """Return the terms of "explain WSJF" weighed as those of "what is WSJF"."""
        part_of_name = {term for name, _ in self._held(query) for term in name}
        if not part_of_name:
            return query
        silent = _REQUEST - part_of_name
        return [(term, FUNCTION_WEIGHT if term in silent else weight) for term, weight in query]

    def _held(self, query: Query) -> list[tuple[list[str], int]]:
        """Return the longest names that a question holds, as terms, each with its topic."""
        own = {term for term, weight in query if weight == 1.0}
        split = [(name.split(), topic) for name, topic in self.names.get(_key(own), ())]
        held = [(name, topic) for name, topic in split if name and own.issuperset(name)]
        longest = max((len(name) for name, _ in held), default=0)
        return [(name, topic) for name, topic in held if len(name) == longest]


def _key(terms: Iterable[str]) -> str:
    return " ".join(sorted({*terms} - FORM))
