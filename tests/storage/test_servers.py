"""What servers decided, in memory and on disk, and what is left of a server that removed the bot."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bot.domain import DeliveryState, Place, Rhythm, ServerSettings, UsageEvent, Visibility
from bot.storage.storage import Storage
from tests.conftest import HandClock

GUILD, OTHER = 7, 8
RHYTHM = Rhythm(time(9, 0), "UTC", frozenset(range(7)))
DUE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


async def asked(storage: Storage, clock: HandClock, guild_id: int, text: str = "how?", person: str = "p") -> None:
    event = UsageEvent(clock.now(), "ask", Place.GUILD, "unknown", guild_id=guild_id, person=person)
    await storage.record(event, {"blorf": "blorfs"}, text)


async def asked_directly(storage: Storage, clock: HandClock) -> None:
    await storage.record(UsageEvent(clock.now(), "ask", Place.DIRECT, "unknown", person="p"))


async def count(storage: Storage, table: str) -> int:
    return int(await storage._database.value(f"SELECT count(*) FROM {table}"))


async def test_a_server_that_decided_nothing_has_the_defaults(storage: Storage) -> None:
    assert storage.servers.of(GUILD) == storage.servers.of(None) == ServerSettings()
    assert ServerSettings().answers is Visibility.PRIVATE
    assert not ServerSettings().keep_questions


async def test_settings_answer_from_memory_and_are_there_after_a_restart(tmp_path: Path, clock: HandClock) -> None:
    path = tmp_path / "own.sqlite3"
    wanted = ServerSettings(Visibility.PUBLIC, 2**62, 2**61, keep_questions=True)
    async with Storage.open(path, "", clock) as storage:
        await storage.servers.change(GUILD, answers=Visibility.PUBLIC, ask_channel=2**62)
        await storage.servers.change(GUILD, forum=2**61, keep_questions=True)
        assert storage.servers.of(GUILD) == wanted
        assert storage.servers.of(OTHER) == ServerSettings()
    async with Storage.open(path, "", clock) as storage:
        assert storage.servers.of(GUILD) == wanted


async def test_two_changes_at_once_are_both_kept(storage: Storage) -> None:
    changes: list[dict[str, object]] = [{"ask_channel": 1}, {"forum": 2}, {"answers": Visibility.PUBLIC}]
    await asyncio.gather(*(storage.servers.change(GUILD, **one) for one in changes))
    assert storage.servers.of(GUILD) == ServerSettings(Visibility.PUBLIC, 1, 2)


async def test_texts_are_kept_only_where_that_is_on(storage: Storage, clock: HandClock) -> None:
    await storage.servers.change(GUILD, keep_questions=True)
    await asked(storage, clock, GUILD, "kept")
    await asked(storage, clock, OTHER, "not kept")
    await asked(storage, clock, GUILD, "")
    assert await storage.questions.not_answered(GUILD, 9) == [("2026-11-23", "kept")]
    assert await count(storage, "questions") == 1


async def test_turning_it_off_deletes_this_servers_texts_down_to_the_last_byte(
    storage: Storage, clock: HandClock, tmp_path: Path
) -> None:
    for guild in (GUILD, OTHER):
        await storage.servers.change(guild, keep_questions=True)
        await asked(storage, clock, guild, f"Wilhelmina of {guild}")
    await storage.servers.change(GUILD, keep_questions=False)
    assert await storage.questions.not_answered(GUILD, 9) == []
    assert len(await storage.questions.not_answered(OTHER, 9)) == 1
    everything = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"Wilhelmina of 7" not in everything
    assert b"Wilhelmina of 8" in everything


class TestRemoval:
    """Seven days later nothing is left of a server; before that, and in every other, all is."""

    async def fill(self, storage: Storage, clock: HandClock) -> None:
        for guild in (GUILD, OTHER):
            await storage.servers.change(guild, keep_questions=True)
            for person in ("a", "b", "c"):
                await asked(storage, clock, guild, person=person)
            await storage.schedules.put(guild, guild * 10, RHYTHM, "", DUE)
            (schedule,) = await storage.schedules.of_guild(guild)
            await storage.schedules.claim(schedule, "tip", DeliveryState.SENT, DUE + timedelta(days=1))

    async def test_tips_of_a_schedule_that_was_stopped_go_too(self, storage: Storage, clock: HandClock) -> None:
        await self.fill(storage, clock)
        await storage.schedules.remove(GUILD * 10)
        await storage.servers.left(GUILD)
        assert await storage.servers.purge_removed(clock.now()) == [GUILD]
        assert await count(storage, "deliveries") == 1
        assert await storage.schedules.given(OTHER * 10) == ["tip"]

    async def test_a_server_of_which_only_posted_tips_are_kept_is_known(self, storage: Storage) -> None:
        await storage.schedules.put(GUILD, 70, RHYTHM, "", DUE)
        (schedule,) = await storage.schedules.of_guild(GUILD)
        await storage.schedules.claim(schedule, "tip", DeliveryState.SENT, DUE + timedelta(days=1))
        await storage.schedules.remove(70)
        assert await storage.servers.known() == {GUILD}

    async def test_everything_of_it_goes_and_nothing_else(self, storage: Storage, clock: HandClock) -> None:
        tables = ("servers", "usage", "questions", "gap_terms", "gap_words", "schedules", "deliveries")
        await self.fill(storage, clock)
        before = {table: await count(storage, table) for table in tables}
        assert all(before.values())
        await storage.servers.left(GUILD)
        assert await storage.servers.purge_removed(clock.now() - timedelta(seconds=1)) == []
        assert {table: await count(storage, table) for table in tables} == before
        clock.forward(days=7)
        assert await storage.servers.purge_removed(clock.now() - timedelta(days=7)) == [GUILD]
        assert {table: await count(storage, table) for table in tables} == {
            table: number // 2 for table, number in before.items()
        }
        assert await storage.servers.known() == {OTHER}
        await asked_directly(storage, clock)
        assert await storage.servers.known() == {OTHER}
        assert storage.servers.of(GUILD) == ServerSettings()
        assert storage.servers.of(OTHER).keep_questions

    async def test_coming_back_cancels_it_with_all_as_it_was(self, storage: Storage, clock: HandClock) -> None:
        await self.fill(storage, clock)
        await storage.servers.left(GUILD)
        assert storage.servers.of(GUILD) == ServerSettings(), "nothing holds where the bot is not"
        await storage.servers.joined(GUILD)
        clock.forward(days=30)
        assert await storage.servers.purge_removed(clock.now()) == []
        assert storage.servers.of(GUILD).keep_questions

    async def test_the_days_count_from_the_first_removal_over_a_restart(self, tmp_path: Path, clock: HandClock) -> None:
        path = tmp_path / "own.sqlite3"
        async with Storage.open(path, "", clock) as storage:
            await storage.servers.left(GUILD)
        clock.forward(days=7)
        async with Storage.open(path, "", clock) as storage:
            assert storage.servers.is_removed(GUILD)
            await storage.servers.left(GUILD)
            assert await storage.servers.purge_removed(clock.now() - timedelta(days=7)) == [GUILD]
        async with Storage.open(path, "", clock) as storage:
            assert not storage.servers.is_removed(GUILD)

    async def test_coming_back_while_the_deletion_waits_for_the_disk_cancels_it(
        self, storage: Storage, clock: HandClock
    ) -> None:
        await self.fill(storage, clock)
        await storage.servers.left(GUILD)
        async with storage._database.transaction():  # nobody else can write meanwhile
            purging = asyncio.create_task(storage.servers.purge_removed(clock.now()))
            await asyncio.sleep(0)
            coming_back = asyncio.create_task(storage.servers.joined(GUILD))
            await asyncio.sleep(0)
        assert await purging == []
        await coming_back
        assert storage.servers.of(GUILD).keep_questions
        assert await storage.servers.known() == {GUILD, OTHER}
