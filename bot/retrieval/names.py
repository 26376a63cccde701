"""Acronyms and older names: `DoD` and `grooming` are read as the current term, in pages and questions alike.

Both forms become the same words, so that a name's frequency counts once and is right.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from bot.domain import Rewrite, Term
from bot.retrieval.text import stems, words

_Entry = tuple[tuple[str, ...], str, tuple[str, ...]]  # stems as written, the term, the term's words


class Names:
    """Rewrites other names of glossary terms to the terms; the longest name that fits counts."""

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self._by_first: dict[str, list[_Entry]] = defaultdict(list)
        for term in terms:
            # A term that is written out stands among its names, so that "backlog item" is not found inside it.
            for name in (term.term, *term.also_called):
                spelled = tuple(stems(words(name)))
                if spelled:
                    self._by_first[spelled[0]].append((spelled, term.term, tuple(words(term.term))))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: len(entry[0]), reverse=True)

    def rewrite(self, text_words: Sequence[str]) -> tuple[list[str], list[Rewrite]]:
        """Return the words with each other name replaced by its term's words, and what a reader should be told.

        A name that only leaves out words of its term ("story" for "user story") is replaced without a word.
        """
        text_stems = tuple(stems(text_words))
        result: list[str] = []
        told: list[Rewrite] = []
        place = 0
        while place < len(text_words):
            entry = self._entry_at(text_stems, place)
            if entry is None:
                result.append(text_words[place])
                place += 1
                continue
            spelled, term, term_words = entry
            written = text_words[place : place + len(spelled)]
            place += len(spelled)
            same = spelled == tuple(stems(term_words))
            result += written if same else term_words
            if not set(spelled) <= set(stems(term_words)):
                told.append(Rewrite(" ".join(written), term))
        return result, told

    def _entry_at(self, text_stems: tuple[str, ...], place: int) -> _Entry | None:
        for entry in self._by_first.get(text_stems[place], ()):
            if text_stems[place : place + len(entry[0])] == entry[0]:
                return entry
        return None
