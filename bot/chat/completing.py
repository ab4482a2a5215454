"""What Discord offers while you type after a slash: commands, their options, and what an option may be."""

from __future__ import annotations

from typing import NamedTuple

from bot.chat.session import Session
from bot.chat.typed import Typed, take_apart
from bot.offline import OfflineError
from bot.offline.filling import OptionKind

MOST = 8
"""Suggestions shown at once."""


class Suggestion(NamedTuple):
    """The whole line as it would be, what is shown for it, and a word about it."""

    line: str
    shown: str
    about: str = ""


async def suggestions(session: Session, line: str) -> list[Suggestion]:
    """What goes on from `line`, which you are typing at its end."""
    if not line.startswith("/"):
        return []
    words = line.split(maxsplit=1)
    if len(words) < 2 and not line.endswith(" "):
        return _commands(session, line.rstrip())[:MOST]
    try:
        typed = take_apart(line, session.commands())
    except OfflineError:
        return _commands(session, line)[:MOST]
    offered = await _values(session, typed, line) + _options(typed, line)
    return offered[:MOST]


def _commands(session: Session, line: str) -> list[Suggestion]:
    found: list[Suggestion] = []
    for command in session.commands():
        inner = [o for o in command.get("options") or [] if o["type"] == OptionKind.SUBCOMMAND]
        for path, about in [(f"{command['name']} {o['name']}", o["description"]) for o in inner] or [
            (command["name"], command["description"])
        ]:
            if f"/{path}".startswith(line) and f"/{path} " != line:
                found.append(Suggestion(f"/{path} ", f"/{path}", about))
    return found


def _options(typed: Typed, line: str) -> list[Suggestion]:
    """The options not yet given, where a new word begins or the name of one does."""
    head, _, word = line.rpartition(" ")
    found = []
    for name, option in typed.options.items():
        if name not in _named(typed, line) and name.startswith(word):
            start = f"{head} " if head else ""
            about = option.get("description") or ""
            found.append(Suggestion(f"{start}{name}: ", f"{name}:", about))
    return found


def _named(typed: Typed, line: str) -> set[str]:
    """The options whose name stands in the line."""
    return {name for name in typed.options if f" {name}:" in line}


async def _values(session: Session, typed: Typed, line: str) -> list[Suggestion]:
    """What the option at the end may be: listed with the command, or asked of the bot."""
    name = next(reversed(list(typed.texts)), None)
    if name is None or f" {name}:" not in line:
        return []
    option, text = typed.options[name], typed.texts[name]
    start = line[: line.rindex(f" {name}:") + len(name) + 2]
    if option.get("autocomplete"):
        given = {n: t for n, t in typed.texts.items() if typed.options[n]["type"] == OptionKind.STRING}
        try:
            offered = [c.name for c in await session.me.types_into(typed.path, name, **given)]
        except OfflineError:
            return []
    elif option["type"] == OptionKind.BOOLEAN:
        offered = [word for word in ("true", "false") if word.startswith(text.lower())]
    else:
        offered = [choice["name"] for choice in option.get("choices") or [] if text.lower() in choice["name"].lower()]
    return [Suggestion(f"{start} {word} ", word) for word in offered if word != text]
