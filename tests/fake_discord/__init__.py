"""A loopback Discord for end-to-end tests with the real discord.py client.

Start at `server.FakeDiscord`; what users can do is in `script.py`.
"""

from tests.fake_discord.channels import Channel, ChannelType
from tests.fake_discord.clock import ManualClock
from tests.fake_discord.failures import Hold
from tests.fake_discord.guilds import Guild, Member, Role
from tests.fake_discord.messages import Attachment, Button, Message, Select
from tests.fake_discord.permissions import Permission
from tests.fake_discord.records import Request, Violation
from tests.fake_discord.reply import Choice, Field, Modal, NoResponse, Reply
from tests.fake_discord.server import TOKEN, FakeDiscord
from tests.fake_discord.users import User

__all__ = [
    "TOKEN",
    "Attachment",
    "Button",
    "Channel",
    "ChannelType",
    "Choice",
    "FakeDiscord",
    "Field",
    "Guild",
    "Hold",
    "ManualClock",
    "Member",
    "Message",
    "Modal",
    "NoResponse",
    "Permission",
    "Reply",
    "Request",
    "Role",
    "Select",
    "User",
    "Violation",
]
