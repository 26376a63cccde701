"""The content as it was last read, in one file: a question in a terminal need not wait for 141 articles to be parsed.

The file holds nothing that cannot be computed again. It is used only while every content file and every module that
made it has the size and time it had then; anything else, a broken file too, means that it is made anew.
"""

import gc
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import fields, is_dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot import children
from bot.domain import Article, AuthorQuestion, Corpus, Resource, Responsibility, Section, Term, Tip
from bot.retrieval.called import TopicNames
from bot.retrieval.postings import PostingArrays, Postings
from bot.retrieval.questions import QuestionMatcher
from bot.retrieval.retriever import Retriever, Tables, build_tables
from bot.retrieval.spelling import Spelling

_PACKAGE = Path(__file__).resolve().parent
_MADE_BY = ("compiled.py", "domain.py", "sentences.py", "corpus", "retrieval")
_LIBRARIES = ("Stemmer", "rank_bm25")  # what they compute stands in the store


def load(folders: Sequence[Path], store: Path | None, *, apart: bool = False) -> tuple[Corpus, Retriever]:
    """Return the corpus and its index, from `store` where that is up to date, else computed and stored there.

    `apart` computes in a process of its own: what that takes, about a fifth of a small bot's memory, is given back.
    Raises `ContentError` as `load_corpus` does; a store that cannot be read or written is passed over.
    """
    if store:
        stamp = _stamp(folders)
        with suppress(Exception):  # a damaged file makes numpy and zipfile raise nearly anything
            return _read(store, stamp)
        if apart:
            _compute_apart(folders, store)
            with suppress(Exception):
                return _read(store, stamp)
    corpus, tables = _compute(folders)
    if store:
        with suppress(OSError):
            _write(store, stamp, corpus, tables)
    return corpus, Retriever(corpus, tables)


def _compute(folders: Sequence[Path]) -> tuple[Corpus, Tables]:
    from bot.corpus.loader import load_corpus  # noqa: PLC0415  # what is stored needs no YAML

    collecting = gc.isenabled()
    gc.disable()  # a hundred thousand objects that all stay: looking for garbage among them costs a seventh of the time
    try:
        corpus = load_corpus(folders)
        return corpus, build_tables(corpus)
    finally:
        if collecting:
            gc.enable()


def _compute_apart(folders: Sequence[Path], store: Path) -> None:
    """Let a child fill the store; what fails there is found, and told, when it is computed here."""
    import subprocess  # noqa: PLC0415  # 13 ms that a question in a terminal need not wait for

    command = children.command("bot.compiled", str(store), *map(str, folders))
    with suppress(OSError):
        subprocess.run(command, env=children.environment(), check=False, capture_output=True)  # noqa: S603  # our own


def default_store() -> Path | None:
    """Return the file in the user's cache folder (https://specifications.freedesktop.org/basedir-spec), or None."""
    with suppress(RuntimeError):  # a user without a home
        base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or str(Path.home() / ".cache")
        return Path(base) / "product-owner-assistant" / "content.npz"
    return None


def _stamp(folders: Iterable[Path]) -> str:
    """Return a fingerprint of path, size and time of all that the store depends on."""
    seen = hashlib.sha256(sys.version.encode())
    files = [
        path for folder in folders for pattern in ("*.yaml", "*/*.md", "*/*.yaml") for path in folder.glob(pattern)
    ]
    for name in _MADE_BY:
        path = _PACKAGE / name
        files += path.glob("*.py") if path.is_dir() else [path]
    # Asking for their versions would import importlib.metadata, which takes 27 ms; this takes 0.2.
    files += [Path(spec.origin) for name in _LIBRARIES if (spec := find_spec(name)) and spec.origin]
    for path in sorted(files):
        with suppress(OSError):  # a link to nowhere, say: reading the content tells
            status = path.stat()
            seen.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def _write(store: Path, stamp: str, corpus: Corpus, tables: Tables) -> None:
    """Write beside and rename, so that a reader sees the old file or the new one."""
    text = {
        "stamp": stamp,
        "articles": [_plain(article) for article in corpus.articles.values()],
        "responsibilities": [_plain(one) for one in corpus.responsibilities],
        "tips": [_plain(one) for one in corpus.tips],
        "terms": [_plain(one) for one in corpus.terms],
        "words": tables.spelling.frequency,
        "field": sorted(tables.field_terms),
        "topic names": tables.topic_names.names,
        "passage terms": list(tables.passages.arrays.terms),
        "question terms": list(tables.matcher.postings.arrays.terms),
        "sizes": [tables.passages.size, tables.matcher.postings.size],
    }
    arrays: dict[str, NDArray[Any]] = {
        "text": np.frombuffer(json.dumps(text).encode(), dtype=np.uint8),
        "owners": tables.matcher.owners,
    }
    for name, postings in (("passage", tables.passages), ("question", tables.matcher.postings)):
        for part in ("idf", "ends", "places", "values"):
            arrays[f"{name} {part}"] = getattr(postings.arrays, part)
    store.parent.mkdir(parents=True, exist_ok=True)
    draft = store.with_name(f"{store.name}.{os.getpid()}")
    try:
        with draft.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays)
        draft.replace(store)
    finally:
        draft.unlink(missing_ok=True)


def _read(store: Path, stamp: str) -> tuple[Corpus, Retriever]:
    """Return what the store holds; raises `ValueError` where it is broken or out of date."""
    with store.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        text = json.loads(arrays["text"].tobytes())
        if text["stamp"] != stamp:
            raise ValueError("out of date")
        passages = _postings(arrays, "passage", text["passage terms"], text["sizes"][0])
        questions = _postings(arrays, "question", text["question terms"], text["sizes"][1])
        owners = arrays["owners"]
    articles = [_article(one) for one in text["articles"]]
    corpus = Corpus(
        articles={article.slug: article for article in articles},
        responsibilities=tuple(
            Responsibility(n, slug, gist, tuple(related)) for n, slug, gist, related in text["responsibilities"]
        ),
        tips=tuple(Tip(*one) for one in text["tips"]),
        terms=tuple(Term(term, definition, topic, tuple(names)) for term, definition, topic, names in text["terms"]),
    )
    matcher = QuestionMatcher(questions, owners, passages.size)
    tables = Tables(
        passages, matcher, Spelling(text["words"]), frozenset(text["field"]), TopicNames(text["topic names"])
    )
    return corpus, Retriever(corpus, tables)


def _postings(arrays: Any, name: str, terms: list[str], size: int) -> Postings:  # noqa: ANN401  # numpy's own type is private
    idf, ends, places, values = (arrays[f"{name} {part}"] for part in ("idf", "ends", "places", "values"))
    return Postings(PostingArrays(terms, idf, ends, places, values, size))


def _plain(value: Any) -> Any:  # noqa: ANN401  # any of our types
    """Return a frozen dataclass as nested lists in the order of its fields."""
    if is_dataclass(value):
        return [_plain(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, (date, Path)) else value


def _article(value: list[Any]) -> Article:
    slug, category, title, summary, names, questions, related, resources, reviewed, lead, sections, path = value
    return Article(
        slug,
        category,
        title,
        summary,
        tuple(names),
        tuple(AuthorQuestion(*one) for one in questions),
        tuple(related),
        tuple(Resource(*one) for one in resources),
        date.fromisoformat(reviewed),
        lead,
        tuple(Section(*one) for one in sections),
        Path(path),
    )


if __name__ == "__main__":
    load([Path(folder) for folder in sys.argv[2:]], Path(sys.argv[1]))
