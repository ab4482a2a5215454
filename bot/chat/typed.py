"""What is typed after a slash, taken apart as Discord's text field does: `/ask question: who won? private: true`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from bot.offline.errors import CannotDoError
from bot.offline.filling import OptionKind
from bot.offline.payloads import Json
from bot.offline.world import Channel

_TRUTH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class Typed(NamedTuple):
    """A command with the texts of its options, in the order typed; the last is where the cursor stands."""

    path: str
    options: Mapping[str, Json]
    texts: Mapping[str, str]


def take_apart(text: str, commands: list[Json]) -> Typed:
    """Find the command and its options. Text that names no option is that of the first one.

    Raises:
        CannotDoError: there is no such command.
    """
    words = text.removeprefix("/").split(maxsplit=1)
    name, rest = (words[0] if words else ""), (words[1] if len(words) > 1 else "")
    command = next((c for c in commands if c["name"] == name), None)
    if command is None:
        names = ", ".join(f"/{c['name']}" for c in commands)
        raise CannotDoError(f"There is no command /{name} for you here; there is: {names or 'none'}.")
    path = name
    while inner := _subcommands(command):
        word, _, rest = rest.partition(" ")
        if word not in inner:
            raise CannotDoError(f"/{path} needs one of: {', '.join(inner)}.")
        command, path = inner[word], f"{path} {word}"
    options = {option["name"]: option for option in command.get("options") or []}
    return Typed(path, options, _texts(rest, options))


def _subcommands(command: Json) -> dict[str, Json]:
    kinds = (OptionKind.SUBCOMMAND, OptionKind.GROUP)
    return {option["name"]: option for option in command.get("options") or [] if option["type"] in kinds}


def _texts(rest: str, options: Mapping[str, Json]) -> dict[str, str]:
    if not options:
        return {}
    names = "|".join(re.escape(name) for name in options)
    pieces = re.split(rf"(?:^|(?<=\s))({names}):", rest)
    found = {name: text.strip() for name, text in zip(pieces[1::2], pieces[2::2], strict=True)}
    if first := pieces[0].strip():
        name = next(name for name in options)
        if name in found:
            raise CannotDoError(f"{first!r} belongs to no option.")
        found = {name: first} | found
    return found


def values(typed: Typed, here: Channel) -> dict[str, Any]:
    """The options as what they are: numbers, truth, people, channels, files.

    Raises:
        CannotDoError: a text is not of the kind that its option takes.
    """
    return {name: _value(typed.options[name], text, here) for name, text in typed.texts.items() if text}


def _value(option: Json, text: str, here: Channel) -> Any:
    kind = OptionKind(option["type"])
    for choice in option.get("choices") or []:
        if choice["name"] == text:
            return choice["value"]
    try:
        if kind is OptionKind.INTEGER:
            return int(text)
        if kind is OptionKind.NUMBER:
            return float(text)
        if kind is OptionKind.BOOLEAN:
            return _TRUTH[text.lower()]
        if kind is OptionKind.ATTACHMENT:
            path = Path(text).expanduser()
            return path.name, path.read_bytes()
        if kind is OptionKind.STRING:
            return text
        return next(one for one in _things(kind, here) if one[0] == text.lstrip("@#"))[1]
    except (OSError, RuntimeError) as error:
        raise CannotDoError(f"{text}: {getattr(error, 'strerror', None) or error}.") from error
    except (ValueError, KeyError, StopIteration):
        raise CannotDoError(f"{option['name']}: takes a {kind.name.lower()}, not {text!r}.") from None


def _things(kind: OptionKind, here: Channel) -> list[tuple[str, Any]]:
    """What a text may name in this place."""
    guild = here.guild
    found: list[tuple[str, Any]] = []
    if guild is None:
        return [(user.name, user) for user in here.recipients] if kind is not OptionKind.CHANNEL else []
    if kind is OptionKind.CHANNEL:
        return [(channel.name, channel) for channel in guild.channels]
    if kind in (OptionKind.USER, OptionKind.MENTIONABLE):
        found += [(member.user.name, member) for member in guild.members.values()]
    if kind in (OptionKind.ROLE, OptionKind.MENTIONABLE):
        found += [(role.name, role) for role in guild.roles.values()]
    return found
