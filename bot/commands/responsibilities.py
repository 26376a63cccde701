"""`/responsibilities`: what a Product Owner is responsible for."""

from bot.commands.articles import Articles
from bot.commands.lookup import Entry, Lookup
from bot.commands.reply import Action, Do, Heading, Item, Items, Menu, Note, Option, Reply, say
from bot.domain import Corpus


class Responsibilities:
    """The overview, and one of them opened."""

    def __init__(self, corpus: Corpus, articles: Articles) -> None:
        self._corpus = corpus
        self._articles = articles
        self.lookup = Lookup(
            Entry(duty.slug, f"{duty.n}. {title}", (str(duty.n), title, *corpus.articles[duty.slug].also_called))
            for duty in corpus.responsibilities
            for title in (corpus.articles[duty.slug].title,)
        )

    def reply(self, name: str = "") -> Reply:
        """Show the overview, or the responsibility that `name` (number, slug, title or part of it) means."""
        if not name.strip():
            return self._overview()
        slug = self.lookup.best(name)
        if slug is not None:
            return self._articles.opened(slug)
        near = self.lookup.search(name, limit=3)
        if not near:
            last = len(self._corpus.responsibilities)
            return say(
                f"I have no responsibility of that name. Use a number from 1 to {last}, or leave the name out.",
                done=False,
            )
        actions = [Action(Do.MORE, entry.label, entry.value) for entry in near]
        return say("Several responsibilities fit. Which one do you mean?", done=False, actions=actions)

    def _overview(self) -> Reply:
        duties = self._corpus.responsibilities
        items = tuple(Item(f"{duty.n}.", duty.gist) for duty in duties)
        options = tuple(
            Option(f"{duty.n}. {self._corpus.articles[duty.slug].title}", duty.slug, duty.gist) for duty in duties
        )
        blocks = (
            Heading("What a Product Owner is responsible for"),
            Items(items),
            Note("Choose one to read what it means in practice."),
        )
        return Reply(blocks, menu=Menu("Choose a responsibility", options))
