"""What a message says, and to whom."""

import re

import discord

from bot.assistant.talk import is_question

# https://discord.com/developers/docs/reference#message-formatting: mentions, channels, emojis, times, commands
_MARKS = re.compile(r"<(?:@[!&]?|#|id:|t:-?|/[^:<>]{1,99}:|a?:\w{2,32}:)[\w:]*>")
_PEOPLES = (discord.MessageType.default, discord.MessageType.reply)


def plain(content: str) -> str:
    """Return what a person wrote without what only Discord reads: mentions, emojis of servers, times."""
    return _MARKS.sub(" ", content).strip()


def is_from_person(message: discord.Message) -> bool:
    """Tell whether a person wrote a message: no bot, no webhook, not Discord itself."""
    return not message.author.bot and message.webhook_id is None and message.type in _PEOPLES


def is_addressed(message: discord.Message, me: int) -> bool:
    """Tell whether a message speaks to the bot: a direct one, or one that pings it."""
    return message.guild is None or any(user.id == me for user in message.mentions)


def is_open_question(message: discord.Message, me: int) -> bool:
    """Tell whether a message asks a question of nobody in particular, or goes on with one of the bot's messages."""
    if message.mentions or message.role_mentions or message.mention_everyone:
        return False
    if message.reference is None:
        return is_question(plain(message.content))
    before = message.reference.resolved
    to_me = isinstance(before, discord.Message) and before.author.id == me
    return to_me and is_question(plain(message.content), goes_on=True)
