"""Every scene can be played and drawn, and the folder of pictures holds each."""

import re
from html import escape, unescape
from pathlib import Path

import pytest

from bot.domain import Corpus
from bot.retrieval.retriever import Retriever
from tests.conftest import REPOSITORY
from tests.fake_discord import Reply
from tests.pictures.chromium import camera, find_browser
from tests.pictures.files import read_me
from tests.pictures.page import VARIANTS, page
from tests.pictures.scene import SCENES, Shown
from tests.pictures.stage import play, stage

PICTURES = REPOSITORY / "docs" / "pictures"
#: What Discord would have turned into something else.
UNKNOWN = re.compile(r"\*\*|__|~~|^-# |^#+ |<t:|<[@#/]|\]\(|^> |^>$|\\", re.MULTILINE)


def words_of(document: str) -> str:
    """Return what a reader of the HTML sees."""
    body = document.split("</style>")[1]
    return unescape(re.sub(r"<[^>]+>", "\n", body))


def labels_of(shown: Shown) -> list[str]:
    """Return the words on buttons and the names of a form's fields."""
    message = shown.message if isinstance(shown, Reply) else shown
    if message is not None:
        return [button.label for button in message.buttons]
    assert isinstance(shown, Reply)
    assert shown.modal is not None
    return [shown.modal.title, *(field.label for field in shown.modal.fields)]


async def test_every_scene_is_drawn_with_all_its_words(tmp_path: Path, corpus: Corpus, retriever: Retriever) -> None:
    async with stage(tmp_path, corpus, retriever) as online:
        for scene in SCENES:
            shown = await play(online, scene)
            document = page(online, shown)
            found = UNKNOWN.search(words_of(document))
            assert found is None, f"{scene.name}: {words_of(document)[found.start() - 40 : found.end() + 40]!r}"
            labels = [label for one in shown for label in labels_of(one)]
            assert [label for label in labels if document.count(escape(label)) < len(VARIANTS)] == [], scene.name


def test_the_folder_holds_every_picture_and_no_other() -> None:
    """Mend it with `python -m tests.pictures`."""
    assert len({scene.name for scene in SCENES}) == len(SCENES)
    assert (PICTURES / "README.md").read_text("utf-8") == read_me(SCENES)
    assert {path.stem for path in PICTURES.glob("*.png")} == {scene.name for scene in SCENES}


@pytest.mark.skipif(find_browser() is None, reason="needs Chromium or Chrome on the PATH")
async def test_a_page_is_shot_in_its_whole_height(tmp_path: Path) -> None:
    document = tmp_path / "page.html"
    document.write_text('<body style="margin: 0"><div style="height: 2345px"></div>', "utf-8")
    async with camera(str(find_browser()), tmp_path / "browser") as shots:
        png = await shots.shoot(document, 321)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = (int.from_bytes(png[at : at + 4]) for at in (16, 20))
    assert (width, height) == (321, 2345)
