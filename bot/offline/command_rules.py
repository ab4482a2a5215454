"""What Discord demands of application commands and of what answers their autocompletion.

Sources: Discord's documentation, "Application Commands", sections "Application Command Naming", "Application Command
Option Structure", "Registering a Command"; and "Receiving and Responding", section "Autocomplete".
"""

import unicodedata
from collections.abc import Iterator
from typing import Any

from bot.offline.errors import Problem
from bot.offline.rules import Json, Length, Path, length_problem, lengths, objects, repeated, required

MOST_CHOICES, MOST_OPTIONS, MOST_TEXT = 25, 25, 8000
CHAT_INPUT, USER, MESSAGE = 1, 2, 3
MOST_OF_KIND = {CHAT_INPUT: 100, USER: 15, MESSAGE: 15}
SUBCOMMAND, GROUP, STRING, INTEGER, NUMBER = 1, 2, 3, 4, 10
_COMPLETABLE = (STRING, INTEGER, NUMBER)
_SCRIPTS_WITH_MARKS = ("DEVANAGARI", "THAI")


def command(body: Json, path: Path = ()) -> Iterator[Problem]:
    """What is wrong with a command that is being registered."""
    yield from required(body, ("name",), path)
    kind = body.get("type") or CHAT_INPUT
    name = str(body.get("name", ""))
    if not 1 <= len(name) <= 32:
        yield length_problem((*path, "name"), 1, 32)
    elif kind == CHAT_INPUT and not _is_name(name):
        yield Problem((*path, "name"), "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    if kind == CHAT_INPUT:
        yield from _described(body, path)
        yield from _options(body, path, depth=0)
        if _text(body) > MOST_TEXT:
            sentence = f"Command exceeds maximum size ({MOST_TEXT})"
            yield Problem(path, "APPLICATION_COMMAND_TOO_LARGE", sentence)
    else:
        yield from _menu(body, path)


def commands(bodies: Any) -> Iterator[Problem]:
    """What is wrong with all commands of an application (or of one guild), registered together."""
    known = objects(bodies)
    for position, body in known:
        yield from command(body, (position,))
    names: list[tuple[Path, str]] = [((i, "name"), f"{b.get('type') or CHAT_INPUT} {b.get('name')}") for i, b in known]
    sentence = "Application command names must be unique"
    yield from repeated(names, "APPLICATION_COMMANDS_DUPLICATE_NAME", sentence)
    for kind, most in MOST_OF_KIND.items():
        if sum((b.get("type") or CHAT_INPUT) == kind for _, b in known) > most:
            yield Problem((), "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")


def choices(values: Any, path: Path) -> Iterator[Problem]:
    """What is wrong with an option's choices, or with an autocompletion's answer."""
    listed = objects(values)
    if len(listed) > MOST_CHOICES:
        yield length_problem(path, 0, MOST_CHOICES)
    for position, choice in listed:
        place = (*path, position)
        yield from required(choice, ("name", "value"), place)
        yield from lengths(choice, {"name": Length(1, 100), "value": Length(0, 100)}, place)
    names = [((*path, i, "name"), str(c.get("name"))) for i, c in listed]
    yield from repeated(
        names, "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_DUPLICATE", "Option choice names must be unique"
    )


def _menu(body: Json, path: Path) -> Iterator[Problem]:
    for field, sentence in (("description", "have a description"), ("options", "have options")):
        if body.get(field):
            yield Problem(
                (*path, field), "APPLICATION_COMMAND_CONTEXT_MENU_INVALID", f"Context menus cannot {sentence}"
            )


def _described(body: Json, path: Path) -> Iterator[Problem]:
    if not 1 <= len(str(body.get("description") or "")) <= 100:
        yield length_problem((*path, "description"), 1, 100)
    for field in ("name_localizations", "description_localizations"):
        most = 32 if field.startswith("name") else 100
        for locale, text in (body.get(field) or {}).items():
            if not 1 <= len(text) <= most:
                yield length_problem((*path, field, locale), 1, most)


def _options(body: Json, path: Path, depth: int) -> Iterator[Problem]:
    options = objects(body.get("options"))
    if len(options) > MOST_OPTIONS:
        yield length_problem((*path, "options"), 0, MOST_OPTIONS)
    names = [((*path, "options", i, "name"), str(o.get("name"))) for i, o in options]
    yield from repeated(names, "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists")
    yield from _order(options, path)
    for position, option in options:
        yield from _option(option, (*path, "options", position), depth)


def _order(options: list[tuple[int, Json]], path: Path) -> Iterator[Problem]:
    optional_seen = False
    for position, option in options:
        if option.get("type") in (SUBCOMMAND, GROUP):
            continue
        if option.get("required") and optional_seen:
            sentence = "Required options must be placed before non-required options"
            yield Problem((*path, "options", position), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", sentence)
        optional_seen = optional_seen or not option.get("required")
    nested = {option.get("type") in (SUBCOMMAND, GROUP) for _, option in options}
    if len(nested) > 1:
        sentence = "Sub-command and sub-command group option types are mutually exclusive to all other types"
        yield Problem((*path, "options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", sentence)


def _option(option: Json, path: Path, depth: int) -> Iterator[Problem]:
    yield from required(option, ("type", "name", "description"), path)
    name = str(option.get("name", ""))
    if not 1 <= len(name) <= 32:
        yield length_problem((*path, "name"), 1, 32)
    elif not _is_name(name):
        yield Problem((*path, "name"), "APPLICATION_COMMAND_INVALID_NAME", "Option name is invalid")
    yield from _described(option, path)
    yield from choices(option.get("choices"), (*path, "choices"))
    if option.get("autocomplete") and (option.get("choices") or option.get("type") not in _COMPLETABLE):
        sentence = "Autocomplete is for string, integer and number options without choices"
        yield Problem((*path, "autocomplete"), "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID", sentence)
    if option.get("type") in (SUBCOMMAND, GROUP):
        if depth > int(option["type"] == SUBCOMMAND):
            yield Problem((*path, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Nested too deeply")
        yield from _options(option, path, depth + 1)


def _is_name(name: str) -> bool:
    """Letters, digits, "-", "_" and "'" of any script, lower-case where there is a lower case."""
    return name == name.lower() and all(_in_name(character) for character in name)


def _in_name(character: str) -> bool:
    if character in "-_'" or unicodedata.category(character)[0] in "LN":
        return True
    return unicodedata.name(character, "").startswith(_SCRIPTS_WITH_MARKS)


def _text(body: Json) -> int:
    own = len(str(body.get("name", ""))) + len(str(body.get("description") or ""))
    picks = sum(len(str(c.get("name", ""))) + len(str(c.get("value", ""))) for _, c in objects(body.get("choices")))
    return own + picks + sum(_text(option) for _, option in objects(body.get("options")))
