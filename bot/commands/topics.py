"""`/topics`: browsing what there is."""

from bot.commands.articles import Articles
from bot.commands.lookup import Entry, Lookup
from bot.commands.reply import Heading, Item, Items, Note, Reply, say
from bot.commands.resources import unknown_topic
from bot.domain import Corpus


def topic_lookup(corpus: Corpus) -> Lookup:
    """Return all topics, to be found by title, slug and other names."""
    return Lookup(Entry(article.slug, article.title, article.also_called) for article in corpus.articles.values())


class Topics:
    """Categories, the topics of one, and one topic's article."""

    def __init__(self, corpus: Corpus, articles: Articles, topics: Lookup) -> None:
        self._corpus = corpus
        self._articles = articles
        self._topics = topics

    def reply(self, category: str = "", topic: str = "", *, whole: bool = False) -> Reply:
        """Show the categories, the topics of `category`, or the article of `topic`.

        An article is opened at its lead with a button for each section, or shown `whole` where there is room for it.
        """
        if topic.strip():
            slug = self._topics.best(topic)
            if slug is None:
                return unknown_topic(self._topics, topic)
            return self._articles.whole(slug) if whole else self._articles.opened(slug)
        wanted = category.strip().casefold()
        if not wanted:
            return self._categories()
        articles = [article for article in self._corpus.articles.values() if article.category == wanted]
        if not articles:
            return say(f"I have no such category. There are: {', '.join(self._corpus.categories)}.", done=False)
        items = tuple(Item(article.slug, article.title) for article in articles)
        return Reply((Heading(wanted.capitalize(), f"{len(items)} topics"), Items(items)))

    def _categories(self) -> Reply:
        articles = self._corpus.articles.values()
        items = tuple(
            Item(category, f"{sum(article.category == category for article in articles)} topics")
            for category in self._corpus.categories
        )
        return Reply((Heading("What I know about"), Items(items), Note("Name a category or a topic to see more.")))
