"""Segments: the postings of some documents in numpy arrays. They never change; taking documents out is a mask beside.

The documents of a segment stand in order of their article's key, and are known by their position from 0.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray

from index.search.engine import Document

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Field:
    """One field of a segment's documents, by term."""

    terms: Mapping[str, int]
    """Term -> its number, counted from 0 in the order of this mapping."""
    offsets: Int64
    """The postings of term t are those from offsets[t] to offsets[t + 1]."""
    documents: Int32
    """The document of each posting, ascending within a term, each once."""
    counts: Int32
    """How often the document holds the term."""
    lengths: Int32
    """The number of terms in each document."""

    def postings(self, term: str) -> tuple[Int32, Int32] | None:
        """The documents that hold a term, and how often; None where none does."""
        number = self.terms.get(term)
        if number is None:
            return None
        held = slice(self.offsets[number], self.offsets[number + 1])
        return self.documents[held], self.counts[held]

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
    fields: tuple[Field, Field]
    """Their own terms, and those of their context."""

    def __len__(self) -> int:
        return len(self.articles)


@dataclass(frozen=True, eq=False)
class Part:
    """A segment, and which of its documents are alive."""

    segment: Segment
    alive: Mask
    live: int
    """How many are."""
    totals: tuple[int, int]
    """The lengths of those alive, added up, by field."""

    @property
    def whole(self) -> bool:
        """Whether all documents of the segment are alive."""
        return self.live == len(self.segment)

    def frequency(self, field: int, term: str) -> int:
        """In how many documents alive a term stands."""
        postings = self.segment.fields[field].postings(term)
        if postings is None:
            return 0
        return len(postings[0]) if self.whole else int(np.count_nonzero(self.alive[postings[0]]))

    def frequencies(self, field: int) -> Mapping[str, int]:
        """In how many documents alive each term stands; terms in none are left out."""
        held = self.segment.fields[field]
        pairs = zip(held.terms, held.frequencies(self.alive).tolist(), strict=True)
        return {term: frequency for term, frequency in pairs if frequency}

    @cached_property
    def vocabulary(self) -> Collection[str]:
        """The terms of the documents alive, their context left out."""
        return self.segment.fields[0].terms.keys() if self.whole else self.frequencies(0).keys()

    def without(self, articles: Int64) -> Part:
        """The part with the documents of these articles (ascending) dead; itself where it holds none of them."""
        starts = np.searchsorted(self.segment.articles, articles, side="left")
        ends = np.searchsorted(self.segment.articles, articles, side="right")
        alive = self.alive.copy()
        for start, end in zip(starts[starts < ends].tolist(), ends[starts < ends].tolist(), strict=True):
            alive[start:end] = False
        return part(self.segment, alive) if np.count_nonzero(alive) < self.live else self


def part(segment: Segment, alive: Mask | None = None) -> Part:
    """A segment with all or some of its documents alive."""
    if alive is None:
        alive = np.ones(len(segment), dtype=np.bool_)
    own, context = (int(field.lengths[alive].sum(dtype=np.int64)) for field in segment.fields)
    return Part(segment, alive, int(np.count_nonzero(alive)), (own, context))


def build(documents: Iterable[Document]) -> Segment:
    """The segment of some documents. Time and memory grow with their terms."""
    held = sorted(documents, key=lambda document: document.article)
    return Segment(
        np.fromiter((document.article for document in held), np.int64, len(held)),
        np.fromiter((document.paragraph for document in held), np.int32, len(held)),
        (_build_field([document.terms for document in held]), _build_field([document.context for document in held])),
    )


def _build_field(texts: Sequence[Sequence[str]]) -> Field:
    lengths = np.fromiter(map(len, texts), np.int32, len(texts))
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    terms = np.fromiter(map(numbers.__getitem__, chain.from_iterable(texts)), np.int64, int(lengths.sum()))
    documents = np.repeat(np.arange(len(texts), dtype=np.int64), lengths)
    keys, counts = np.unique(terms * max(1, len(texts)) + documents, return_counts=True)
    return _field(dict(numbers), keys, counts, lengths)


def _field(terms: Mapping[str, int], keys: Int64, counts: NDArray[np.integer], lengths: Int32) -> Field:
    """A field from its postings' keys, ascending: the term's number times the number of documents plus the document."""
    owners, documents = np.divmod(keys, max(1, len(lengths)))
    offsets = np.searchsorted(owners, np.arange(len(terms) + 1))
    return Field(terms, offsets, documents.astype(np.int32), counts.astype(np.int32), lengths)


def merge(parts: Sequence[Part]) -> Segment:
    """One segment of the documents alive in the parts."""
    articles = np.concatenate([held.segment.articles[held.alive] for held in parts])
    paragraphs = np.concatenate([held.segment.paragraphs[held.alive] for held in parts])
    order = np.argsort(articles, kind="stable")
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    own, context = (_merge_field(parts, field, places, order) for field in (0, 1))
    return Segment(articles[order], paragraphs[order], (own, context))


def _merge_field(parts: Sequence[Part], field: int, places: Int64, order: Int64) -> Field:
    """places: the new position of each document alive, in the parts' order; order: the other way round."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    keys, counts, lengths, before = [], [], [], 0
    for held in parts:
        old = held.segment.fields[field]
        frequencies = old.frequencies(held.alive)
        renumbered = np.zeros(len(old.terms), dtype=np.int64)
        used = frequencies > 0
        renumbered[used] = [numbers[term] for term, kept in zip(old.terms, used.tolist(), strict=True) if kept]
        new_place = np.zeros(len(held.alive), dtype=np.int64)
        new_place[held.alive] = places[before : before + held.live]
        kept = held.alive[old.documents]
        keys.append(np.repeat(renumbered, frequencies) * max(1, len(order)) + new_place[old.documents[kept]])
        counts.append(old.counts[kept])
        lengths.append(old.lengths[held.alive])
        before += held.live
    joined = np.concatenate(keys)
    ascending = np.argsort(joined)
    new_lengths = np.concatenate(lengths)[order]
    return _field(dict(numbers), joined[ascending], np.concatenate(counts)[ascending], new_lengths)
