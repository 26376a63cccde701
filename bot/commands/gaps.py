"""`/assistant gaps`: what people looked for and did not find, and articles to fill in."""

from collections.abc import Callable

from bot.clock import Clock
from bot.commands import gaps_words as words
from bot.commands.reply import Action, Block, Do, Download, Heading, Item, Items, Note, Paragraph, Reply, say
from bot.corpus.article import MAX_SLUG, SLUG
from bot.corpus.skeleton import skeleton
from bot.storage.questions import ENOUGH_PEOPLE, Questions

_SHOWN = 10
_TEXTS_SHOWN, _TEXT_SHOWN = 5, 150


class Gaps:
    """Shows a server's gaps; `is_known` tells whether any article holds a word."""

    def __init__(self, questions: Questions, is_known: Callable[[str], bool], clock: Clock) -> None:
        self._questions = questions
        self._is_known = is_known
        self._clock = clock

    async def reply(self, guild_id: int) -> Reply:
        """Show the words that enough people looked for, those that no article holds first."""
        people = await self._questions.gaps(guild_id)
        known = {word: self._is_known(word) for word in people}
        found = sorted(people, key=known.__getitem__)[:_SHOWN]
        blocks: list[Block] = [Heading(words.HEADING)]
        if found:
            blocks.append(Items(tuple(Item.named(word, _told(people[word], known=known[word])) for word in found)))
            blocks.append(Note(words.STUBS))
        else:
            blocks.append(Paragraph(words.NOTHING.format(enough=ENOUGH_PEOPLE)))
        texts = await self._questions.not_answered(guild_id, _TEXTS_SHOWN)
        if texts:
            blocks.append(Heading(words.TEXTS))
            blocks.append(Items(tuple(Item.named(day, _one_line(text)) for day, text in texts)))
        actions = [Action(Do.STUB, word, word) for word in found if _can_be_slug(word)]
        return Reply(tuple(blocks), tuple(actions))

    def stub(self, term: str) -> Reply:
        """Give the skeleton of an article on a term, as a file."""
        if not _can_be_slug(term):
            return say(words.NO_STUB, done=False)
        text = skeleton(term, self._clock.now().date())
        return Reply((Paragraph(words.STUB),), file=Download(f"{term}.md", text))


def _told(people: int, *, known: bool) -> str:
    return (words.PEOPLE if known else words.NO_ARTICLE).format(people=people)


def _can_be_slug(term: str) -> bool:
    return SLUG.fullmatch(term) is not None and len(term) <= MAX_SLUG


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _TEXT_SHOWN else line[: _TEXT_SHOWN - 1] + "\u2026"
