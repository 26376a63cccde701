"""`/help`: what there is to do, and what stands behind it."""

from bot import __version__
from bot.commands.reply import CommandLine, Commands, Heading, Note, Paragraph, Reply
from bot.domain import Corpus

COMMANDS = (
    CommandLine("ask", "ask in your own words; the answer is quoted with its source"),
    CommandLine("responsibilities", "the Product Owner's responsibilities, one by one"),
    CommandLine("resources", "guides, articles, videos, books and tools by topic"),
    CommandLine("tip", "a tip with one thing to try this Sprint"),
    CommandLine("topics", "everything I know about, by category"),
    CommandLine("glossary", "what a term means"),
    CommandLine("help", "this page"),
)
EVERYWHERE_COMMANDS = (
    *COMMANDS,
    CommandLine("privacy show", "what I keep about you"),
    CommandLine("privacy export", "take it away as a file"),
    CommandLine("privacy delete", "delete it"),
)
OWNER_COMMANDS = (
    CommandLine("assistant setup", "who sees answers, which channels I serve, what is kept"),
    CommandLine("assistant diagnose", "what keeps me from working here, and how to mend it"),
    CommandLine("assistant stats", "what was asked here, and how much of it I answered"),
    CommandLine("assistant gaps", "what people looked for and did not find"),
    CommandLine("tips schedule", "post tips in a channel at a local time"),
    CommandLine("tips list", "what is scheduled"),
    CommandLine("tips preview", "the next tip of a channel, before it is posted"),
    CommandLine("tips pause", "no tips in a channel until you resume them"),
    CommandLine("tips resume", "post a channel's tips again"),
    CommandLine("tips stop", "end a channel's tips"),
)


_NOT_STORED = (
    "At the moment I cannot reach my database: I answer questions, but nothing can be scheduled or saved, and "
    "scheduled tips wait. This ends by itself once the database is back."
)


def help_reply(
    corpus: Corpus,
    ways: str,
    commands: tuple[CommandLine, ...],
    texts: str = "Only counts are kept.",
    *,
    stored: bool = True,
) -> Reply:
    """Return the help page.

    `ways` says how a question can be asked here, `texts` what is kept of it, `stored` whether anything can be kept now.
    """
    content = (
        f"Version {__version__} · {len(corpus.articles)} articles, {len(corpus.tips)} tips, {len(corpus.terms)} terms"
        f" · content of {corpus.reviewed.isoformat()}"
    )
    return Reply(
        (
            Heading("Product Owner assistant"),
            Paragraph(
                "I answer questions on Product Owner practice by quoting articles word for word, and I say so when "
                f"I do not know. {ways}"
            ),
            *(() if stored else (Paragraph(_NOT_STORED),)),
            Commands(commands),
            Note(f"No language model. Your question is sent nowhere else. {texts}"),
            Note(content),
        )
    )
