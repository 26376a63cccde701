"""`/assistant setup`: what is shown, what each choice means, and what asks for a permission."""

import pytest

from bot.app import Stored
from bot.commands.reply import Do, Items, Reply
from bot.commands.setup import ASK_CHANNEL, ASK_CHANNEL_NEEDS, FORUM, FORUM_NEEDS
from bot.domain import ServerSettings, Visibility
from tests.commands.reading import assert_within_limits, items, of_kind, offered, paragraphs

GUILD = 7


def shown(reply: Reply) -> dict[str, str]:
    assert_within_limits(reply)
    return {item.title: item.text for block in of_kind(reply, Items) for item in block.items}


async def test_the_defaults_are_shown_with_what_they_mean_and_a_test_question(stored: Stored) -> None:
    reply = stored.setup.show(GUILD)
    assert shown(reply) == {
        "Answers to /ask:": "private: only the asker sees the answer, and can share it",
        "Ask channel:": "none",
        "Forum:": "none",
        "Keep texts of questions:": "off",
    }
    assert [action.do for action in reply.actions] == [Do.TRY]


async def test_a_change_leaves_the_rest_as_it_was_and_can_be_taken_back(stored: Stored) -> None:
    await stored.setup.change(GUILD, {"ask_channel": 11, "answers": Visibility.PUBLIC})
    reply = await stored.setup.change(GUILD, {"forum": 22})
    assert shown(reply)["Ask channel:"].startswith("<#11>")
    assert shown(reply)["Forum:"].startswith("<#22>: noted for later")
    assert shown(reply)["Answers to /ask:"].startswith("public")
    assert offered(reply, Do.UNSET) == [ASK_CHANNEL, FORUM]
    assert offered(await stored.setup.unset(GUILD, FORUM), Do.UNSET) == [ASK_CHANNEL]
    assert offered(await stored.setup.unset(GUILD, ASK_CHANNEL), Do.UNSET) == []
    assert stored.settings_of(GUILD) == ServerSettings(answers=Visibility.PUBLIC)


async def test_keeping_texts_says_plainly_what_that_means_once(stored: Stored) -> None:
    told = paragraphs(await stored.setup.change(GUILD, {"keep_questions": True}))
    for part in ("word for word", "up to 90 days", "whoever runs me can read all", "Direct messages are never kept"):
        assert part in told
    assert paragraphs(await stored.setup.change(GUILD, {"keep_questions": True})) == ""
    assert "deleted" in paragraphs(await stored.setup.change(GUILD, {"keep_questions": False}))
    assert paragraphs(await stored.setup.change(GUILD, {"keep_questions": False})) == ""


@pytest.mark.parametrize("needs", [ASK_CHANNEL_NEEDS, FORUM_NEEDS])
async def test_every_missing_permission_is_named_with_what_for_and_the_fix(
    stored: Stored, needs: tuple[str, ...]
) -> None:
    reply = stored.setup.refused(11, needs)
    assert not reply.done
    assert items(reply) == list(needs)
    assert all(shown(reply).values())
    assert "In <#11> I lack:" in paragraphs(reply)
    assert "choose Permissions" in paragraphs(reply)
