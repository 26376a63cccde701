"""Limits of modals (Discord documentation, receiving-and-responding and components/reference)."""

from __future__ import annotations

from collections.abc import Callable

from tests.fake_discord import components
from tests.fake_discord.errors import JSON, Path, Problems

TITLE = 45
#: Top-level components, as documented; Discord's API description allows 40 and thus says nothing.
MOST = 5


def check(modal: JSON, problems: Problems, path: Path = ("data",)) -> None:
    """Record every rule that a modal breaks."""
    problems.length((*path, "title"), modal.get("title"), 1, TITLE)
    problems.length((*path, "custom_id"), modal.get("custom_id"), 1, components.CUSTOM_ID)
    inner = modal.get("components") or []
    here = (*path, "components")
    problems.count(here, inner, 1, MOST)
    for index, part in enumerate(inner):
        if problems.one_of((*here, index, "type"), part.get("type"), set(_TOP_LEVEL)):
            _TOP_LEVEL[part["type"]](part, (*here, index), problems)
    components.check_ids(inner, here, problems)


def _check_row(row: JSON, path: Path, problems: Problems) -> None:
    inner = row.get("components") or []
    problems.count((*path, "components"), inner, 1, 1)
    for part in inner:
        here = (*path, "components", 0)
        if problems.one_of((*here, "type"), part.get("type"), {components.TEXT_INPUT}):
            problems.length((*here, "label"), part.get("label"), 1, 45)
            _check_text_input(part, here, problems)


def _check_label(label: JSON, path: Path, problems: Problems) -> None:
    problems.length((*path, "label"), label.get("label"), 1, 45)
    if label.get("description") is not None:
        problems.length((*path, "description"), label["description"], 0, 100)
    part = label.get("component") or {}
    here = (*path, "component")
    if problems.one_of((*here, "type"), part.get("type"), set(_IN_LABEL)):
        _IN_LABEL[part["type"]](part, here, problems)
    if part.get("disabled"):
        problems.add((*here, "disabled"), "COMPONENT_DISABLED_IN_MODAL", "Components in a modal cannot be disabled")
    if part.get("min_values") == 0 and part.get("required", True):
        message = "min_values must be at least 1 unless the component is not required"
        problems.add((*here, "min_values"), "COMPONENT_REQUIRED_MIN_VALUES", message)


def _check_text(text: JSON, path: Path, problems: Problems) -> None:
    problems.length((*path, "content"), text.get("content"), 1, 4000)


def _check_text_input(part: JSON, path: Path, problems: Problems) -> None:
    components.check_custom_id(part, path, problems)
    problems.one_of((*path, "style"), part.get("style"), {1, 2})
    least, most = part.get("min_length"), part.get("max_length")
    if least is not None:
        problems.between((*path, "min_length"), least, 0, 4000)
    if most is not None:
        problems.between((*path, "max_length"), most, 1, 4000)
    if part.get("placeholder") is not None:
        problems.length((*path, "placeholder"), part["placeholder"], 0, 100)
    if part.get("value"):
        problems.length((*path, "value"), part["value"], least or 0, most or 4000)


def _check_upload(part: JSON, path: Path, problems: Problems) -> None:
    components.check_custom_id(part, path, problems)
    problems.between((*path, "min_values"), part.get("min_values", 1), 0, 10)
    problems.between((*path, "max_values"), part.get("max_values", 1), 1, 10)


def _check_radio(part: JSON, path: Path, problems: Problems) -> None:
    components.check_custom_id(part, path, problems)
    components.check_options(part, path, problems, least=2, most=10)


def _check_group(part: JSON, path: Path, problems: Problems) -> None:
    components.check_custom_id(part, path, problems)
    components.check_options(part | {"max_values": part.get("max_values") or 10}, path, problems, most=10)


_TOP_LEVEL: dict[int, Callable[[JSON, Path, Problems], None]] = {
    components.ROW: _check_row,
    components.TEXT: _check_text,
    components.LABEL: _check_label,
}

_IN_LABEL: dict[int, Callable[[JSON, Path, Problems], None]] = {
    components.TEXT_INPUT: _check_text_input,
    **dict.fromkeys(components.SELECTS, components.check_select),
    components.FILE_UPLOAD: _check_upload,
    components.RADIO: _check_radio,
    components.CHECKBOX_GROUP: _check_group,
    components.CHECKBOX: components.check_custom_id,
}
