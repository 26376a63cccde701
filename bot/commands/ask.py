"""`/ask`: an `Answer` as a reply."""

from itertools import chain, zip_longest

from bot.assistant.assistant import clean_question
from bot.assistant.decision import is_near
from bot.commands import card_words as words
from bot.commands.articles import MAX_RESOURCES
from bot.commands.card import Cards, card_actions, quotation
from bot.commands.door_words import ASKED
from bot.commands.reply import GOES_ON, Action, Block, Do, Links, Note, Paragraph, Reply, say
from bot.commands.small_talk_words import SMALL_TALK
from bot.domain import Answer, Candidate, Corpus, Outcome, Resource, Rewrite
from bot.errors import UsageError

MAX_ASKED = 500  # characters of a question that is typed into a command or a form
_OFFERED = 3
_MOST_SHOWN = 200  # characters of a question that is repeated: the answer needs the room
_MOST_WORDS_NAMED = 6


def answer_reply(answer: Answer, corpus: Corpus, cards: Cards) -> Reply:
    """Return the card for an answer, a choice, or an honest "I do not know"; small talk gets a sentence."""
    if answer.small_talk is not None:
        return say(SMALL_TALK[answer.small_talk])
    if answer.outcome is Outcome.ANSWER:
        return _answered(answer, corpus, cards)
    offered = answer.candidates[:_OFFERED] if is_near(answer.signals) else ()
    blocks: list[Block] = []
    if answer.outcome is Outcome.CHOICE:
        blocks += [*_reading(answer), Paragraph(words.NOT_SURE)]
    else:
        blocks.append(Paragraph(words.NOT_KNOWN))
        if answer.unknown_words:
            named = ", ".join(answer.unknown_words[:_MOST_WORDS_NAMED])
            blocks.append(Paragraph(words.NOT_RECOGNISED.format(words=named)))
        blocks.append(Paragraph(words.NEAREST if offered else words.NOTHING_NEAR))
    if offered:
        blocks.append(cards.summaries([candidate.topic for candidate in offered]))
    actions = [_opened(candidate, cards) for candidate in offered]
    dismiss = Action(Do.DISMISS, words.DISMISS, actions[0].slug if actions else "", row=1)
    return Reply(tuple(blocks), (*actions, dismiss), done=False)


def check_length(question: str) -> None:
    """Raise `UsageError` for a question that is longer than the front end should have let through."""
    if len(question) > MAX_ASKED:
        raise UsageError(words.TOO_LONG.format(length=len(question), most=MAX_ASKED))


def asked_by(name: str, question: str) -> Paragraph:
    """Return what stands before an answer that others see: who asked what, on one line; a long question is cut."""
    shown = clean_question(question)
    if len(shown) > _MOST_SHOWN:
        shown = shown[:_MOST_SHOWN].rstrip() + GOES_ON
    return Paragraph(ASKED.format(name=name, question=shown))


def sources(answer: Answer, corpus: Corpus) -> tuple[Resource, ...]:
    """Return up to three resources of the quoted articles, each address once; two articles take turns."""
    topics = dict.fromkeys(quote.topic for quote in answer.quotes)
    in_turn = zip_longest(*(corpus.articles[topic].resources for topic in topics))
    found: dict[str, Resource] = {}
    for resource in filter(None, chain.from_iterable(in_turn)):
        found.setdefault(resource.url, resource)
    return tuple(found.values())[:MAX_RESOURCES]


def _answered(answer: Answer, corpus: Corpus, cards: Cards) -> Reply:
    shown = [cards.passage(quote.topic, quote.section) for quote in answer.quotes]
    blocks: list[Block] = [*_reading(answer)]
    for quote, passage in zip(answer.quotes, shown, strict=True):
        blocks += [quotation(quote.text, passage, quote.mark), cards.source(passage, shown)]
    blocks.append(Links(sources(answer, corpus)))
    return Reply(tuple(blocks), card_actions(shown), topic=answer.quotes[0].topic)


def _opened(candidate: Candidate, cards: Cards) -> Action:
    """Return the button that opens the passage which was found for a topic."""
    passage = cards.passage(candidate.topic, candidate.section)
    return Action(Do.OPEN, passage.article.title, candidate.topic, passage.key, 0)


def _reading(answer: Answer) -> list[Note]:
    """Return how the question was read, where that was not word for word."""
    notes = []
    if answer.continued:
        notes.append(Note(words.CONTINUED.format(topic=answer.continued)))
    if answer.read_as:
        notes.append(Note(words.READ_AS.format(pairs=_pairs(answer.read_as))))
    if answer.corrections:
        notes.append(Note(words.CORRECTED.format(pairs=_listed(answer.corrections))))
    return notes


def _pairs(rewrites: tuple[Rewrite, ...]) -> str:
    return ", ".join(f"{rewrite.read_as} ({rewrite.written})" for rewrite in rewrites)


def _listed(rewrites: tuple[Rewrite, ...]) -> str:
    """Return each slip with the word that it was read as, the last one joined by "and"."""
    pairs = [words.CORRECTED_PAIR.format(written=one.written, read_as=one.read_as) for one in rewrites]
    *others, last = pairs
    return words.BOTH.format(others=", ".join(others), last=last) if others else last
