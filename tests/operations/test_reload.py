"""New content while the bot runs: in place whole, or not at all."""

import asyncio
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import App, Stored, open_stored
from bot.assistant.followups import Turn
from bot.content import Content
from bot.domain import Corpus, Place, UsageEvent
from bot.operations.health import Trouble
from bot.operations.reload import Reloader
from bot.retrieval.retriever import Retriever
from bot.settings import Settings
from tests.commands.reading import items
from tests.conftest import HandClock, Online, new_app
from tests.corpus.writing import write
from tests.discord_app.helpers import CLEAR_QUESTION, WAIT_SECONDS
from tests.test_process import QUOKKA

TIPS = "tips:\n  - id: quokka-1\n    text: Ask a quokka.\n    try: Find one.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "more"
    folder.mkdir()
    return folder


@pytest.fixture
def settings(settings: Settings, folder: Path) -> Settings:
    """Settings that name a folder of the operator's own, empty at the start."""
    return replace(settings, knowledge_paths=(folder,))


async def test_a_new_article_is_answered_from_listed_and_posted(online: Online, folder: Path) -> None:
    before = await online.discord.slash(online.alice, online.channel, "ask", question="what is quokka estimation")
    assert "Quokka estimation comes before all else" not in before.content
    write(folder, "role/quokka.md", QUOKKA)
    write(folder, "tips/quokka.yaml", TIPS)
    assert await Reloader(online.app, online.stored, None).reload()
    after = await online.discord.slash(online.alice, online.channel, "ask", question="what is quokka estimation")
    assert "Quokka estimation comes before all else" in after.content
    opened = await online.discord.slash(online.alice, online.channel, "topics", topic="quokka")
    assert "Quokka estimation" in opened.content
    offered = await online.discord.autocomplete(online.alice, online.channel, "topics", focused="topic", topic="quokka")
    assert [choice.value for choice in offered] == ["quokka"]
    await online.discord.slash(
        online.owner, online.channel, "tips schedule",
        channel=online.channel, time="12:00", timezone="UTC", days="daily", topic="quokka",
    )  # fmt: skip
    online.clock.forward(days=1)
    assert await online.client.tips.post_due() == 1
    assert "Ask a quokka." in online.discord.bot_messages(online.channel)[-1].content


async def test_a_broken_file_leaves_the_former_content_and_says_why(
    app: App, stored: Stored, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    former = app.content
    broken = write(folder, "role/quokka.md", QUOKKA.replace("summary:", "sumary:"))
    reloader = Reloader(app, stored, None)
    assert not await reloader.reload()
    assert app.content is former
    assert app.ask(CLEAR_QUESTION)[0].answered
    assert f"content: {broken}:3: sumary: is no known key" in caplog.text
    assert f"{broken}:" in app.health.reasons()[Trouble.CONTENT]
    broken.unlink()
    assert await reloader.reload()
    assert Trouble.CONTENT not in app.health.reasons()


async def test_a_gap_that_a_new_article_fills_is_one_no_more(app: App, stored: Stored, folder: Path) -> None:
    for number in range(3):
        event = UsageEvent(stored.clock.now(), "ask", Place.GUILD, "unknown", guild_id=7, person=f"p{number}")
        await stored.storage.record(event, {"quokka": "quokka"}, "")
    assert items(await stored.gaps.reply(7)) == ["quokka"]
    assert "no article has this word" in str(await stored.gaps.reply(7))
    write(folder, "role/quokka.md", QUOKKA)
    assert await Reloader(app, stored, None).reload()
    assert "no article has this word" not in str(await stored.gaps.reply(7))


async def test_whatever_a_file_does_the_former_content_goes_on(app: App, stored: Stored, folder: Path) -> None:
    former = app.content
    write(folder, "role/quokka.md", b"\xff\xfe\x00---\n")
    (folder / "glossary.yaml").mkdir()
    assert not await Reloader(app, stored, None).reload()
    assert app.content is former
    assert Trouble.CONTENT in app.health.reasons()


async def test_answers_go_on_while_it_is_read(online: Online, retriever: Retriever, corpus: Corpus) -> None:
    reading, go_on = threading.Event(), threading.Event()

    def slowly(store: Path | None = None) -> Content:
        reading.set()
        assert go_on.wait(WAIT_SECONDS)
        return Content(corpus, "", retriever)

    online.app.read_again = slowly  # type: ignore[method-assign]  # as slow as a test wants it
    former = online.app.content
    reload = asyncio.create_task(Reloader(online.app, online.stored, None).reload())
    await asyncio.to_thread(reading.wait, WAIT_SECONDS)
    reply = await online.discord.slash(online.alice, online.channel, "ask", question=CLEAR_QUESTION)
    assert reply.answered
    assert online.app.content is former
    go_on.set()
    assert await reload
    assert online.app.content is not former


async def test_asked_for_several_times_it_is_read_once_more(app: App, stored: Stored) -> None:
    readings: list[Path | None] = []
    done = asyncio.Event()
    loop = asyncio.get_running_loop()
    content = app.content

    def read(store: Path | None = None) -> Content:
        readings.append(store)
        loop.call_soon_threadsafe(done.set)
        return content

    app.read_again = read  # type: ignore[method-assign]  # counts
    reloader = Reloader(app, stored, None)
    for _ in range(5):
        reloader.ask()
    working = asyncio.create_task(reloader.run())
    await asyncio.wait_for(done.wait(), WAIT_SECONDS)
    working.cancel()
    await asyncio.wait({working})
    assert readings == [None]


async def test_a_conversation_about_a_topic_that_is_gone_goes_on(
    settings: Settings, corpus: Corpus, clock: HandClock, folder: Path
) -> None:
    write(folder, "role/quokka.md", QUOKKA)
    app = new_app(settings, corpus, clock)
    app.content = app.read_again()
    assert app.ask("what is quokka estimation", "somebody")[0].quotes[0].topic == "quokka"
    (folder / "role" / "quokka.md").unlink()
    async with open_stored(app) as stored:
        assert await Reloader(app, stored, None).reload()
    for previous in (None, Turn("quokka")):
        answer, _ = app.ask("and who decides that?", "somebody", previous)
        assert "quokka" not in [quote.topic for quote in answer.quotes]
        app.answer_reply(answer)
