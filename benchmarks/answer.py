"""From question to Answer in process: every author question, and the same with a typo."""

import random

from benchmarks.timing import line, timed
from bot.assistant.assistant import Assistant
from bot.corpus.loader import load_corpus
from bot.corpus.places import packaged_content
from bot.retrieval.retriever import Retriever


def with_typo(question: str, draw: random.Random) -> str:
    """Swap two neighbouring letters in the question's longest word."""
    longest = max(question.split(), key=len)
    if len(longest) < 5:
        return question
    place = draw.randrange(1, len(longest) - 2)
    swapped = longest[:place] + longest[place + 1] + longest[place] + longest[place + 2 :]
    return question.replace(longest, swapped, 1)


def main() -> None:
    corpus = load_corpus([packaged_content()])
    assistant = Assistant(corpus, Retriever.build(corpus))
    questions = [question.text for article in corpus.articles.values() for question in article.questions]
    draw = random.Random(7)
    print(f"{len(corpus.articles)} articles, {len(questions)} questions")
    print(line("question to Answer", timed(assistant.ask, questions)))
    print(line("the same with a typo", timed(assistant.ask, [with_typo(question, draw) for question in questions])))


if __name__ == "__main__":
    main()
