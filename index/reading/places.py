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
_LONGEST, _LONGEST_DATA = 300, 40
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
    words = f" {' '.join(word.lower() for word in _WORD.findall(names))} "
    return next((place for place, pattern in _places() if pattern.search(words)), None)


@cache
def _places() -> tuple[tuple[Place, re.Pattern[str]], ...]:
    data = tomllib.loads(files("index.reading").joinpath("data/places.toml").read_text(encoding="utf-8"))
    return tuple(
        (Place(entry["why"], entry.get("soft", False)), re.compile(rf" (?:{'|'.join(entry['names'])}) "))
        for entry in data["place"]
    )
