"""A canary in a real run: nobody's id and nobody's words on disk or in the log, unless a server opted in."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.commands import card_words, door_words
from tests.discord_app.helpers import old_card
from tests.fake_discord import Channel, FakeDiscord, Guild, User
from tests.test_process import READY_SECONDS, outside, own_cache, running

__all__ = ["outside", "own_cache"]  # fixtures of that file, used here too

# Words that stand in no article, first as they are typed and then as the text pipeline would write them.
QUESTION = "does Wilhelmina Grabowski like okonomiyaki and nothing else"
CANARIES = ("wilhelmina", "grabowski", "okonomiyaki", "wilhelmin", "okonomiyak")


@dataclass
class Watched:
    """A bot in a process of its own, and everything that it leaves behind."""

    discord: FakeDiscord
    folder: Path
    process: asyncio.subprocess.Process
    guild: Guild
    channel: Channel
    alice: User

    def on_disk(self) -> bytes:
        """Return every byte of every file beside the database, backups included, in lower case."""
        files = [file for file in (self.folder / "data").rglob("*") if file.is_file()]
        return b"".join(file.read_bytes() for file in files).lower()

    def told(self, written: bytes) -> set[str]:
        """Return which words of the question, and which ids of people, stand in it."""
        people = [user.id for user in self.discord.world.users.values() if not user.bot]
        forms = {f"id {one}": form for one in people for form in (b"%d" % one, one.to_bytes(8, "big").lower())}
        forms |= {word: word.encode() for word in CANARIES}
        return {name for name, form in forms.items() if form in written}

    async def counted(self, questions: int) -> None:
        """Wait until as many questions are on disk; each is recorded after its reply."""
        async with asyncio.timeout(READY_SECONDS):
            shown = await self.discord.slash(self.alice, self.channel, "privacy show")
            while f"**Uses: {questions}**" not in shown.content:
                shown = await self.discord.slash(self.alice, self.channel, "privacy show")

    async def ask_everywhere(self) -> int:
        """Ask by command, mention, direct message, message menu and form; returns how often."""
        direct = self.discord.dm(self.alice)
        await self.discord.slash(self.alice, self.channel, "ask", question=QUESTION)
        await self.discord.slash(self.alice, direct, "ask", question=QUESTION)
        await self.discord.say(self.alice, self.channel, f"<@bot> {QUESTION}")
        await self.discord.next_message(self.channel)
        said = await self.discord.say(self.alice, direct, QUESTION)
        await self.discord.next_message(direct)
        await self.discord.message_menu(self.alice, said, door_words.ANSWER_THIS)
        notice = old_card(self.discord, self.channel, "po1:ask::")
        opened = await self.discord.click(self.alice, notice, label="Button 0")
        await self.discord.submit(self.alice, opened, {card_words.ASK_LABEL: QUESTION})
        return 6

    async def log(self) -> bytes:
        """Stop the process and return what it logged."""
        self.process.terminate()
        _, errors = await asyncio.wait_for(self.process.communicate(), READY_SECONDS)
        return errors.lower()


@pytest.fixture
async def watched(outside: FakeDiscord, tmp_path: Path) -> AsyncIterator[Watched]:  # the fixture above
    alice, guild = outside.add_user("alice"), outside.add_guild("Harbour")
    guild.add_member(alice)
    channel = guild.add_text_channel("general")
    async with running(outside, tmp_path, LOG_LEVEL="DEBUG") as process:
        await outside.gateway.wait_ready(READY_SECONDS)
        yield Watched(outside, tmp_path, process, guild, channel, alice)


async def keep_texts(watched: Watched, *, keep: bool) -> None:
    await watched.discord.slash(watched.guild.owner, watched.channel, "assistant setup", keep_questions=keep)


async def test_without_an_opt_in_nobodys_words_and_nobodys_id_are_written_anywhere(watched: Watched) -> None:
    await watched.counted(await watched.ask_everywhere())
    assert b"usage" in watched.on_disk()
    assert watched.told(watched.on_disk()) == set()
    logged = await watched.log()
    assert b"ready in 1 servers" in logged
    assert watched.told(logged) == set()
    assert watched.told(watched.on_disk()) == set()


async def test_with_an_opt_in_the_text_is_kept_until_the_person_deletes_it(watched: Watched) -> None:
    await keep_texts(watched, keep=True)
    await watched.counted(await watched.ask_everywhere())
    assert {"wilhelmina", "grabowski", "okonomiyaki"} <= watched.told(watched.on_disk())
    assert not [name for name in watched.told(watched.on_disk()) if name.startswith("id ")]
    asks = await watched.discord.slash(watched.alice, watched.channel, "privacy delete")
    done = await watched.discord.click(watched.alice, asks, label="Delete it all")
    assert "I keep nothing about you now." in done.content
    assert watched.told(watched.on_disk()) == set()
    assert watched.told(await watched.log()) == set()


async def test_with_an_opt_in_the_text_is_kept_until_the_server_takes_it_back(watched: Watched) -> None:
    await keep_texts(watched, keep=True)
    await watched.counted(await watched.ask_everywhere())
    assert "wilhelmina" in watched.told(watched.on_disk())
    await keep_texts(watched, keep=False)
    assert watched.told(watched.on_disk()) == set()
    assert watched.told(await watched.log()) == set()
