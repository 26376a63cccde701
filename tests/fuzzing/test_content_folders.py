"""Content that somebody sends in: whatever stands in a folder is read or named as a problem, and nothing outside it."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus.writing import ALPHA, problems, right_folder, write

GLOSSARY = "terms:\n  - term: Alpha\n    definition: The first.\n    topic: alpha\n    also_called: [first]\n"
TIPS = "tips:\n  - id: one\n    text: Begin.\n    try: Begin today.\n"
DUTIES = "responsibilities:\n  - n: 1\n    slug: alpha\n    gist: Begins.\n    related: [beta]\n"
FILES = {"role/alpha.md": ALPHA, "glossary.yaml": GLOSSARY, "tips/alpha.yaml": TIPS, "responsibilities.yaml": DUTIES}

# What YAML and front matter may stumble over; see also tests/corpus/test_article_mistakes.py.
TRAPS = (
    *(b"---\n", b"&a", b"*a", b"<<: *a", b"!!python/object:os.system x", b"[" * 300, b"{" * 300, b"- " * 300, b"\xff"),
    *(b"\xef\xbb\xbf", b"\x00", b"? ", b": ", b"|\n", b">\n", b"'", b'"', b"#", b"\t", b"%YAML 9.9\n", b"!!binary x"),
    *(b"2026-99-99", b"~", b"../../etc/passwd", b"\xed\xa0\x80", b"\r", b"\xe2\x80\xa8", b"1e999", b"0x" + b"f" * 99),
)  # fmt: skip


@settings(max_examples=30)
@given(
    name=st.sampled_from(sorted(FILES)),
    place=st.integers(0, 600),
    gone=st.integers(0, 40),
    put=st.one_of(st.sampled_from(TRAPS), st.binary(max_size=20), st.sampled_from(TRAPS).map(lambda trap: trap * 999)),
)
def test_any_change_to_a_file_is_read_or_named(
    tmp_path_factory: pytest.TempPathFactory, name: str, place: int, gone: int, put: bytes
) -> None:
    folder = right_folder(tmp_path_factory.mktemp("content"))
    for other, text in FILES.items():
        write(folder, other, text)
    raw = FILES[name].encode()
    write(folder, name, raw[:place] + put + raw[place + gone :])
    for problem in problems(folder):
        assert problem.path.is_relative_to(folder)
        assert problem.line >= 1


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of POSIX")
@pytest.mark.parametrize("name", FILES)
def test_nothing_outside_the_folder_is_read(tmp_path: Path, name: str) -> None:
    folder = right_folder(tmp_path / "content")
    secret = write(tmp_path, "secret", "token-of-the-bot: hunter2\n")
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(secret)
    found = [problem for problem in problems(folder) if problem.path == folder / name]
    assert [problem.message for problem in found] == ["is a link that leaves the content folder; copy the file"]
    assert "hunter2" not in str(found)


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of POSIX")
def test_a_link_that_stays_inside_is_as_good_as_a_file(tmp_path: Path) -> None:
    folder = right_folder(tmp_path / "content")  # as a mounted ConfigMap shows its files
    (folder / "..data/2026").mkdir(parents=True)
    (folder / "role/alpha.md").rename(folder / "..data/2026/alpha.md")
    (folder / "role/alpha.md").symlink_to("../..data/2026/alpha.md")
    assert problems(folder) == ()


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of POSIX")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    folder = right_folder(tmp_path / "content")
    os.mkfifo(folder / "role/endless.md")
    assert [problem.message for problem in problems(folder)] == ["is no regular file; put one there"]
