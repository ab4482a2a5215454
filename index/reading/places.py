"""Parts of a page that hold no body text, told by what the page calls them (data/places.toml) and by their tags."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_TAGS = {
    "nav": "navigation",
    "header": "header",
    "footer": "footer",
    "aside": "set aside on the page",
    "form": "form",
    "figcaption": "caption",
    "figure": "caption",
    "dialog": "dialog",
    "menu": "navigation",
    "amp-sidebar": "navigation",
    "amp-consent": "cookies",
    "amp-ad": "advertisement",
    "amp-social-share": "social networks",
}
_NAMING = ("class", "id", "role", "aria-label")
_LONGEST, _LONGEST_DATA, _MOST_WORDS = 300, 40, 4
_DATA_VALUE = re.compile(r"[A-Za-z][A-Za-z _-]*")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


@dataclass(frozen=True, slots=True)
class Place:
    """What a part of a page is for. soft: whether it may hold paragraphs of the body all the same."""

    why: str
    soft: bool = False


def place_of(tag: str, attributes: Mapping[str, str]) -> Place | None:
    """What an element is for, where that is something else than body text."""
    if tag in _TAGS:
        return _by_tag(_TAGS[tag])
    if not attributes:
        return None
    names = [attributes[name][:_LONGEST] for name in _NAMING if name in attributes]
    for name, value in attributes.items():
        if name.startswith("data-") and len(value) <= _LONGEST_DATA and _DATA_VALUE.fullmatch(value):
            names.append(value)
    return _named(" | ".join(names)) if names else None


@cache
def _by_tag(why: str) -> Place:
    return Place(why)


@lru_cache(maxsize=5_000)
def _named(names: str) -> Place | None:
    # A page gives the same few names to thousands of elements.
    words = [word.lower() for word in _WORD.findall(names)]
    known = _places()
    found = [
        known[name]
        for length in range(1, _MOST_WORDS + 1)
        for at in range(len(words) - length + 1)
        if (name := " ".join(words[at : at + length])) in known
    ]
    return min(found, key=lambda one: one[0])[1] if found else None


@cache
def _places() -> dict[str, tuple[int, Place]]:
    """Every name, in one word and in several, with its rank and what it means."""
    data = tomllib.loads(files("index.reading").joinpath("data/places.toml").read_text(encoding="utf-8"))
    known: dict[str, tuple[int, Place]] = {}
    for rank, entry in enumerate(data["place"]):
        place = Place(entry["why"], entry.get("soft", False))
        for name in entry["names"]:
            for form in (name, name.replace(" ", "")):
                known.setdefault(form, (rank, place))
                known.setdefault(f"{form}s", (rank, place))
    return known
