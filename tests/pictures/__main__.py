"""`python -m tests.pictures [FOLDER]`: draw every scene and write the page that shows them."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.corpus.loader import load_corpus
from bot.corpus.places import packaged_content
from bot.retrieval.retriever import Retriever
from tests.conftest import REPOSITORY
from tests.pictures.chromium import camera, find_browser
from tests.pictures.files import read_me, smaller
from tests.pictures.page import WIDTH, page
from tests.pictures.scene import SCENES
from tests.pictures.stage import play, stage

NO_BROWSER = "Pictures need Chromium or Chrome on the PATH; on Debian: apt-get install chromium."


def main() -> int:
    """Return 0 once all pictures are written, 2 where there is no browser to draw them."""
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description="Draw what the bot shows.")
    parser.add_argument("folder", nargs="?", type=Path, default=REPOSITORY / "docs" / "pictures")
    parser.add_argument("--only", metavar="NAME", action="append", help="draw this scene alone; may be repeated")
    given = parser.parse_args()
    browser = find_browser()
    if browser is None:
        print(NO_BROWSER, file=sys.stderr)
        return 2
    with TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        asyncio.run(_draw(browser, Path(scratch), given.folder, given.only))
    return 0


async def _draw(browser: str, scratch: Path, folder: Path, only: list[str] | None) -> None:
    corpus = load_corpus([packaged_content()])
    folder.mkdir(parents=True, exist_ok=True)
    document = scratch / "page.html"
    async with stage(scratch, corpus, Retriever.build(corpus)) as online, camera(browser, scratch / "browser") as shots:
        for scene in SCENES:
            if only and scene.name not in only:
                continue
            shown = await play(online, scene)
            document.write_text(page(online, shown), "utf-8")
            picture = smaller(await shots.shoot(document, WIDTH))
            (folder / f"{scene.name}.png").write_bytes(picture)
            print(f"{scene.name}.png  {len(picture) // 1024} KiB")
    if not only:
        (folder / "README.md").write_text(read_me(SCENES), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
