"""Votes on the passage that a card showed: on disk before the reply says so."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.commands import card_words as words
from bot.commands.card import Cards
from bot.commands.passages import Passage
from bot.commands.reply import Action, Do, Note, Paragraph, Reply, say
from bot.domain import Reason, Vote
from bot.errors import UsageError
from bot.storage.feedback import Feedback


@dataclass(frozen=True, slots=True)
class Voter:
    """Who votes, as a keyed hash, and in which server if any."""

    person: str
    guild_id: int | None = None


class Voting:
    """**Helpful** and **Not it**. A later vote of a person on the same passage replaces the earlier one."""

    def __init__(self, cards: Cards, store: Feedback, clock: Clock) -> None:
        self._cards = cards
        self._store = store
        self._clock = clock

    async def helpful(self, voter: Voter, slug: str, key: str) -> Reply:
        """Note that a passage helped."""
        passage = self._cards.find(slug, key)
        return await self._note(voter, passage) if passage else say(words.GONE, done=False)

    async def not_it(self, voter: Voter, slug: str, key: str, reason: str) -> Reply:
        """Note why a passage did not help; `reason` comes from a form, and so may be anything.

        Raises `UsageError` for a reason that the form did not offer.
        """
        passage = self._cards.find(slug, key)
        if passage is None:
            return say(words.GONE, done=False)
        if reason not in set(Reason):
            raise UsageError(words.NO_SUCH_REASON)
        return await self._note(voter, passage, Reason(reason))

    async def _note(self, voter: Voter, passage: Passage, reason: Reason | None = None) -> Reply:
        slug = passage.article.slug
        vote = Vote(voter.person, slug, passage.key, self._clock.now(), reason, voter.guild_id)
        replaced = await self._store.put(vote)
        ways = {
            Reason.ELSEWHERE: (Action(Do.RELATED, words.RELATED, slug, passage.key),),
            Reason.SHALLOW: (Action(Do.READ, words.READ_MORE, slug, passage.key),),
        }
        said = Paragraph(words.AFTER[reason] if reason else words.THANKS)
        earlier = (Note(words.REPLACED),) if replaced else ()
        return Reply((said, *earlier), ways.get(reason, ()) if reason else (), topic=slug)
