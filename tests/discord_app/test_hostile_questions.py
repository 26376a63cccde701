"""Questions that try to ping, to format, to break out, or that hold nothing to read."""

import pytest

from bot.discord_app.render import escape
from tests.conftest import Online
from tests.discord_app.helpers import assert_pings_nobody, counted, rows

HOSTILE = {
    "everyone": "@everyone @here blorfed",
    "role": "<@&1234567890123456789> blorfed",
    "user": "<@1234567890123456789> <@!1234567890123456789> blorfed",
    "markdown": "**blorfed** __wibbled__ ~~zxqved~~ ||quuxed|| `flurbed` *snarked*",
    "heading": "# blorfed\n## wibbled\n> zxqved\n- quuxed\n-# flurbed",
    "masked link": "[blorfed](https://example.com) and [wibbled](https://example.com)",
    "code block": "```py\nprint('blorfed')\n```",
    "longest": "blorfed " * 62 + "endx",
    "one long word": "x" * 500,
    "right to left": "\u202eblorfed \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627\u202c",
    "mixed scripts": "pr\u043educt \u03bfwner \u4ea7\u54c1 blorfed",
    "control characters": "blorfed\x00\x07\x1b[31m\u200b\u2066wibbled\u2069",
    "zalgo": "b\u0336\u0321l\u0337\u0322o\u0334rfed",
    "sql": "'; DROP TABLE usage; -- blorfed",
    "format strings": "%s %n {0} {question.__class__} ${jndi:ldap://x} blorfed",
    "custom emoji": "<:blorfed:1234567890123456789> <t:0:R> </ask:1>",
}
WITHOUT_WORDS = {"emoji": "\U0001f600\U0001f389\U0001f1e9\U0001f1ea", "marks": "?!? ...", "invisible": "\u200b\u2060"}


@pytest.mark.parametrize("question", HOSTILE.values(), ids=HOSTILE.keys())
async def test_a_hostile_question_gets_a_harmless_reply(online: Online, question: str) -> None:
    role = online.guild.add_role("loud")
    question = question.replace("1234567890123456789", str(role.id))
    replies = [
        await online.discord.slash(online.alice, online.channel, "ask", question=question[:500], private=False),
        await online.discord.slash(online.alice, online.channel, "glossary", term=question[:100]),
        await online.discord.slash(online.alice, online.channel, "resources", topic=question[:100]),
        await online.discord.slash(online.alice, online.channel, "responsibilities", name=question[:100]),
        await online.discord.slash(online.alice, online.channel, "tip", topic=question[:100]),
        await online.discord.slash(online.alice, online.channel, "topics", category=question[:100]),
    ]
    for reply in replies:
        assert reply.content
        assert "Reference:" not in reply.content
        assert escape(question) == question or question not in reply.content
    await online.discord.say(online.alice, online.channel, f"<@bot> {question}")
    await online.discord.next_message(online.channel)
    assert_pings_nobody(online.discord)


@pytest.mark.parametrize("question", WITHOUT_WORDS.values(), ids=WITHOUT_WORDS.keys())
async def test_a_question_without_a_word_gets_a_private_sentence(online: Online, question: str) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "ask", question=question, private=False)
    assert reply.ephemeral
    assert reply.content.startswith("There is no word in this question.")


async def test_strange_words_are_shown_without_any_formatting(online: Online) -> None:
    reply = await online.discord.slash(online.alice, online.channel, "ask", question="*blorfed* @everyone __wib_bled__")
    shown = reply.content.replace("\\_", "").replace("\\*", "")
    assert "blorfed" in shown
    assert "_" not in shown
    assert "*" not in shown


async def test_the_database_outlives_an_injection(online: Online) -> None:
    await online.discord.slash(online.alice, online.channel, "ask", question=HOSTILE["sql"])
    await counted(online.client)
    assert len(rows(online.app.settings, "SELECT * FROM usage")) == 1
    assert_pings_nobody(online.discord)


async def test_a_message_too_long_to_read_gets_one_sentence(online: Online) -> None:
    direct = online.discord.dm(online.alice)
    await online.discord.say(online.alice, direct, "x" * 3999 + "yz", force=True)
    answer = await online.discord.next_message(direct)
    assert "at most 4,000 can be read" in answer.content
