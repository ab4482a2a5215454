"""What the world knows of well-known politicians, for descriptions of people whom an article only names.

An article of May 2016 that speaks of Hillary Clinton by her name alone may go on with "the former secretary of state":
she was that until 2013. Of an article without a date every office may be meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from index.speakers.knowledge import data_lines

_YEARS = re.compile(r"(\d{4})-(\d{4})?")
_NEVER_ENDS = 9999


@dataclass(frozen=True, slots=True)
class Office:
    """Words for what somebody is, and the years in which it is so; both ends belong to it."""

    words: frozenset[str]
    years: tuple[tuple[int, int], ...]
    """Empty where it is so at all times."""

    def held(self, year: int | None, *, past: bool) -> bool:
        """Was it held in this year, or for past: before it? Of no year anything may be so."""
        if not self.years or year is None:
            return True
        if past:
            return all(last <= year for _, last in self.years)
        return any(first <= year <= last for first, last in self.years)


@dataclass(frozen=True, slots=True)
class Politician:
    """Somebody well known."""

    home: frozenset[str]
    """Party, states, and what their people are called; lower case."""
    offices: tuple[Office, ...]
    words: frozenset[str]
    """All of these words."""

    def is_called(self, wanted: frozenset[str], told: frozenset[str], year: int | None, *, past: bool) -> bool:
        """May a description mean this person? All lower case.

        wanted: nouns of which one must fit. told: words that must all fit, such as "vice", "foreign" or "Florida".
        past: "the former ...".
        """
        if wanted & self.home and told <= self.home:
            return True
        return any(
            office.words & wanted and told <= office.words | self.home and office.held(year, past=past)
            for office in self.offices
            if ("vice" in office.words) == ("vice" in told)
        )


@cache
def politicians() -> dict[tuple[str, str], Politician]:
    """(Given name, family name), lower case -> what is known of this person."""
    found: dict[tuple[str, str], Politician] = {}
    for line in data_lines("politicians.txt"):
        names, places, called = (part.strip().lower() for part in line.split("|"))
        home, offices = frozenset(places.split()), tuple(_office(text) for text in called.split(";"))
        known = Politician(home, offices, home.union(*(office.words for office in offices)))
        for name in names.split(","):
            parts = [part for part in name.replace("jr.", "").split() if part]
            found[parts[0], parts[-1]] = known
    return found


def _office(text: str) -> Office:
    years = tuple((int(first), int(last or _NEVER_ENDS)) for first, last in _YEARS.findall(text))
    words = {word for word in text.split() if not word[0].isdigit()}
    if words & {"congressman", "congresswoman"}:
        words.add("representative")
    return Office(frozenset(words), years)
