"""Everything that is built from the corpus and never changed: a reload builds another one and swaps it whole."""

from bot.assistant.assistant import Assistant
from bot.commands.articles import Articles
from bot.commands.browsing import Browsing
from bot.commands.card import Cards
from bot.commands.glossary import Glossary
from bot.commands.resources import Resources
from bot.commands.responsibilities import Responsibilities
from bot.commands.tip import Tips
from bot.commands.topics import Topics, topic_lookup
from bot.domain import Corpus
from bot.retrieval.retriever import Retriever


class Content:
    """The corpus, its index, and the commands that show it; all of one reading."""

    def __init__(self, corpus: Corpus, articles_url: str, retriever: Retriever | None = None) -> None:
        self.corpus = corpus
        self.retriever = retriever or Retriever.build(corpus)
        self.assistant = Assistant(corpus, self.retriever)
        self.topics_lookup = topic_lookup(corpus)
        self.articles = Articles(corpus, articles_url)
        self.cards = Cards(corpus, self.articles)
        self.responsibilities = Responsibilities(corpus, self.articles)
        self.resources = Resources(corpus, self.topics_lookup)
        self.tips = Tips(corpus, self.topics_lookup)
        self.topics = Topics(corpus, self.articles, self.topics_lookup)
        self.glossary = Glossary(corpus)
        self.browsing = Browsing(self.articles, self.responsibilities, self.topics, self.resources, self.glossary)
