"""`/responsibilities`: what a Product Owner is responsible for, to be walked through in one place."""

from dataclasses import replace

from bot.commands import browsing_words as words
from bot.commands.articles import MAX_RELATED, Articles
from bot.commands.card_words import GONE
from bot.commands.lookup import Entry, Lookup
from bot.commands.paging import page_of
from bot.commands.reply import Action, Do, Heading, Item, Items, Menu, Note, Option, Paragraph, Reply, say
from bot.domain import Corpus, Responsibility


class Responsibilities:
    """The overview, and one of them opened; both with a menu of all, so that one takes the place of the other."""

    def __init__(self, corpus: Corpus, articles: Articles) -> None:
        self._corpus = corpus
        self._articles = articles
        self.lookup = Lookup(
            Entry(duty.slug, self._name(duty), (str(duty.n), article.title, *article.also_called))
            for duty in corpus.responsibilities
            for article in (corpus.articles[duty.slug],)
        )
        options = [Option(Action(Do.DUTY, self._name(duty), duty.slug), duty.gist) for duty in corpus.responsibilities]
        self._menu = Menu(words.CHOOSE_DUTY, tuple(options))

    def reply(self, name: str = "") -> Reply:
        """Show the overview, or the responsibility that `name` (number, slug, title or part of it) means."""
        if not name.strip():
            return self.opened("")
        slug = self.lookup.best(name)
        if slug is not None:
            return self.opened(slug)
        near = self.lookup.search(name, limit=3)
        if not near:
            return say(words.NO_DUTY.format(last=len(self._corpus.responsibilities)), done=False)
        return say(words.WHICH_DUTY, done=False, actions=[Action(Do.DUTY, one.label, one.value) for one in near])

    def opened(self, slug: str) -> Reply:
        """Show one: its article's beginning, topics near it and sources; without a slug the overview."""
        duties = self._corpus.responsibilities
        place = next((place for place, duty in enumerate(duties) if duty.slug == slug), None)
        if place is None:
            return self._overview(GONE if slug else "")
        beginning = self._articles.beginning(slug)
        near = [self._corpus.articles[other] for other in duties[place].related if other != slug][:MAX_RELATED]
        actions = [
            *page_of(duties, place, 1).turns(lambda label, number: Action(Do.DUTY, label, duties[number].slug, row=0)),
            Action(Do.DUTY, words.ALL_DUTIES.format(count=len(duties)), row=0),
            *(Action(Do.PAGE, words.READ_ON, slug, part.key, 0) for part in self._corpus.articles[slug].sections[:1]),
            *(Action(Do.MORE, article.title, article.slug, row=1) for article in near),
        ]
        heading = Heading(self._name(duties[place]))
        blocks = (heading, *beginning.blocks[1:])
        return replace(beginning, blocks=blocks, actions=tuple(actions), menu=self._menu, explorer=True)

    def _overview(self, said: str = "") -> Reply:
        items = tuple(Item(f"{duty.n}.", duty.gist) for duty in self._corpus.responsibilities)
        gone = (Paragraph(said),) if said else ()
        blocks = (*gone, Heading(words.DUTIES), Items(items), Note(words.DUTIES_NOTE))
        return Reply(blocks, menu=self._menu, explorer=True)

    def _name(self, duty: Responsibility) -> str:
        return f"{duty.n}. {self._corpus.articles[duty.slug].title}"
