"""Datelines in the styles of the agencies, on a line of their own or before the first sentence.

    Oststrand, May 3 (NDS) May 4, 2024                TILBERRY, Colo. (AP) -- Text
    LONDON, June 18, 2025 (Reuters) - Text            BRUSSELS — Text
    Berlin (dpa) - Text                               MOSCOW, June 18. /TASS/. Text
    MOSCOW. June 18 (Interfax) - Text                 New Delhi [India], June 18 (ANI): Text
    June 18 (UPI) -- Text

A dateline is read from left to right: place, region, date, agency, date again, dash. What is there decides whether it
is one: an agency in brackets says so by itself, a dash needs a place in capitals, a date or a known region before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.reading.dates import MONTH, parse_date
from index.reading.wordlists import words

STAFF = "staff"
"""The agency of a text that the outlet's own newsroom wrote and signs so."""
LONGEST = 160
"""Characters of a paragraph within which a dateline ends."""

_MONTH = MONTH.replace("(?P<month>", "(?:")
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s)?"
_DATE = re.compile(
    rf"{_WEEKDAY}(?:{_MONTH}\s?[0-3]?[0-9](?:st|nd|rd|th)?|[0-3]?[0-9](?:st|nd|rd|th)?\s{_MONTH})(?![0-9])"
    r"(?:,?\s[12][0-9]{3}(?![0-9]))?",
    re.IGNORECASE,
)
_AGENCY = re.compile(r"\((?P<round>[^\W\d_][^()\d/;:,]{1,39})\)|/(?P<slashed>[^\W\d_][^/\d]{1,19})/")
_DASH = re.compile(r"\s?[—–―]\s?|\s?--+\s?|\s[-_]\s|\s[-_]$|\.-\s")
_WORD = re.compile(r"[^\W\d_][^\W\d_]*(?:['’.-][^\W\d_]+)*\.?")
_BRACKETED = re.compile(r"\s\[([^\W\d_][^\[\]\d/;:]{1,39})\]")
_COLON = re.compile(r":\s")
_BEFORE_DATE = re.compile(r"[.,]?\s")
_BEFORE_AGENCY = re.compile(r"[.,]?\s?")


@dataclass(frozen=True, slots=True)
class Found:
    """A dateline at the start of a text, and where the text goes on after it."""

    text: str
    end: int
    city: str | None
    agency: str | None
    published: str | None
    """The posted date where one stands behind the agency, else the dateline's own where it has a year."""
    posted: bool
    """Whether the date stands behind the agency: the day it was posted, not the day it was filed."""


def find_dateline(text: str) -> Found | None:
    """The dateline that opens a line or paragraph (white space normalised), or None. end: offset of what follows."""
    return _agency_first(text) or _date_first(text) or _place_first(text)


def stands_alone(text: str) -> Found | None:
    """The dateline that is the whole of a line, or None."""
    found = find_dateline(text)
    return found if found and found.end >= len(text) else None


def city_name(place: str, context: str = "") -> str:
    """A place in its normal case. context: text in which it may stand as its people write it ("McAllen")."""
    if place != place.upper():
        return place
    written = re.search(rf"(?<!\w){re.escape(place)}(?!\w)", context.replace(place, ""), re.IGNORECASE)
    if written and written[0] != written[0].lower():
        return written[0]
    parts = re.split(r"([\s-]+)", place)
    return "".join(
        part.lower() if number and part.lower() in words("small") else part[:1] + part[1:].lower()
        for number, part in enumerate(parts)
    )


def _agency_first(text: str) -> Found | None:
    """ "(Reuters) - Text" and "(ANSA) - ROME, JUN 18 - Text"."""
    agency = _AGENCY.match(text)
    dash = _DASH.match(text, agency.end()) if agency else None
    if not agency or not dash or not _is_agency(agency):
        return None
    inner = _place_first(text[dash.end() :])
    end = dash.end() + (inner.end if inner else 0)
    city, published = (inner.city, inner.published) if inner else (None, None)
    return Found(text[:end].strip(), end, city, _name(agency), published, posted=False)


def _date_first(text: str) -> Found | None:
    """ "June 18 (UPI) -- Text"."""
    start = text[:LONGEST]
    date = _DATE.match(start)
    agency, at = _in_brackets(start, date.end()) if date else (None, 0)
    dash = _DASH.match(start, at)
    if not date or not agency or not dash or not (agency.isupper() or agency.casefold() in words("agencies")):
        return None
    return Found(text[: dash.end()].strip(), dash.end(), None, agency, parse_date(date[0]), posted=False)


def _place_first(text: str) -> Found | None:
    start = text[:LONGEST]
    place_end = _capitalised(start, 0, 6)
    if not place_end:
        return None
    place, at = start[:place_end].rstrip("."), place_end
    if _DATE.match(start):
        return None
    region, at = _region(start, at)
    date, at = _date(start, at)
    agency, at = _in_brackets(start, at)
    posted, at = _date(start, at) if agency else (None, at)
    dash = _DASH.match(start, at)
    colon = None if dash else _COLON.match(start, at)
    if not _convinces(place, region, date, agency, posted, dash=bool(dash), colon=bool(colon), alone=at >= len(text)):
        return None
    closing = dash or colon
    end = closing.end() if closing else _past_space(start, at)
    if end < len(text) and not _opens_sentence(text[end]):
        return None
    return Found(
        text=text[:end].strip(),
        end=end,
        city=place.split("/")[0].strip(),
        agency=agency,
        published=parse_date(posted or date or ""),
        posted=posted is not None,
    )


def _convinces(
    place: str,
    region: str | None,
    date: str | None,
    agency: str | None,
    posted: str | None,
    *,
    dash: bool,
    colon: bool,
    alone: bool,
) -> bool:
    """Whether these parts are a dateline and no sentence that happens to begin like one."""
    capitals = place == place.upper() and len(place) > 2
    if agency and len(agency) == 3 and agency.islower():
        return dash
    if agency:
        return dash or alone or posted is not None or capitals or date is not None
    if capitals and place.casefold() in words("labels"):
        return False
    if date:
        return dash or (alone and (capitals or parse_date(date) is not None))
    if len(place.split()) > 4 or (region and region == region.upper() and len(region) > 5):
        return False
    if region:
        return (dash or alone) and (capitals or region.casefold().rstrip(".") in words("regions"))
    return capitals and (dash or colon)


def _capitalised(text: str, at: int, most: int) -> int:
    """Where a run of at most so many capitalised words ends; at itself if there is none."""
    end = at
    for _ in range(most):
        word = _WORD.match(text, at)
        if (
            not word
            or (end and _DATE.match(text, at))
            or not (word[0][0].isupper() or (end > 0 and word[0] in words("small")))
        ):
            break
        at = word.end()
        if word[0][0].isupper():
            end = at
        slash = text.startswith("/", at) and text[at + 1 : at + 2].isupper() and not text[:at].endswith(".")
        if not slash and not text.startswith(" ", at):
            break
        at += 1
    return end


def _region(text: str, at: int) -> tuple[str | None, int]:
    if bracketed := _BRACKETED.match(text, at):
        return bracketed[1], bracketed.end()
    if not text.startswith(", ", at):
        return None, at
    if _DATE.match(text, at + 2):
        return None, at
    end = _capitalised(text, at + 2, 4)
    return (text[at + 2 : end], end) if end > at + 2 else (None, at)


def _date(text: str, at: int) -> tuple[str | None, int]:
    opening = _BEFORE_DATE.match(text, at)
    match = _DATE.match(text, opening.end()) if opening else None
    return (match[0], match.end()) if match else (None, at)


def _in_brackets(text: str, at: int) -> tuple[str | None, int]:
    opening = _BEFORE_AGENCY.match(text, at)
    match = _AGENCY.match(text, opening.end() if opening else at)
    if not match or not _is_agency(match):
        return None, at
    end = match.end()
    if match["slashed"] and text.startswith(".", end):
        end += 1
    return _name(match), end


def _is_agency(match: re.Match[str]) -> bool:
    name = _name(match)
    known = not words("agencies").isdisjoint([name, name.split()[0]])
    return len(name.split()) <= 5 and (
        name[0].isupper() or name == STAFF or known or re.fullmatch("[a-z]{3}", name) is not None
    )


def _name(match: re.Match[str]) -> str:
    name = (match["round"] or match["slashed"]).strip()
    return STAFF if name.casefold() in words("staff") else name


def _past_space(text: str, at: int) -> int:
    return at + 1 if text.startswith(" ", at) else at


def _opens_sentence(character: str) -> bool:
    return not character.islower()
