"""The one door for errors: commands, components, listeners and tasks. The log never holds what users wrote."""

import logging
import secrets
import traceback

import discord
from discord import app_commands

from bot.commands import refusal_words as words
from bot.discord_app.turns import GaveUpError
from bot.errors import BotError, StorageError

log = logging.getLogger(__name__)

# https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
_UNKNOWN_INTERACTION = 10062
_ACKNOWLEDGED = 40060


def explain(error: BaseException, where: str) -> str:
    """Log an error and return the sentence for the person; an unexpected one gets a reference that the log repeats."""
    error = _cause(error)
    if isinstance(error, BotError) and not isinstance(error, StorageError):
        return str(error)
    reference = secrets.token_hex(4)
    told = {"reference": reference, "place": where}  # fields of their own for whoever searches or counts
    log.error("%s failed, reference %s: %s", where, reference, described(error), extra=told)
    if isinstance(error, StorageError):
        return words.NO_DATABASE.format(reference=reference)
    return words.WENT_WRONG.format(reference=reference)


def described(error: BaseException) -> str:
    """Return type and stack of an error without its message, which may quote a user."""
    detail = f" {error.status}/{error.code}" if isinstance(error, discord.HTTPException) else ""
    detail = f" {error}" if isinstance(error, StorageError) else detail
    return f"{type(error).__name__}{detail}\n{''.join(traceback.format_tb(error.__traceback__))}"


def is_too_late(error: BaseException) -> bool:
    """Tell whether Discord has given up waiting, so that nobody can be told anything."""
    error = _cause(error)
    refused = isinstance(error, discord.NotFound) and error.code == _UNKNOWN_INTERACTION
    return refused or isinstance(error, GaveUpError)


def is_answered(error: BaseException) -> bool:
    """Tell whether Discord says that this interaction has its answer: it arrived, but not what Discord said to it."""
    return isinstance(_cause(error), discord.HTTPException) and getattr(_cause(error), "code", 0) == _ACKNOWLEDGED


def _cause(error: BaseException) -> BaseException:
    return error.original if isinstance(error, app_commands.CommandInvokeError) else error
