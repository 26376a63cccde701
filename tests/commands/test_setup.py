"""`/assistant setup`: what is shown, what each choice means, and what asks for a permission."""

import pytest

from bot.app import Stored
from bot.commands.reply import Do, Items, Note, Reply, channel_mention
from bot.commands.setup import ASK_CHANNEL, ASK_CHANNEL_NEEDS, FORUM, FORUM_NEEDS, Setup
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
    assert shown(reply)["Ask channel:"].startswith(channel_mention(11))
    assert shown(reply)["Forum:"].startswith(f"{channel_mention(22)}: I answer a new post once")
    assert shown(reply)["Answers to /ask:"].startswith("public")
    assert offered(reply, Do.UNSET) == [ASK_CHANNEL, FORUM]
    assert offered(await stored.setup.unset(GUILD, FORUM), Do.UNSET) == [ASK_CHANNEL]
    assert offered(await stored.setup.unset(GUILD, ASK_CHANNEL), Do.UNSET) == []
    assert stored.settings_of(GUILD) == ServerSettings(answers=Visibility.PUBLIC)


@pytest.mark.parametrize("reads", [True, False])
async def test_what_cannot_be_read_is_not_promised(stored: Stored, reads: bool) -> None:
    setup = Setup(stored.storage.servers, 90, reads_messages=reads)
    told = shown(await setup.change(GUILD, {"ask_channel": 11, "forum": 22}))
    assert ("cannot read" in told["Ask channel:"]) is not reads
    assert ("cannot read" in told["Forum:"]) is not reads
    notice = setup.notice(GUILD)
    assert_within_limits(notice)
    assert ("Write your question here" in paragraphs(notice)) is reads
    assert [(action.do, action.slug) for action in notice.actions] == [(Do.ASK, "")]


async def test_the_note_in_the_ask_channel_says_whether_texts_are_kept(stored: Stored) -> None:
    def said() -> str:
        (note,) = of_kind(stored.setup.notice(GUILD), Note)
        return note.text

    assert "are not kept" in said()
    await stored.setup.change(GUILD, {"keep_questions": True})
    assert "texts of questions asked here are kept" in said()


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
    assert f"In {channel_mention(11)} I lack:" in paragraphs(reply)
    assert "choose Permissions" in paragraphs(reply)
