"""The small phrases that every screen shares: dates, numbers of things, citations, who speaks."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from index.answering.answer import Answer, Citation, Freshness

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


def number_of(count: int, thing: str) -> str:
    """ "1 article", "2,000 articles"."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def written_date(published: str) -> str:
    """An ISO 8601 date or date-time as "18 June 2025", the same in every locale."""
    day = date.fromisoformat(published) if len(published) == 10 else datetime.fromisoformat(published)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def cited(citation: Citation) -> str:
    """Title, source or agency, city and date of an article, as far as they are known."""
    outlet = [citation.source or "", citation.agency or ""]
    if outlet[0].casefold() == outlet[1].casefold():
        outlet.pop()
    day = written_date(citation.published) if citation.published else ""
    return " · ".join(part for part in (citation.title, *outlet, citation.city, day) if part)


def says(speaker: str | None, kind: Literal["direct", "indirect", "mixed"] | None) -> str:
    """Who speaks, and whether in their own words: "Ana Ruiz says", "Ana Ruiz, as reported"; empty for no statement."""
    if kind is None:
        return speaker or ""
    if speaker is None:
        return "A statement; who makes it is not certain"
    return {"direct": f"{speaker} says", "indirect": f"{speaker}, as reported", "mixed": f"{speaker}, partly quoted"}[
        kind
    ]


def fresh(coverage: Freshness) -> str:
    """ "12 articles, newest 18 June 2025"."""
    if not coverage.articles:
        return "No articles yet. Add some: newsdesk add PATH"
    newest = f"newest {written_date(coverage.newest)}" if coverage.newest else "none with a date"
    return f"{number_of(coverage.articles, 'article')}, {newest}"


def unasked_line(answer: Answer, place: str) -> str:
    """Why a question could not be asked, and where it stands in a file of questions."""
    message = answer.refusal.message if answer.refusal else ""
    return f"{place}: {message}" if place else message
