"""What stands around a body: which lines are none of it, and why. The patterns are data.

data/furniture.toml holds those of English, data/furniture_world.toml those of other languages and of pages.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from index.reading.timelines import is_time_line
from index.reading.wordlists import words

LONGEST = 300
"""Characters of a line that patterns look at. Furniture is short; for longer lines only "starts" patterns apply."""

Role = Literal["line", "block", "list", "end", "notice", "opens notice"]
Where = Literal["anywhere", "head", "tail", "edges"]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a line that is no body text is."""

    why: str
    """In plain words, for a person: "advertisement"."""
    role: Role = "line"
    """line: stands alone. block: takes the lines right below it along. list: opens a list of links. end: the body is
    over. notice: a correction or update, to be kept. opens notice: a label above one."""
    where: Where = "anywhere"
    """Where it counts: at the edges of a page many a line is furniture that could be a sentence in the body."""


@dataclass(frozen=True, slots=True)
class _Patterns:
    """An entry of the data."""

    kind: Kind
    lines: re.Pattern[str] | None
    starts: re.Pattern[str] | None


def is_furniture(line: str) -> str | None:
    """Why a line that stands alone is no body text, in plain words; None where it may be body, or is a notice."""
    kind = kind_of(line, "edges")
    return None if kind is None or kind.role in ("notice", "opens notice") else kind.why


def is_notice(line: str) -> bool:
    """Whether a line is a publisher's correction or update."""
    text = " ".join(line[: LONGEST * 2].split())
    return any(_is_of(entry, text) or _is_of(entry, _unmarked(text)) for entry in _notices())


def kind_of(line: str, zone: Where) -> Kind | None:
    """What a line is, by itself. zone: "head", "tail" or "edges" (either), or "anywhere" for the middle of a body."""
    text = " ".join(line[: LONGEST * 2].split())
    if not any(character.isalnum() for character in line):
        return Kind("end mark", "end", "tail") if text == "###" and zone != "anywhere" else Kind("separator")
    unmarked = _unmarked(text)
    if zone != "anywhere" and len(text) <= LONGEST:
        parts = _BETWEEN.split(unmarked)
        others = [part for part in parts if not is_time_line(part)]
        if len(others) < len(parts):
            return Kind("byline" if is_byline(" | ".join(others)) else "published time", where="edges")
    for kind in [_matching(text, zone)] + ([_matching(unmarked, zone)] if unmarked != text else []):
        if kind:
            return kind
    if len(text) > LONGEST:
        return None
    return _bar(line.strip(), zone) or _byline(unmarked, zone)


_LIST_MARK = re.compile(r"^[>»›▶►•*–—-]{1,3}\s+")


def _unmarked(text: str) -> str:
    return _LIST_MARK.sub("", text).strip("*_ ")


def _matching(text: str, zone: Where) -> Kind | None:
    return next((entry.kind for entry in _patterns(zone) if _is_of(entry, text)), None)


def _is_of(entry: _Patterns, text: str) -> bool:
    if entry.lines and len(text) <= LONGEST and entry.lines.fullmatch(text):
        return True
    return entry.starts is not None and entry.starts.match(text[:LONGEST]) is not None


def _applies(where: Where, zone: Where) -> bool:
    return where in ("anywhere", zone) or (where == "edges" and zone != "anywhere") or zone == "edges"


def _byline(text: str, zone: Where) -> Kind | None:
    return Kind("byline", where="edges") if zone != "anywhere" and is_byline(text) else None


_BETWEEN = re.compile(r"\s[|·•]\s")
_BAR = re.compile(r"\s{2,}|\t|\s?[|»›·•]\s?|\s[>/]\s")
_COUNT = re.compile(r"\(?[0-9][0-9.,]{0,6}k?\)?", re.IGNORECASE)


def _bar(line: str, zone: Where) -> Kind | None:
    """A row of links: "Home | News | Sport", "Share  Save  37 Comments"."""
    parts = [part for part in (_COUNT.sub("", part).strip(" :").casefold() for part in _BAR.split(line)) if part]
    if not parts:
        return None
    for why, name in (("social networks", "sharing"), ("navigation", "navigation")):
        known = words(name)
        if len(parts) > 1 and sum(part in known for part in parts) * 2 >= len(parts) and _short(parts):
            return Kind(why)
        tokens = [token for part in parts for token in part.split()]
        if len(tokens) > 1 and all(token in known for token in tokens):
            return Kind(why)
    if zone == "anywhere":
        return None
    if len(parts) == 1 and (parts[0] in words("navigation") or parts[0] in words("sharing")):
        return Kind("navigation", where="edges")
    breadcrumb = len(parts) > 1 and re.search(r"\s[>»›]\s", line)
    if _short(parts) and line[-1] not in ".!?" and (len(parts) > 2 or breadcrumb):
        return Kind("navigation", where="edges")
    return None


def _short(parts: list[str]) -> bool:
    return all(len(part.split()) <= 5 for part in parts)


_BY = re.compile(r"(?:(?:words|story|report|written|reported|text)\s)?by:?\s+(?P<who>\S.{0,150})", re.IGNORECASE)
_NAME_WORD = r"[^\W\d_](?:[^\W\d_]|['’.-]){0,30}"
_SIGNED = re.compile(
    rf"(?P<who>{_NAME_WORD}(?:\s{_NAME_WORD}){{1,3}}(?:\s(?:and|&)\s{_NAME_WORD}(?:\s{_NAME_WORD}){{1,3}})?)"
    r"\s?(?:,|\||/|[–—-]|\s(?=in\s))\s?(?P<role>\S.{0,60})"
)
_JOB = re.compile(
    r"\b(?:reporter|correspondent|editor|writer|journalist|columnist|bureau|desk|staff|chief|producer|newsroom)s?\b",
    re.IGNORECASE,
)


def is_byline(text: str) -> bool:
    """Whether a line is a by-line: "By NAME, role", "NAME, Agency", "NAME in City", "by staff reports"."""
    if by := _BY.fullmatch(text):
        who = by["who"].split(",")[0].split("|")[0]
        names = [word for word in who.split() if word.casefold() not in _BETWEEN_NAMES]
        capitals = bool(names) and all(word[0].isupper() or word[0] == "@" for word in names)
        return (capitals or who.casefold() in words("staff")) and len(names) <= 10 and not _is_sentence(text)
    if signed := _SIGNED.fullmatch(text):
        names = [word for word in signed["who"].split() if word.casefold() not in _BETWEEN_NAMES]
        role = signed["role"]
        known = role.casefold() in words("agencies") or _JOB.search(role) or re.match(r"in\s[^\W\d_a-z]", role)
        agency = re.match(r"The\s.{2,25}\s(?:Press|Agency|Wire|Service|News)$", role)
        return bool(known or agency) and all(word[0].isupper() for word in names) and not _is_sentence(text)
    return text.casefold() in words("staff") or text.casefold() in words("agencies")


_BETWEEN_NAMES = frozenset(
    ["and", "&", "in", "for", "of", "at", "the", "de", "van", "von", "der", "da", "al", "bin", "la"]
)


def _is_sentence(text: str) -> bool:
    return text.endswith((".", "!", "?")) and not re.search(r"\b(?:Jr|Sr|[A-Z])\.$", text)


@cache
def _patterns(zone: Where) -> tuple[_Patterns, ...]:
    return tuple(entry for entry in _entries() if _applies(entry.kind.where, zone))


@cache
def _notices() -> tuple[_Patterns, ...]:
    return tuple(entry for entry in _entries() if entry.kind.role == "notice")


@cache
def _entries() -> tuple[_Patterns, ...]:
    """All entries. Those of notices come first: a correction is kept, whatever else its words look like."""
    folder = files("index.reading").joinpath("data")
    names = ("furniture.toml", "furniture_world.toml")
    tables = [e for name in names for e in tomllib.loads(folder.joinpath(name).read_text("utf-8"))["furniture"]]
    return tuple(
        _Patterns(
            Kind(table["why"], table.get("role", "line"), table.get("where", "anywhere")),
            _one_of(table.get("lines", ()), exact_case=table.get("exact_case", False)),
            _one_of(table.get("starts", ()), exact_case=table.get("exact_case", False)),
        )
        for table in tables
    )


def _one_of(expressions: Sequence[str], *, exact_case: bool) -> re.Pattern[str] | None:
    if not expressions:
        return None
    return re.compile("|".join(f"(?:{expression})" for expression in expressions), 0 if exact_case else re.IGNORECASE)
