"""The answer card: passages with their sources, and what its buttons open."""

from collections.abc import Sequence

from bot.commands import card_words as words
from bot.commands.articles import MAX_RELATED, Articles
from bot.commands.passages import Passage, find_passage, find_passages, joint_key, passages_of
from bot.commands.reply import Action, Block, Do, Heading, Items, Note, Paragraph, Quotation, Reply, Source, say
from bot.domain import Corpus
from bot.sentences import Span, excerpts

_AROUND = 2  # passages that Read more shows; with a third a message would be full


class Cards:
    """What the buttons of a card show. All of it comes from the corpus: a button remembers nothing."""

    def __init__(self, corpus: Corpus, articles: Articles) -> None:
        self._corpus = corpus
        self._articles = articles

    def find(self, slug: str, key: str) -> Passage | None:
        """Return the passage that a button means, the first of several; None where it is gone."""
        return find_passages(self._corpus, slug, key)[0]

    def shown(self, slug: str, key: str) -> Reply:
        """Show one passage, or all that a card quoted, as a card of its own."""
        wanted = find_passages(self._corpus, slug, key)
        found = [passage for passage in wanted if passage is not None]
        if not found:
            return say(words.GONE, done=False)
        blocks: list[Block] = []
        for passage, text in zip(found, excerpts([passage.text for passage in found]), strict=True):
            blocks += [quotation(text, passage), self.source(passage, found)]
        if len(found) < len(wanted):
            blocks.append(Note(words.ONE_GONE))
        return Reply(tuple(blocks), card_actions(found), topic=found[0].article.slug)

    def source(self, passage: Passage, shown: Sequence[Passage]) -> Source:
        """Return the line below a quotation; a further passage of one article need not repeat its title and date."""
        first = shown[0]
        if passage != first and passage.article.slug == first.article.slug:
            return Source("", passage.heading or words.OPENING, None, "")
        return self._articles.source(passage.article, passage.heading)

    def around(self, slug: str, key: str) -> Reply:
        """Show what a card began to quote, else what stands next to it, and a button for each other part."""
        first, *others = find_passages(self._corpus, slug, key)
        if first is None:
            return say(words.GONE, done=False)
        parts = passages_of(first.article)
        here = parts.index(first)
        unread = [part for part in parts if part != first]
        # What was begun comes first, then what follows, then what precedes; all is shown in the order of the article.
        nearest = sorted(
            unread, key=lambda part: (part not in others, abs(parts.index(part) - here), parts.index(part) < here)
        )[:_AROUND]
        blocks: list[Block] = [Paragraph(words.WHOLE)] if not unread else []
        for part in (part for part in unread if part in nearest):
            blocks += [Heading(part.heading or part.article.title), Quotation(part.text)]
        blocks.append(self._articles.source(first.article, ""))
        rest = tuple(opening(part) for part in unread if part not in nearest)
        return Reply(tuple(blocks), rest, topic=slug)

    def related(self, slug: str) -> Reply:
        """Show the topics that an article names as related, a button for each."""
        article = self._corpus.articles.get(slug)
        if article is None:
            return say(words.GONE, done=False)
        near = list(article.related[:MAX_RELATED])
        if not near:
            return say(words.NOTHING_RELATED.format(title=article.title), done=False)
        blocks = (Paragraph(words.RELATED_TO.format(title=article.title)), self._articles.summaries(near))
        actions = [Action(Do.OPEN, self._corpus.articles[other].title, other) for other in near]
        return Reply(blocks, tuple(actions), topic=slug)

    def summaries(self, slugs: list[str]) -> Items:
        """Return topics with their summaries."""
        return self._articles.summaries(slugs)

    def passage(self, slug: str, heading: str) -> Passage:
        """Return a passage that is known to be there, such as one that an answer quotes."""
        passage = find_passage(self._corpus, slug, heading)
        if passage is None:
            raise KeyError(slug, heading)
        return passage


def quotation(text: str, passage: Passage, mark: Span | None = None) -> Quotation:
    """Return what is quoted of a passage."""
    return Quotation(text, mark, goes_on=len(text) < len(passage.text))


def card_actions(shown: Sequence[Passage]) -> tuple[Action, ...]:
    """Return the buttons below the passages of an answer.

    A phone shows three short buttons side by side, and wraps a fourth into a line of its own. So there are two rows of
    three: where to go from here, then what to do with this answer. The front end leaves out **Share** where everybody
    sees the card already, and **Dismiss** where only the asker does and Discord's own link takes it away.
    """
    slug, key = shown[0].article.slug, shown[0].key
    all_keys = joint_key(shown)
    elsewhere = next((one for one in shown if one.article.slug != slug), None)
    if elsewhere is not None:
        # Two articles. Each is read by itself, and neither needs others that are related.
        further = [
            Action(Do.READ, shown[0].article.title, slug, all_keys, 0),
            Action(Do.READ, elsewhere.article.title, elsewhere.article.slug, elsewhere.key, 0),
        ]
    else:
        further = [
            Action(Do.READ, words.READ_MORE, slug, all_keys, 0),
            Action(Do.RELATED, words.RELATED, slug, key, 0),
        ]
    return (
        *further,
        Action(Do.ASK, words.ASK_MORE, slug, key, 0),
        Action(Do.HELPFUL, words.HELPFUL, slug, key, 1),
        Action(Do.NOT_IT, words.NOT_IT, slug, key, 1),
        Action(Do.SHARE, words.SHARE, slug, all_keys, 1),
        Action(Do.DISMISS, words.DISMISS, slug, key, 1),
    )


def opening(part: Passage) -> Action:
    """Return the button that opens one part of an article."""
    return Action(Do.OPEN, part.heading or words.BEGINNING, part.article.slug, part.key)
