"""`/glossary`: one term."""

from bot.commands.lookup import Entry, Lookup
from bot.commands.reply import Action, Block, Do, Heading, Note, Quotation, Reply, say
from bot.domain import Corpus


class Glossary:
    """Terms, found by name, other names and small typos."""

    def __init__(self, corpus: Corpus) -> None:
        self._terms = {term.term: term for term in corpus.terms}
        self._corpus = corpus
        self.lookup = Lookup(Entry(term.term, term.term, term.also_called) for term in corpus.terms)

    def reply(self, typed: str) -> Reply:
        """Show what a term means."""
        if not typed.strip():
            return say(f"Name one of the {len(self._terms)} terms, for example Definition of Done.", done=False)
        name = self.lookup.best(typed)
        if name is None:
            near = ", ".join(entry.label for entry in self.lookup.search(typed, limit=5))
            hint = f"Do you mean one of: {near}?" if near else "Ask it as a question instead."
            return say(f"That term is not in the glossary. {hint}", done=False)
        term = self._terms[name]
        blocks: list[Block] = [Heading(term.term), Quotation(term.definition)]
        if term.also_called:
            blocks.append(Note("Also called: " + ", ".join(term.also_called)))
        article = self._corpus.articles[term.topic]
        return Reply(tuple(blocks), (Action(Do.MORE, article.title, article.slug),), topic=term.topic)
