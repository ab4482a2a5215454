"""What a question is confined to, out of what a person typed; and what is suggested while they type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from index.coverage import Scope
from index.errors import QuestionError
from index.reading.dates import parse_date

MOST_SUGGESTED, LONGEST_SUGGESTED = 25, 100
"""Discord's limits: choices of an autocompletion, and characters of each."""


def scope_of_options(since: str | None, until: str | None, outlet: str | None, outlets: Sequence[str]) -> Scope:
    """The scope. `outlets`: those that there are. Raises QuestionError for a date or an outlet that is none."""
    first, last = _day(since), _day(until)
    if first and last and first > last:
        raise QuestionError(f"No day is both since {first} and until {last}: exchange the two dates.")
    return Scope(first, last, _outlet(outlet, outlets))


def _day(typed: str | None) -> date | None:
    if not typed or not typed.strip():
        return None
    found = parse_date(typed)
    if found is None:
        raise QuestionError(f"'{_shown(typed)}' is no date: write 2025-06-01, or 1 June 2025.")
    return date.fromisoformat(found[:10])


def _outlet(typed: str | None, outlets: Sequence[str]) -> str | None:
    if not typed or not typed.strip():
        return None
    wanted = _folded(typed)
    found = next((name for name in outlets if _folded(name) == wanted), None)
    if found is None:
        known = f": it has {', '.join(map(_shown, outlets[:5]))}" if outlets else ""
        raise QuestionError(f"No outlet called '{_shown(typed)}' is in this coverage{known}.")
    return found


def suggested(outlets: Iterable[str], typed: str) -> list[str]:
    """At most 25 outlets that go with what was typed, those that begin with it first. Case does not matter."""
    wanted = _folded(typed)
    fitting = [name for name in outlets if wanted in _folded(name) and name.strip() and len(name) <= LONGEST_SUGGESTED]
    return sorted(fitting, key=lambda name: not _folded(name).startswith(wanted))[:MOST_SUGGESTED]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
