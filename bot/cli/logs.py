"""Logs to standard error, as text or as one JSON object a line; never with a secret or with what users wrote."""

import json
import logging
import sys
import traceback

from bot.settings import Settings

_TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class _JsonFormatter(logging.Formatter):
    """One object a line: time, level, logger, message; with an error the reference that a person saw, and its place."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        fields = {
            "time": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        fields |= {name: value for name in ("reference", "place") if (value := getattr(record, name, None))}
        if record.exc_info:
            fields["traceback"] = self.formatException(record.exc_info)
        return json.dumps(fields)


class _Secrets(logging.Filter):
    """Takes the token out of any line, should a library ever print it."""

    def __init__(self, *secrets: str) -> None:
        super().__init__()
        self._secrets = [secret for secret in secrets if secret]

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace the secrets; every record is kept."""
        message = record.getMessage()
        if any(secret in message for secret in self._secrets):
            for secret in self._secrets:
                message = message.replace(secret, "[secret]")
            record.msg, record.args = message, ()
        return True


class _Discreet(logging.Filter):
    """Takes the words out of errors that discord.py logs itself: an error's message may quote what a user wrote."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep type and stack of an error, and of a mere reconnect the type alone; every record is kept."""
        kind, _, stack = record.exc_info or (None, None, None)
        if kind is not None:
            told = f"{record.getMessage()} ({kind.__name__})"
            reconnecting = record.getMessage().startswith("Attempting a reconnect")
            record.msg = told if reconnecting else f"{told}\n{''.join(traceback.format_tb(stack))}"
            record.args, record.exc_info = (), None
        return True


def set_up_logging(settings: Settings) -> None:
    """Send all logs to standard error at the level that the operator chose."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonFormatter() if settings.log_format == "json" else logging.Formatter(_TEXT))
    handler.addFilter(_Discreet())
    handler.addFilter(_Secrets(settings.discord_token, settings.pseudonym_key))
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)
    # At DEBUG discord.py logs payloads and aiosqlite the parameters of statements: both hold what users wrote.
    for library in ("discord", "aiosqlite"):
        logging.getLogger(library).setLevel(max(logging.INFO, logging.getLevelName(settings.log_level)))
