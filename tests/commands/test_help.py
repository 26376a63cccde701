"""`/help`: it fits with all that it may have to say, and every word of it is plain."""

import re

import pytest

from bot import __version__
from bot.app import App
from bot.commands import help_words as words
from bot.commands.help import COMMANDS, EVERYWHERE_COMMANDS, OWNER_COMMANDS, help_reply
from bot.commands.privacy import texts_kept_here
from bot.commands.privacy_words import SEE_WHAT_IS_KEPT
from bot.commands.quality import Quality
from bot.commands.reply import Commands, Note
from bot.discord_app import render
from tests.commands.reading import of_kind, paragraphs

LONGEST_ID = 2**63 - 1
ROOM = 20  # for longer dates and versions


def test_it_names_every_command_the_version_and_the_date_of_the_content(commands: App) -> None:
    reply = help_reply(commands.corpus, "Use /ask.", (*COMMANDS, *OWNER_COMMANDS))
    (listed,) = of_kind(reply, Commands)
    assert [line.name for line in listed.lines][:2] == ["ask", "responsibilities"]
    content = of_kind(reply, Note)[-1].text
    assert f"Version {__version__}" in content
    assert commands.corpus.reviewed.isoformat() in content
    assert "Use /ask." in paragraphs(reply)


def test_quality_is_told_where_it_was_measured(commands: App) -> None:
    told = (
        "Measured with 200 questions by people who had not read my articles: 61 in 100 led to the right topic at once"
    )
    assert told in str(help_reply(commands.corpus, "", COMMANDS, quality=Quality(200, 0.61, 0.8)))
    assert "Measured" not in str(help_reply(commands.corpus, "", COMMANDS))


def test_with_all_there_is_to_say_the_owners_page_fits(commands: App) -> None:
    every = (*EVERYWHERE_COMMANDS, *OWNER_COMMANDS)
    ids = {line.name.split()[0]: LONGEST_ID for line in every}
    texts = f"{texts_kept_here(keeps=True, in_server=True)} {SEE_WHAT_IS_KEPT}"
    quality = Quality(1000, 0.61, 0.8)
    reply = help_reply(commands.corpus, words.WAYS, every, texts, stored=False, quality=quality)
    content = render.content(reply, ids)
    assert len(content) < render.MAX_CONTENT - ROOM
    assert content.count("</") == sum(len(line.names) for line in every)
    assert content.endswith(commands.corpus.reviewed.isoformat())


def test_where_the_ids_are_not_known_the_commands_are_named_all_the_same(commands: App) -> None:
    content = render.content(help_reply(commands.corpus, words.WAYS, EVERYWHERE_COMMANDS))
    assert "</" not in content
    assert "**/ask** ask in your own words" in content
    assert "**/privacy show** **/privacy export** **/privacy delete** what I keep" in content


def test_a_group_whose_id_is_known_is_clicked_at_each_of_its_commands(commands: App) -> None:
    content = render.content(help_reply(commands.corpus, "", EVERYWHERE_COMMANDS), {"privacy": 7})
    assert "</privacy show:7> </privacy export:7> </privacy delete:7> what I keep" in content


TEXTS = {name: value for name, value in vars(words).items() if name.isupper() and isinstance(value, str)}


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_is_plain(name: str) -> None:
    assert TEXTS[name] == TEXTS[name].strip()
    assert len(TEXTS[name]) <= 200
    assert not re.search(r"(?i)\b(corpus|slug|passage|interaction|ephemeral|retriev|recall|hit@|invalid)", TEXTS[name])
