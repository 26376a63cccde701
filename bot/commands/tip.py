"""`/tip`: a tip now, and what stands behind its buttons."""

import random
from dataclasses import replace

from bot.commands import tip_words as words
from bot.commands.articles import more
from bot.commands.lookup import Lookup
from bot.commands.reply import Action, Do, Heading, Paragraph, Reply, say
from bot.commands.resources import unknown_topic
from bot.domain import Corpus, Tip
from bot.tips.deck import following


class Tips:
    """Tips on request; **Another** walks on through a shuffled circle, so none repeats before all have come."""

    def __init__(self, corpus: Corpus, topics: Lookup) -> None:
        self._corpus = corpus
        self._topics = topics

    def reply(self, topic: str = "") -> Reply:
        """Show a tip, of a topic where one is named."""
        if not self._corpus.tips:
            return say(words.NO_TIPS, done=False)
        if not topic.strip():
            return self._show(random.choice(self._corpus.tips), "")  # noqa: S311  # a tip is no secret
        slug = self._topics.best(topic)
        if slug is None:
            return unknown_topic(self._topics, topic)
        tips = self._of(slug)
        if not tips:
            return say(words.NO_TIP_ON.format(title=self._corpus.articles[slug].title), done=False)
        return self._show(random.choice(tips), slug)  # noqa: S311

    def another(self, slug: str, current_id: str) -> Reply:
        """Show the asker the tip after `current_id`, within the topic `slug` where it is not empty."""
        tip = following(self._of(slug), current_id) or following(self._corpus.tips, current_id)
        return replace(self._show(tip, slug), public=False) if tip else say(words.NO_TIPS, done=False)

    def to_try(self, tip_id: str) -> Reply:
        """Show the asker the one thing that a tip suggests to do."""
        tip = next((tip for tip in self._corpus.tips if tip.id == tip_id), None)
        if tip is None:
            return say(words.TIP_GONE, done=False)
        article = self._corpus.articles[tip.topic]
        blocks = (Heading(words.THIS_SPRINT, article.title), Paragraph(tip.action))
        return Reply(blocks, (more(article),), topic=tip.topic)

    def scheduled(self, tip: Tip, topic_filter: str, delivery_id: str) -> Reply:
        """Show a tip that a schedule posts; `delivery_id` stands in a button, by which a lost delivery is found."""
        return self._show(tip, topic_filter, delivery_id)

    def _of(self, slug: str) -> list[Tip]:
        return [tip for tip in self._corpus.tips if slug in ("", tip.topic)]

    def _show(self, tip: Tip, topic_filter: str, delivery_id: str = "") -> Reply:
        title = self._corpus.articles[tip.topic].title
        return Reply(
            (Heading(words.TIP, title), Paragraph(tip.text)),
            (
                Action(Do.WHY, words.WHY, tip.topic, delivery_id),
                Action(Do.ACT, words.TRY_IT, tip.topic, tip.id),
                Action(Do.TIP, words.ANOTHER, topic_filter, tip.id),
            ),
            public=True,
            topic=tip.topic,
        )
