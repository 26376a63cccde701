"""A person's turns are dropped when they ask for it, and nobody else's."""

from bot.assistant.followups import Turn, TurnMemory
from tests.conftest import HandClock


def test_all_turns_of_a_person_are_dropped_in_every_place(clock: HandClock) -> None:
    memory = TurnMemory(clock)
    for key in ((1, 10), (1, 20), (2, 10), (10, 1), 1, "terminal"):
        memory.remember(key, Turn("sprint"))
    memory.forget(1)
    assert [memory.recall(key) for key in ((1, 10), (1, 20), 1)] == [None, None, None]
    assert all(memory.recall(key) for key in ((2, 10), (10, 1), "terminal"))


def test_forgetting_somebody_unknown_is_no_error(clock: HandClock) -> None:
    TurnMemory(clock).forget(1)
