"""The nearest-rank percentile by its definition."""

import pytest

from bot.percentiles import nearest_rank


@pytest.mark.parametrize(
    ("count", "share", "expected"),
    [(1, 0.5, 1), (2, 0.5, 1), (4, 0.5, 2), (5, 0.5, 3), (100, 0.99, 99), (101, 0.99, 100), (60, 0.99, 60), (9, 1, 9)],
)
def test_it_is_the_value_of_that_rank(count: int, share: float, expected: float) -> None:
    assert nearest_rank([float(one) for one in range(count, 0, -1)], share) == expected


@pytest.mark.parametrize("percent", [50, 95, 99])
def test_that_share_of_all_values_does_not_exceed_it_and_of_a_smaller_one_does(percent: int) -> None:
    for count in range(1, 400):
        found = nearest_rank(range(1, count + 1), percent / 100)
        assert found is not None
        assert (found - 1) * 100 < percent * count <= found * 100


def test_of_no_values_there_is_none() -> None:
    assert nearest_rank([], 0.5) is None
