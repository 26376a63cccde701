"""A small bot on the real discord.py, for the tests of the fake itself."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

from tests.fake_discord import Channel, FakeDiscord, Guild, ManualClock, User

OPENAPI = Path(__file__).resolve().parents[3] / "shared" / "discord-openapi.json"

#: What our bot asks for without the Message Content intent.
INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)

TOPICS = ["Product Goal", "Product Backlog", "Sprint Goal"]


class Form(discord.ui.Modal, title="Feedback"):
    """A modal with a short text and a radio group."""

    reason: discord.ui.TextInput[Form] = discord.ui.TextInput(label="Reason", max_length=50)
    mood: discord.ui.Label[Form] = discord.ui.Label(
        text="Mood",
        component=discord.ui.RadioGroup(
            custom_id="mood",
            options=[discord.RadioGroupOption(label=name, value=name) for name in ("good", "bad")],
        ),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Say what was entered."""
        assert isinstance(self.mood.component, discord.ui.RadioGroup)
        await interaction.response.send_message(f"{self.reason.value} ({self.mood.component.value})", ephemeral=True)


class Panel(discord.ui.View):
    """Every kind of legacy component."""

    def __init__(self) -> None:
        """Add a link, which has no callback."""
        super().__init__(timeout=None)
        self.add_item(discord.ui.Button(label="Guide", url="https://scrumguides.org"))

    @discord.ui.button(label="Press", custom_id="panel:press")
    async def press(self, interaction: discord.Interaction, _: discord.ui.Button[Panel]) -> None:
        """Change the message in place."""
        await interaction.response.edit_message(content="pressed")

    @discord.ui.button(label="Never", custom_id="panel:never", disabled=True)
    async def never(self, interaction: discord.Interaction, _: discord.ui.Button[Panel]) -> None:
        """Cannot be pressed."""

    @discord.ui.button(label="Later", custom_id="panel:later")
    async def later(self, interaction: discord.Interaction, _: discord.ui.Button[Panel]) -> None:
        """Acknowledge silently, then edit."""
        await interaction.response.defer()
        await interaction.edit_original_response(content="edited later")

    @discord.ui.button(label="Form", custom_id="panel:form")
    async def form(self, interaction: discord.Interaction, _: discord.ui.Button[Panel]) -> None:
        """Open the modal."""
        await interaction.response.send_modal(Form())

    @discord.ui.select(
        custom_id="panel:topic", options=[discord.SelectOption(label=topic, value=topic) for topic in TOPICS]
    )
    async def topic(self, interaction: discord.Interaction, select: discord.ui.Select[Panel]) -> None:
        """Answer with the choice."""
        await interaction.response.send_message(select.values[0])


class Layout(discord.ui.LayoutView):
    """A message of Components V2."""

    box = discord.ui.Container[Any](discord.ui.TextDisplay("**Responsibilities**"))


class DemoTree(app_commands.CommandTree["DemoClient"]):
    """Notes what commands raised, for tests to look at."""

    async def on_error(
        self, interaction: discord.Interaction[DemoClient], error: app_commands.AppCommandError, /
    ) -> None:
        """Keep the original exception."""
        self.client.errors.append(getattr(error, "original", error))


class DemoClient(discord.Client):
    """Answers commands, mentions and direct messages."""

    def __init__(self, clock: ManualClock, *, intents: discord.Intents = INTENTS) -> None:
        """Register the commands; `clock` is the fake's, so that a command can take its time."""
        super().__init__(intents=intents, allowed_mentions=discord.AllowedMentions.none(), guild_ready_timeout=0.01)
        self.clock = clock
        self.errors: list[Exception] = []
        self.heard: list[discord.Message] = []
        self.resumes = 0
        self.tree = DemoTree(self)
        register(self.tree)

    async def setup_hook(self) -> None:
        """Sync the commands, and answer to the panel's buttons after a restart too."""
        self.add_view(Panel())
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Leave out the library's five seconds before a second IDENTIFY."""

    async def on_message(self, message: discord.Message) -> None:
        """Note it; answer direct messages and mentions."""
        if message.author == self.user:
            return
        self.heard.append(message)
        if message.guild is None or self.user in message.mentions:
            await message.reply(f"You said: {message.content}")

    async def on_resumed(self) -> None:
        """Count it."""
        self.resumes += 1


everywhere = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
by_anyone = app_commands.allowed_installs(guilds=True, users=True)


@app_commands.command()
@everywhere
@by_anyone
async def echo(
    interaction: discord.Interaction[DemoClient],
    text: app_commands.Range[str, 1, 3000],
    private: bool = False,
) -> None:
    """Say it back."""
    await interaction.response.send_message(text, ephemeral=private)


@app_commands.command()
async def slow(interaction: discord.Interaction[DemoClient], private: bool = False) -> None:
    """Defer, answer, and follow up."""
    await interaction.response.defer(ephemeral=private)
    await interaction.followup.send("the answer")
    await interaction.followup.send("one more thing", ephemeral=True)


@app_commands.command()
async def late(interaction: discord.Interaction[DemoClient], seconds: float) -> None:
    """Answer after some seconds of the fake's time."""
    interaction.client.clock.advance(seconds)
    await interaction.response.send_message("sorry")


@app_commands.command()
async def twice(interaction: discord.Interaction[DemoClient]) -> None:
    """Respond, forget that, and respond again."""
    await interaction.response.send_message("first")
    await discord.InteractionResponse(interaction).send_message("second")


@app_commands.command()
async def panel(interaction: discord.Interaction[DemoClient]) -> None:
    """Show every component."""
    await interaction.response.send_message("panel", view=Panel())


@app_commands.command()
async def layout(interaction: discord.Interaction[DemoClient]) -> None:
    """Show Components V2."""
    await interaction.response.send_message(view=Layout())


@app_commands.command()
async def chart(interaction: discord.Interaction[DemoClient]) -> None:
    """Send a file."""
    await interaction.response.send_message("chart", file=discord.File(io.BytesIO(b"PNG"), "chart.png"))


@app_commands.command()
async def topic(interaction: discord.Interaction[DemoClient], name: str) -> None:
    """Open a topic."""
    await interaction.response.send_message(f"topic {name}")


@topic.autocomplete("name")
async def topic_names(_: discord.Interaction[DemoClient], current: str) -> list[app_commands.Choice[str]]:
    """Suggest topics that hold what was typed."""
    found = [name for name in TOPICS if current.lower() in name.lower()]
    return [app_commands.Choice(name=name, value=name) for name in found]


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Tips(app_commands.Group):
    """Commands for administrators."""

    @app_commands.command()
    async def schedule(self, interaction: discord.Interaction[DemoClient], where: discord.TextChannel) -> None:
        """Name a channel."""
        await interaction.response.send_message(f"tips in {where.mention}", ephemeral=True)


@app_commands.context_menu(name="Answer this")
@everywhere
@by_anyone
async def answer_this(interaction: discord.Interaction[DemoClient], message: discord.Message) -> None:
    """Answer a message."""
    await interaction.response.send_message(f"re: {message.content}", ephemeral=True)


@app_commands.context_menu(name="Greet")
async def greet(interaction: discord.Interaction[DemoClient], user: discord.Member) -> None:
    """Greet a member."""
    await interaction.response.send_message(f"hello {user.name} since {user.joined_at:%Y}")


def register(tree: DemoTree) -> None:
    """Put all commands into the tree."""
    commands: list[app_commands.Command[Any, ..., Any] | app_commands.ContextMenu] = [
        *(echo, slow, late, twice, panel, layout, chart, topic),
        *(answer_this, greet),
    ]
    for command in commands:
        tree.add_command(command)
    tree.add_command(Tips(name="tips", description="Tips"))


@dataclass(frozen=True)
class Stage:
    """A fake Discord with one server, one channel, one member, and the demo bot online."""

    discord: FakeDiscord
    client: DemoClient
    clock: ManualClock
    guild: Guild
    channel: Channel
    alice: User


@asynccontextmanager
async def online(client: discord.Client, fake: FakeDiscord) -> AsyncIterator[None]:
    """Run `client` against `fake` within the block."""
    running = asyncio.create_task(client.start(fake.token))
    ready = asyncio.create_task(fake.gateway.wait_ready())
    try:
        # A client that cannot start should fail the test with its own error at once.
        await asyncio.wait([running, ready], return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
        await ready
        yield
    finally:
        ready.cancel()
        await client.close()
        await asyncio.gather(running, ready, return_exceptions=True)


@asynccontextmanager
async def stage(*, intents: discord.Intents = INTENTS, heartbeat_interval: float = 41.25) -> AsyncIterator[Stage]:
    """Set the stage; leaving it fails if Discord would have refused anything."""
    clock = ManualClock()
    openapi = OPENAPI if OPENAPI.exists() else None
    async with FakeDiscord(clock=clock, openapi=openapi, heartbeat_interval=heartbeat_interval) as fake:
        guild = fake.add_guild("Harbour")
        channel = guild.add_text_channel("general")
        alice = fake.add_user("alice")
        guild.add_member(alice)
        client = DemoClient(clock, intents=intents)
        async with online(client, fake):
            yield Stage(fake, client, clock, guild, channel, alice)
