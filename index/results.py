"""What the coverage gives besides answers: changes, lists, the outcome of a reindex; and the scope of a question."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from index.articles import Frozen, Reference

Outcome = Literal["added", "unchanged", "replaced", "refused", "withdrawn"]


class Change(Frozen):
    """What adding or withdrawing an article came to."""

    id: str
    title: str
    outcome: Outcome
    reason: str | None = None
    """Why it was refused or withdrawn."""
    paragraphs: int


class Summary(Reference):
    """An article in a list."""

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
