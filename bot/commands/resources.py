"""`/resources`: links to public material, by topic and kind."""

from collections import Counter

from bot.commands import browsing_words as words
from bot.commands.lookup import Lookup
from bot.commands.paging import page_of, read_number
from bot.commands.reply import Action, Block, Do, Heading, Links, Note, Reply, say
from bot.domain import RESOURCE_KINDS, Corpus, Resource

_MOST_LINKS = 8


class Resources:
    """The links of all articles, each address once."""

    def __init__(self, corpus: Corpus, topics: Lookup) -> None:
        self._corpus = corpus
        self._topics = topics

    def reply(self, topic: str = "", kind: str = "") -> Reply:
        """Show links of a topic, of a kind, of both, or the ones that most articles name."""
        wanted = kind.strip().casefold()
        if wanted and wanted not in RESOURCE_KINDS:
            return say(words.NO_KIND.format(kinds=", ".join(RESOURCE_KINDS)), done=False)
        if not topic.strip():
            return self._all(wanted, 0)
        slug = self._topics.best(topic)
        if slug is None:
            return unknown_topic(self._topics, topic)
        article = self._corpus.articles[slug]
        links = [resource for resource in article.resources if wanted in ("", resource.kind)]
        if not links:
            return say(words.NONE_OF_KIND.format(kind=wanted, title=article.title), done=False)
        blocks = (Heading(_title(article.title, wanted)), Links(tuple(links[:_MOST_LINKS])))
        return Reply(blocks, (Action(Do.MORE, words.READ_ARTICLE, slug),), topic=slug)

    def listing(self, key: str) -> Reply:
        """Show another page of all links; a button's key holds kind and number."""
        kind, _, number = key.partition(".")
        return self._all(kind if kind in RESOURCE_KINDS else "", read_number(number))

    def _all(self, kind: str, number: int) -> Reply:
        links = self._most_named(kind)
        page = page_of(links, number, _MOST_LINKS)
        blocks: list[Block] = [Heading(_title(words.WHERE_TO_READ, kind), page.place), Links(tuple(page.shown))]
        if page.count > 1:
            blocks.append(Note(words.LINKS_NOTE.format(count=len(links))))
        return Reply(tuple(blocks), tuple(page.turns(lambda label, to: Action(Do.LINKS, label, key=f"{kind}.{to}"))))

    def _most_named(self, kind: str) -> list[Resource]:
        """Return the links that most articles name, first come first where equal."""
        by_url: dict[str, Resource] = {}
        times: Counter[str] = Counter()
        for article in self._corpus.articles.values():
            for resource in article.resources:
                if kind in ("", resource.kind):
                    by_url.setdefault(resource.url, resource)
                    times[resource.url] += 1
        return [by_url[url] for url, _ in times.most_common()]


def unknown_topic(topics: Lookup, typed: str) -> Reply:
    """Return the reply to a topic that does not exist: the near ones, or how to find one."""
    near = topics.search(typed, limit=3)
    if not near:
        return say(words.NO_TOPIC, done=False)
    actions = [Action(Do.MORE, entry.label, entry.value) for entry in near]
    return say(words.WHICH_TOPIC, done=False, actions=actions)


def _title(title: str, kind: str) -> str:
    return words.OF_KIND.format(title=title, kind=kind) if kind else title
