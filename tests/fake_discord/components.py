"""Limits of message components: rows, buttons, selects, and Components V2.

Source: Discord documentation, components/reference. The 4,000 characters of displayed text are discord.py's
`LayoutView.content_length`; the documentation does not name them.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.fake_discord.errors import JSON, Path, Problems
from tests.fake_discord.messages import walk

ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
SELECTS = {3, 5, 6, 7, 8}
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER, LABEL = 9, 10, 11, 12, 13, 14, 17, 18
FILE_UPLOAD, RADIO, CHECKBOX_GROUP, CHECKBOX = 19, 21, 22, 23
TOP_LEVEL_V2 = {ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER}
IN_CONTAINER = TOP_LEVEL_V2 - {CONTAINER}

CUSTOM_ID = 100
MOST_V2 = 40
TEXT_V2 = 4000


def check(components: object, problems: Problems, *, v2: bool) -> None:
    """Record every rule that a message's components break; `v2` says whether IS_COMPONENTS_V2 is set."""
    path: Path = ("components",)
    if not isinstance(components, list):
        problems.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return
    if v2:
        _check_totals(components, path, problems)
    elif len(components) > 5:
        problems.add(path, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    for index, part in enumerate(components):
        if problems.one_of((*path, index, "type"), part.get("type"), TOP_LEVEL_V2 if v2 else {ROW}):
            _CHECKS[part["type"]](part, (*path, index), problems)
    check_ids(components, path, problems)


def check_ids(components: list[JSON], path: Path, problems: Problems) -> None:
    """Record every custom_id or numeric id that occurs twice in one message or modal."""
    for key, code in (("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED"), ("id", "COMPONENT_ID_DUPLICATED")):
        seen: set[object] = set()
        for part in walk(components):
            value = part.get(key)
            if value and value in seen:
                problems.add((*path, key), code, f"Component {key} {value!r} cannot be duplicated")
            seen.add(value)


def _check_totals(components: list[JSON], path: Path, problems: Problems) -> None:
    parts = list(walk(components))
    if len(parts) > MOST_V2:
        problems.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {MOST_V2} or fewer in length.")
    if sum(len(part.get("content") or "") for part in parts if part.get("type") == TEXT) > TEXT_V2:
        message = f"The total text of all components must be {TEXT_V2} or fewer in length."
        problems.add(path, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message)


def _check_row(row: JSON, path: Path, problems: Problems) -> None:
    inner = row.get("components") or []
    problems.count((*path, "components"), inner, 1, 5)
    kinds = [part.get("type") for part in inner]
    if any(kind in SELECTS for kind in kinds) and len(inner) != 1:
        problems.add((*path, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "A select menu fills its row")
    for index, part in enumerate(inner):
        here = (*path, "components", index)
        if problems.one_of((*here, "type"), part.get("type"), {BUTTON} | SELECTS):
            _CHECKS[part["type"]](part, here, problems)


def _check_button(button: JSON, path: Path, problems: Problems) -> None:
    style = button.get("style")
    if not problems.one_of((*path, "style"), style, {1, 2, 3, 4, 5, 6}):
        return
    if button.get("label") is not None:
        problems.length((*path, "label"), button["label"], 0, 80)
    if style == 6:
        _check_premium(button, path, problems)
    elif not button.get("label") and not button.get("emoji"):
        problems.add((*path, "label"), "BUTTON_COMPONENT_INVALID_LABEL", "A label or an emoji is required")
    if style == 5:
        problems.length((*path, "url"), button.get("url"), 1, 512)
        if not str(button.get("url")).startswith(("http://", "https://", "discord://")):
            problems.add(
                (*path, "url"),
                "URL_TYPE_INVALID_SCHEME",
                "Scheme must be one of ('http', 'https', 'discord').",
            )
    elif style != 6:
        check_custom_id(button, path, problems)
    if (button.get("custom_id") is not None) and (button.get("url") is not None):
        message = "A custom id and url cannot both be specified"
        problems.add((*path, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", message)


def _check_premium(button: JSON, path: Path, problems: Problems) -> None:
    if not button.get("sku_id"):
        problems.add((*path, "sku_id"), "BASE_TYPE_REQUIRED", "This field is required")
    for key in ("custom_id", "label", "url", "emoji"):
        if button.get(key):
            problems.add((*path, key), "BUTTON_COMPONENT_PREMIUM_INVALID", "A premium button cannot have it")


def check_custom_id(part: JSON, path: Path, problems: Problems) -> None:
    """Record a problem unless the component has a custom_id of 1 to 100 characters."""
    problems.length((*path, "custom_id"), part.get("custom_id"), 1, CUSTOM_ID)


def check_select(select: JSON, path: Path, problems: Problems) -> None:
    """Record every rule that a select menu breaks."""
    check_custom_id(select, path, problems)
    if select.get("placeholder") is not None:
        problems.length((*path, "placeholder"), select["placeholder"], 0, 150)
    least, most = select.get("min_values", 1), select.get("max_values", 1)
    problems.between((*path, "min_values"), least, 0, 25)
    problems.between((*path, "max_values"), most, 1, 25)
    if isinstance(least, int) and isinstance(most, int) and least > most:
        problems.add((*path, "min_values"), "SELECT_COMPONENT_MIN_VALUES_TOO_LARGE", "min_values exceeds max_values")
    if select.get("type") == STRING_SELECT:
        check_options(select, path, problems, most=25)


def check_options(part: JSON, path: Path, problems: Problems, *, most: int, least: int = 1) -> None:
    """Record every rule that the options of a select, radio group or checkbox group break."""
    options = part.get("options") or []
    problems.count((*path, "options"), options, least, most)
    for index, option in enumerate(options):
        here = (*path, "options", index)
        problems.length((*here, "label"), option.get("label"), 1, 100)
        problems.length((*here, "value"), option.get("value"), 1, 100)
        if option.get("description") is not None:
            problems.length((*here, "description"), option["description"], 0, 100)
    values = [option.get("value") for option in options]
    if len(values) != len(set(values)):
        problems.add(
            (*path, "options"),
            "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
            "The specified option value is used twice",
        )
    chosen = sum(bool(option.get("default")) for option in options)
    if chosen > (part.get("max_values") or 1):
        problems.add((*path, "options"), "SELECT_COMPONENT_TOO_MANY_DEFAULT_OPTIONS", "Too many default options")


def _check_section(section: JSON, path: Path, problems: Problems) -> None:
    inner = section.get("components") or []
    problems.count((*path, "components"), inner, 1, 3)
    for index, part in enumerate(inner):
        here = (*path, "components", index)
        if problems.one_of((*here, "type"), part.get("type"), {TEXT}):
            _check_text(part, here, problems)
    accessory = section.get("accessory") or {}
    here = (*path, "accessory")
    if problems.one_of((*here, "type"), accessory.get("type"), {BUTTON, THUMBNAIL}):
        _CHECKS[accessory["type"]](accessory, here, problems)


def _check_container(container: JSON, path: Path, problems: Problems) -> None:
    inner = container.get("components") or []
    problems.count((*path, "components"), inner, 1, MOST_V2)
    for index, part in enumerate(inner):
        here = (*path, "components", index)
        if problems.one_of((*here, "type"), part.get("type"), IN_CONTAINER):
            _CHECKS[part["type"]](part, here, problems)


def _check_text(text: JSON, path: Path, problems: Problems) -> None:
    problems.length((*path, "content"), text.get("content"), 1, TEXT_V2)


def _check_thumbnail(thumbnail: JSON, path: Path, problems: Problems) -> None:
    _check_media(thumbnail.get("media"), (*path, "media"), problems)
    if thumbnail.get("description") is not None:
        problems.length((*path, "description"), thumbnail["description"], 0, 1024)


def _check_gallery(gallery: JSON, path: Path, problems: Problems) -> None:
    items = gallery.get("items") or []
    problems.count((*path, "items"), items, 1, 10)
    for index, item in enumerate(items):
        _check_thumbnail(item, (*path, "items", index), problems)


def _check_file(file: JSON, path: Path, problems: Problems) -> None:
    url = (file.get("file") or {}).get("url")
    if not str(url).startswith("attachment://"):
        problems.add((*path, "file", "url"), "URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('attachment').")


def _check_media(media: JSON | None, path: Path, problems: Problems) -> None:
    url = (media or {}).get("url")
    problems.length((*path, "url"), url, 1, 2048)
    if not str(url).startswith(("http://", "https://", "attachment://")):
        problems.add(
            (*path, "url"),
            "URL_TYPE_INVALID_SCHEME",
            "Scheme must be one of ('http', 'https', 'attachment').",
        )


def _check_separator(separator: JSON, path: Path, problems: Problems) -> None:
    if separator.get("spacing") is not None:
        problems.one_of((*path, "spacing"), separator["spacing"], {1, 2})


_CHECKS: dict[int, Callable[[JSON, Path, Problems], None]] = {
    ROW: _check_row,
    BUTTON: _check_button,
    **dict.fromkeys(SELECTS, check_select),
    SECTION: _check_section,
    TEXT: _check_text,
    THUMBNAIL: _check_thumbnail,
    GALLERY: _check_gallery,
    FILE: _check_file,
    SEPARATOR: _check_separator,
    CONTAINER: _check_container,
}
