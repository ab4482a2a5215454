"""What the coverage gives besides answers: changes, lists, the outcome of a reindex; and the scope of a question."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from pydantic import Field

from index.articles import Frozen, Reference

Outcome = Literal["added", "unchanged", "replaced", "refused", "withdrawn", "restored"]


class Change(Frozen):
    """What adding, correcting, withdrawing or bringing back an article came to."""

    id: str
    title: str
    outcome: Outcome
    reason: str | None = None
    """Why it was refused or withdrawn."""
    paragraphs: int
    sequence: int | None = None
    """The journal's entry, by which the change can be undone; None where nothing changed."""
    key: int | None = None
    """The store's key of the version that is now held, or was withdrawn."""


class Summary(Reference):
    """An article in a list."""

    key: int = Field(exclude=True)
    """The store's key of this version; for buttons, never shown or printed."""
    collection: str = Field(exclude=True)
    paragraphs: int
    added: str
    """When this version was added, ISO 8601 in UTC."""


class Scope(NamedTuple):
    """To which articles a question is confined; to none in particular unless said."""

    since: date | None = None
    """First day of publication."""
    until: date | None = None
    """Last day of publication."""
    outlet: str | None = None
    """Source, or agency where there is no source, as `outlets` names it."""


EVERYTHING = Scope()


class Reindexed(Frozen):
    """What reading and analysing everything again came to."""

    articles: int
    paragraphs: int
    changed: int
    """Paragraphs whose terms or statements are others than before."""
    seconds: float
    stopped: bool = False
    """Whether it was stopped; what is done is kept, and the next one goes on from there."""
