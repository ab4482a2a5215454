"""Text -> terms: what words become before they are indexed or looked up."""

from __future__ import annotations

from typing import NamedTuple


class Term(NamedTuple):
    """A stemmed, folded word and where it stands."""

    text: str
    start: int
    """Offset of its first character in the analysed text."""
    end: int


def analyse(text: str, language: str = "en") -> list[Term]:
    """The terms of a text in reading order, stop words left out."""
    raise NotImplementedError
