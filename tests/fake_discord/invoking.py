"""Whether a user may do something, and the interaction payload if they do."""

from __future__ import annotations

from tests.fake_discord.channels import Channel
from tests.fake_discord.commands import Context
from tests.fake_discord.errors import JSON
from tests.fake_discord.interactions import Interaction, InteractionType
from tests.fake_discord.messages import Message
from tests.fake_discord.options import partial_channel
from tests.fake_discord.permissions import ALL, Permission
from tests.fake_discord.users import User
from tests.fake_discord.world import World

#: Bytes of one upload in a place without boosts.
ATTACHMENT_SIZE_LIMIT = 10 * 1024 * 1024


def context_of(world: World, channel: Channel) -> Context:
    """Return what kind of place a channel is for a command."""
    if channel.guild is not None:
        return Context.GUILD
    return (
        Context.BOT_DM if world.bot in channel.recipients and len(channel.recipients) == 2 else Context.PRIVATE_CHANNEL
    )


def check_present(user: User, channel: Channel) -> None:
    """AssertionError unless the user can see the channel and it still exists."""
    if channel.id not in channel.world.channels:
        raise AssertionError(f"#{channel.name} has been deleted")
    if not channel.permissions_for(user) & Permission.VIEW_CHANNEL:
        raise AssertionError(f"{user.name} cannot see #{channel.name}")


def check_command(world: World, command: JSON, user: User, channel: Channel, *, force: bool) -> None:
    """AssertionError where Discord would not offer the command to this user; `force` skips permissions."""
    here = context_of(world, channel)
    name = command["name"]
    if command["contexts"] is not None and here not in command["contexts"]:
        raise AssertionError(f"{name!r} is not available in {here.name}; its contexts are {command['contexts']}")
    # Without contexts it is guilds and, unless dm_permission is off, the bot's direct messages: discord-api-docs
    # issues 6744 and 7108, against what the documentation says.
    private = here is Context.PRIVATE_CHANNEL or (here is Context.BOT_DM and not command["dm_permission"])
    if command["contexts"] is None and private:
        raise AssertionError(f"{name!r} is not available in {here.name}; it names no contexts")
    if command.get("guild_id") is not None and here is not Context.GUILD:
        raise AssertionError(f"{name!r} is registered in one guild only")
    if not (installed_here(world, command, user, channel) or (user.installed and 1 in command["integration_types"])):
        raise AssertionError(f"{name!r} is installed neither here nor by {user.name}: {command['integration_types']}")
    if channel.archived:
        raise AssertionError("no commands in an archived thread")
    if not force:
        _check_permissions(command, user, channel)


def _check_permissions(command: JSON, user: User, channel: Channel) -> None:
    held = channel.permissions_for(user)
    send = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    for needed in (Permission.USE_APPLICATION_COMMANDS, send):
        if not held & needed:
            raise AssertionError(f"{user.name} lacks {needed.name} in #{channel.name}")
    default = command["default_member_permissions"]
    if channel.guild is None or default is None or held == ALL:
        return
    # "0" stands for administrators only.
    if int(default) == 0 or held & int(default) != int(default):
        raise AssertionError(f"{user.name} lacks the default_member_permissions {default} of {command['name']!r}")


def installed_here(world: World, command: JSON, user: User, channel: Channel) -> bool:
    """Return whether the place itself has the application (as against this user's own account)."""
    if 0 not in command["integration_types"]:
        return False
    return place_has_bot(world, user, channel)


def place_has_bot(world: World, user: User, channel: Channel) -> bool:
    """Return whether the bot is in this guild, or, in its direct messages, shares a guild with the user."""
    if channel.guild is not None:
        return channel.guild.bot_present
    if world.bot not in channel.recipients:
        return False
    return any(guild.bot_present and user.id in guild.members for guild in world.guilds.values())


def open_interaction(
    world: World,
    kind: InteractionType,
    user: User,
    channel: Channel,
    *,
    guild_installed: bool,
    source: Message | None,
) -> Interaction:
    """Create an interaction and its token."""
    id_ = world.ids.next()
    interaction = Interaction(id_, f"fake-token-{id_:x}", kind, user, channel, world.clock(), guild_installed, source)
    world.interactions[interaction.token] = interaction
    return interaction


def payload(world: World, interaction: Interaction, data: JSON) -> JSON:
    """Return the d of INTERACTION_CREATE."""
    channel, user = interaction.channel, interaction.user
    body: JSON = {
        "id": str(interaction.id),
        "application_id": str(world.application.id),
        "type": int(interaction.type),
        "token": interaction.token,
        "version": 1,
        "data": data,
        "channel_id": str(channel.id),
        "channel": partial_channel(channel, user),
        "app_permissions": str(_app_permissions(world, channel)),
        "locale": user.locale,
        "entitlements": [],
        "authorizing_integration_owners": _owners(interaction),
        "context": int(context_of(world, channel)),
        "attachment_size_limit": ATTACHMENT_SIZE_LIMIT,
    }
    if interaction.source is not None:
        # Without the message that it replies to, whose id alone is sent: Discord.Net issue 2567.
        body["message"] = interaction.source.payload(quoted=True)
    if channel.guild is None:
        return body | {"user": user.payload()}
    member = channel.guild.members[user.id].payload() | {"permissions": str(channel.permissions_for(user))}
    guild = {"id": str(channel.guild.id), "locale": channel.guild.locale, "features": []}
    return body | {
        "guild_id": str(channel.guild.id),
        "guild": guild,
        "guild_locale": channel.guild.locale,
        "member": member,
    }


def _app_permissions(world: World, channel: Channel) -> int:
    held = channel.permissions_for(world.bot)
    if held or channel.guild is None:
        return held
    # Where the bot is no member, it may do what @everyone's external applications may.
    return channel.guild.everyone.permissions & int(Permission.EMBED_LINKS | Permission.ATTACH_FILES)


def _owners(interaction: Interaction) -> JSON:
    """Return who installed the application: "0" the guild (0 in a direct message), "1" the user."""
    guild = interaction.channel.guild
    owners: JSON = {"0": str(guild.id if guild else 0)} if interaction.guild_installed else {}
    return owners | ({"1": str(interaction.user.id)} if interaction.user.installed else {})


def name_command(world: World, interaction: Interaction, data: JSON) -> None:
    """Note the command's full name and its target, which messages that answer it show."""
    names, options = [data["name"]], data.get("options") or []
    while options and options[0]["type"] in (1, 2):
        names.append(options[0]["name"])
        options = options[0]["options"]
    interaction.command = " ".join(names)
    target = int(data.get("target_id") or 0)
    interaction.target_user = world.users.get(target)
    interaction.target_message = interaction.channel.messages.get(target)
