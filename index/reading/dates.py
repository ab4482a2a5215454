"""Dates as pages print them -> ISO 8601. Weekdays are never used: a wrong one is ignored, and none is made a date."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files

LONGEST = 1_000
"""Characters of a line that are looked at; no header line is longer."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
MONTH = r"(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
DAY = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?"
YEAR = r"(?P<year>[12][0-9]{3})(?![0-9])"

_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![0-9-]){YEAR}-(?P<month>[01]?[0-9])-(?P<day>[0-3]?[0-9])(?![0-9-])",
        rf"(?<![0-9/]){YEAR}/(?P<month>[01]?[0-9])/(?P<day>[0-3]?[0-9])(?![0-9/])",
        rf"\b{MONTH}\s{{0,3}}{DAY}\s{{0,3}},?\s{{0,3}}{YEAR}",
        rf"(?<![0-9]){DAY}\s{{0,3}}(?:of\s{{1,3}})?[-/]?{MONTH}\s{{0,3}},?[-/]?\s{{0,3}}{YEAR}",
        rf"(?<![0-9./])(?P<day>[0-3]?[0-9])\.(?P<month>[01]?[0-9])\.{YEAR}",
        rf"(?<![0-9/])(?P<first>[0-3]?[0-9])/(?P<second>[0-3]?[0-9])/{YEAR}",
    )
)
_CLOCK = (
    r"(?P<hour>[0-2]?[0-9])(?:(?P<mark>[:.h])(?P<minute>[0-5][0-9])(?::(?P<second>[0-5][0-9])(?:\.[0-9]{1,9})?)?)?"
    r"\s{0,3}(?P<half>[ap]\.?\s?m\b\.?)?"
)
_BARE_CLOCK = r"(?P<hour>[0-2][0-9])(?P<minute>[0-5][0-9])(?=\s{0,3}(?:GMT|UTC|Z|hrs|hours)\b)"
_ZONE = r"(?:\s{0,3}\(?(?P<zone>Z\b|(?:GMT|UTC)?\s?[+-][0-9]{1,2}:?(?:[0-9]{2})?(?![0-9])|[A-Z]{2,5}\b))?"
_AFTER = re.compile(rf"[\s,|•·@T–—-]{{0,6}}(?:at|@)?\s{{0,3}}{_CLOCK}{_ZONE}", re.IGNORECASE)
_AFTER_BARE = re.compile(rf"[\s,|•·@T–—-]{{0,6}}(?:at|@)?\s{{0,3}}{_BARE_CLOCK}{_ZONE}", re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?<![0-9:.]){_CLOCK}{_ZONE}(?:[\s,|•·–—-]|on\b|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}}\b\.?){{0,8}}$",
    re.IGNORECASE,
)
_POSTED = re.compile(r"\b(?:first\s{1,3})?(?:published|posted)\b", re.IGNORECASE)


def parse_date(text: str) -> str | None:
    """The date in a header line as ISO 8601: a date, or a date-time where a time stands with it; None if there is none.

    A zone offset is given only where the line names one (GMT, UTC, +02:00, an abbreviation of data/zones.toml). Of
    several dates the one after "published" or "posted" is taken, else the first. Days and months as numbers with
    slashes are read only where one reading is possible. Dates that do not exist (Feb 30) are none.
    """
    text = text[:LONGEST]
    posted = _POSTED.search(text)
    for start in ([posted.end()] if posted else []) + [0]:
        if found := _first_date(text, start):
            return found
    return None


def _first_date(text: str, start: int) -> str | None:
    matches = sorted(
        (match for pattern in _DATES for match in pattern.finditer(text, start)), key=lambda match: match.start()
    )
    for match in matches:
        if day := _day(match):
            return _with_time(day, text, match, start)
    return None


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    year = int(parts["year"])
    if "first" in parts:
        readings = {_exists(year, int(parts[m]), int(parts[d])) for m, d in (("first", "second"), ("second", "first"))}
        readings.discard(None)
        return readings.pop() if len(readings) == 1 else None
    month = parts["month"].lower()
    return _exists(year, MONTHS[month] if month in MONTHS else int(month), int(parts["day"]))


def _exists(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _with_time(day: date, text: str, match: re.Match[str], start: int) -> str:
    before = text[max(start, match.start() - 40) : match.start()]
    for clock in (
        _AFTER_BARE.match(text, match.end()),
        _AFTER.match(text, match.end()),
        _BEFORE.search(before),
    ):
        if clock and (moment := _moment(day, clock)):
            return moment.isoformat()
    return day.isoformat()


def _moment(day: date, clock: re.Match[str]) -> datetime | None:
    """The day at that time; None where the figures are no time ("Jan 3, 2025 4 comments")."""
    parts = clock.groupdict()
    if not parts["hour"] or (not parts["minute"] and not parts.get("half")):
        return None
    hour, minute, second = int(parts["hour"]), int(parts["minute"] or 0), int(parts.get("second") or 0)
    if half := parts.get("half"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    if hour > 23:
        return None
    moment = datetime(day.year, day.month, day.day, hour, minute, second)  # noqa: DTZ001 (a zone only where one is given)
    offset = _offset(parts["zone"] or "", moment)
    return moment if offset is None else moment.replace(tzinfo=timezone(offset))


def _offset(zone: str, moment: datetime) -> timedelta | None:
    zone = zone.upper().replace(" ", "")
    if numeric := re.fullmatch(r"(?:GMT|UTC)?([+-])([0-9]{1,2}):?([0-9]{2})?", zone):
        sign, hours, minutes = numeric[1], int(numeric[2]), int(numeric[3] or 0)
        return (1 if sign == "+" else -1) * timedelta(hours=hours, minutes=minutes) if hours <= 14 else None
    known = _zones()
    if zone in known["summer_time"]:
        zone = known["summer_time"][zone][0 if _american_summer(moment) else 1]
    value = known["offsets"].get(zone)
    if value is None:
        return None
    return (-1 if value[0] == "-" else 1) * timedelta(hours=int(value[1:3]), minutes=int(value[4:6]))


def _american_summer(moment: datetime) -> bool:
    """Daylight saving time since 2007: second Sunday of March to first Sunday of November, at two (15 USC 260a)."""
    march, november = datetime(moment.year, 3, 8, 2), datetime(moment.year, 11, 1, 2)  # noqa: DTZ001
    start = march + timedelta(days=(6 - march.weekday()) % 7)
    return start <= moment < november + timedelta(days=(6 - november.weekday()) % 7)


@cache
def _zones() -> dict[str, dict[str, str]]:
    zones: dict[str, dict[str, str]] = tomllib.loads(
        files("index.reading").joinpath("data/zones.toml").read_text(encoding="utf-8")
    )
    return zones
