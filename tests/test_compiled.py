"""The stored content is the computed one, and is used only while nothing it depends on has changed."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import pytest

from bot import compiled
from bot.domain import Corpus
from bot.errors import ContentError
from bot.retrieval.retriever import Retriever
from tests.corpus.writing import ALPHA, changed, right_folder, write

QUESTIONS = ("what is alpha", "how long is the letter", "begin alphabet xylophone", "alhpa")


def assert_same(found: tuple[Corpus, Retriever], expected: tuple[Corpus, Retriever]) -> None:
    assert found[0] == expected[0]
    for question in QUESTIONS:
        read = found[1].read(question)
        assert read == expected[1].read(question)
        assert found[1].search(read.terms) == expected[1].search(read.terms)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = right_folder(tmp_path / "content")
    write(folder, "tips/alpha.yaml", "tips:\n  - {id: alpha-1, text: Look., try: Write.}\n")
    write(
        folder, "glossary.yaml", "terms:\n  - {term: Letter, definition: A sign., topic: alpha, also_called: [sign]}\n"
    )
    write(
        folder, "responsibilities.yaml", "responsibilities:\n  - {n: 1, slug: alpha, gist: Know it., related: [beta]}\n"
    )
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "content.npz"


def test_what_was_stored_is_what_would_be_computed(folder: Path, store: Path) -> None:
    computed = compiled.load([folder], None)
    assert_same(compiled.load([folder], store), computed)
    made = store.stat().st_mtime_ns
    assert_same(compiled.load([folder], store), computed)
    assert store.stat().st_mtime_ns == made


def test_a_changed_file_is_read_anew(folder: Path, store: Path) -> None:
    compiled.load([folder], store)
    write(folder, "role/alpha.md", changed("title: Alpha", "title: Other"))
    assert compiled.load([folder], store)[0].articles["alpha"].title == "Other"


def test_a_file_that_is_gone_new_or_only_touched_is_noticed(folder: Path, store: Path) -> None:
    compiled.load([folder], store)
    (folder / "tips" / "alpha.yaml").unlink()
    assert compiled.load([folder], store)[0].tips == ()
    third = ALPHA.replace("Alpha", "Gamma").replace("first letter", "third letter")
    path = write(folder, "role/gamma.md", third)
    assert "gamma" in compiled.load([folder], store)[0].articles
    size = path.stat().st_size
    path.write_text(third.replace("title: Gamma", "title: Gamme"))
    os.utime(path, ns=(1, 1))
    assert path.stat().st_size == size
    assert compiled.load([folder], store)[0].articles["gamma"].title == "Gamme"


def test_another_folder_is_no_use_of_the_store(folder: Path, store: Path, tmp_path: Path) -> None:
    compiled.load([folder], store)
    other = right_folder(tmp_path / "other")
    assert compiled.load([other], store)[0].tips == ()


@pytest.mark.parametrize("damage", ["empty", "noise", "zip head", "half", "one byte"])
def test_a_broken_store_is_made_anew(folder: Path, store: Path, damage: str) -> None:
    computed = compiled.load([folder], store)
    whole = store.read_bytes()
    broken = {
        "empty": b"",
        "noise": b"\xff" * 100,
        "zip head": b"PK\x03\x04" + b"\0" * 100,
        "half": whole[: len(whole) // 2],
        "one byte": whole.replace(b'"stamp"', b'"stomp"'),
    }[damage]
    store.write_bytes(broken)
    assert_same(compiled.load([folder], store), computed)
    assert store.read_bytes() != broken


def test_a_store_that_cannot_be_written_is_passed_over(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert_same(compiled.load([folder], tmp_path / "file" / "content.npz"), compiled.load([folder], None))


def test_a_dangling_link_is_refused_as_any_mistake_is(folder: Path, store: Path) -> None:
    (folder / "role" / "gone.md").symlink_to(folder / "nowhere.md")
    with pytest.raises(ContentError, match="gone.md"):
        compiled.load([folder], store)


@pytest.mark.parametrize("error", [OSError("the disk is full"), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_no_draft_behind(
    folder: Path, store: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def half(file: BinaryIO, **_: object) -> None:
        file.write(b"PK")
        raise error

    monkeypatch.setattr("numpy.savez", half)
    with suppress(KeyboardInterrupt):
        assert_same(compiled.load([folder], store), compiled.load([folder], None))
    assert list(store.parent.iterdir()) == []


@pytest.mark.parametrize("at", [6, 8])  # the flags and the compression method of a zip entry
def test_whatever_a_damaged_store_makes_zipfile_raise_it_is_made_anew(folder: Path, store: Path, at: int) -> None:
    computed = compiled.load([folder], store)
    content = bytearray(store.read_bytes())
    for head, place in ((b"PK\x03\x04", at), (b"PK\x01\x02", at + 2)):
        begin = content.find(head)
        while begin >= 0:
            content[begin + place] |= 0x61
            begin = content.find(head, begin + 4)
    store.write_bytes(content)
    assert_same(compiled.load([folder], store), computed)
    assert store.read_bytes() != bytes(content)


@pytest.mark.parametrize("library", ["Stemmer", "rank_bm25"])
def test_another_version_of_what_makes_the_index_is_noticed(
    folder: Path, store: Path, library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled.load([folder], store)
    made = store.stat().st_mtime_ns
    (tmp_path / "newer").mkdir()
    (tmp_path / "newer" / f"{library}.py").write_text("# another version, which is found first")
    monkeypatch.syspath_prepend(tmp_path / "newer")
    monkeypatch.delitem(sys.modules, library, raising=False)  # as in a process that has not imported it yet
    compiled.load([folder], store)
    assert store.stat().st_mtime_ns != made


def test_content_with_a_mistake_is_refused_and_not_stored(folder: Path, store: Path) -> None:
    write(folder, "role/alpha.md", changed("title: Alpha", "title: no"))
    with pytest.raises(ContentError):
        compiled.load([folder], store)
    assert not store.exists()
