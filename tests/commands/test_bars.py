"""Bars of text."""

from bot.commands.bars import bars

BLOCK = "\u2588"


def test_bars_are_in_proportion_with_labels_of_one_width() -> None:
    assert bars([("1 Nov", 4), ("12 Nov", 8), ("3 Nov", 0)]) == [
        f"1 Nov  {BLOCK * 7} 4",
        f"12 Nov {BLOCK * 14} 8",
        "3 Nov  0",
    ]


def test_what_counts_little_is_seen_beside_what_counts_much() -> None:
    assert bars([("a", 1), ("b", 100_000)])[0] == f"a {BLOCK} 1"


def test_nothing_and_only_zeros_are_no_trouble() -> None:
    assert bars([]) == []
    assert bars([("a", 0)]) == ["a 0"]
