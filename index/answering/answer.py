"""What comes back for a question: the shape that `newsdesk ask --json` prints and every screen shows."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from index.articles import Frozen, Published, Reference


class Citation(Reference):
    """Which article a passage is from."""

    key: int = Field(exclude=True)
    """The store's key of this version of the article; for buttons, never shown or printed."""


class Passage(Frozen):
    """A paragraph of a published article, character for character, with its citation."""

    rank: int = Field(ge=1)
    text: str
    paragraph: int
    speaker: str | None
    """Who says most of it, or of what was asked; None when it is no statement or the speaker is not certain."""
    kind: Literal["direct", "indirect", "mixed"] | None
    score: float
    highlights: tuple[tuple[int, int], ...]
    """Offsets of the words of `text` that match the question, in order, apart from each other."""
    article: Citation
    also_in: tuple[Citation, ...] = ()
    """Other articles that carry the same paragraph."""
    excerpt: tuple[tuple[int, int], ...] = ()
    """Offsets of whole sentences of a long `text` that may be shown for it, in order; none where it is shown whole."""


class Refusal(Frozen):
    """Why a question is not answered."""

    kind: Literal["empty_coverage", "unknown_name", "unknown_topic", "not_together", "weak", "outside", "question"]
    """"outside": it is answered only outside the days or the outlet that it names. "question": it could not be asked
    at all; only where questions are asked by the file."""
    message: str
    """One or two plain sentences for the person who asked."""
    missing: tuple[str, ...]
    """The names and words of the question that the coverage lacks; misspelt ones in the coverage's spelling."""


class Confined(Frozen):
    """To which articles the question's own words confine it: "last week", "in the Tilberry Gazette"."""

    words: tuple[str, ...]
    """The words of the question that do."""
    since: str | None = None
    """First day of publication, ISO 8601."""
    until: str | None = None
    """Last day of publication."""
    outlet: str | None = None
    """The outlet or agency, as the coverage names it."""


class Freshness(Frozen):
    """How much is covered, and until when."""

    articles: int
    newest: Published | None


class Answer(Frozen):
    """The outcome of a question: passages that answer it, or a refusal with the closest ones."""

    question: str
    answered: bool
    confidence: float = Field(ge=0, le=1)
    refusal: Refusal | None = None
    passages: tuple[Passage, ...] = ()
    closest: tuple[Passage, ...] = ()
    coverage: Freshness
    confined: Confined | None = None
    """To what the question's own words confine it; with a refusal of the kind "outside" nothing there answers."""
    by_date: tuple[int, ...] = ()
    """Ranks of the passages with words of whom is asked about, oldest day first; empty unless of several days."""
    notes: tuple[str, ...] = Field(default=(), exclude=True)
    """Sentences for a person about how the question was understood: which spelling, which of two people of one name."""
