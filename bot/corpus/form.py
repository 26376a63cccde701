"""The form of an article's text: only what Discord shows well, and sentences of its own. For writers, in `check`."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.domain import Article, Corpus
from bot.errors import Problem
from bot.sentences import split_sentences

_FORBIDDEN = {
    "table_open": "a table; write a list",
    "image": "an image; describe it in words",
    "html_block": "HTML; use Markdown",
    "html_inline": "HTML; use Markdown",
    "fence": "a code block; write it in words",
    "code_block": "an indented block; remove the indent",
    "code_inline": "code marks; use bold or plain words",
    "blockquote_open": "a block quote; the whole passage is quoted already",
    "hr": "a rule; use a heading",
    "em_open": "italics; use bold or plain words",
}
_SHORTEST_REPEATED = 6  # words; shorter sentences may well stand twice
_NESTED = "a heading that is not '##'"


def check_form(corpus: Corpus) -> list[Problem]:
    """Return what a writer should mend: forbidden Markdown, relative links, sentences that stand in two articles."""
    parser = MarkdownIt("commonmark").enable("table")
    problems: list[Problem] = []
    for article in corpus.articles.values():
        text = article.path.read_text("utf-8")
        body_line = text.split("\n").index("---", 1) + 1
        body = "\n".join(text.split("\n")[body_line:])
        problems += _markdown_problems(article, parser.parse(body), body_line)
    return problems + list(_repeated_sentences(corpus))


def _markdown_problems(article: Article, tokens: Iterable[Token], body_line: int) -> Iterator[Problem]:
    for token in tokens:
        line = body_line + (token.map[0] if token.map else 0) + 1
        if token.type == "heading_open" and token.tag != "h2":
            yield Problem(article.path, line, "", f"holds {_NESTED}; Discord shows no other")
        for part in (token, *(token.children or ())):
            if part.type in _FORBIDDEN:
                yield Problem(article.path, line, "", f"holds {_FORBIDDEN[part.type]}")
            href = str(part.attrGet("href") or "") if part.type == "link_open" else ""
            if href and not href.startswith(("https://", "http://")):
                yield Problem(article.path, line, "", f"links to {href!r}; write the whole address")


def _repeated_sentences(corpus: Corpus) -> Iterator[Problem]:
    seen: dict[str, list[Article]] = defaultdict(list)
    for article in corpus.articles.values():
        for text in (article.lead, *(section.text for section in article.sections)):
            for start, end in split_sentences(text):
                sentence = re.sub(r"\W+", " ", text[start:end].casefold()).strip()
                if len(sentence.split()) >= _SHORTEST_REPEATED:
                    seen[sentence].append(article)
    for sentence, articles in seen.items():
        if len(articles) > 1:
            yield Problem(articles[1].path, 1, "", f"repeats a sentence of {articles[0].path}: {sentence[:60]!r}")
