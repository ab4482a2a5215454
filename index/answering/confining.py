"""In words, to which articles a question confines itself: days of publication and outlets."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from index.answering.answer import Confined

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


def only_articles(confined: Confined) -> str:
    """A sentence for the person who asked: "Only articles of 9 to 15 June 2025."."""
    by = f"by {confined.outlet}" if confined.outlet else ""
    return f"Only articles {' '.join(filter(None, (by, days(confined))))}."


def days(confined: Confined, *, published: bool = False) -> str:
    """ "of 9 to 15 June 2025", "of June 2025", "since 9 June 2025", "" for all days.

    published: whether it stands behind that word: "on 9 June 2025", "in June 2025".
    """
    since = date.fromisoformat(confined.since) if confined.since else None
    until = date.fromisoformat(confined.until) if confined.until else None
    if since is None:
        return f"until {written(until)}" if until else ""
    if until is None:
        return f"since {written(since)}"
    if since == until:
        return f"{'on' if published else 'of'} {written(since)}"
    whole = _month_or_year(since, until)
    if whole:
        return f"{'in' if published else 'of'} {whole}"
    first = written(since)
    if since.year == until.year:
        first = first.removesuffix(f" {since.year}")
        if since.month == until.month:
            first = str(since.day)
    return f"{'from' if published else 'of'} {first} to {written(until)}"


def _month_or_year(since: date, until: date) -> str:
    """The month or the year that begins and ends so; empty for other days."""
    if since.day > 1 or until.day < monthrange(until.year, until.month)[1]:
        return ""
    if (since.year, since.month) == (until.year, until.month):
        return f"{_MONTHS[since.month - 1]} {since.year}"
    return str(since.year) if (since.month, until.month, until.year) == (1, 12, since.year) else ""


def written(day: date) -> str:
    """ "9 June 2025"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
