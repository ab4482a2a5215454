"""What agencies' formats (ninjs, NewsML-G2, NITF) have in common: who sends an item, what its id is, may it be used."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from index.errors import NoBodyError, UnreadableError
from index.reading.draft import iso_date, shown
from index.reading.identity import canonical_link
from index.reading.wordlists import words

_LONGEST_ID = 200


class NotUsableError(UnreadableError):
    """An item that its agency canceled, withholds, or has under embargo."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Whom an item is from: an outlet, a news agency, or both."""

    source: str | None
    agency: str | None


def sender(names: Iterable[str | None]) -> Sender:
    """The names of provider and sources, most telling first, told apart by the list of agencies."""
    given = [name for name in names if name]
    agency = next((name for name in given if name.casefold() in words("agencies")), None)
    return Sender(next((name for name in given if name.casefold() not in words("agencies")), None), agency)


def item_id(given: str | None) -> tuple[str | None, str | None]:
    """An item's id and link from its URI: a web address is its link, from which the id is made; else it is the id."""
    given = " ".join((given or "").split())
    if not given:
        return None, None
    if link := canonical_link(given):
        return None, link
    if len(given) <= _LONGEST_ID and given.isprintable():
        return given, None
    return f"item-{hashlib.sha256(given.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}", None


def refuse_unusable(status: str | None, embargoed: str | None) -> None:
    """Raise NotUsableError for a publishing status (IPTC's: usable, withheld, canceled) or embargo that forbids use."""
    state = (status or "").rpartition(":")[2].strip().casefold()
    if state in ("canceled", "cancelled"):
        raise NotUsableError("its agency has canceled it; withdraw the article if the coverage holds it")
    if state in ("withheld", "withhold"):
        raise NotUsableError("its agency withholds it: it may not be published")
    until = _moment(embargoed)
    if until and until > datetime.now(UTC):
        raise NotUsableError(f"under embargo until {shown(embargoed)}; add it then")


def only_text(text: str | None) -> str:
    """A body that is there; raises NoBodyError where it is not."""
    if not text or not text.strip():
        raise NoBodyError("has no text of an article")
    return text


def _moment(value: str | None) -> datetime | None:
    date = iso_date(value or "")
    if date is None:
        return None
    moment = datetime.fromisoformat(date)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
