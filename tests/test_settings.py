"""Settings: all problems at once, each with its fix, and no secret shown."""

import os
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings

TOKEN, KEY = "token.of.a-bot", "0123456789abcdef0123456789abcdef"

# A wrong value, and the sentence that it gets.
WRONG: dict[str, tuple[str, str]] = {
    "DISCORD_TOKEN": ("two words", "The Discord token holds white space; copy it again from the Developer Portal."),
    "KNOWLEDGE_PATH": ("/no/such/folder", "names '/no/such/folder', which is no folder; create it or take it out."),
    "ARTICLES_URL": ("example.org", "ARTICLES_URL is no web address; write it whole, with https://, or unset it."),
    "MESSAGE_CONTENT_INTENT": ("yes", "MESSAGE_CONTENT_INTENT is 'yes'; set it to one of 0, 1."),
    "LOG_LEVEL": ("loud", "LOG_LEVEL is 'loud'; set it to one of DEBUG, INFO, WARNING, ERROR."),
    "LOG_FORMAT": ("xml", "LOG_FORMAT is 'xml'; set it to one of text, json."),
    "HEALTH_PORT": ("65536", "HEALTH_PORT is '65536'; set it to a whole number from 1 to 65535, or unset it."),
    "RETENTION_DAYS": ("0", "RETENTION_DAYS is '0'; set it to a whole number from 1 to 3650, or unset it."),
    "PSEUDONYM_KEY": ("short", "PSEUDONYM_KEY has 5 characters; use at least 32 random ones, or unset it."),
    "SYNC_GUILD_ID": (
        "here",
        "SYNC_GUILD_ID is 'here'; set it to a whole number from 1 to 9223372036854775807, or unset it.",
    ),
}


def problems(**environment: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        Settings.read(environment)
    return str(caught.value).split("\n")


def test_without_any_variable_the_defaults_hold() -> None:
    assert Settings.read({}) == Settings()
    assert Settings().database_path == Path("data/bot.sqlite3")
    assert Settings().retention_days == 90
    assert Settings().health_port is None


def test_an_empty_value_counts_as_unset() -> None:
    assert Settings.read(dict.fromkeys(WRONG, " ")) == Settings()


def test_every_variable_is_read(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    first.mkdir()
    second.mkdir()
    environment = {
        "DISCORD_TOKEN": f" {TOKEN}\n",
        "DATABASE_PATH": "/data/x.sqlite3",
        "KNOWLEDGE_PATH": f"{first}{os.pathsep}{second}",
        "ARTICLES_URL": "https://example.org/articles/",
        "MESSAGE_CONTENT_INTENT": "1",
        "LOG_LEVEL": "debug",
        "LOG_FORMAT": "JSON",
        "HEALTH_PORT": "8080",
        "RETENTION_DAYS": "30",
        "PSEUDONYM_KEY": KEY,
        "SYNC_GUILD_ID": "123456789012345678",
    }
    assert Settings.read(environment) == Settings(
        discord_token=TOKEN,
        database_path=Path("/data/x.sqlite3"),
        knowledge_paths=(first, second),
        articles_url="https://example.org/articles",
        message_content_intent=True,
        log_level="DEBUG",
        log_format="json",
        health_port=8080,
        retention_days=30,
        pseudonym_key=KEY,
        sync_guild_id=123456789012345678,
    )


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_is_one_sentence_with_the_fix(name: str) -> None:
    value, sentence = WRONG[name]
    (problem,) = problems(**{name: value})
    assert problem.endswith(sentence)


def test_all_problems_are_reported_at_once() -> None:
    found = problems(**{name: value for name, (value, _) in WRONG.items()})
    assert len(found) == len(WRONG)
    assert all(any(problem.endswith(sentence) for problem in found) for _, sentence in WRONG.values())


@pytest.mark.parametrize("value", ["-1", "1.5", "1e3", "\u0663", "\u00b2", "0x10", "9" * 5000, "1_000"])
def test_what_is_no_whole_number_in_range_is_refused_briefly(value: str) -> None:
    (problem,) = problems(HEALTH_PORT=value)
    assert problem.startswith("HEALTH_PORT is ")
    assert len(problem) < 150


@pytest.mark.parametrize(
    "value",
    ["ftp://example.org", "https://", "https://[", "https://exa mple.org", "javascript:alert(1)", "//example.org"],
)
def test_what_is_no_web_address_is_refused(value: str) -> None:
    assert problems(ARTICLES_URL=value) == [WRONG["ARTICLES_URL"][1]]


class TestTokenFile:
    def test_the_token_is_read_from_a_file(self, tmp_path: Path) -> None:
        file = tmp_path / "token"
        file.write_text(f"{TOKEN}\n")
        assert Settings.read({"DISCORD_TOKEN_FILE": str(file)}).discord_token == TOKEN

    def test_both_ways_at_once_are_refused(self, tmp_path: Path) -> None:
        file = tmp_path / "token"
        file.write_text(TOKEN)
        assert problems(DISCORD_TOKEN=TOKEN, DISCORD_TOKEN_FILE=str(file)) == [
            "DISCORD_TOKEN and DISCORD_TOKEN_FILE are both set; unset one."
        ]

    @pytest.mark.parametrize("content", [None, b"\xff\xfe"], ids=["missing", "no text"])
    def test_a_file_that_cannot_be_read_is_refused(self, tmp_path: Path, content: bytes | None) -> None:
        file = tmp_path / "token"
        if content is not None:
            file.write_bytes(content)
        assert problems(DISCORD_TOKEN_FILE=str(file)) == [
            "DISCORD_TOKEN_FILE cannot be read; check that the file exists and is readable."
        ]

    def test_an_empty_file_is_refused(self, tmp_path: Path) -> None:
        file = tmp_path / "token"
        file.write_text("\n")
        assert problems(DISCORD_TOKEN_FILE=str(file)) == [
            "DISCORD_TOKEN_FILE names an empty file; write the token into it."
        ]

    def test_a_folder_is_refused(self, tmp_path: Path) -> None:
        assert problems(DISCORD_TOKEN_FILE=str(tmp_path))[0].startswith("DISCORD_TOKEN_FILE cannot be read")


def test_secrets_stand_neither_in_repr_nor_in_a_problem() -> None:
    shown = repr(Settings.read({"DISCORD_TOKEN": TOKEN, "PSEUDONYM_KEY": KEY}))
    assert TOKEN not in shown
    assert KEY not in shown
    told = "\n".join(problems(DISCORD_TOKEN="secret token", PSEUDONYM_KEY="secret-key"))
    assert "secret" not in told.lower()
