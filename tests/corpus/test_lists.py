"""Mistakes in tips, glossary and responsibilities are one error each."""

from pathlib import Path

import pytest

from tests.corpus.writing import load, problems, right_folder, write

TIPS = """\
tips:
  - id: alpha-1
    text: Look at the letter.
    try: Write it once.
  - id: alpha-2
    text: Look again.
    try: Write it twice.
"""
TERMS = """\
terms:
  - term: Letter
    definition: A sign for a sound.
    topic: alpha
    also_called: [sign]
  - term: Word
    definition: Some letters in a row.
    topic: beta
    also_called: []
"""
DUTIES = """\
responsibilities:
  - n: 1
    slug: alpha
    gist: Know the first letter.
    related: [beta]
  - n: 2
    slug: beta
    gist: Know the second letter.
    related: []
"""
FILES = {"tips/alpha.yaml": TIPS, "glossary.yaml": TERMS, "responsibilities.yaml": DUTIES}

# What is wrong: (file, old text, new text, line, key, part of the message)
MISTAKES: dict[str, tuple[str, str, str, int, str, str]] = {
    "overlong tip": ("tips/alpha.yaml", "Look again.", "x" * 281, 6, "text", "has 281 characters; at most 280"),
    "overlong try": ("tips/alpha.yaml", "Write it twice.", "x" * 201, 7, "try", "has 201 characters; at most 200"),
    "tip without try": ("tips/alpha.yaml", "    try: Write it twice.\n", "", 5, "try", "is missing"),
    "tip with an unknown key": (
        "tips/alpha.yaml",
        "    try: Write it twice.",
        "    try: a\n    by: b",
        8,
        "by",
        "no known key",
    ),
    "tip id used twice": ("tips/alpha.yaml", "alpha-2", "alpha-1", 5, "id", "used by another tip"),
    "tip id for no button": ("tips/alpha.yaml", "alpha-2", "Alpha_2", 5, "id", "stands in button ids"),
    "tip id as number": ("tips/alpha.yaml", "alpha-2", "2", 5, "id", "is read as int"),
    "a tip that is a text": ("tips/alpha.yaml", TIPS[5:], "\n  - Look again.\n", 2, "tips", "must be a mapping"),
    "tips that are no list": ("tips/alpha.yaml", TIPS[5:], " many\n", 1, "tips", "must be a list"),
    "another list": ("tips/alpha.yaml", "tips:", "hints:", 1, "hints", "no known key"),
    "empty tips file": ("tips/alpha.yaml", TIPS, "", 1, "", "is empty"),
    "term of no topic": ("glossary.yaml", "topic: beta", "topic: omega", 8, "topic", "names 'omega'"),
    "term twice": ("glossary.yaml", "term: Word", "term: Letter", 6, "term", "stands twice"),
    "name of two terms": (
        "glossary.yaml",
        "also_called: []",
        "also_called: [SIGN]",
        9,
        "also_called",
        "belongs to both",
    ),
    "overlong definition": ("glossary.yaml", "A sign for a sound.", "x" * 401, 3, "definition", "at most 400"),
    "unquoted term": ("glossary.yaml", "term: Word", "term: on", 6, "term", "is read as bool"),
    "numbers out of order": ("responsibilities.yaml", "n: 2", "n: 3", 1, "n", "number the responsibilities 1, 2, 3"),
    "number as text": ("responsibilities.yaml", "n: 2", "n: two", 6, "n", "must be a whole number"),
    "duty of no topic": ("responsibilities.yaml", "slug: beta", "slug: omega", 7, "slug", "names 'omega'"),
    "duty related to no topic": ("responsibilities.yaml", "[beta]", "[omega]", 5, "related", "names 'omega'"),
    "overlong gist": ("responsibilities.yaml", "Know the first letter.", "x" * 101, 4, "gist", "at most 100"),
    "duplicate key": ("responsibilities.yaml", "n: 2", "n: 2\n    n: 3", 7, "n", "stands twice"),
}


def folder_of_lists(folder: Path) -> Path:
    right_folder(folder)
    for name, text in FILES.items():
        write(folder, name, text)
    return folder


@pytest.mark.parametrize(("file", "old", "new", "line", "key", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_in_a_list_is_one_error_with_its_place(
    tmp_path: Path, file: str, old: str, new: str, line: int, key: str, message: str
) -> None:
    path = write(folder_of_lists(tmp_path), file, FILES[file].replace(old, new, 1))
    found = problems(tmp_path)
    if key == "hints":  # the wanted list is missing as well, and that is said too
        found = found[:1]
    (problem,) = found
    assert (problem.path, problem.line, problem.key) == (path, line, key)
    assert message in problem.message


def test_right_lists_are_read_in_their_order(tmp_path: Path) -> None:
    corpus = load(folder_of_lists(tmp_path))
    assert [(tip.id, tip.topic, tip.action) for tip in corpus.tips] == [
        ("alpha-1", "alpha", "Write it once."),
        ("alpha-2", "alpha", "Write it twice."),
    ]
    assert [(term.term, term.also_called) for term in corpus.terms] == [("Letter", ("sign",)), ("Word", ())]
    assert [(duty.n, duty.slug) for duty in corpus.responsibilities] == [(1, "alpha"), (2, "beta")]


def test_a_tip_id_of_another_topic_is_one_error(tmp_path: Path) -> None:
    path = write(folder_of_lists(tmp_path), "tips/beta.yaml", TIPS.replace("alpha-1", "beta-1"))
    (problem,) = problems(tmp_path)
    assert (problem.path, problem.line, problem.key) == (path, 5, "id")


def test_tips_on_a_topic_without_an_article_are_an_error(tmp_path: Path) -> None:
    path = write(folder_of_lists(tmp_path), "tips/omega.yaml", TIPS.replace("alpha-", "omega-"))
    found = problems(tmp_path)
    assert {(problem.path, problem.key) for problem in found} == {(path, "tips")}
