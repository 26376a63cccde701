"""From login to leaving: what Discord may refuse, and a stop that loses nothing."""

import asyncio
import logging

import aiohttp
import discord

from bot.app import App, Stored
from bot.discord_app import connection_words as words
from bot.discord_app.client import AssistantClient
from bot.errors import BotError, DiscordRefusedError

log = logging.getLogger(__name__)

FINISH_SECONDS = 3.0  # for replies in flight; with closing it stays under the five that are promised
_AUTHENTICATION_FAILED = 4004  # https://discord.com/developers/docs/topics/opcodes-and-status-codes


async def serve(app: App, stored: Stored, stop: asyncio.Event) -> None:
    """Stay connected until `stop` is set, then finish replies in flight and leave.

    Raises `DiscordRefusedError` for a refused token or intent.
    """
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nothing here speaks
    client = AssistantClient(app, stored)
    running = asyncio.create_task(_connect(client, app.settings.discord_token), name="gateway")
    stopping = asyncio.create_task(stop.wait(), name="stop")
    try:
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if stopping.done():
            log.info("stopping: finishing replies in flight")
    finally:
        stopping.cancel()
        await client.finish(FINISH_SECONDS)
        running.cancel()  # it may be sleeping before its next attempt to connect
        await asyncio.wait({running})
    error = None if running.cancelled() else running.exception()
    if error is not None and not stop.is_set():
        raise error
    log.info("stopped")


async def _connect(client: AssistantClient, token: str) -> None:
    try:
        await client.start(token)
    except discord.LoginFailure as error:
        raise DiscordRefusedError(words.BAD_TOKEN) from error
    except discord.PrivilegedIntentsRequired as error:
        raise DiscordRefusedError(words.NO_INTENT) from error
    except discord.ConnectionClosed as error:
        if error.code == _AUTHENTICATION_FAILED:
            raise DiscordRefusedError(words.BAD_TOKEN) from error
        raise BotError(words.CLOSED.format(code=error.code)) from error
    except discord.HTTPException as error:
        raise BotError(words.NOT_STARTED.format(status=error.status, code=error.code)) from error
    except (aiohttp.ClientError, OSError) as error:
        raise BotError(words.OFFLINE) from error
