"""`/glossary`: one term."""

from bot.commands import browsing_words as words
from bot.commands.lookup import Entry, Lookup, button_name
from bot.commands.reply import Action, Block, Do, Heading, Note, Quotation, Reply, say
from bot.domain import Corpus, Term

_OFFERED = 5


class Glossary:
    """Terms, found by name, other names and small typos."""

    def __init__(self, corpus: Corpus) -> None:
        self._terms = {term.term: term for term in corpus.terms}
        self._by_button = {button_name(term.term): term for term in corpus.terms}
        self._corpus = corpus
        self.lookup = Lookup(Entry(term.term, term.term, term.also_called) for term in corpus.terms)

    def reply(self, typed: str) -> Reply:
        """Show what a term means."""
        if not typed.strip():
            return say(words.NAME_A_TERM.format(count=len(self._terms)), done=False)
        name = self.lookup.best(typed)
        if name is not None:
            return self._show(self._terms[name])
        near = self.lookup.search(typed, limit=_OFFERED)
        if not near:
            return say(words.NO_TERM, done=False)
        actions = [Action(Do.TERM, entry.label, button_name(entry.value)) for entry in near]
        return say(words.WHICH_TERM, done=False, actions=actions)

    def opened(self, name: str) -> Reply:
        """Show the term that a button names."""
        term = self._by_button.get(name)
        return self._show(term) if term is not None else say(words.TERM_GONE, done=False)

    def _show(self, term: Term) -> Reply:
        blocks: list[Block] = [Heading(term.term), Quotation(term.definition)]
        if term.also_called:
            blocks.append(Note(words.ALSO_CALLED.format(names=", ".join(term.also_called))))
        return Reply(tuple(blocks), (Action(Do.MORE, words.READ_ARTICLE, term.topic),), topic=term.topic)
