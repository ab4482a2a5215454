"""What Discord demands of components, in messages and in modals.

Sources: Discord's documentation, "Components Reference"; and the messages its API answers with.
"""

from collections.abc import Iterator
from enum import IntEnum
from typing import Any
from urllib.parse import urlsplit

from bot.offline.errors import Problem
from bot.offline.rules import Json, Length, Path, lengths, objects, repeated, required


class Kind(IntEnum):
    """Component types."""

    ACTION_ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    SECTION = 9
    TEXT_DISPLAY = 10
    THUMBNAIL = 11
    MEDIA_GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18
    FILE_UPLOAD = 19
    RADIO_GROUP = 21
    CHECKBOX_GROUP = 22
    CHECKBOX = 23


SELECTS = frozenset({3, 5, 6, 7, 8})
DEFAULTS: dict[int, tuple[str, ...]] = {
    Kind.USER_SELECT: ("user",),
    Kind.ROLE_SELECT: ("role",),
    Kind.MENTIONABLE_SELECT: ("user", "role"),
    Kind.CHANNEL_SELECT: ("channel",),
}
"""What the menus that list what is in a guild may have chosen beforehand."""
LINK, PREMIUM = 5, 6
MOST_COMPONENTS, MOST_TEXT = 40, 4000
MOST_ROWS, BUTTONS_IN_ROW = 5, 5

_IN_CONTAINER = frozenset({1, 9, 10, 12, 13, 14})
_TOP_LEVEL = _IN_CONTAINER | {Kind.CONTAINER}
_IN_ROW = SELECTS | {Kind.BUTTON}
_IN_LABEL = SELECTS | {Kind.TEXT_INPUT, Kind.FILE_UPLOAD, Kind.RADIO_GROUP, Kind.CHECKBOX_GROUP, Kind.CHECKBOX}
_IN_MODAL = frozenset({Kind.ACTION_ROW, Kind.TEXT_DISPLAY, Kind.LABEL})

_LIMITS: dict[int, dict[str, Length]] = {
    Kind.BUTTON: {"custom_id": Length(1, 100), "label": Length(0, 80), "url": Length(1, 512)},
    Kind.TEXT_INPUT: {
        "custom_id": Length(1, 100),
        "label": Length(1, 45),
        "value": Length(0, 4000),
        "placeholder": Length(0, 100),
    },
    Kind.SECTION: {"components": Length(1, 3)},
    Kind.TEXT_DISPLAY: {"content": Length(1, MOST_TEXT)},
    Kind.THUMBNAIL: {"description": Length(1, 1024)},
    Kind.MEDIA_GALLERY: {"items": Length(1, 10)},
    Kind.CONTAINER: {"components": Length(1, MOST_COMPONENTS)},
    Kind.LABEL: {"label": Length(1, 45), "description": Length(1, 100)},
    Kind.ACTION_ROW: {"components": Length(1, BUTTONS_IN_ROW)},
    **{k: {"custom_id": Length(1, 100), "placeholder": Length(0, 150), "options": Length(1, 25)} for k in SELECTS},
}
_REQUIRED: dict[int, tuple[str, ...]] = {
    Kind.ACTION_ROW: ("components",),
    Kind.BUTTON: ("style",),
    Kind.STRING_SELECT: ("custom_id", "options"),
    Kind.TEXT_INPUT: ("custom_id", "style"),
    Kind.SECTION: ("components", "accessory"),
    Kind.TEXT_DISPLAY: ("content",),
    Kind.THUMBNAIL: ("media",),
    Kind.MEDIA_GALLERY: ("items",),
    Kind.FILE: ("file",),
    Kind.CONTAINER: ("components",),
    Kind.LABEL: ("label", "component"),
    **dict.fromkeys(SELECTS - {3}, ("custom_id",)),
}
_NUMBERS = {Kind.SEPARATOR: {"spacing": (1, 2)}, Kind.CONTAINER: {"accent_color": (0, 0xFFFFFF)}}
_OPTION = {"label": Length(1, 100), "value": Length(1, 100), "description": Length(0, 100)}


def walk(components: Any, path: Path = ("components",)) -> Iterator[tuple[Path, Json]]:
    """Every component in a list, however deep, each with its place; a parent before its children."""
    for position, component in objects(components):
        yield from _walk_one(component, (*path, position))


def _walk_one(component: Json, path: Path) -> Iterator[tuple[Path, Json]]:
    yield path, component
    yield from walk(component.get("components"), (*path, "components"))
    for name in ("accessory", "component"):
        if isinstance(component.get(name), dict):
            yield from _walk_one(component[name], (*path, name))


def message_components(components: Any, *, layout: bool, path: Path) -> Iterator[Problem]:
    """What is wrong with a message's components; `layout` says that it has IS_COMPONENTS_V2."""
    every = list(walk(components, path))
    top = _TOP_LEVEL if layout else frozenset({1})
    for position, component in objects(components):
        yield from _structure(component, top, (*path, position))
    if layout:
        yield from _layout_limits(every, path)
    elif isinstance(components, list) and len(components) > MOST_ROWS:
        yield Problem(path, "BASE_TYPE_MAX_LENGTH", f"Must be {MOST_ROWS} or fewer in length.")
    yield from _unique(every)


def modal_components(components: Any, path: Path) -> Iterator[Problem]:
    """What is wrong with a modal's components."""
    if isinstance(components, list) and not 1 <= len(components) <= MOST_ROWS:
        yield Problem(path, "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {MOST_ROWS} in length.")
    for position, component in objects(components):
        yield from _structure(component, _IN_MODAL, (*path, position), row=frozenset({Kind.TEXT_INPUT}))
    yield from _unique(list(walk(components, path)))


def modal(data: Json, path: Path) -> Iterator[Problem]:
    """What is wrong with a modal."""
    yield from required(data, ("custom_id", "title"), path)
    yield from lengths(data, {"custom_id": Length(1, 100), "title": Length(1, 45)}, path)
    yield from modal_components(data.get("components"), (*path, "components"))


def _layout_limits(every: list[tuple[Path, Json]], path: Path) -> Iterator[Problem]:
    if len(every) > MOST_COMPONENTS:
        sentence = f"Total number of components exceeds the maximum of {MOST_COMPONENTS}."
        yield Problem(path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", sentence)
    text = sum(len(str(c.get("content", ""))) for _, c in every if c.get("type") == Kind.TEXT_DISPLAY)
    if text > MOST_TEXT:
        sentence = f"Total displayable text size exceeds the maximum of {MOST_TEXT}."
        yield Problem(path, "COMPONENT_MAX_TOTAL_DISPLAYABLE_TEXT_SIZE_EXCEEDED", sentence)


def _unique(every: list[tuple[Path, Json]]) -> Iterator[Problem]:
    custom = [((*p, "custom_id"), c["custom_id"]) for p, c in every if c.get("custom_id")]
    yield from repeated(custom, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
    ids = [((*p, "id"), str(c["id"])) for p, c in every if c.get("id")]
    yield from repeated(ids, "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")


def _structure(
    component: Json, allowed: frozenset[int], path: Path, row: frozenset[int] = _IN_ROW
) -> Iterator[Problem]:
    """What is wrong with one component and those inside it, given which kinds may stand here."""
    kind = component.get("type")
    if not isinstance(kind, int) or kind not in allowed:
        choices = tuple(sorted(int(k) for k in allowed))
        yield Problem((*path, "type"), "UNION_TYPE_CHOICES", f'Value of field "type" must be one of {choices}.')
        return
    yield from required(component, _REQUIRED.get(kind, ()), path)
    yield from lengths(component, _LIMITS.get(kind, {}), path)
    for name, (least, most) in _NUMBERS.get(Kind(kind), {}).items():
        if (number := component.get(name)) is not None and number not in range(least, most + 1):
            yield Problem((*path, name), "NUMBER_TYPE_MAX", f"Value must be between {least} and {most}.")
    if kind == Kind.BUTTON:
        yield from _button(component, path)
    elif kind in SELECTS:
        yield from _select(component, path)
    elif kind == Kind.ACTION_ROW:
        yield from _row(component, path)
    inside = {Kind.ACTION_ROW: row, Kind.SECTION: frozenset({10}), Kind.CONTAINER: _IN_CONTAINER}.get(Kind(kind))
    for position, child in objects(component.get("components")):
        yield from _structure(child, inside or frozenset(), (*path, "components", position))
    for name, kinds in (("accessory", frozenset({2, 11})), ("component", _IN_LABEL)):
        if isinstance(component.get(name), dict):
            yield from _structure(component[name], kinds, (*path, name))


def _row(row: Json, path: Path) -> Iterator[Problem]:
    """A select menu or a text input takes the whole width of its row."""
    children = objects(row.get("components"))
    wide = [i for i, child in children if child.get("type") in SELECTS | {Kind.TEXT_INPUT}]
    if wide and len(children) > 1:
        place = (*path, "components", children[-1][0])
        yield Problem(place, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width")


def _button(button: Json, path: Path) -> Iterator[Problem]:
    style = button.get("style")
    if style not in range(1, 7):
        yield Problem((*path, "style"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6).")
    if style == LINK:
        yield from required(button, ("url",), path)
        if button.get("custom_id"):
            sentence = "A custom id and url cannot both be specified"
            yield Problem((*path, "custom_id"), "COMPONENT_CUSTOM_ID_AND_URL", sentence)
        if button.get("url") and urlsplit(str(button["url"])).scheme not in ("http", "https", "discord"):
            sentence = f"Scheme of {str(button['url'])[:80]!r} must be one of ('http', 'https', 'discord')."
            yield Problem((*path, "url"), "URL_TYPE_INVALID_SCHEME", sentence)
    elif style != PREMIUM:
        if not button.get("custom_id"):
            yield Problem((*path, "custom_id"), "COMPONENT_CUSTOM_ID_REQUIRED", "A custom id is required")
        if button.get("url"):
            yield Problem((*path, "url"), "COMPONENT_URL_NOT_ALLOWED", "A URL is not allowed for this style")
    if style != PREMIUM and not button.get("label") and not button.get("emoji"):
        sentence = "A button must have a label or an emoji"
        yield Problem((*path, "label"), "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", sentence)


def _select(select: Json, path: Path) -> Iterator[Problem]:
    options = objects(select.get("options"))
    for position, option in options:
        place = (*path, "options", position)
        yield from required(option, ("label", "value"), place)
        yield from lengths(option, _OPTION, place)
    values = [((*path, "options", i, "value"), str(o.get("value"))) for i, o in options]
    sentence = "The specified option value is already used"
    yield from repeated(values, "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", sentence)
    least, most = select.get("min_values"), select.get("max_values")
    if least is not None and not 0 <= least <= 25:
        yield Problem((*path, "min_values"), "NUMBER_TYPE_MAX", "Value must be between 0 and 25.")
    if most is not None and not 1 <= most <= 25:
        yield Problem((*path, "max_values"), "NUMBER_TYPE_MAX", "Value must be between 1 and 25.")
    if options and most is not None and most > len(options):
        sentence = "Max values cannot be more than the number of options"
        yield Problem((*path, "max_values"), "SELECT_COMPONENT_MAX_VALUES_EXCEEDED", sentence)
    yield from _defaults(select, path)


def _defaults(select: Json, path: Path) -> Iterator[Problem]:
    """What is wrong with what is chosen beforehand: as many as may be chosen, of the kinds that the menu lists."""
    given = objects(select.get("default_values"))
    most = select.get("max_values") or 1
    if len(given) > most:
        sentence = f"Must be {most} or fewer in length."
        yield Problem((*path, "default_values"), "BASE_TYPE_MAX_LENGTH", sentence)
    for position, value in given:
        if value.get("type") not in DEFAULTS.get(select["type"], ()):
            sentence = f"Value must be one of {DEFAULTS.get(select['type'], ())}."
            yield Problem((*path, "default_values", position, "type"), "BASE_TYPE_CHOICES", sentence)
