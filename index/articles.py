"""What was published: articles, paragraphs, and the statements in them. Plain frozen data; no behaviour but checks.

Offsets count characters (Unicode code points) of the paragraph's text, the end exclusive. Paragraphs count from 1 and
hold body text only; notices (corrections, updates) stand apart from them.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def iso_8601(value: str) -> str:
    """The value unchanged if it is an ISO 8601 date or date-time (no zone is invented); else ValueError."""
    try:
        date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"'{value[:40]}' is no date (write 2025-06-18 or 2025-06-18T14:30:00+02:00)") from error
    return value


Published = Annotated[str, AfterValidator(iso_8601)]
"""ISO 8601: a date where the page gives no time, else a date-time, with a zone only where one was published."""


class Frozen(BaseModel):
    """Base of all records: immutable, and unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Statement(Frozen):
    """A span of a paragraph that somebody says."""

    start: int
    end: int
    kind: Literal["direct", "indirect", "mixed"]
    cue: str | None = None
    """The words that introduce it: "said", "according to"."""
    cue_start: int | None = None
    speaker: str | None = None
    """The resolved name, or office or institution; None when it is not certain."""
    mention: str | None = None
    """The speaker as written here: "the Russian leader", "he"."""
    mention_start: int | None = None
    mention_paragraph: int | None = None
    """The number of the paragraph in which the mention stands."""


class Paragraph(Frozen):
    """One paragraph of the body, character for character as published (white space aside)."""

    number: int = Field(ge=1)
    text: str = Field(min_length=1)
    statements: tuple[Statement, ...] = ()
    people: tuple[str, ...] = ()
    """Resolved names of the people and speaking institutions that the paragraph speaks of, also where it only says "he"
    or "his Ukrainian counterpart"; derived, in order of appearance. Each is the name of one of the article's people."""


class Person(Frozen):
    """A person, or an institution that speaks, as one article knows it."""

    name: str
    """The fullest name that the article gives; an office where it gives none."""
    mentions: tuple[str, ...] = ()
    """The forms in which it is written, the fullest first: "Vladimir Putin", "Putin", "the Russian leader"."""
    roles: tuple[str, ...] = ()
    """Lower-case words of titles and descriptions: "president", "russian"."""
    sex: str = ""
    """'m', 'f' or '' where it is not known."""
    institution: bool = False


class Article(Frozen):
    """One published text. A news agency's is called a dispatch."""

    id: str = Field(min_length=1, max_length=200)
    title: str
    source: str | None = None
    """The outlet that published it."""
    agency: str | None = None
    byline: str | None = None
    city: str | None = None
    published: Published | None = None
    url: str | None = None
    language: str = "en"
    """ISO 639-1."""
    paragraphs: tuple[Paragraph, ...] = Field(min_length=1)
    notices: tuple[str, ...] = ()
    """Corrections and updates that the publisher added, as published."""
    people: tuple[Person, ...] = ()
    """Whom the article introduces, and who speaks in it; derived, in order of appearance."""


class Reference(Frozen):
    """What names an article to a reader."""

    id: str
    title: str
    source: str | None
    agency: str | None
    city: str | None
    published: Published | None
    url: str | None


class Dropped(Frozen):
    """A line of the input that is no body text, and why: "advertisement", "copyright", "site header" ..."""

    text: str
    why: str
