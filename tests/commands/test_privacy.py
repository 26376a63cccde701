"""`/privacy`: plain words, true counts, a file, and a deletion that asks first."""

import json

import pytest

from bot.app import App, Stored
from bot.commands import privacy
from bot.commands.privacy import texts_kept_here
from bot.commands.reply import Do, Items
from bot.domain import Place, UsageEvent
from bot.storage.personal import PERSONAL_TABLES
from tests.commands.reading import items, of_kind, offered, paragraphs
from tests.conftest import HandClock

ANN, GUILD = 111222333444555666, 7


async def asked(stored: Stored, clock: HandClock, text: str = "how?") -> None:
    event = UsageEvent(clock.now(), "ask", Place.GUILD, "unknown", guild_id=GUILD, person=stored.person(ANN))
    await stored.storage.record(event, {"kanban": "kanban"}, text)


async def test_every_kind_of_row_is_shown_with_its_count_and_meaning(stored: Stored, clock: HandClock) -> None:
    await asked(stored, clock)
    await asked(stored, clock)
    reply = await stored.privacy.show(ANN, GUILD)
    assert items(reply)[:3] == ["Uses: 2", "Question texts: 0", "Single words without an answer: 1"]
    assert len(items(reply)) == len(PERSONAL_TABLES)
    assert "deleted after 90 days" in paragraphs(reply)
    assert all(item.text for block in of_kind(reply, Items) for item in block.items)


async def test_it_says_whether_this_place_keeps_texts(stored: Stored) -> None:
    await stored.setup.change(GUILD, {"keep_questions": True})
    assert texts_kept_here(keeps=True, in_server=True) in paragraphs(await stored.privacy.show(ANN, GUILD))
    assert "in this server are not kept" in paragraphs(await stored.privacy.show(ANN, GUILD + 1))
    assert "direct messages are never kept" in paragraphs(await stored.privacy.show(ANN, None))


async def test_the_file_holds_what_is_kept(stored: Stored, clock: HandClock) -> None:
    await stored.setup.change(GUILD, {"keep_questions": True})
    await asked(stored, clock, "why is the sky blue? ☁")
    reply = await stored.privacy.export(ANN)
    assert "3 entries" in paragraphs(reply)
    assert reply.file is not None
    assert reply.file.name == "my-data.json"
    document = json.loads(reply.file.text)
    assert document["exported_at"] == clock.now().isoformat()
    assert [row["text"] for row in document["questions"]["rows"]] == ["why is the sky blue? ☁"]
    assert set(document) == {"exported_at", *(table.name for table in PERSONAL_TABLES)}


async def test_a_file_that_discord_would_refuse_is_not_sent(stored: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(privacy, "_MOST_BYTES", 10)
    reply = await stored.privacy.export(ANN)
    assert reply.file is None
    assert "more than Discord lets me send" in paragraphs(reply)


async def test_deletion_asks_first_then_forgets_what_is_stored_and_what_is_in_memory(
    stored: Stored, app: App, clock: HandClock
) -> None:
    await asked(stored, clock)
    app.ask("what is a proxy product owner?", (ANN, 10))
    asks = await stored.privacy.ask_to_delete(ANN)
    assert "(uses: 1, single words without an answer: 1)" in paragraphs(asks)
    assert len(offered(asks, Do.ERASE)) == 1
    assert "Uses: 1" in items(await stored.privacy.show(ANN, GUILD))
    done = await stored.privacy.delete(ANN)
    assert paragraphs(done).startswith("Deleted: uses: 1, single words without an answer: 1.")
    assert app.turns.recall((ANN, 10)) is None
    assert "Uses: 0" in items(await stored.privacy.show(ANN, GUILD))


async def test_where_nothing_is_found_it_can_be_deleted_all_the_same(stored: Stored) -> None:
    asks = await stored.privacy.ask_to_delete(ANN)
    assert paragraphs(asks).startswith("Delete all that I keep about you? It cannot be undone.")
    assert len(offered(asks, Do.ERASE)) == 1
    assert paragraphs(await stored.privacy.delete(ANN)) == "I keep nothing about you now."
