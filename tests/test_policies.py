"""The privacy policy and the terms say what the program does, and what the operator has to fill in."""

import re

import pytest

from bot.app import _KEPT_OF_REMOVED
from bot.assistant.followups import TURN_SECONDS
from bot.settings import Settings
from bot.storage.personal import PERSONAL_TABLES, PersonalTable
from bot.storage.questions import ENOUGH_PEOPLE
from tests.conftest import REPOSITORY

POLICY = (REPOSITORY / "docs" / "privacy.md").read_text("utf-8")
TERMS = (REPOSITORY / "docs" / "terms.md").read_text("utf-8")
NUMBERS = {3: "three", 7: "seven"}


@pytest.mark.parametrize("table", PERSONAL_TABLES, ids=lambda table: table.name)
def test_the_policy_names_every_kind_of_row_by_the_title_that_people_see(table: PersonalTable) -> None:
    assert f"| {table.title} |" in POLICY


def test_the_policy_has_the_programs_own_numbers() -> None:
    assert f"**{Settings().retention_days} days**" in POLICY
    assert f"{NUMBERS[_KEPT_OF_REMOVED.days]} days later" in POLICY
    assert f"{NUMBERS[_KEPT_OF_REMOVED.days]} days later" in TERMS
    assert f"once {NUMBERS[ENOUGH_PEOPLE]} people of that server" in POLICY
    assert f"for {TURN_SECONDS // 60} minutes" in POLICY


@pytest.mark.parametrize("text", [POLICY, TERMS], ids=["privacy", "terms"])
def test_what_the_operator_fills_in_is_marked_and_the_contact_is_among_it(text: str) -> None:
    placeholders = re.findall(r"\*\*\[([^\]]+)\]\*\*", text)
    assert any("NAME OF THE OPERATOR" in one for one in placeholders)
    assert any("CONTACT" in one for one in placeholders)
    assert re.findall(r"(?<!\*\*)\[[A-Z ,]{4,}", text) == []


def test_every_command_that_they_name_exists() -> None:
    named = set(re.findall(r"`(/[a-z]+(?: [a-z]+)?)`", POLICY + TERMS))
    assert named <= {
        "/help",
        "/privacy",
        "/privacy show",
        "/privacy export",
        "/privacy delete",
        "/assistant setup",
        "/assistant stats",
    }
