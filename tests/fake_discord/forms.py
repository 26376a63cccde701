"""Filling in select menus and modals as a Discord client does, refusing what it would not let through."""

from __future__ import annotations

from collections.abc import Mapping

from tests.fake_discord.channels import Channel
from tests.fake_discord.errors import JSON
from tests.fake_discord.guilds import Role
from tests.fake_discord.messages import Attachment
from tests.fake_discord.options import Resolved
from tests.fake_discord.reply import Field, Modal
from tests.fake_discord.users import User

_KINDS: dict[int, tuple[type, ...]] = {
    5: (User,),
    6: (Role,),
    7: (User, Role),
    8: (Channel,),
    19: (Attachment,),
}


def resolved_part(resolved: Resolved) -> JSON:
    """Return {"resolved": ...}, or nothing if nothing was resolved."""
    return {"resolved": resolved.data} if resolved.data else {}


def chosen(menu: JSON, values: list[object], resolved: Resolved) -> list[str]:
    """Return the values to send for a select menu, checked against its options and bounds."""
    if menu.get("disabled"):
        raise AssertionError(f"menu {menu['custom_id']!r} is disabled")
    least, most = menu.get("min_values", 1), menu.get("max_values", 1)
    least = 0 if menu.get("required") is False else least
    if not least <= len(values) <= most:
        raise AssertionError(f"menu {menu['custom_id']!r} takes {least} to {most} values, not {len(values)}")
    return [_sent(menu, value, resolved) for value in values]


def _sent(menu: JSON, value: object, resolved: Resolved) -> str:
    """Return what stands for one chosen thing or option."""
    name = menu["custom_id"]
    if not isinstance(value, User | Channel | Role | Attachment):
        offered = [option["value"] for option in menu.get("options") or []]
        if value not in offered:
            raise AssertionError(f"menu {name!r} offers {offered}, not {value!r}")
        return str(value)
    fits = isinstance(value, _KINDS.get(menu["type"], ()))
    if fits and isinstance(value, Channel) and menu.get("channel_types"):
        fits = value.type in menu["channel_types"]
    if not fits:
        raise AssertionError(f"menu {name!r} of type {menu['type']} does not take {value!r}")
    return resolved.add(value)


def submission(modal: Modal, values: Mapping[str, object], resolved: Resolved) -> JSON:
    """Return the data of a modal submit; `values` are keyed by custom_id or label."""
    known = {key for field in modal.fields for key in (field.custom_id, field.label) if key}
    strange = [key for key in values if key not in known]
    if strange:
        raise AssertionError(f"the modal has no fields {strange}, only {sorted(known)}")
    by_id: dict[str, JSON] = {}
    for number, field in enumerate(modal.fields, 1):
        given = values.get(field.custom_id, values.get(field.label))
        by_id[field.custom_id] = _field(field, given, resolved) | {"id": field.component.get("id") or number}
    parts = [_wrapped(part, by_id, index) for index, part in enumerate(modal.components, 101)]
    return {"custom_id": modal.custom_id, "components": parts} | resolved_part(resolved)


def _wrapped(part: JSON, by_id: Mapping[str, JSON], number: int) -> JSON:
    """Return a top-level component of the submission, holding its field's answer."""
    id_ = part.get("id") or number
    if part["type"] == 1:
        return {
            "type": 1,
            "id": id_,
            "components": [by_id[inner["custom_id"]] for inner in part["components"]],
        }
    if part["type"] == 18:
        return {"type": 18, "id": id_, "component": by_id[part["component"]["custom_id"]]}
    return {"type": part["type"], "id": id_}


def _field(field: Field, given: object, resolved: Resolved) -> JSON:
    answer: JSON = {"type": field.type, "custom_id": field.custom_id}
    if field.type == 4:
        return answer | {"value": _text(field, given)}
    if field.type == 23:
        return answer | {"value": bool(given)}
    if field.type == 21:
        return answer | {"value": _radio(field, given)}
    values = list(given) if isinstance(given, list | tuple) else [] if given is None else [given]
    if not values and not field.required:
        return answer | {"values": []}
    menu = {"max_values": 10} | field.component if field.type == 22 else field.component
    return answer | {"values": chosen(menu, values, resolved)}


def _text(field: Field, given: object) -> str:
    text = str(given) if given is not None else field.component.get("value") or ""
    if not text and not field.required:
        return text
    least, most = max(field.component.get("min_length") or 0, 1), field.component.get("max_length") or 4000
    if not least <= len(text) <= most:
        raise AssertionError(f"field {field.label!r} takes {least} to {most} characters, not {len(text)}")
    return text


def _radio(field: Field, given: object) -> object:
    offered = [option["value"] for option in field.component["options"]]
    if given not in offered and (field.required or given is not None):
        raise AssertionError(f"field {field.label!r} offers {offered}, not {given!r}")
    return given
