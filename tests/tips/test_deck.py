"""No tip comes twice before all have come once."""

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import Tip
from bot.tips.deck import draw, following
from tests.tiny import tips_on

DECK = tips_on("sprint", 5)


def drawn(tips: Sequence[Tip], given_before: Sequence[str], count: int, seed: str = "1") -> list[str]:
    """Draw `count` times from a deck that stays the same; returns the whole history."""
    history = list(given_before)
    for _ in range(count):
        tip = draw(tips, history, seed)
        assert tip is not None
        history.append(tip.id)
    return history


def rounds(history: Sequence[str], size: int) -> list[Sequence[str]]:
    return [history[start : start + size] for start in range(0, len(history), size)]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 40])
def test_every_round_holds_every_tip_once(size: int) -> None:
    deck = tips_on("sprint", size)
    for one_round in rounds(drawn(deck, [], size * 20), size):
        assert sorted(one_round) == sorted(tip.id for tip in deck)


@pytest.mark.parametrize("size", [2, 3, 5])
def test_a_new_round_does_not_begin_with_the_last_tip_of_the_old_one(size: int) -> None:
    for seed in range(20):
        history = drawn(DECK[:size], [], 50, seed=str(seed))
        assert all(left != right for left, right in itertools.pairwise(history))


def test_rounds_and_channels_differ_in_their_order_but_the_same_channel_draws_the_same() -> None:
    deck = tips_on("sprint", 20)
    first, second = rounds(drawn(deck, [], 40), 20)
    assert first != second
    assert drawn(deck, [], 20, seed="2") != first
    assert drawn(deck, [], 20) == first


def test_what_was_given_on_other_topics_does_not_count() -> None:
    other = [tip.id for tip in tips_on("backlog", 9)]
    history = drawn(DECK, other, 5)
    assert sorted(history[9:]) == sorted(tip.id for tip in DECK)


def test_an_added_tip_joins_the_round() -> None:
    history = drawn(DECK[:4], [], 2)
    assert sorted(drawn(DECK, history, 3)) == sorted(tip.id for tip in DECK)


def test_a_tip_added_after_a_whole_round_comes_before_any_repeats() -> None:
    history = drawn(DECK[:4], [], 4)
    assert drawn(DECK, history, 1)[-1] == DECK[4].id


def test_a_withdrawn_tip_is_not_drawn_and_the_round_goes_on() -> None:
    history = drawn(DECK, [], 2)
    left = [tip for tip in DECK if tip.id != history[0]]
    went_on = drawn(left, history, 3)
    assert sorted(went_on) == sorted(tip.id for tip in DECK)


def test_an_empty_deck_gives_none() -> None:
    assert draw([], [], "1") is None
    assert draw([], ["sprint-1"], "1") is None


def test_a_deck_of_one_gives_it_again_and_again() -> None:
    assert drawn(DECK[:1], [], 3) == ["sprint-1"] * 3


@given(st.lists(st.sampled_from(("draw", "draw", "draw", "add", "withdraw")), max_size=60), st.integers(0, 99))
def test_tips_that_stay_come_equally_often_whatever_is_added_and_withdrawn(events: list[str], seed: int) -> None:
    stay, added = DECK[:3], iter(tips_on("guest", 60))
    guests: list[Tip] = []
    history: list[str] = []
    for event in events:
        if event == "add":
            guests.append(next(added))
        elif event == "withdraw" and guests:
            guests.pop(seed % len(guests))
        else:
            tip = draw([*stay, *guests], history, str(seed))
            assert tip in [*stay, *guests]
            assert tip.id not in history[-1:]
            history.append(tip.id)
        counts = [history.count(tip.id) for tip in stay]
        assert max(counts) - min(counts) <= 1


class TestCircle:
    @pytest.mark.parametrize("size", [1, 2, 4, 5])
    def test_walking_on_shows_every_tip_before_any_again(self, size: int) -> None:
        deck = DECK[:size]
        shown = [deck[0].id]
        for _ in range(2 * size - 1):
            tip = following(deck, shown[-1])
            assert tip is not None
            shown.append(tip.id)
        assert sorted(shown[:size]) == sorted(tip.id for tip in deck)
        assert shown[size:] == shown[:size]

    def test_a_tip_that_is_gone_leads_back_into_the_circle(self) -> None:
        assert following(DECK, "withdrawn") in DECK

    def test_without_tips_there_is_none(self) -> None:
        assert following([], "sprint-1") is None
