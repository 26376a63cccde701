"""Each kind of mistake in an article is one error that names file, key and line."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.corpus.writing import ALPHA, SECTION, changed, problems, right_folder, write

TITLE = "title: Alpha"
URL = "https://example.org/alpha"
LEAD = "Alpha comes before all else."
RESOURCE = ALPHA[ALPHA.index("  - title: Letters") : ALPHA.index("reviewed:")]
WHOLE_HEADER = ALPHA.split("---\n")[1]

# What is wrong: (old text, new text, line, key, part of the message)
MISTAKES: dict[str, tuple[str, str, int, str, str]] = {
    "unknown key": ("reviewed:", "author: me\nreviewed:", 19, "author", "no known key"),
    "a key named content": ("reviewed:", "content: me\nreviewed:", 19, "content", "no known key"),
    "merge key": ("reviewed:", "<<: {a: b}\nreviewed:", 19, "<<", "no known key"),
    "list as title": (TITLE, "title: [Alpha, Beta]", 2, "title", "must be a text"),
    "text as aliases": ("[first letter]", "first letter", 4, "also_called", "must be a list"),
    "text as related": ("[beta]", "beta", 14, "related", "must be a list"),
    "mapping as alias": ("[first letter]", "[{a: b}]", 4, "also_called", "must be a text"),
    "text as resource": (RESOURCE, "  - Letters\n", 16, "resources", "must be a mapping"),
    "list as date": ("2026-11-23", "[2026]", 19, "reviewed", "must be a date"),
    "missing title": (f"{TITLE}\n", "", 2, "title", "is missing"),
    "missing summary": ("summary: Alpha is the first letter.\n", "", 2, "summary", "is missing"),
    "missing related": ("related: [beta]\n", "", 2, "related", "is missing"),
    "missing url": (f"    url: {URL}\n", "", 16, "url", "is missing"),
    "missing section of a question": ("    section: Length\n", "", 12, "section", "is missing"),
    "duplicate key": (TITLE, f"{TITLE}\n{TITLE}", 3, "title", "stands twice"),
    "duplicate key in a resource": ("    kind: guide", "    kind: guide\n    kind: book", 19, "kind", "stands twice"),
    "no opening line": (f"---\n{TITLE}", TITLE, 1, "", "must begin with a line '---'"),
    "no closing line": ("2026-11-23\n---\n", "2026-11-23\n", 1, "", "no closing line"),
    "a list as front matter": (WHOLE_HEADER, "- title\n- summary\n", 2, "", "must be a mapping"),
    "a text as front matter": (WHOLE_HEADER, "only words\n", 2, "", "must be a mapping"),
    "empty front matter": (WHOLE_HEADER, "", 2, "", "is empty"),
    "broken YAML": (TITLE, "title: Alpha: the letter", 2, "", "quote a text"),
    "two documents": (TITLE, f"{TITLE}\n... \n--- \nb: c", 4, "", "quote a text"),
    "unknown section in questions": ("section: Length", "section: Width", 12, "section", "no heading '## Width'"),
    "unknown slug in related": (
        "[beta]",
        "[beta, gamma]",
        14,
        "related",
        "names 'gamma', but there is no file gamma.md",
    ),
    "unknown slug within a known one": (
        "related: [beta]",
        "related:\n  - beta\n  - bet",
        16,
        "related",
        "names 'bet', but there is no file bet.md",
    ),
    "itself in related": ("[beta]", "[alpha]", 14, "related", "names itself"),
    "empty section": (SECTION, "", 24, "Length", "section is empty"),
    "section of few words": (SECTION, "Too short.", 24, "Length", "has 2 words"),
    "section of many words": (SECTION, "word " * 141, 24, "Length", "has 141 words"),
    "section of many characters": (SECTION, "characters-and-more " * 50, 24, "Length", "characters; at most 900"),
    "empty heading": ("## Length", "## Length\n" + SECTION + "\n## ", 26, "", "a heading has 1 to 80"),
    "overlong heading": ("## Length", f"## Length\n{SECTION}\n## {'h' * 81}", 26, "h" * 81, "a heading has 1 to 80"),
    "no lead": (LEAD, "", 21, "", "has no lead"),
    "overlong lead": (LEAD, "lead " * 200, 21, "", "the lead has 999 characters"),
    "url without scheme": (URL, "example.org/alpha", 16, "url", "is no web address"),
    "url of another scheme": (URL, "ftp://example.org/alpha", 16, "url", "is no web address"),
    "url without host": (URL, "https:///alpha", 16, "url", "is no web address"),
    "url with a space": (URL, "https://example.org/al pha", 16, "url", "is no web address"),
    "url with a broken host": (URL, '"https://[example.org"', 16, "url", "is no web address"),
    "doubled url": (URL, URL + URL, 16, "url", "holds two addresses"),
    "overlong url": (URL, URL + "a" * 500, 17, "url", "characters; at most 512"),
    "unknown kind": ("kind: guide", "kind: song", 16, "kind", "is none of guide"),
    "unquoted yes as kind": ("kind: guide", "kind: yes", 18, "kind", "is read as bool; put it in quotes"),
    "unquoted yes as title": (TITLE, "title: yes", 2, "title", "is read as bool; put it in quotes"),
    "unquoted number as title": (TITLE, "title: 010", 2, "title", "is read as int; put it in quotes"),
    "unquoted date as title": (TITLE, "title: 2026-11-23", 2, "title", "is read as timestamp; put it in quotes"),
    "null as title": (TITLE, "title:", 2, "title", "is read as null; put it in quotes"),
    "unquoted no as alias": ("[first letter]", "[first letter, no]", 4, "also_called", "is read as bool"),
    "unquoted number as question": ("- is it a vowel", "- 1.5", 11, "questions", "is read as float"),
    "unquoted number as section": ("section: Length", "section: 5", 13, "section", "is read as int"),
    "unquoted number as url": (URL, "5", 17, "url", "is read as int"),
    "a date that does not exist": ("2026-11-23", "2026-02-30", 19, "reviewed", "is no date; write YYYY-MM-DD"),
    "a date without hyphens": ("2026-11-23", "20261123", 19, "reviewed", "is no date; write YYYY-MM-DD"),
    "a week date": ("2026-11-23", "2026-W48-1", 19, "reviewed", "is no date; write YYYY-MM-DD"),
    "empty text": (TITLE, "title: ''", 2, "title", "is empty"),
    "overlong title": (TITLE, f"title: {'t' * 81}", 2, "title", "has 81 characters; at most 80"),
    "overlong summary": ("the first letter.", "a" * 300, 3, "summary", "characters; at most 300"),
    "summary over two lines": ("Alpha is the first letter.", "Alpha is\n  the first.", 3, "summary", "on one line"),
    "too few questions": ("  - what is alpha\n  - where does it begin\n", "", 6, "questions", "has 5 questions"),
    "YAML alias": ("[first letter]", "&a [x]\nx: *a", 4, "", "uses a YAML alias"),
}


@pytest.mark.parametrize(("old", "new", "line", "key", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_in_an_article_is_one_error_with_its_place(
    tmp_path: Path, old: str, new: str, line: int, key: str, message: str
) -> None:
    path = write(right_folder(tmp_path), "role/alpha.md", changed(old, new))
    (problem,) = problems(tmp_path)
    assert (problem.path, problem.line, problem.key) == (path, line, key)
    assert message in problem.message


def test_the_folder_that_the_mistakes_are_made_in_is_right(tmp_path: Path) -> None:
    assert problems(right_folder(tmp_path)) == ()


def test_questions_split_by_a_comma_are_one_error(tmp_path: Path) -> None:
    block = ALPHA[ALPHA.index("questions:") : ALPHA.index("related:")]
    path = write(right_folder(tmp_path), "role/alpha.md", changed(block, "questions: [is it long, or short]\n"))
    (problem,) = problems(tmp_path)
    assert (problem.path, problem.line, problem.key) == (path, 5, "questions")
    assert "a comma splits a question in two" in problem.message


@pytest.mark.parametrize("second", ["Length", "LENGTH!", "L\u00e9ngth"])
def test_two_headings_that_read_alike_are_one_error(tmp_path: Path, second: str) -> None:
    path = write(right_folder(tmp_path), "role/alpha.md", f"{ALPHA}\n## {second}\n{SECTION}\n")
    (problem,) = problems(tmp_path)
    assert (problem.path, problem.line, problem.key) == (path, 27, second)
    assert "read alike" in problem.message


def _bomb() -> str:
    levels = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    return "\n".join(["---", 'a0: &a0 ["lol"]', *levels, "---", ""])


def _files() -> Iterator[tuple[str, bytes, int, str]]:
    """Yield what is wrong, the file's bytes, the line, and a part of the message."""
    yield "byte-order mark", b"\xef\xbb\xbf" + ALPHA.encode(), 1, "byte-order mark"
    yield "not UTF-8", changed("Alpha comes", "Alph\udcff comes").encode(errors="surrogateescape"), 22, "is not UTF-8"
    yield "UTF-16", ALPHA.encode("utf-16"), 1, "is not UTF-8"
    yield "too large", (ALPHA + "x" * 300_000).encode(), 1, "bytes; at most"
    yield "empty", b"", 1, "must begin with a line '---'"
    yield "NUL", b"\0" * 100, 1, "must begin with a line '---'"
    yield "control characters", changed("title: Alpha", "title: Al\x07pha").encode(), 2, ""
    yield "YAML alias bomb", _bomb().encode(), 2, "uses a YAML alias"
    yield "brackets without end", changed("title: Alpha", "title: " + "[" * 200_000).encode(), 2, "nested deeper"
    yield "lists without end", changed("title: Alpha", "- " * 100_000 + "x").encode(), 2, "nested deeper"


@pytest.mark.parametrize(("content", "line", "message"), [pytest.param(*rest, id=name) for name, *rest in _files()])
def test_a_file_that_is_no_text_of_ours_is_one_error(tmp_path: Path, content: bytes, line: int, message: str) -> None:
    path = write(right_folder(tmp_path), "role/alpha.md", content)
    (problem,) = problems(tmp_path)
    assert (problem.path, problem.line) == (path, line)
    assert message in problem.message


def test_an_unreadable_file_is_one_error(tmp_path: Path) -> None:
    (right_folder(tmp_path) / "role" / "gamma.md").mkdir()
    (problem,) = problems(tmp_path)
    assert problem.path.name == "gamma.md"
    assert problem.message == "is no regular file; put one there"


@pytest.mark.parametrize("name", ["Gamma", "gamma_delta", "gamma--delta", "gamma-", "g" * 41, "\u03b3"])
def test_a_file_name_that_is_no_slug_is_one_error(tmp_path: Path, name: str) -> None:
    text = ALPHA.replace("Alpha", "Gamma").replace("first letter", "third letter")
    path = write(right_folder(tmp_path), f"role/{name}.md", text)
    (problem,) = problems(tmp_path)
    assert problem.path == path
    assert "name the file with at most 40 of a-z" in problem.message


def test_windows_line_ends_are_no_mistake(tmp_path: Path) -> None:
    write(right_folder(tmp_path), "role/alpha.md", ALPHA.replace("\n", "\r\n"))
    assert problems(tmp_path) == ()
