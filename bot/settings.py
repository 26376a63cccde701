"""The settings, read from a mapping of environment variables by one function; nothing is read at import."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import SettingsError

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOG_FORMATS = ("text", "json")


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator can set; `.env.example` describes each. Secrets stay out of `repr`."""

    discord_token: str = field(default="", repr=False)
    database_path: Path = Path("data/bot.sqlite3")
    knowledge_paths: tuple[Path, ...] = ()
    articles_url: str = ""
    message_content_intent: bool = False
    log_level: str = "INFO"
    log_format: str = "text"
    health_port: int | None = None
    retention_days: int = 90
    pseudonym_key: str = field(default="", repr=False)
    sync_guild_id: int | None = None

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "Settings":
        """Read all settings; an empty value counts as unset.

        Raises `SettingsError` that names every problem at once, each with its fix.
        """
        reader = _Reader(environment)
        settings = cls(
            discord_token=reader.token(),
            database_path=Path(reader.get("DATABASE_PATH") or "data/bot.sqlite3"),
            knowledge_paths=reader.paths("KNOWLEDGE_PATH"),
            articles_url=reader.url("ARTICLES_URL"),
            message_content_intent=reader.choice("MESSAGE_CONTENT_INTENT", ("0", "1"), "0") == "1",
            log_level=reader.choice("LOG_LEVEL", LOG_LEVELS, "INFO"),
            log_format=reader.choice("LOG_FORMAT", LOG_FORMATS, "text"),
            health_port=reader.number("HEALTH_PORT", 1, 65535),
            retention_days=reader.number("RETENTION_DAYS", 1, 3650) or 90,
            pseudonym_key=reader.key("PSEUDONYM_KEY"),
            sync_guild_id=reader.number("SYNC_GUILD_ID", 1, 2**63 - 1),
        )
        if reader.problems:
            raise SettingsError("\n".join(reader.problems))
        return settings


class _Reader:
    """Reads single variables and collects a sentence for each that is wrong."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.problems: list[str] = []

    def get(self, name: str) -> str:
        return self._environment.get(name, "").strip()

    def token(self) -> str:
        token, file = self.get("DISCORD_TOKEN"), self.get("DISCORD_TOKEN_FILE")
        if token and file:
            self.problems.append("DISCORD_TOKEN and DISCORD_TOKEN_FILE are both set; unset one.")
        if file and not token:
            try:
                token = Path(file).read_text("utf-8").strip()
            except (OSError, UnicodeDecodeError):
                self.problems.append("DISCORD_TOKEN_FILE cannot be read; check that the file exists and is readable.")
            else:
                if not token:
                    self.problems.append("DISCORD_TOKEN_FILE names an empty file; write the token into it.")
        if any(char.isspace() for char in token):
            self.problems.append("The Discord token holds white space; copy it again from the Developer Portal.")
        return token

    def choice(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        given = self.get(name)
        value = next((one for one in allowed if one.casefold() == given.casefold()), "") if given else default
        if not value:
            self.problems.append(f"{name} is {given!r}; set it to one of {', '.join(allowed)}.")
        return value or default

    def number(self, name: str, least: int, most: int) -> int | None:
        given = self.get(name)
        if not given:
            return None
        if given.isascii() and given.isdecimal() and len(given) <= len(str(most)) and least <= int(given) <= most:
            return int(given)
        self.problems.append(f"{name} is {given[:40]!r}; set it to a whole number from {least} to {most}, or unset it.")
        return None

    def paths(self, name: str) -> tuple[Path, ...]:
        paths = tuple(Path(part) for part in self.get(name).split(os.pathsep) if part.strip())
        self.problems += [
            f"{name} names {str(path)!r}, which is no folder; create it or take it out."
            for path in paths
            if not path.is_dir()
        ]
        return paths

    def url(self, name: str) -> str:
        given = self.get(name).rstrip("/")
        if given:
            try:
                parts = urlsplit(given)
            except ValueError:
                parts = urlsplit("")
            if parts.scheme not in ("http", "https") or not parts.hostname or any(char.isspace() for char in given):
                self.problems.append(f"{name} is no web address; write it whole, with https://, or unset it.")
        return given

    def key(self, name: str) -> str:
        given = self.get(name)
        if given and len(given) < 32:  # noqa: PLR2004  # 32 random characters are out of reach of guessing
            self.problems.append(f"{name} has {len(given)} characters; use at least 32 random ones, or unset it.")
        return given
