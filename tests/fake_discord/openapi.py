"""Checks request bodies against Discord's own API description (github.com/discord/discord-api-spec)."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.fake_discord.errors import JSON

_URN = "urn:discord-openapi"

#: (method, route template) -> why its body is not checked.
EXEMPT: dict[tuple[str, str], str] = {}

#: Schemas replaced because Discord accepts more than they say.
LOOSENED: dict[str, JSON] = {
    # discord.py sends ids in message_reference and elsewhere as integers, which Discord takes as well.
    "SnowflakeType": {"type": ["string", "integer"], "pattern": "^(0|[1-9][0-9]*)$", "minimum": 0},
}


class ApiDescription:
    """Discord's OpenAPI document; a validator is built when a route is first used, and kept."""

    def __init__(self, path: Path) -> None:
        """Read the document at `path` (1.2 MB of JSON)."""
        self._document: JSON = json.loads(path.read_text(encoding="utf-8"))
        for name, schema in LOOSENED.items():
            self._document["components"]["schemas"][name] = schema
        self._registry = Registry().with_resource(_URN, DRAFT202012.create_resource(self._document))
        self._validators: dict[tuple[str, str], Draft202012Validator | None] = {}
        self._sound: set[tuple[str, str, str]] = set()  # the command tree takes a tenth of a second, for each client

    def errors(self, method: str, template: str, body: Any) -> list[str]:  # noqa: ANN401 - JSON of any shape
        """Return what is wrong with `body` for this route, each as "JSON path: reason"; [] if nothing is."""
        key = (method, template)
        if key in EXEMPT:
            return []
        if key not in self._validators:
            self._validators[key] = self._build(method, template)
        validator = self._validators[key]
        if validator is None:
            return [] if body is None else ["$: this route takes no JSON body"]
        seen = (*key, json.dumps(body, sort_keys=True))
        if seen in self._sound:
            return []
        errors = [_describe(error) for error in validator.iter_errors(body)]
        if not errors:
            self._sound.add(seen)
        return errors

    def knows(self, method: str, template: str) -> bool:
        """Return whether the document has this route."""
        return method.lower() in self._document["paths"].get(template, {})

    def _build(self, method: str, template: str) -> Draft202012Validator | None:
        operation = self._document["paths"].get(template, {}).get(method.lower(), {})
        if "application/json" not in operation.get("requestBody", {}).get("content", {}):
            return None
        steps = ["paths", template, method.lower(), "requestBody", "content", "application/json", "schema"]
        pointer = "/".join(step.replace("~", "~0").replace("/", "~1") for step in steps)
        return Draft202012Validator({"$ref": f"{_URN}#/{pointer}"}, registry=self._registry)


def _describe(error: ValidationError) -> str:
    """Name place and reason of the deepest error, since a union's own error says only that nothing fits."""
    deepest = max(_leaves(error), key=_telling)
    return f"{deepest.json_path}: {deepest.message[:200]}"


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    if not error.context:
        yield error
    for inner in error.context or []:
        yield from _leaves(inner)


def _telling(error: ValidationError) -> tuple[bool, int]:
    """Rank an error: deeper is better; a wrong "type" only says that another union member was meant."""
    discriminator = error.validator in ("enum", "const") and list(error.absolute_path)[-1:] == ["type"]
    return not discriminator, len(error.absolute_path)


@functools.lru_cache(maxsize=2)
def load(path: Path) -> ApiDescription:
    """Return the description at `path`; read once a process."""
    return ApiDescription(path)
