"""`/ask`: an `Answer` as a reply."""

from bot.commands.articles import MAX_RESOURCES, Articles, more
from bot.commands.reply import Action, Block, Do, Links, Note, Paragraph, Quotation, Reply, Source
from bot.domain import Answer, Corpus, Outcome, Resource, Rewrite

_OFFERED = 3
_MOST_WORDS_NAMED = 6


def answer_reply(answer: Answer, corpus: Corpus, articles: Articles) -> Reply:
    """Return the card for an answer, a choice, or an honest "I do not know"."""
    if answer.outcome is Outcome.ANSWER:
        return _answered(answer, corpus, articles)
    slugs = [candidate.topic for candidate in answer.candidates[:_OFFERED]]
    blocks: list[Block] = [*_reading(answer)]
    if answer.outcome is Outcome.CHOICE:
        blocks.append(Paragraph("I am not sure which of these you mean:"))
    else:
        blocks.append(Paragraph("I do not know that. I only answer from my articles on Product Owner practice."))
        if answer.unknown_words:
            named = ", ".join(answer.unknown_words[:_MOST_WORDS_NAMED])
            blocks.append(Paragraph(f"Words I did not recognise: {named}."))
        if slugs:
            blocks.append(Paragraph("The nearest topics I have:"))
    if slugs:
        blocks.append(articles.summaries(slugs))
    actions = [
        Action(
            Do.OPEN,
            corpus.articles[candidate.topic].title,
            candidate.topic,
            _key(corpus, candidate.topic, candidate.section),
        )
        for candidate in answer.candidates[:_OFFERED]
    ]
    return Reply(tuple(blocks), tuple(actions), done=False)


def sources(answer: Answer, corpus: Corpus) -> tuple[Resource, ...]:
    """Return up to three resources of the quoted articles, each address once."""
    found: dict[str, Resource] = {}
    for quote in answer.quotes:
        for resource in corpus.articles[quote.topic].resources:
            found.setdefault(resource.url, resource)
    return tuple(found.values())[:MAX_RESOURCES]


def _answered(answer: Answer, corpus: Corpus, articles: Articles) -> Reply:
    blocks: list[Block] = [*_reading(answer)]
    actions: dict[str, Action] = {}
    for quote in answer.quotes:
        article = corpus.articles[quote.topic]
        source = articles.source(article, quote.section)
        # The second passage of an article need not repeat its title and date.
        section = quote.section or "its opening"
        shown = Source("", section, "", "") if quote.topic in actions else source
        blocks += [Quotation(quote.text, quote.mark), shown]
        actions.setdefault(quote.topic, more(article))
    blocks.append(Links(sources(answer, corpus)))
    first = answer.quotes[0]
    if len(actions) > 1:  # a comparison: no single passage is the answer that could be shared
        return Reply(tuple(blocks), tuple(_named(action, corpus) for action in actions.values()), topic=first.topic)
    share = Action(Do.SHARE, "Share", first.topic, _key(corpus, first.topic, first.section))
    return Reply(tuple(blocks), (*actions.values(), share), topic=first.topic)


def _named(action: Action, corpus: Corpus) -> Action:
    return Action(action.do, corpus.articles[action.slug].title, action.slug, action.key)


def _key(corpus: Corpus, slug: str, heading: str) -> str:
    section = corpus.articles[slug].section(heading) if heading else None
    return section.key if section else ""


def _reading(answer: Answer) -> list[Note]:
    """Return how the question was read, where that was not word for word."""
    notes = []
    if answer.continued:
        notes.append(Note(f"Continuing with: {answer.continued}"))
    if answer.read_as:
        notes.append(Note(f"Read as: {_pairs(answer.read_as)}"))
    if answer.corrections:
        notes.append(Note(f"Corrected: {_pairs(answer.corrections)}"))
    return notes


def _pairs(rewrites: tuple[Rewrite, ...]) -> str:
    return ", ".join(f"{rewrite.read_as} ({rewrite.written})" for rewrite in rewrites)
