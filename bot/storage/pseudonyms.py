"""User ids as keyed hashes: without the key nobody can tell who a row is about."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from bot.errors import StorageError
from bot.storage.database import storage_errors

_KEY_BYTES = 32
_HASH_CHARACTERS = 32
_FINGERPRINT_CHARACTERS = 16


class Pseudonyms:
    """HMAC-SHA256 (RFC 2104) of user ids under one key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @property
    def fingerprint(self) -> str:
        """What the database keeps to recognise the key by; it does not reveal it."""
        return hmac.digest(self._key, b"fingerprint", hashlib.sha256).hex()[:_FINGERPRINT_CHARACTERS]

    def of(self, user_id: int) -> str:
        """Return the 32 hexadecimal characters that stand for a user."""
        return self._hash(f"user:{user_id}")

    def in_month(self, what: str, guild_id: int, month: str) -> str:
        """Return what stands for a person (their hash) or a term in one server and month: no two can be joined."""
        return self._hash(f"gap:{guild_id}:{month}:{what}")

    def _hash(self, what: str) -> str:
        return hmac.digest(self._key, what.encode(), hashlib.sha256).hex()[:_HASH_CHARACTERS]


def load_key(configured: str, database: Path, *, may_create: bool) -> bytes:
    """Return the configured key, else the one in the file beside the database.

    A missing file is made (mode 0600) where `may_create`; raises `StorageError` where not, or where it is damaged.
    """
    if configured:
        return configured.encode()
    path = database.with_name(database.name + ".key")
    with storage_errors(database):
        if not path.exists():
            if not may_create:
                raise StorageError(
                    f"The key file {path} is missing; put it back, or set PSEUDONYM_KEY to the key of this database."
                )
            _make_key(path)
        key = path.read_bytes()
    if len(key) < _KEY_BYTES:
        raise StorageError(f"The key file {path} is damaged; restore it from where you keep it, or set PSEUDONYM_KEY.")
    return key


def _make_key(path: Path) -> None:
    """Write a new key so that a crash leaves a whole file or none."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)  # left by a crash; in a container the process id is always the same
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_hex(_KEY_BYTES).encode())
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
