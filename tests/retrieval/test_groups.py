"""Scores by group: best and mean of the best, whatever the groups' sizes."""

import numpy as np
import pytest

from bot.retrieval.groups import Groups

SCORES = np.array([0.1, 0.9, 0.5, 0.4, 0.0, 0.8])
GROUPS = Groups(np.array([0, 3, 4]), len(SCORES))  # 0.1 0.9 0.5 | 0.4 | 0.0 0.8


def test_best_is_the_highest_of_each_group() -> None:
    assert GROUPS.best(SCORES).tolist() == [0.9, 0.4, 0.8]


@pytest.mark.parametrize(
    ("count", "means"), [(1, [0.9, 0.4, 0.8]), (2, [0.7, 0.4, 0.4]), (3, [0.5, 0.4, 0.4]), (9, [0.5, 0.4, 0.4])]
)
def test_a_group_with_fewer_places_is_not_punished(count: int, means: list[float]) -> None:
    assert GROUPS.mean_of_best(SCORES, count).tolist() == pytest.approx(means)
