"""`/resources`: links to public material, by topic and kind."""

from collections import Counter

from bot.commands.lookup import Lookup
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
            return say(f"I know no such kind of resource. Use one of: {', '.join(RESOURCE_KINDS)}.", done=False)
        if not topic.strip():
            return self._show(_title("Where to read more", wanted), self._most_named(wanted), "")
        slug = self._topics.best(topic)
        if slug is None:
            return unknown_topic(self._topics, topic)
        article = self._corpus.articles[slug]
        links = [resource for resource in article.resources if wanted in ("", resource.kind)]
        if not links:
            return say(
                f"There is no {wanted} for {article.title} yet. Leave the kind out to see its other links.",
                done=False,
            )
        return self._show(_title(article.title, wanted), links, slug)

    def _show(self, title: str, links: list[Resource], topic: str) -> Reply:
        blocks: list[Block] = [Heading(title), Links(tuple(links[:_MOST_LINKS]))]
        if len(links) > _MOST_LINKS:
            blocks.append(Note(f"{len(links)} in all. Name a topic to see its own."))
        actions = (Action(Do.MORE, "Read the article", topic),) if topic else ()
        return Reply(tuple(blocks), actions, topic=topic)

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
        return say(
            "I have no topic of that name. /topics shows what there is.",
            done=False,
        )
    actions = [Action(Do.MORE, entry.label, entry.value) for entry in near]
    return say("Several topics fit. Which one do you mean?", done=False, actions=actions)


def _title(title: str, kind: str) -> str:
    return f"{title}: {kind}s" if kind else title
