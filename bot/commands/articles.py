"""Showing an article, or one passage of it."""

from bot.commands.card_words import GONE, READ_MORE
from bot.commands.reply import (
    Action,
    Block,
    Do,
    Heading,
    Item,
    Items,
    Links,
    Note,
    Quotation,
    Reply,
    Source,
    say,
)
from bot.domain import Article, Corpus
from bot.sentences import cut_at_sentence

MAX_RESOURCES = 3
MAX_RELATED = 4
_SUMMARY = 160  # characters of a summary in a list


class Articles:
    """The corpus as replies. `articles_url` is the base address of published articles, or empty."""

    def __init__(self, corpus: Corpus, articles_url: str) -> None:
        self._corpus = corpus
        self._articles_url = articles_url

    def url(self, article: Article) -> str:
        """Return where the article is published, or an empty text."""
        return f"{self._articles_url}/{article.category}/{article.slug}.md" if self._articles_url else ""

    def source(self, article: Article, section: str) -> Source:
        """Return the line that says where a quotation stands."""
        return Source(article.title, section, article.reviewed.isoformat(), self.url(article))

    def passage(self, slug: str, key: str) -> Reply:
        """Show one passage: the lead, or the section with that key or heading."""
        article = self._corpus.articles.get(slug)
        if article is None:
            return say(GONE, done=False)
        section = article.section(key) if key else None
        if key and section is None:
            return say(GONE, done=False)
        heading = section.heading if section else ""
        text = section.text if section else article.lead
        blocks: tuple[Block, ...] = (Quotation(text), self.source(article, heading))
        return Reply(blocks, (more(article),), topic=slug)

    def opened(self, slug: str) -> Reply:
        """Show an article's lead, a button for each section, related topics and resources."""
        article = self._corpus.articles.get(slug)
        if article is None:
            return say(GONE, done=False)
        blocks: list[Block] = [Heading(article.title), Quotation(article.lead), self.source(article, "")]
        related = [self._corpus.articles[other] for other in article.related[:MAX_RELATED]]
        if related:
            blocks.append(Note("Related: " + ", ".join(other.title for other in related)))
        blocks.append(Links(article.resources[:MAX_RESOURCES]))
        actions = [Action(Do.OPEN, section.heading, slug, section.key) for section in article.sections]
        return Reply(tuple(blocks), tuple(actions), topic=slug)

    def whole(self, slug: str) -> Reply:
        """Show an article from its first word to its last."""
        article = self._corpus.articles[slug]
        blocks: list[Block] = [Heading(article.title), Quotation(article.lead)]
        for section in article.sections:
            blocks += [Heading(section.heading), Quotation(section.text)]
        blocks += [self.source(article, ""), Links(article.resources)]
        return Reply(tuple(blocks), topic=slug)

    def summaries(self, slugs: list[str]) -> Items:
        """Return topics with their summaries, shortened to a sentence or, where that is long, to its beginning."""
        articles = [self._corpus.articles[slug] for slug in slugs]
        return Items(tuple(Item(article.title, _shortened(article.summary)) for article in articles))


def more(article: Article) -> Action:
    """Return the button that opens the article around a passage."""
    return Action(Do.MORE, READ_MORE, article.slug)


def _shortened(summary: str) -> str:
    cut = cut_at_sentence(summary, _SUMMARY)
    return cut if cut.endswith((".", "!", "?")) else cut.rstrip(",;:") + "\u2026"
