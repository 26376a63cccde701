"""Finding a thing by what somebody types."""

import pytest
from hypothesis import given

from bot.commands.lookup import MAX_CHOICES, Entry, Lookup
from tests.any_text import any_text

LOOKUP = Lookup(
    [
        Entry("sprint-goal", "Sprint Goal", ("objective of a sprint",)),
        Entry("sprint-planning", "Sprint Planning", ("planning meeting",)),
        Entry("definition-of-done", "Definition of Done", ("DoD",)),
        Entry("stakeholder-map", "Mapping stakeholders", ("power and interest grid",)),
    ]
)


def found(typed: str, limit: int = MAX_CHOICES) -> list[str]:
    return [entry.value for entry in LOOKUP.search(typed, limit)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("def", ["definition-of-done"]),  # the beginning of a label
        ("SPRINT p", ["sprint-planning"]),  # in any case
        ("sprint", ["sprint-goal", "sprint-planning"]),  # in their order
        ("dod", ["definition-of-done"]),  # another name
        ("stakeholders", ["stakeholder-map"]),  # any word
        ("done def", ["definition-of-done"]),  # beginnings of words in any order
        ("grid pow", ["stakeholder-map"]),
        ("defintion of done", ["definition-of-done"]),  # a typo
        ("sprint-goal", ["sprint-goal"]),  # the slug
        ("xylophone", []),
        ("\U0001f389", []),
        ("?", []),
    ],
)
def test_typed_text_finds(typed: str, expected: list[str]) -> None:
    assert found(typed) == expected


@pytest.mark.parametrize("typed", ["", "  "])
def test_before_anything_is_typed_all_are_offered_in_their_order(typed: str) -> None:
    assert found(typed) == ["sprint-goal", "sprint-planning", "definition-of-done", "stakeholder-map"]
    assert found(typed, limit=2) == ["sprint-goal", "sprint-planning"]


def test_a_name_that_begins_as_typed_comes_before_one_that_only_holds_it() -> None:
    assert found("planning")[0] == "sprint-planning"
    lookup = Lookup([Entry("a", "Release planning"), Entry("b", "Planning poker")])
    assert [entry.value for entry in lookup.search("plan")] == ["b", "a"]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("Sprint Goal", "sprint-goal"),
        ("DOD", "definition-of-done"),
        ("mapping", "stakeholder-map"),  # fits only one
        ("sprint goul", "sprint-goal"),
        ("sprint", None),  # fits two
        ("xylophone", None),
        ("", None),
        ("\U0001f389", None),
    ],
)
def test_the_best_is_the_one_that_is_clearly_meant(typed: str, value: str | None) -> None:
    assert LOOKUP.best(typed) == value


def test_a_whole_name_counts_even_where_others_begin_with_it() -> None:
    lookup = Lookup([Entry("a", "Backlog management"), Entry("b", "Backlog")])
    assert lookup.best("backlog") == "b"


def test_no_more_are_offered_than_discord_shows() -> None:
    lookup = Lookup([Entry(str(number), f"Entry {number}") for number in range(60)])
    assert len(lookup.search("")) == len(lookup.search("entry")) == MAX_CHOICES == 25


@given(any_text(100))
def test_any_text_at_all_finds_entries_of_the_list(typed: str) -> None:
    assert set(found(typed)) <= {"sprint-goal", "sprint-planning", "definition-of-done", "stakeholder-map"}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("stakehodlers", ["stakeholder-map"]),  # two letters swapped, one word of two
        ("intrest", ["stakeholder-map"]),  # one left out, in another name
        ("sprint plannning", ["sprint-planning"]),  # one too many
        ("defenit", ["definition-of-done"]),  # a wrong one, in half a word
        ("dun", []),  # three letters have to be right
        ("stakeholdersmap", ["stakeholder-map"]),  # two words in one
    ],
)
def test_a_slip_in_any_word_is_forgiven(typed: str, expected: list[str]) -> None:
    assert found(typed) == expected


def test_a_word_that_is_known_is_not_taken_for_another() -> None:
    lookup = Lookup([Entry("a", "Refining"), Entry("b", "Defining")])
    assert [entry.value for entry in lookup.search("refining")] == ["a"]
