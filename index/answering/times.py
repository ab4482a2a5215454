"""Expressions of time in a question -> closed intervals of days: "last week", "in June", "between 3 and 5 May".

General parsers of dates (dateparser and its like) give instants, take "May" and "2016: A Film" for dates, and do not
tell where the preposition begins, so a grammar of a dozen rules stands here. What lies ahead ("next week", "in 2030")
is no time of publication, and days as 05/06/2025 that can be read in two ways are not guessed.
"""

from __future__ import annotations

import calendar
import re
import tomllib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = timedelta(days=1)


class Time(NamedTuple):
    """An expression of time, where it stands, and the days that it means, both included."""

    start: int
    end: int
    words: str
    since: date | None
    until: date | None
    fixed: bool
    """Whether it names the time itself ("in June", "on 18 June 2025"), which a text may do too."""


class _Days(NamedTuple):
    since: date
    until: date
    fixed: bool = True


@cache
def words() -> dict[str, Any]:
    """data/times.toml, read once."""
    found: dict[str, Any] = tomllib.loads(
        resources.files("index.answering").joinpath("data/times.toml").read_text("utf-8")
    )
    return found


_MONTHS = {name: number for number, names in enumerate(words()["months"], 1) for name in names.split()}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_NAMED = rf"(?P<month>{_MONTH})\b\.?"
_DATE = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b(?![-/])"
_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
_PART = r"(?: (?:morning|afternoon|evening|night))?"


def _dated(match: re.Match[str], today: date) -> _Days | None:
    """A day of a month, of the latest year in which it is not ahead where none is named."""
    parts = match.groupdict()
    month, day = _MONTHS[parts["month"].lower()], int(parts["day"])
    years = [int(parts["year"])] if parts.get("year") else range(today.year, today.year - 9, -1)
    found = (_exists(year, month, day) for year in years)
    known = next((one for one in found if one and (parts.get("year") or one <= today)), None)
    last = _exists(known.year, month, int(parts["last"])) if known and parts.get("last") else known
    return _Days(known, last) if known and last and known <= last else None


def _numeric(match: re.Match[str], _today: date) -> _Days | None:
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    readings = {_exists(year, first, second), _exists(year, second, first)} - {None}
    day = readings.pop() if len(readings) == 1 else None
    return _Days(day, day) if day else None


def _iso(match: re.Match[str], _today: date) -> _Days | None:
    day = _exists(int(match["year"]), int(match["number"]), int(match["day"]))
    return _Days(day, day) if day else None


def _month(match: re.Match[str], today: date) -> _Days:
    month = _MONTHS[match["month"].lower()]
    year = int(match["year"]) if match["year"] else today.year - (month > today.month)
    return _Days(date(year, month, 1), _end_of_month(year, month))


def _year(match: re.Match[str], _today: date) -> _Days:
    return _Days(date(int(match["year"]), 1, 1), date(int(match["year"]), 12, 31))


def _season(match: re.Match[str], today: date) -> _Days:
    first, last = words()["seasons"][match["season"].lower()]
    year = int(match["year"]) if match["year"] else today.year - (first > today.month)
    return _Days(date(year, first, 1), _end_of_month(year, last))


def _weekday(match: re.Match[str], today: date) -> _Days:
    """The latest such day; "last Tuesday" is never today."""
    back = (today.weekday() - WEEKDAYS.index(match["weekday"].lower())) % 7
    if not back and (match["which"] or "").lower() in ("last", "past"):
        back = 7
    day = today - timedelta(days=back)
    return _Days(day, day, fixed=not match["which"])


def _named_day(match: re.Match[str], today: date) -> _Days:
    back = {"today": 0, "yesterday": 1, "the day before yesterday": 2}
    word = match["named"].lower()
    if word == "last night":
        return _Days(today - _DAY, today, fixed=False)
    day = today - timedelta(days=back.get(word, 0))
    return _Days(day, day, fixed=False)


def _current_or_last(match: re.Match[str], today: date) -> _Days:
    """A week (Monday to Sunday), weekend, month or year, up to today or the one before it."""
    unit, gone = match["unit"].lower(), match["which"].lower() not in ("this", "earlier this")
    monday = today - timedelta(days=today.weekday())
    if unit == "week":
        since, until = (monday - 7 * _DAY, monday - _DAY) if gone else (monday, today)
    elif unit == "weekend":
        sunday = today if today.weekday() == 6 and not gone else monday - _DAY
        since, until = sunday - _DAY, sunday
    elif unit == "month":
        first = today.replace(day=1)
        since, until = ((first - _DAY).replace(day=1), first - _DAY) if gone else (first, today)
    else:
        year = today.year - gone
        since, until = date(year, 1, 1), date(year, 12, 31) if gone else today
    return _Days(since, until, fixed=False)


def _past(match: re.Match[str], today: date) -> _Days | None:
    """The past three days: today and the two before; the past week: seven days."""
    number = _number(match["number"] or "one")
    days = {"day": 1, "week": 7, "month": 30, "year": 365}[match["unit"].lower().removesuffix("s")] * number
    return _Days(today - timedelta(days=days - 1), today, fixed=False) if 0 < days < 20_000 else None


def _ago(match: re.Match[str], today: date) -> _Days | None:
    days = {"day": 1, "week": 7}[match["unit"].lower().removesuffix("s")] * _number(match["number"])
    return _Days(today - timedelta(days=days), today - timedelta(days=days), fixed=False) if 0 < days < 20_000 else None


_NUMBER = r"(?P<number>\d{1,3}|[a-z]{1,6})"
_RULES: tuple[tuple[str, Callable[[re.Match[str], date], _Days | None]], ...] = (
    (r"(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)(?![-\d])", _iso),
    (r"(?P<first>\d\d?)/(?P<second>\d\d?)/(?P<year>(?:19|20)\d\d)(?![/\d])", _numeric),
    (rf"(?:the )?{_DATE}(?: ?[-–] ?| to | and )(?P<last>[0-3]?\d) {_NAMED}(?:,? {_YEAR})?", _dated),
    (rf"(?:{_WEEKDAY},? )?(?:the )?{_DATE} (?:of )?{_NAMED}(?:,? {_YEAR})?", _dated),
    (rf"(?:{_WEEKDAY},? )?{_NAMED} {_DATE}\b(?:,? {_YEAR})?", _dated),
    (rf"{_NAMED}(?: of)?(?: {_YEAR})?(?!\w)", _month),
    (r"(?:the )?(?P<season>spring|summer|autumn|fall)(?: of)?(?: (?P<year>(?:19|20)\d\d))?\b", _season),
    (_YEAR, _year),
    (rf"(?:(?P<which>last|past|this) )?{_WEEKDAY}{_PART}\b", _weekday),
    (r"(?P<named>the day before yesterday|yesterday|today|last night)(?: morning| afternoon| evening)?\b", _named_day),
    (r"(?P<which>last|this|previous|earlier this) (?P<unit>week|weekend|month|year)\b", _current_or_last),
    (rf"the (?:last|past) (?:{_NUMBER} )?(?P<unit>days?|weeks?|months?|years?)\b", _past),
    (rf"{_NUMBER} (?P<unit>days?|weeks?) ago\b", _ago),
)  # fmt: skip
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), days) for pattern, days in _RULES)
_LEADS = re.compile(
    r"\b(?P<lead>since|after|before|until|till|up to|between|from|on|in|during|over|within|of|from)\s",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"\b(?=(?:yesterday|today|last|this|earlier|the day before|(?:\w{1,6}) (?:days?|weeks?) ago|(?:"
    + "|".join(WEEKDAYS)
    + r"))\b)",
    re.IGNORECASE,
)
_FIRST_DAY = re.compile(rf"{_DATE}(?= and [0-3]?\d\b)", re.IGNORECASE)
_JOINS = re.compile(r"\s?(?:and|to|until|till|[-–])\s", re.IGNORECASE)


def times(text: str, today: date, newest: date | None = None) -> Iterator[Time]:
    """The expressions of time in a question that do not lie ahead, in order.

    today: from which "last week" is told. newest: the day up to which articles go, from which "in June" is, where that
    is earlier. text: any; blanks are single.
    """
    latest = min(today, newest or today)
    place = 0
    while place < len(text):
        found = next(
            (time for start in _starts(text, place) if (time := _at(text, *start, today, latest))),
            None,
        )
        if not found:
            return
        if not ((found.since and found.since > today) or _is_quoted(text, found.start)):
            yield found
        place = found.end


def _starts(text: str, place: int) -> Iterator[tuple[int, int, str]]:
    """Where an expression may begin: start, start of what follows the preposition, and that ("" for none)."""
    leads = [(match.start(), match.end(), match["lead"].lower()) for match in _LEADS.finditer(text, place)]
    bare = [(match.start(), match.start(), "") for match in _BARE.finditer(text, place)]
    yield from sorted(leads + bare)


def _at(text: str, start: int, inner: int, lead: str, today: date, latest: date) -> Time | None:
    first = _days(text, inner, today, latest, lead)
    if lead == "between" and (day := _FIRST_DAY.match(text, inner)):
        second = _days(text, day.end() + len(" and "), today, latest, "on")
        if second and (earlier := _exists(second[0].until.year, second[0].until.month, int(day["day"]))):
            first = _Days(earlier, earlier), day.end()
    if first is None:
        return None
    days, end = first
    if lead in ("between", "from") and (join := _JOINS.match(text, end)):
        second = _days(text, join.end(), today, latest, "in")
        if second and days.since <= second[0].until:
            return Time(start, second[1], text[start : second[1]], days.since, second[0].until, days.fixed)
    return None if lead == "between" else Time(start, end, text[start:end], *_bounds(lead, days), days.fixed)


def _bounds(lead: str, days: _Days) -> tuple[date | None, date | None]:
    """First and last day of "since", "before" and so on with a time."""
    if lead == "since":
        return days.since, None
    if lead == "after":
        return days.until + _DAY, None
    if lead == "before":
        return None, days.since - _DAY
    return None if lead in ("until", "till", "up to") else days.since, days.until


def _days(text: str, place: int, today: date, latest: date, lead: str) -> tuple[_Days, int] | None:
    """The days that the text names from a place on, and where it ends to."""
    for pattern, days in _PATTERNS:
        match = pattern.match(text, place)
        if not match or text[match.end() : match.end() + 1].isalnum():
            continue
        parts = match.groupdict()
        named = "month" in parts or "season" in parts
        if not lead and (named or "first" in parts or set(parts) == {"year"}):
            continue
        if match[0].lower() == "may" and match[0].islower() and lead not in ("in", "since", "during", "until"):
            continue
        if named and not parts.get("day") and lead == "on":
            continue
        found = days(match, latest if named else today)
        after = re.compile(r" [A-Z]").match(text, match.end())
        if found and not (after and (named or "weekday" in parts)):
            return found, match.end()
    return None


def _is_quoted(text: str, place: int) -> bool:
    return len(re.findall(r"[\"“”„«»]", text[:place])) % 2 == 1


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else int(words()["numbers"].get(word.lower(), 0))


def _exists(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
