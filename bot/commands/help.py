"""`/help`: what there is to do, and what stands behind it."""

from bot import __version__
from bot.commands import help_words as words
from bot.commands.quality import Quality
from bot.commands.reply import CommandLine, Commands, Heading, Note, Paragraph, Reply
from bot.domain import Corpus

COMMANDS = (
    CommandLine("ask", "ask in your own words; the answer is quoted with its source"),
    CommandLine("responsibilities", "what a Product Owner is responsible for"),
    CommandLine("resources", "guides, articles, videos, books and tools by topic"),
    CommandLine("tip", "a tip with one thing to try this Sprint"),
    CommandLine("topics", "everything I know about, to browse and read"),
    CommandLine("glossary", "what a term means"),
    CommandLine("help", "this page"),
)
EVERYWHERE_COMMANDS = (
    *COMMANDS,
    CommandLine("privacy show", "what I keep about you: see it, take it away, delete it", ("export", "delete")),
)
OWNER_COMMANDS = (
    CommandLine("assistant setup", "who sees answers, which channels I serve, what is kept"),
    CommandLine("assistant diagnose", "what keeps me from working here"),
    CommandLine("assistant stats", "what was asked here and what was not found", ("gaps",)),
    CommandLine("tips schedule", "tips in a channel at a local time", ("list", "preview", "pause", "resume", "stop")),
)


def help_reply(
    corpus: Corpus,
    ways: str,
    commands: tuple[CommandLine, ...],
    texts: str = words.ONLY_COUNTS,
    *,
    stored: bool = True,
    quality: Quality | None = None,
) -> Reply:
    """Return the help page.

    `ways` says how a question can be asked here, `texts` what is kept of it, `stored` whether anything can be kept now.
    `quality` is what was measured with this very content.
    """
    content = words.CONTENT.format(
        version=__version__,
        articles=len(corpus.articles),
        tips=len(corpus.tips),
        terms=len(corpus.terms),
        reviewed=corpus.reviewed.isoformat(),
    )
    return Reply(
        (
            Heading(words.TITLE),
            Paragraph(f"{words.WHAT_I_DO} {ways}"),
            *(() if stored else (Paragraph(words.NOT_STORED),)),
            Commands(commands),
            Note(f"{words.PRIVATE} {texts}"),
            *(() if quality is None else (Note(_told(quality)),)),
            Note(content),
        )
    )


def _told(quality: Quality) -> str:
    return words.MEASURED.format(
        questions=quality.questions, first=round(quality.first * 100), three=round(quality.three * 100)
    )
