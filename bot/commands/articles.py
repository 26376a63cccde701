"""Showing an article, or one passage of it."""

from bot.commands import browsing_words as words
from bot.commands.card_words import BEGINNING, GONE, READ_MORE, RELATED
from bot.commands.lookup import MAX_CHOICES, button_name
from bot.commands.paging import page_of
from bot.commands.passages import find_passage, passages_of
from bot.commands.reply import (
    Action,
    Block,
    Do,
    Heading,
    Item,
    Items,
    Links,
    Menu,
    Option,
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
        return Source(article.title, section, article.reviewed, self.url(article))

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

    def beginning(self, slug: str) -> Reply:
        """Show an article's lead and some of its resources."""
        article = self._corpus.articles[slug]
        links = Links(article.resources[:MAX_RESOURCES])
        return Reply((Heading(article.title), Quotation(article.lead), self.source(article, ""), links), topic=slug)

    def opened(self, slug: str, key: str = "") -> Reply:
        """Show one page of an article, its lead or a section, with buttons to the next ones and a menu of all."""
        passage = find_passage(self._corpus, slug, key)
        if passage is None:
            return say(GONE, done=False)
        article, parts = passage.article, passages_of(passage.article)
        page = page_of(parts, parts.index(passage), 1)
        blocks: list[Block] = [Heading(passage.heading or article.title, page.place), Quotation(passage.text)]
        blocks.append(self.source(article, passage.heading))
        if page.number in (0, page.count - 1):
            blocks.append(Links(article.resources[:MAX_RESOURCES] if page.number == 0 else article.resources))
        actions = page.turns(lambda label, number: Action(Do.PAGE, label, slug, parts[number].key, 0))
        if article.related:
            actions.append(Action(Do.RELATED, RELATED, slug, row=0))
        category = words.ALL_IN.format(category=article.category.capitalize())
        actions.append(Action(Do.LIST, category, button_name(article.category), row=1))
        options = [Option(Action(Do.PAGE, part.heading or BEGINNING, slug, part.key)) for part in parts]
        menu = Menu(words.CHOOSE_PART, tuple(options[:MAX_CHOICES])) if len(parts) > 1 else None
        return Reply(tuple(blocks), tuple(actions), menu, topic=slug)

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
        return Items(tuple(Item.named(article.title, _shortened(article.summary)) for article in articles))


def more(article: Article) -> Action:
    """Return the button that opens the article around a passage."""
    return Action(Do.MORE, READ_MORE, article.slug)


def _shortened(summary: str) -> str:
    cut = cut_at_sentence(summary, _SUMMARY)
    return cut if cut.endswith((".", "!", "?")) else cut.rstrip(",;:") + "\u2026"
