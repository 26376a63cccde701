"""The pictures show Discord's Markdown as Discord does, and no better."""

import pytest

from bot.commands.reply import Quotation, Reply
from bot.discord_app import render
from tests.pictures.markup import Reader, html

READER = Reader(lambda sign, id_: f"{sign}name{id_}", now=1795435200.0)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**bold** *it* __under__ ~~gone~~", "<strong>bold</strong> <em>it</em> <u>under</u> <s>gone</s>"),
        (r"\*not\* \> \[x](y) <b>", "*not* &gt; [x](y) &lt;b&gt;"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("### Head\ntext", "<h3>Head</h3>text"),
        ("-# small\ntext", '<small class="subtext">small</small>text'),
        ("a # b -# c", "a # b -# c"),
        ("- one\n- two\n\nafter", "<ul><li>one</li><li>two</li></ul>\nafter"),
        ("3. one\n4. two", '<ol start="3"><li>one</li><li>two</li></ol>'),
        ("> a\n> \n> - b\nafter", '<div class="quote"><blockquote>a\n\n<ul><li>b</li></ul></blockquote></div>after'),
        (">a", "&gt;a"),
        ("```\n**raw**\n```", "<pre>**raw**</pre>"),
        ("[label](<https://a.b/c_d>)", '<a href="https://a.b/c_d">label</a>'),
        ("see <https://a.b/x>.", 'see <a href="https://a.b/x">https://a.b/x</a>.'),
        ("see https://a.b/x.", 'see <a href="https://a.b/x">https://a.b/x</a>.'),
        (
            "</tips list:12> <#3>",
            '<span class="mention">/tips list</span> <span class="mention">#name3</span>',
        ),
        ("<t:1795435200:f>", '<span class="time">November 23, 2026 at 1:00 PM</span>'),
        ("<t:1795521600:R>", '<span class="time">in 1 day</span>'),
    ],
)
def test_text_is_shown_as_in_discord(text: str, shown: str) -> None:
    assert html(text, READER) == shown


def test_a_line_with_a_bare_sign_ends_a_quotation() -> None:
    assert html("> a\n>\n> b", READER).count("<blockquote>") == 2


def test_our_quotation_of_several_paragraphs_is_one() -> None:
    content = render.content(Reply((Quotation("one\n\n- two\n- three\n\nfour"),)))
    assert html(content, READER).count("<blockquote>") == 1
    assert "&gt;" not in html(content, READER)
