"""The desk on the real schedules table: claim, then send, then close."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain import DeliveryState, Rhythm, Schedule
from bot.storage.schedules import Schedules
from bot.storage.storage import Storage
from bot.tips.desk import ClaimedTip, TipDesk
from tests.conftest import HandClock
from tests.tiny import tips_on

TIPS = [*tips_on("sprint", 3), *tips_on("backlog", 2)]
GUILD, CHANNEL, OTHER = 1, 10, 11
DAILY = Rhythm(time(12, 30), "UTC", frozenset(range(7)))  # the hand clock begins at 12:00
DUE = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)


@pytest.fixture
def store(storage: Storage) -> Schedules:
    return storage.schedules


@pytest.fixture
def desk(store: Schedules, clock: HandClock) -> TipDesk:
    return TipDesk(store, TIPS, clock)


async def schedule(store: Schedules, channel: int = CHANNEL, topic: str = "", rhythm: Rhythm = DAILY) -> None:
    await store.put(GUILD, channel, rhythm, topic, DUE)


async def of(store: Schedules, channel: int = CHANNEL) -> Schedule:
    found = await store.of_channel(channel)
    assert found is not None
    return found


async def states(storage: Storage) -> list[str]:
    """Return the state of every delivery, oldest first."""
    rows = await storage._database.rows("SELECT state FROM deliveries ORDER BY id")
    return [row["state"] for row in rows]


async def claim_due(desk: TipDesk) -> list[ClaimedTip]:
    """Claim all that is due, and return what is to be sent."""
    claims = [await desk.claim(schedule) for schedule in await desk.due()]
    return [claimed for claimed in claims if claimed is not None]


async def test_nothing_is_claimed_before_it_is_due(store: Schedules, desk: TipDesk, clock: HandClock) -> None:
    await schedule(store)
    clock.forward(minutes=29, seconds=59)
    assert await claim_due(desk) == []


async def test_a_due_slot_is_on_disk_as_claimed_before_it_is_sent(
    storage: Storage, store: Schedules, desk: TipDesk, clock: HandClock
) -> None:
    await schedule(store)
    clock.forward(minutes=30)
    (claimed,) = await claim_due(desk)
    assert await states(storage) == ["claimed"]
    assert [delivery.tip_id for delivery in await store.open_claims()] == [claimed.tip.id]
    assert (await of(store)).next_due == DUE + timedelta(days=1)
    await desk.sent(claimed)
    assert await states(storage) == ["sent"]
    assert await store.open_claims() == []


async def test_a_slot_is_claimed_once(store: Schedules, desk: TipDesk, clock: HandClock) -> None:
    await schedule(store)
    clock.forward(minutes=31)
    assert len(await claim_due(desk)) == 1
    assert await claim_due(desk) == []


async def test_of_two_claims_of_the_same_slot_one_is_refused(store: Schedules, clock: HandClock) -> None:
    await schedule(store)
    standing = await of(store)
    later = DUE + timedelta(days=1)
    assert await store.claim(standing, "sprint-1", DeliveryState.CLAIMED, later) is not None
    assert await store.claim(standing, "sprint-2", DeliveryState.CLAIMED, later) is None
    assert await store.given(CHANNEL) == ["sprint-1"]


async def test_a_schedule_that_was_put_back_does_not_send_its_slot_again(
    store: Schedules, desk: TipDesk, clock: HandClock
) -> None:
    await schedule(store)
    clock.forward(minutes=31)
    assert len(await claim_due(desk)) == 1
    await store.remove(CHANNEL)
    await schedule(store)
    assert await claim_due(desk) == []
    assert (await of(store)).next_due == DUE + timedelta(days=1)


async def test_the_nonce_is_the_same_for_a_slot_and_differs_between_slots_and_channels(
    store: Schedules, desk: TipDesk, clock: HandClock
) -> None:
    await schedule(store)
    await schedule(store, OTHER)
    clock.forward(minutes=31)
    first, other = await claim_due(desk)
    (again, _) = await desk.left_open()
    clock.forward(days=1)
    (tomorrow, _) = await claim_due(desk)
    assert again.id == first.id
    assert len({first.id, other.id, tomorrow.id}) == 3
    assert all(0 < len(one.id) <= 25 for one in (first, other, tomorrow))


@pytest.mark.parametrize(("late", "sent"), [(timedelta(minutes=60), True), (timedelta(minutes=60, seconds=1), False)])
async def test_a_slot_later_than_an_hour_is_skipped(
    storage: Storage, store: Schedules, desk: TipDesk, clock: HandClock, late: timedelta, sent: bool
) -> None:
    await schedule(store)
    clock.moment = DUE + late
    assert bool(await claim_due(desk)) == sent
    assert await states(storage) == ["claimed" if sent else "skipped"]


async def test_slots_missed_in_an_outage_are_skipped_once_and_not_bunched(
    storage: Storage, store: Schedules, desk: TipDesk, clock: HandClock
) -> None:
    await schedule(store)
    clock.moment = DUE + timedelta(days=5, hours=3)
    assert await claim_due(desk) == []
    assert await claim_due(desk) == []
    assert await states(storage) == ["skipped"]
    assert (await of(store)).next_due == DUE + timedelta(days=6)


@pytest.mark.parametrize("late", [timedelta(), timedelta(minutes=30), timedelta(minutes=60)])
async def test_after_an_outage_of_days_the_slot_still_in_time_is_sent(
    storage: Storage, store: Schedules, desk: TipDesk, clock: HandClock, late: timedelta
) -> None:
    await schedule(store)
    clock.moment = DUE + timedelta(days=5) + late
    (claimed,) = await claim_due(desk)
    assert claimed.delivery.due == DUE + timedelta(days=5)
    assert await states(storage) == ["skipped", "claimed"]
    assert (await of(store)).next_due == DUE + timedelta(days=6)


async def test_a_skipped_slot_uses_up_no_tip(store: Schedules, desk: TipDesk, clock: HandClock) -> None:
    await schedule(store)
    clock.moment = DUE + timedelta(hours=3)
    await claim_due(desk)
    assert await store.given(CHANNEL) == []


async def test_a_channel_gets_every_tip_before_any_again(store: Schedules, desk: TipDesk, clock: HandClock) -> None:
    await schedule(store)
    given = []
    clock.moment = DUE
    for _ in range(10):
        (claimed,) = await claim_due(desk)
        await desk.sent(claimed)
        given.append(claimed.tip.id)
        clock.forward(days=1)
    assert sorted(given[:5]) == sorted(given[5:]) == sorted(tip.id for tip in TIPS)


async def test_a_topic_gives_only_its_own_tips(store: Schedules, desk: TipDesk, clock: HandClock) -> None:
    await schedule(store, topic="backlog")
    clock.moment = DUE
    topics = set()
    for _ in range(4):
        (claimed,) = await claim_due(desk)
        topics.add(claimed.tip.topic)
        clock.forward(days=1)
    assert topics == {"backlog"}


async def test_a_topic_without_tips_pauses_its_schedule_with_the_reason(
    store: Schedules, desk: TipDesk, clock: HandClock
) -> None:
    await schedule(store, topic="withdrawn")
    await schedule(store, OTHER)
    clock.moment = DUE
    assert [claimed.delivery.channel_id for claimed in await claim_due(desk)] == [OTHER]
    assert (await of(store)).paused == "no tips are left on its topic; schedule another topic"
    assert await store.next_due() == DUE + timedelta(days=1)


async def test_a_timezone_that_is_gone_pauses_its_schedule_and_holds_up_no_other(
    store: Schedules, desk: TipDesk, clock: HandClock
) -> None:
    await schedule(store, rhythm=Rhythm(time(12, 30), "Mars/Base", DAILY.days))
    await schedule(store, OTHER)
    clock.moment = DUE
    assert [claimed.delivery.channel_id for claimed in await claim_due(desk)] == [OTHER]
    assert "Mars/Base is no longer known" in (await of(store)).paused


@pytest.mark.parametrize(
    ("age", "repeats"),
    [
        (timedelta(), True),
        (timedelta(seconds=119), True),
        (timedelta(seconds=120), False),
        (timedelta(seconds=-1), False),  # the clock was set back: who knows how old it is
    ],
)
async def test_a_claim_left_open_is_sent_again_unseen_only_while_it_is_young(
    store: Schedules, desk: TipDesk, clock: HandClock, age: timedelta, repeats: bool
) -> None:
    await schedule(store)
    clock.moment = DUE
    (claimed,) = await claim_due(desk)
    clock.moment += age
    restarted = TipDesk(store, TIPS, clock)
    assert await restarted.left_open() == [claimed]
    assert restarted.can_repeat(claimed) == repeats


@pytest.mark.parametrize(("late", "to_send"), [(timedelta(minutes=60), True), (timedelta(minutes=61), False)])
async def test_a_claim_that_has_not_arrived_is_sent_within_the_grace_and_else_skipped(
    storage: Storage, store: Schedules, desk: TipDesk, clock: HandClock, late: timedelta, to_send: bool
) -> None:
    await schedule(store)
    clock.moment = DUE
    (claimed,) = await claim_due(desk)
    clock.moment = DUE + late
    assert await desk.not_found(claimed) == to_send
    assert await states(storage) == ["claimed" if to_send else "skipped"]


@pytest.mark.parametrize("end", ["pause", "stop"])
async def test_a_claim_left_open_is_not_sent_once_its_schedule_was_paused_or_stopped(
    storage: Storage, store: Schedules, desk: TipDesk, clock: HandClock, end: str
) -> None:
    await schedule(store)
    clock.moment = DUE
    await claim_due(desk)
    await (store.pause(CHANNEL, "asked to") if end == "pause" else store.remove(CHANNEL))
    assert await desk.left_open() == []
    assert await states(storage) == ["uncertain"]


async def test_a_claim_whose_tip_was_withdrawn_is_not_sent_again(
    storage: Storage, store: Schedules, desk: TipDesk, clock: HandClock
) -> None:
    await schedule(store)
    clock.moment = DUE
    await claim_due(desk)
    assert await TipDesk(store, [], clock).left_open() == []
    assert await states(storage) == ["uncertain"]


async def test_a_channel_that_cannot_be_posted_to_is_paused_with_the_reason(
    storage: Storage, store: Schedules, desk: TipDesk, clock: HandClock
) -> None:
    await schedule(store)
    clock.moment = DUE
    (claimed,) = await claim_due(desk)
    await desk.failed(claimed, "the bot may not write there")
    clock.forward(days=1)
    assert await claim_due(desk) == []
    assert (await of(store)).paused == "the bot may not write there"
    assert await states(storage) == ["failed"]
    assert await store.given(CHANNEL) == []


async def test_scheduling_again_ends_the_pause(store: Schedules, desk: TipDesk, clock: HandClock) -> None:
    await schedule(store)
    await store.pause(CHANNEL, "asked to")
    clock.moment = DUE
    assert await claim_due(desk) == []
    await schedule(store)
    assert len(await claim_due(desk)) == 1


async def test_what_is_due_next_is_the_tip_that_is_then_claimed(
    store: Schedules, desk: TipDesk, clock: HandClock
) -> None:
    await schedule(store, topic="backlog")
    clock.moment = DUE
    for _ in range(5):
        expected = await desk.next_tip(await of(store))
        (claimed,) = await claim_due(desk)
        assert claimed.tip == expected
        await desk.sent(claimed)
        clock.forward(days=1)


async def test_a_paused_schedule_keeps_its_own_reason_when_due_times_are_put_right(
    store: Schedules, desk: TipDesk
) -> None:
    await schedule(store, rhythm=Rhythm(time(12, 30), "Mars/Base", DAILY.days))
    await store.pause(CHANNEL, "asked to")
    await desk.align()
    assert (await of(store)).paused == "asked to"
