"""Measures what `/help` says of the quality of answers, and writes it into the package.

Run `python -m benchmarks.measured` from a clone, after content or ranking has changed. The questions are those of
`tests/data/questions.jsonl`, written by people who had not read an article; nothing is tuned to them. A topic counts as
right where whoever wrote the question named it as one that answers.
"""

import json
from dataclasses import asdict
from pathlib import Path

from bot.assistant.assistant import Assistant
from bot.cli.evaluation import figures, judge, read_records
from bot.commands.quality import MEASURED, Quality
from bot.corpus.loader import load_corpus
from bot.corpus.places import packaged_content
from bot.retrieval.retriever import Retriever

QUESTIONS = Path(__file__).parents[1] / "tests" / "data" / "questions.jsonl"


def measure(assistant: Assistant) -> Quality:
    """Ask every question, and return the shares to two digits: the third one is noise."""
    records = read_records(QUESTIONS)
    found = figures([judge(record, assistant.ask(record.question), 0.0) for record in records])
    return Quality(len(records), round(found["hit1_wide"], 2), round(found["hit3_wide"], 2))


def main() -> None:
    """Write the file and print what stands in it."""
    corpus = load_corpus([packaged_content()])
    text = json.dumps(asdict(measure(Assistant(corpus, Retriever.build(corpus)))))
    MEASURED.write_text(text + "\n", "utf-8")
    print(text)


if __name__ == "__main__":
    main()
