"""`/help`: what there is to do, and what stands behind it."""

from bot import __version__
from bot.commands import help_words as words
from bot.commands.quality import Quality
from bot.commands.reply import CommandLine, Commands, Heading, Note, Paragraph, Reply
from bot.domain import Corpus


def _line(name: str, *others: str) -> CommandLine:
    return CommandLine(name, words.DOES[name], others)


COMMANDS = tuple(map(_line, ("ask", "responsibilities", "resources", "tip", "topics", "glossary", "help")))
EVERYWHERE_COMMANDS = (*COMMANDS, _line("privacy show", "export", "delete"))
OWNER_COMMANDS = (
    _line("assistant setup"),
    _line("assistant diagnose"),
    _line("assistant stats", "gaps"),
    _line("tips schedule", "list", "preview", "pause", "resume", "stop"),
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
