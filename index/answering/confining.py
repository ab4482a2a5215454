"""In words, to which articles a question confines itself: days of publication and outlets."""

from __future__ import annotations

from datetime import date

from index.answering.answer import Confined

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


def only_articles(confined: Confined) -> str:
    """A sentence for the person who asked: "Only articles of 9 to 15 June 2025."."""
    by = f"by {confined.outlet}" if confined.outlet else ""
    return f"Only articles {' '.join(filter(None, (by, days(confined))))}."


def days(confined: Confined, *, published: bool = False) -> str:
    """ "of 9 to 15 June 2025", "since 9 June 2025", "" for all days; after "published" a single day is "on"."""
    since = date.fromisoformat(confined.since) if confined.since else None
    until = date.fromisoformat(confined.until) if confined.until else None
    if since is None:
        return f"until {written(until)}" if until else ""
    if until is None:
        return f"since {written(since)}"
    if since == until:
        return f"{'on' if published else 'of'} {written(since)}"
    first = written(since)
    if since.year == until.year:
        first = first.removesuffix(f" {since.year}")
        if since.month == until.month:
            first = str(since.day)
    return f"{'from' if published else 'of'} {first} to {written(until)}"


def written(day: date) -> str:
    """ "9 June 2025"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
