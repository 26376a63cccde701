"""What the tests of the Discord front end share."""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from itertools import chain, product
from typing import Any

from bot.app import App, open_stored
from bot.assistant.followups import Turn
from bot.discord_app.client import AssistantClient
from bot.domain import Corpus, Outcome
from bot.settings import Settings
from tests.conftest import HandClock, Online, connected, new_app
from tests.fake_discord import Channel, FakeDiscord, Message, Reply, Request, User, posting

CLEAR_QUESTION = "what does a product owner do?"  # no threshold should ever make this anything but an answer
CLEAR_TOPIC = "product-owner"
NONSENSE = "zxqv blorf wibble"
# Of another field, but so long that it holds enough of our words to be answered where somebody asks us.
OF_ANOTHER_FIELD = (
    "My aquarium filter started rattling after the update to firmware 2.3, and since then the pump stops whenever the "
    "heater and the lamp work at the same time. I measured the value at the outlet, tried a smaller impeller and asked "
    "the manufacturer, who told me to wait for the next release. The team at the garden shop has a different product, "
    "but the customers there complain about corals and algae. Does anyone know which goal I should set for nitrate?"
)
WAIT_SECONDS = 30.0  # for what takes milliseconds, on a machine with much else to do

_PING = re.compile(r"@(everyone|here)|<@[!&]?\d+>")


@asynccontextmanager
async def running(
    settings: Settings, corpus: Corpus, clock: HandClock, *, posts: bool = False
) -> AsyncIterator[AssistantClient]:
    """Run a client as a fresh process would: only the database is the same, and the content, which never changes."""
    app = new_app(settings, corpus, clock)
    async with open_stored(app) as stored, connected(app, stored, posts=posts) as client:
        yield client


def newcomer(online: Online, name: str) -> User:
    """Return somebody else who has joined the server."""
    user = online.discord.add_user(name)
    online.guild.add_member(user)
    return user


async def asked_card(online: Online, question: str = CLEAR_QUESTION, channel: Channel | None = None) -> Message:
    """Let Alice ask in a message and return the card."""
    place = channel or online.channel
    await online.discord.say(online.alice, place, f"<@bot> {question}")
    return await online.discord.next_message(place)


def ambiguous_question(app: App) -> str:
    """Return words of the content that several topics fit about equally: found, as the thresholds are tuned."""
    leads = " ".join(article.lead for article in app.corpus.articles.values())
    words: list[str] = sorted(set(re.findall(r"[a-z]{4,}", leads)))
    for question in chain(words, map(" ".join, product(words[:40], words))):
        if app.assistant.ask(question).outcome is Outcome.CHOICE:
            return question
    raise AssertionError("no question leaves a choice")


def follow_up_on(app: App, topic: str) -> str:
    """Return a question that only the turn before it gives a sense: found, as the thresholds are tuned."""
    for word in re.findall(r"\b[a-z]{4,}", app.corpus.articles[topic].lead):
        question = f"and why {word} them?"
        answer = app.assistant.ask(question, Turn(topic))
        if answer.continued and answer.outcome is not Outcome.UNKNOWN:
            return question
    raise AssertionError("no question leans on the turn before it")


def comparison(app: App) -> str:
    """Return a question that is answered from two articles: found, as the thresholds are tuned."""
    names = sorted(article.title.lower() for article in app.corpus.articles.values())
    for one, other in product(names, names):
        question = f"difference between {one} and {other}"
        if len({quote.topic for quote in app.assistant.ask(question).quotes}) == 2:
            return question
    raise AssertionError("no question compares two articles")


def quoted(content: str) -> str:
    """Return the text in block quotes, without the marks that Discord needs."""
    lines = [line[2:] for line in content.split("\n") if line.startswith("> ")]
    return "\n".join(lines).replace("**", "")


def assert_quotes(app: App, content: str, question: str) -> None:
    """The message quotes every passage of the answer, and each stands in its article's file."""
    answer = app.assistant.ask(question)
    assert answer.outcome is Outcome.ANSWER
    for quote in answer.quotes:
        assert quote.text in app.corpus.articles[quote.topic].path.read_text("utf-8")
        assert quote.text.replace("**", "") in quoted(content)


def sent_messages(discord: FakeDiscord) -> Iterator[dict[str, Any]]:
    """Yield the body of every message that the bot sent or edited."""
    for request in discord.requests:
        if request.path.endswith("/callback"):
            if request.json["type"] in (4, 7):
                yield request.json["data"]
        elif request.method in ("POST", "PATCH") and re.search(r"/messages|^/webhooks/", request.path):
            yield request.json


def assert_pings_nobody(discord: FakeDiscord) -> None:
    """Every message says that nobody is to be pinged, and holds nothing that could."""
    bodies = list(sent_messages(discord))
    assert bodies
    for body in bodies:
        allowed = body["allowed_mentions"]
        assert allowed["parse"] == []
        assert not allowed.get("users")
        assert not allowed.get("roles")
        assert not allowed.get("replied_user")
        assert not _PING.search(str(body.get("content", "")))
    for channel in discord.world.channels.values():
        for message in discord.bot_messages(channel, interactions=True):
            assert not (message.mentions)
            assert not (message.mention_roles)
            assert not (message.mention_everyone)


def requests_to(discord: FakeDiscord, method: str, path: str) -> list[Request]:
    """Return the requests so far with this method whose path matches."""
    return [request for request in discord.requests if request.method == method and re.search(path, request.path)]


async def counted(client: AssistantClient) -> None:
    """Wait until everything that was asked has been counted too."""
    async with asyncio.timeout(WAIT_SECONDS):
        while client._in_flight:
            await asyncio.wait(set(client._in_flight))


def rows(settings: Settings, sql: str) -> list[dict[str, Any]]:
    """Return rows of the database file, read from outside."""
    with closing(sqlite3.connect(settings.database_path)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(sql)]


def stored_bytes(settings: Settings) -> bytes:
    """Return every byte of the database, its log and its index."""
    path = settings.database_path
    files = [path, *(path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))]
    return b"".join(file.read_bytes() for file in files if file.exists())


def labels(shown: Reply | Message) -> list[str]:
    """Return the labels of the buttons."""
    return [button.label for button in shown.buttons]


def old_card(discord: FakeDiscord, channel: Channel, *custom_ids: str) -> Message:
    """Return a message as the bot may have sent it long ago, with buttons of these ids."""
    row = [{"type": 2, "style": 2, "label": f"Button {n}", "custom_id": one} for n, one in enumerate(custom_ids)]
    body = {"content": "An old answer.", "components": [{"type": 1, "components": row}]}
    message = posting.create(discord.world, channel, body, [])
    posting.store(discord.world, message)
    return message


def lines_of(shown: Reply | Message) -> list[list[str]]:
    """Return the labels of the buttons, row by row."""
    message = shown.message if isinstance(shown, Reply) else shown
    assert message is not None
    return [[part["label"] for part in row["components"]] for row in message.components]


def reference_in(sentence: str) -> str:
    """Return the reference id that an error sentence ends with."""
    found = re.search(r"Reference: ([0-9a-f]{8})$", sentence)
    assert found, sentence
    return found[1]
