"""Names of outlets as pages print them, and the places in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from index.reading.datelines import city_name
from index.reading.wordlists import words

_DOMAIN = re.compile(
    r"(?<![\w@.])[a-z0-9-]{2,40}\.(?:com|org|net|co\.[a-z]{2}|news|info|tv|press|media|example|[a-z]{2})\b",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,12}")
_HOSTS_OF_ALL = frozenset(
    ["www", "m", "amp", "mobile", "edition", "news", "com", "org", "net", "info", "example", "press", "media", "online"]
)
_SPLIT = re.compile(r"\s*[|•·»]\s*|\s+[–—-]{1,2}\s+|\s*:\s+|\s{2,}")
_STATION = re.compile(r"[KWC][A-Z]{2,3}(?:-?TV|-?FM)?")
_KINDS = frozenset(["service", "agency", "group", "company"])
_SMALL = frozenset(["of", "the", "and", "for", "in", "on", "de", "la"])


def outlet_part(text: str) -> str:
    """What stands before the slogan: "CoastDaily.example - News From Every Harbour" -> "CoastDaily.example"."""
    parts = [part for part in _SPLIT.split(text) if part]
    for part in parts:
        if _is_named(part):
            return part
    return parts[0] if parts else text


def is_outlet(text: str) -> bool:
    """Whether a line looks like the name of an outlet: a domain, a station, or a few words with one like Gazette."""
    return len(text) <= 120 and _is_named(outlet_part(text))


def _is_named(part: str) -> bool:
    parts = part.split()
    if not parts or len(parts) > 6:
        return False
    if _DOMAIN.fullmatch(parts[0]) or (len(parts) <= 3 and _STATION.fullmatch(parts[0])):
        return True
    capitals = all(word[0].isupper() or word[0].isdigit() or word in _SMALL or word == "&" for word in parts)
    named = [word for word in parts if not word.isdigit() and word.casefold() not in _KINDS] or parts
    edges = {*named[-1].casefold().split("-"), named[0].casefold()}
    if edges & {"the"} and len(named) > 1:
        edges.add(named[1].casefold())
    return capitals and len(parts) <= 5 and bool(edges & words("outlets"))


def domain_key(link: str) -> str:
    """The name in an address, or in a domain alone: "https://www.coast-daily.co.uk/a" -> "coastdaily"; "" for none."""
    host = urlsplit(link).hostname if "//" in link[:10] else link.strip().lower()
    if not host or not _HOST.fullmatch(host):
        return ""
    labels = [label for label in host.split(".") if label not in _HOSTS_OF_ALL]
    while len(labels) > 1 and len(labels[-1]) <= 3:
        labels.pop()
    return labels[-1].replace("-", "") if labels else ""


def outlet_name(text: str, page: str) -> str:
    """The outlet's name in its normal case. page: text below, in which it may stand as it writes itself."""
    name = outlet_part(text)
    if name != name.upper():
        return name
    written = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", page.replace(name, ""), re.IGNORECASE)
    if written:
        return written[0]
    return " ".join(_word(word, first=number == 0) for number, word in enumerate(name.split()))


def _word(word: str, *, first: bool) -> str:
    small = word.lower()
    if small in _SMALL and not first:
        return small
    acronym = _STATION.fullmatch(word) or word == "TV" or (len(word) <= 4 and not re.search("[AEIOUY]", word))
    return word if acronym else word[:1] + small[1:]


_OWNED = re.compile(
    r"(?:©|\([cC]\)|[cC]opyright|COPYRIGHT)[\s©]{0,3}(?:\([cC]\)\s)?(?:[12][0-9]{3}(?:[–-][12][0-9]{3})?,?\s)?(?:by\s)?"
    r"(?P<name>[^\W\d_a-z][^.,|©;0-9]{2,60}?)(?:\s[12][0-9]{3})?(?:[.,|;]|\s[–—-]\s|$)",
)


def owner(copyright_lines: Iterable[str]) -> str | None:
    """The outlet that a copyright line names ("© 2025 The Tilberry Gazette."); None where it names a firm or nobody."""
    for line in copyright_lines:
        if (owned := _OWNED.search(line[:300])) and is_outlet(owned["name"]):
            return outlet_name(owned["name"], "")
    return None


def place_of_outlet(source: str, opening: str) -> str | None:
    """The place in an outlet's name, where the opening of the article names it as a place ("in ...")."""
    name = " ".join(
        word
        for word in _DOMAIN.sub("", source).split()
        if word.casefold() not in words("outlets") and word.casefold() not in _SMALL
    )
    if len(name) < 3 or not name[0].isupper() or name.casefold() in words("regions"):
        return None
    if name == name.upper():
        name = city_name(name, opening)
    place = re.escape(name)
    as_place = re.search(
        rf"\b(?:in|of|at|to|from|near|around|across|outside|for|through)\s{place}\b|\b{place}['’]s?\b"
        rf"|\b{place}\s(?:council|city|town|village|police|residents|mayor|hospital|school|station)",
        opening,
    )
    return name if as_place else None
