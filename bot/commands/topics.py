"""`/topics`: browsing what there is, from the categories to the pages of an article."""

from bot.commands import browsing_words as words
from bot.commands.articles import Articles
from bot.commands.lookup import Entry, Lookup, button_name
from bot.commands.paging import page_of
from bot.commands.reply import Action, Do, Heading, Item, Items, Menu, Note, Option, Paragraph, Reply, say
from bot.commands.resources import unknown_topic
from bot.domain import Corpus

_TOPICS = 20  # on a page: as many of the longest titles fit into a message


def topic_lookup(corpus: Corpus) -> Lookup:
    """Return all topics, to be found by title, slug and other names."""
    return Lookup(Entry(article.slug, article.title, article.also_called) for article in corpus.articles.values())


class Topics:
    """Categories, the topics of one, and one topic's article."""

    def __init__(self, corpus: Corpus, articles: Articles, topics: Lookup) -> None:
        self._corpus = corpus
        self._articles = articles
        self._topics = topics
        self.categories = Lookup(Entry(name, name.capitalize()) for name in corpus.categories)

    def reply(self, category: str = "", topic: str = "", *, whole: bool = False) -> Reply:
        """Show the categories, the topics of `category`, or the article of `topic`.

        An article is opened at its beginning, page by page, or shown `whole` where there is room for it.
        """
        if topic.strip():
            slug = self._topics.best(topic)
            if slug is None:
                return unknown_topic(self._topics, topic)
            return self._articles.whole(slug) if whole else self._articles.opened(slug)
        if not category.strip():
            return self._overview()
        found = self.categories.best(category)
        if found is None:
            names = ", ".join(name.capitalize() for name in self._corpus.categories)
            return say(words.NO_CATEGORY.format(categories=names), done=False)
        return self.listing(button_name(found))

    def listing(self, name: str, number: int = 0) -> Reply:
        """Show a page of the topics of a category, named as in a button; without a name the categories."""
        articles = [article for article in self._corpus.articles.values() if button_name(article.category) == name]
        articles.sort(key=lambda article: article.title.casefold())
        if not articles:
            return self._overview(words.CATEGORY_GONE if name else "")
        page = page_of(articles, number, _TOPICS)
        items = tuple(Item(f"{n}.", article.title) for n, article in enumerate(page.shown, 1))
        options = tuple(Option(Action(Do.PAGE, article.title, article.slug)) for article in page.shown)
        turns = page.turns(lambda label, to: Action(Do.LIST, label, name, str(to), row=0))
        detail = " \u00b7 ".join(filter(None, (_count(len(articles)), page.place)))
        return Reply(
            (Heading(articles[0].category.capitalize(), detail), Items(items)),
            (*turns, Action(Do.LIST, words.ALL_CATEGORIES, row=0)),
            Menu(words.CHOOSE_TOPIC, options),
        )

    def _overview(self, said: str = "") -> Reply:
        articles = self._corpus.articles.values()
        counts = {name: sum(article.category == name for article in articles) for name in self._corpus.categories}
        items = tuple(Item.named(name.capitalize(), _count(count)) for name, count in counts.items())
        options = tuple(
            Option(Action(Do.LIST, name.capitalize(), button_name(name)), _count(count))
            for name, count in list(counts.items())[:25]
        )
        gone = (Paragraph(said),) if said else ()
        blocks = (*gone, Heading(words.CATEGORIES), Items(items), Note(words.CATEGORIES_NOTE))
        return Reply(blocks, menu=Menu(words.CHOOSE_CATEGORY, options))


def _count(count: int) -> str:
    return words.TOPICS_COUNT[count > 1].format(count=count)
