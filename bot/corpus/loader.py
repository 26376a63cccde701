"""Folders of content to one `Corpus`."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.corpus.article import read_article
from bot.corpus.lists import read_responsibilities, read_terms, read_tips
from bot.corpus.references import check_references
from bot.domain import Article, Corpus, Responsibility, Term, Tip
from bot.errors import ContentError, Problem


def load_corpus(folders: Sequence[Path]) -> Corpus:
    """Read all folders, a later one replacing articles, tip files and terms of the same name.

    Raises `ContentError` with every problem of every file.
    """
    gathered = _Gathered()
    for folder in folders:
        gathered.add_folder(folder)
    corpus = gathered.corpus()
    problems = gathered.problems + check_references(corpus, folders, gathered.slugs)
    if not problems and not corpus.articles:
        problems = [Problem(folders[0], 1, "", "holds no article; expected <category>/<slug>.md files")]
    if problems:
        raise ContentError(sorted(problems))
    return corpus


class _Gathered:
    """What has been read so far, keyed so that a later folder replaces what an earlier one gave."""

    def __init__(self) -> None:
        self.articles: dict[str, Article] = {}
        self.tips: dict[str, list[Tip]] = {}
        self.terms: dict[str, Term] = {}
        self.responsibilities: list[Responsibility] = []
        self.problems: list[Problem] = []
        self.slugs: set[str] = set()  # of all files, also of those that could not be read

    def add_folder(self, folder: Path) -> None:
        if not folder.is_dir():
            self.problems.append(
                Problem(folder, 1, "", "is no folder; name a content folder in KNOWLEDGE_PATH or leave it unset")
            )
            return
        here: dict[str, Path] = {}
        for path in self._inside(folder, "*/*.md"):
            self._add_article(path, here)
        for path in self._inside(folder, "tips/*.yaml"):
            self.tips[path.stem], problems = read_tips(path)
            self.problems += problems
        self._add_lists(folder)

    def _inside(self, folder: Path, pattern: str) -> Iterator[Path]:
        """Yield the files in their order; a link that leaves the folder is a problem: what it shows is not ours."""
        root = folder.resolve()
        for path in sorted(folder.glob(pattern)):
            if path.resolve().is_relative_to(root):
                yield path
            else:
                self.problems.append(Problem(path, 1, "", "is a link that leaves the content folder; copy the file"))

    def _add_article(self, path: Path, here: dict[str, Path]) -> None:
        if path.stem in here:
            self.problems.append(Problem(path, 1, "", f"has the same slug as {here[path.stem]}; rename one"))
            return
        here[path.stem] = path
        self.slugs.add(path.stem)
        article, problems = read_article(path)
        self.problems += problems
        if article is not None:
            self.articles[path.stem] = article

    def _add_lists(self, folder: Path) -> None:
        for glossary in self._inside(folder, "glossary.yaml"):
            terms, problems = read_terms(glossary)
            self.problems += problems
            self.terms.update((term.term, term) for term in terms)
        for duties in self._inside(folder, "responsibilities.yaml"):
            self.responsibilities, problems = read_responsibilities(duties)
            self.problems += problems

    def corpus(self) -> Corpus:
        return Corpus(
            articles=dict(sorted(self.articles.items())),
            responsibilities=tuple(self.responsibilities),
            tips=tuple(tip for _, tips in sorted(self.tips.items()) for tip in tips),
            terms=tuple(term for _, term in sorted(self.terms.items(), key=lambda item: item[0].lower())),
        )
