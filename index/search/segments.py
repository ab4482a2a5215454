"""Segments: the postings of some documents in numpy arrays. They never change; taking documents out is a mask beside.

The documents of a segment stand in order of their article's key and paragraph, and are known by their position from 0.
Every term has two lists of postings: that of the documents' own texts, and that of their context.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]
UInt8 = NDArray[np.uint8]
UInt16 = NDArray[np.uint16]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

OWN, CONTEXT = 0, 1
BLOCK = 1 << 16
"""Documents whose positions differ in their lower two bytes alone."""
RANKS = (10, 30, 100, 300, 1000)
"""For which ranks a segment notes how high a list's impacts are there."""
FREQUENT = 25
"""A list of more than 1 / FREQUENT of the documents gets a row with a byte for each, when one is asked for."""
_FEW = 10_000
"""Documents so few need no rows."""
_ROWS = 50
"""Rows that are kept at a time."""


@dataclass(frozen=True, eq=False)
class Postings:
    """Which documents hold each term, how often, and what that is worth. The list of term t in field f is f * T + t.

    A document's position takes two bytes where the list is long: the list is then cut where the upper bytes change.
    """

    offsets: Int64
    """The postings of list l are those from offsets[l] to offsets[l + 1]."""
    places: Int64
    """Where the positions of a list begin in `ids`."""
    ids: UInt16
    """The lower two bytes of each position, ascending within a list; where it is not cut, the upper two then follow."""
    cut: Int32
    """For each list its row of `cuts`; -1 where it is not cut: positions take four bytes, or all are in a block."""
    cuts: Int64
    """The postings of a list that are in block b are those from cuts[row, b] to cuts[row, b + 1]."""
    counts: NDArray[np.unsignedinteger]
    """How often the document holds the term, in as few bytes as they need."""
    codes: UInt8
    """The impact of each posting: what its count is worth, as an upper bound that says where one need not look."""
    highest: UInt8
    """The highest code of each list."""
    ranked: UInt8
    """The RANKS[r]th highest code of list l at [l, r]; 0 where it has fewer postings."""
    steps: Floats
    """By field: a posting's impact is over (code - 1) * step and at most code * step.

    Impacts are gains beyond those of an absent term, for documents of the average length at the time of building.
    """
    averages: Floats
    """By field: the documents' average length, in terms, that the impacts hold for."""

    def sizes(self) -> Int64:
        """How many postings each list has."""
        return np.diff(self.offsets)

    def documents(self, blocks: int) -> Int32:
        """The document of every posting."""
        sizes = self.sizes()
        at = np.arange(len(self.counts)) + np.repeat(self.places - self.offsets[:-1], sizes)
        found = self.ids[at].astype(np.int32)
        if blocks > 1:
            whole = np.repeat(self.cut < 0, sizes)
            found[whole] |= self.ids[(at + np.repeat(sizes, sizes))[whole]].astype(np.int32) << 16
            upper = np.tile(np.arange(blocks, dtype=np.int32), len(self.cuts))
            found[~whole] |= np.repeat(upper, np.diff(self.cuts, axis=1).ravel()) << 16
        return found


@dataclass(frozen=True, eq=False)
class Segment:
    """Some documents: who they are, and what is in them."""

    articles: Int64
    """Ascending."""
    paragraphs: Int32
    """Ascending within an article."""
    lengths: Int32
    """The number of terms in each document, by field."""
    terms: Mapping[str, int]
    """Term -> its number, counted from 0 in the order of this mapping."""
    postings: Postings
    _rows: dict[int, UInt8] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for array in (self.articles, self.paragraphs, self.lengths, *vars(self.postings).values()):
            array.flags.writeable = False

    def __len__(self) -> int:
        return len(self.articles)

    @property
    def blocks(self) -> int:
        """In how many blocks the documents are."""
        return max(1, -(-len(self) // BLOCK))

    def list_of(self, field: int, term: str) -> int | None:
        """The list of a term in a field; None where the segment does not know the term."""
        number = self.terms.get(term)
        return None if number is None else field * len(self.terms) + number

    def size(self, number: int) -> int:
        """How many postings a list has."""
        start, end = self.postings.offsets[number : number + 2].tolist()
        return int(end - start)

    def documents_of(self, number: int) -> Int32:
        """The documents of a list, ascending."""
        held = self.postings
        start, end = held.offsets[number : number + 2].tolist()
        size, at = end - start, int(held.places[number])
        found = held.ids[at : at + size].astype(np.int32)
        if self.blocks > 1:
            if (row := int(held.cut[number])) < 0:
                found |= held.ids[at + size : at + 2 * size].astype(np.int32) << 16
            else:
                cuts = (held.cuts[row] - start).tolist()
                for block in range(1, self.blocks):
                    found[cuts[block] : cuts[block + 1]] |= block << 16
        return found

    def row(self, number: int) -> UInt8 | None:
        """The codes of all documents in a long list, 0 for those that are not in it; None for shorter ones."""
        if self.size(number) * FREQUENT <= max(len(self), _FEW):
            return None
        if number not in self._rows:
            if len(self._rows) >= _ROWS:
                self._rows.clear()
            row = np.zeros(len(self), dtype=np.uint8)
            start, end = self.postings.offsets[number : number + 2].tolist()
            row[self.documents_of(number)] = self.postings.codes[start:end]
            self._rows[number] = row
            return row
        return self._rows.get(number)

    def documents_by(self, articles: Int64) -> Int64:
        """The documents of these articles (ascending, each once), ascending."""
        starts = np.searchsorted(self.articles, articles, side="left")
        sizes = np.searchsorted(self.articles, articles, side="right") - starts
        before = np.cumsum(sizes) - sizes
        return np.asarray(np.repeat(starts - before, sizes) + np.arange(sizes.sum()))

    def frequencies(self, alive: Mask) -> Int64:
        """In how many of the documents alive each term stands, by field."""
        held = self.postings
        if alive.all():
            return held.sizes().reshape(2, -1)
        totals = np.concatenate(([0], np.cumsum(alive[held.documents(self.blocks)])))
        return np.asarray(totals[held.offsets[1:]] - totals[held.offsets[:-1]]).reshape(2, -1)


@dataclass(frozen=True, eq=False)
class Part:
    """A segment, and which of its documents are alive."""

    segment: Segment
    alive: Mask
    dead: Int64
    """The documents that are not, ascending."""
    totals: tuple[int, int]
    """The lengths of those alive, added up, by field."""
    _frequencies: dict[int, int] = field(default_factory=dict)

    @property
    def live(self) -> int:
        """How many documents are alive."""
        return len(self.segment) - len(self.dead)

    def frequency(self, number: int) -> int:
        """How many documents alive a list has."""
        if not len(self.dead):
            return self.segment.size(number)
        if (known := self._frequencies.get(number)) is None:
            known = self._frequencies[number] = self._counted(number)
        return known

    def _counted(self, number: int) -> int:
        documents = self.segment.documents_of(number)
        if len(documents) <= len(self.dead):
            return int(np.count_nonzero(self.alive[documents]))
        places = documents.searchsorted(self.dead)
        places[places == len(documents)] = 0
        return len(documents) - int(np.count_nonzero(documents[places] == self.dead))

    @cached_property
    def frequencies(self) -> Int64:
        """In how many documents alive each term stands, by field."""
        return self.segment.frequencies(self.alive)

    @cached_property
    def vocabulary(self) -> Collection[str]:
        """The terms of the documents alive, their context left out."""
        return Vocabulary(self)

    def without(self, articles: Int64) -> Part:
        """The part with the documents of these articles (ascending) dead; itself where it holds none of them alive."""
        gone = self.segment.documents_by(articles)
        gone = gone[self.alive[gone]]
        if not len(gone):
            return self
        alive = self.alive.copy()
        alive[gone] = False
        fewer = self.segment.lengths[:, gone].sum(axis=1, dtype=np.int64).tolist()
        own, context = (total - less for total, less in zip(self.totals, fewer, strict=True))
        return Part(self.segment, alive, np.flatnonzero(~alive), (own, context))


class Vocabulary(Collection[str]):
    """The terms of a part's documents, their context left out."""

    def __init__(self, held: Part) -> None:
        self._part = held

    def __contains__(self, term: object) -> bool:
        number = self._part.segment.terms.get(term)  # type: ignore[call-overload] # any object may be asked for
        return number is not None and self._part.frequency(number) > 0

    def __iter__(self) -> Iterator[str]:
        return iter(self._every)

    def __len__(self) -> int:
        return len(self._every)

    @cached_property
    def _every(self) -> list[str]:
        pairs = zip(self._part.segment.terms, self._part.frequencies[OWN].tolist(), strict=True)
        return [term for term, frequency in pairs if frequency]


def part(segment: Segment) -> Part:
    """A segment with all its documents alive."""
    own, context = segment.lengths.sum(axis=1, dtype=np.int64).tolist()
    return Part(segment, np.ones(len(segment), dtype=np.bool_), np.empty(0, dtype=np.int64), (own, context))
