"""Segments: the postings of some documents in numpy arrays. They never change; taking documents out is a mask beside.

The documents of a segment stand in order of their article's key and paragraph, and are known by their position from 0.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]
UInt8 = NDArray[np.uint8]
Mask = NDArray[np.bool_]

RANKS = (10, 30, 100, 300, 1000)
"""For which ranks a field notes how high a term's impacts are there."""


class Impacts(NamedTuple):
    """What each posting's count is worth, as one byte: an upper bound that says where a search need not look.

    Impacts are gains beyond those of an absent term, for documents of the average length at the time of building.
    """

    step: float
    """A posting's impact is over (code - 1) * step and at most code * step."""
    average: float
    """The documents' average length, in terms, that the impacts hold for."""
    codes: UInt8
    """One for each posting."""
    highest: UInt8
    """The highest code of each term."""
    ranked: UInt8
    """The RANKS[r]th highest code of term t at [r, t]; 0 where it stands in fewer documents."""
    rows: Mapping[int, UInt8]
    """Term -> its code for every document, 0 for those without it, for terms in more than 1 / FREQUENT of them."""


FREQUENT = 25
"""A row takes a byte for each document, postings six for each that holds the term: few terms have so many postings."""


@dataclass(frozen=True, eq=False)
class Field:
    """One field of a segment's documents, by term."""

    terms: Mapping[str, int]
    """Term -> its number, counted from 0 in the order of this mapping."""
    offsets: Int64
    """The postings of term t are those from offsets[t] to offsets[t + 1]."""
    documents: Int32
    """The document of each posting, ascending within a term, each once."""
    counts: NDArray[np.integer]
    """How often the document holds the term, in as few bytes as they need."""
    lengths: Int32
    """The number of terms in each document."""
    impacts: Impacts

    def documents_of(self, number: int) -> Int32:
        """The documents that hold the term of this number."""
        return self.documents[self.offsets[number] : self.offsets[number + 1]]

    def frequencies(self, alive: Mask) -> Int64:
        """In how many of the documents alive each term stands."""
        totals = np.concatenate(([0], np.cumsum(alive[self.documents])))
        return np.asarray(totals[self.offsets[1:]] - totals[self.offsets[:-1]])


@dataclass(frozen=True, eq=False)
class Segment:
    """Some documents: who they are, and their fields."""

    articles: Int64
    """Ascending."""
    paragraphs: Int32
    """Ascending within an article."""
    fields: tuple[Field, Field]
    """Their own terms, and those of their context."""

    def __len__(self) -> int:
        return len(self.articles)

    def documents_of(self, articles: Int64) -> Int64:
        """The documents of these articles (ascending, each once), ascending."""
        starts = np.searchsorted(self.articles, articles, side="left")
        sizes = np.searchsorted(self.articles, articles, side="right") - starts
        before = np.cumsum(sizes) - sizes
        return np.asarray(np.repeat(starts - before, sizes) + np.arange(sizes.sum()))


@dataclass(frozen=True, eq=False)
class Part:
    """A segment, and which of its documents are alive."""

    segment: Segment
    alive: Mask
    dead: Int64
    """The documents that are not, ascending."""
    totals: tuple[int, int]
    """The lengths of those alive, added up, by field."""

    @property
    def live(self) -> int:
        """How many documents are alive."""
        return len(self.segment) - len(self.dead)

    def frequency(self, field: int, term: str) -> int:
        """In how many documents alive a term stands."""
        held = self.segment.fields[field]
        number = held.terms.get(term)
        if number is None:
            return 0
        documents = held.documents_of(number)
        if not len(self.dead):
            return len(documents)
        if len(documents) < len(self.dead):
            return int(np.count_nonzero(self.alive[documents]))
        places = documents.searchsorted(self.dead)
        places[places == len(documents)] = 0
        return len(documents) - int(np.count_nonzero(documents[places] == self.dead))

    def frequencies(self, field: int) -> Mapping[str, int]:
        """In how many documents alive each term stands; terms in none are left out."""
        held = self.segment.fields[field]
        pairs = zip(held.terms, held.frequencies(self.alive).tolist(), strict=True)
        return {term: frequency for term, frequency in pairs if frequency}

    @cached_property
    def vocabulary(self) -> Collection[str]:
        """The terms of the documents alive, their context left out."""
        return self.frequencies(0).keys() if len(self.dead) else self.segment.fields[0].terms.keys()

    def without(self, articles: Int64) -> Part:
        """The part with the documents of these articles (ascending) dead; itself where it holds none of them alive."""
        gone = self.segment.documents_of(articles)
        gone = gone[self.alive[gone]]
        if not len(gone):
            return self
        alive = self.alive.copy()
        alive[gone] = False
        own, context = (
            total - int(field.lengths[gone].sum(dtype=np.int64))
            for total, field in zip(self.totals, self.segment.fields, strict=True)
        )
        return Part(self.segment, alive, np.flatnonzero(~alive), (own, context))


def part(segment: Segment) -> Part:
    """A segment with all its documents alive."""
    own, context = (int(field.lengths.sum(dtype=np.int64)) for field in segment.fields)
    return Part(segment, np.ones(len(segment), dtype=np.bool_), np.empty(0, dtype=np.int64), (own, context))
