"""Acronyms and older names: `DoD` and `grooming` are read as the current term, in pages and questions alike.

Both forms become the same words, so that a name's frequency counts once and is right.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain import Rewrite, Term
from bot.retrieval.text import stem, stems, words


@dataclass(frozen=True, slots=True)
class _Name:
    """A way to write a term. `told` is false where it only adds or leaves out words ("story" for "user story")."""

    spelled: tuple[str, ...]
    term: str
    words: tuple[str, ...]
    told: bool


class Names:
    """Rewrites other names of glossary terms to the terms; the longest name that fits counts."""

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self._by_first: dict[str, list[_Name]] = defaultdict(list)
        for term in terms:
            # A term that is written out stands among its names, so that "backlog item" is not found inside it.
            for name in (term.term, *term.also_called):
                self._add(name, term.term)
                if name[-1].isupper():
                    self._add(f"{name}s", term.term)  # the stemmer takes the s of "PBIs" for a part of the word
        self._mentioned = frozenset(
            part for names in self._by_first.values() for name in names for part in name.spelled
        )
        for names in self._by_first.values():
            names.sort(key=lambda name: len(name.spelled), reverse=True)

    def rewrite(self, text_words: Sequence[str]) -> tuple[list[str], list[Rewrite]]:
        """Return the words with each other name replaced by its term's words, and what a reader should be told."""
        text_stems = tuple(stems(text_words))
        places = [place for place, first in enumerate(text_stems) if first in self._by_first]
        result: list[str] = []
        told: list[Rewrite] = []
        done = 0  # the words up to here are in the result
        for place in places:
            name = self._name_at(text_stems, place) if place >= done else None
            if name is None:
                continue
            result += text_words[done:place]
            done = place + len(name.spelled)
            written = text_words[place:done]
            result += name.words or written
            if name.told:
                told.append(Rewrite(" ".join(written), name.term))
        return [*result, *text_words[done:]], told

    def mentions(self, word: str) -> bool:
        """Tell whether any name holds a word, in any of its forms."""
        return stem(word) in self._mentioned

    def _add(self, written: str, term: str) -> None:
        spelled, term_words = tuple(stems(words(written))), tuple(words(term))
        if spelled:
            same = spelled == tuple(stems(term_words))
            ours, theirs = set(spelled), set(stems(term_words))
            told = not (ours <= theirs or theirs <= ours)
            self._by_first[spelled[0]].append(_Name(spelled, term, () if same else term_words, told))

    def _name_at(self, text_stems: tuple[str, ...], place: int) -> _Name | None:
        for name in self._by_first[text_stems[place]]:
            if text_stems[place : place + len(name.spelled)] == name.spelled:
                return name
        return None
