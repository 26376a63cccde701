"""A whole schedule in a button's id."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.commands.consent import packed, unpacked, zone_mark
from bot.commands.reply import Action, Do
from bot.discord_app.components import BUTTON_ID, action_id
from bot.domain import Rhythm
from bot.errors import UsageError
from bot.tips.rhythm import zones

LONGEST_ID = 2**63 - 1
LONGEST_SLUG = "s" * 40

rhythms = some.builds(
    Rhythm,
    some.times().map(lambda moment: time(moment.hour, moment.minute)),
    some.sampled_from(zones()),
    some.frozensets(some.integers(0, 6), min_size=1),
)


@given(some.integers(1, LONGEST_ID), rhythms)
def test_what_was_packed_is_read_again(channel_id: int, rhythm: Rhythm) -> None:
    assert unpacked(packed(channel_id, rhythm)) == (channel_id, rhythm)


@given(rhythms)
def test_it_fits_into_a_button_with_the_longest_topic(rhythm: Rhythm) -> None:
    button = action_id(Action(Do.REPLACE, "Replace it", LONGEST_SLUG, packed(LONGEST_ID, rhythm)))
    assert len(button) <= 100
    assert BUTTON_ID.fullmatch(button)


def test_no_two_timezones_share_a_mark() -> None:
    assert len({zone_mark(name) for name in zones()}) == len(zones())


def test_a_button_of_an_earlier_release_is_still_read() -> None:
    rhythm = Rhythm(time(9, 30), "Europe/Berlin", frozenset(range(5)))
    assert packed(42, rhythm) == "42.0930.1f.99f0b5e4"
    assert unpacked("42.0930.1f.99f0b5e4") == (42, rhythm)


UTC_MARK = zone_mark("UTC")
FORGED = ("1.2500.1f", "1.0900.0", "1.0900.80", "1.0900.zz", "x.0900.1f", "1.9.1f", "1.0900.1f.1")


@pytest.mark.parametrize(
    "key",
    ["", "x", "1.0900.1f", "1.0900.1f.00000000"]
    + [
        f"{start}.{UTC_MARK}"
        for start in ("1.2500.1f", "1.0900.0", "1.0900.80", "1.0900.zz", "x.0900.1f", "1.9.1f", "1.0900.1f.1")
    ],
)
def test_anything_else_is_refused_in_a_sentence(key: str) -> None:
    with pytest.raises(UsageError, match="Use /tips schedule again"):
        unpacked(key)
