"""Building segments: from documents, or from what is alive in other segments. Impacts are prepared here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, count, pairwise

import numpy as np
from numpy.typing import NDArray

from index.search.bm25 import Formula
from index.search.engine import Document
from index.search.segments import FREQUENT, RANKS, Field, Impacts, Int32, Int64, Part, Segment, UInt8

_AT_ONCE = 1 << 20
"""Postings whose impacts are worked out at a time, so that what is needed meanwhile stays small."""
_HIGHEST = 255
_FEW = 10_000
"""Documents so few need no rows."""


def build(documents: Iterable[Document], formula: Formula) -> Segment:
    """The segment of some documents. Time and memory grow with their terms."""
    held = sorted(documents, key=lambda document: document[:2])
    own = _build_field([document.terms for document in held], formula)
    context = _build_field([document.context for document in held], formula)
    return Segment(
        np.fromiter((document.article for document in held), np.int64, len(held)),
        np.fromiter((document.paragraph for document in held), np.int32, len(held)),
        (own, context),
    )


def _build_field(texts: Sequence[Sequence[str]], formula: Formula) -> Field:
    lengths = np.fromiter(map(len, texts), np.int32, len(texts))
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    terms = np.fromiter(map(numbers.__getitem__, chain.from_iterable(texts)), np.int64, int(lengths.sum()))
    documents = np.repeat(np.arange(len(texts), dtype=np.int64), lengths)
    keys, counts = np.unique(terms * max(1, len(texts)) + documents, return_counts=True)
    return _field(dict(numbers), keys, counts, lengths, formula)


def _field(
    terms: Mapping[str, int], keys: Int64, counts: NDArray[np.integer], lengths: Int32, formula: Formula
) -> Field:
    """A field from its postings' keys, ascending: the term's number times the number of documents plus the document."""
    owners, places = np.divmod(keys, max(1, len(lengths)))
    offsets = np.searchsorted(owners, np.arange(len(terms) + 1))
    documents = places.astype(np.int32)
    counts = counts.astype(np.min_scalar_type(counts.max(initial=0)))
    return Field(terms, offsets, documents, counts, lengths, _impacts(offsets, documents, counts, lengths, formula))


def _impacts(
    offsets: Int64, documents: Int32, counts: NDArray[np.integer], lengths: Int32, formula: Formula
) -> Impacts:
    average = float(lengths.mean()) if len(lengths) else 0.0
    worth = np.empty(len(documents), dtype=np.float32)
    for start in range(0, len(documents), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        worth[some] = formula.gain(counts[some], lengths[documents[some]], average) - formula.absent
    step = float(worth.max(initial=0.0)) / _HIGHEST or 1.0
    worth /= np.float32(step)
    np.ceil(worth, out=worth)
    codes = np.clip(worth, 1, _HIGHEST, out=worth).astype(np.uint8)
    highest = np.maximum.reduceat(codes, offsets[:-1]) if len(codes) else codes
    return Impacts(
        step, average, codes, highest, _ranked(offsets, codes), _rows(offsets, documents, codes, len(lengths))
    )


def _rows(offsets: Int64, documents: Int32, codes: UInt8, size: int) -> dict[int, UInt8]:
    rows = {}
    for term in np.flatnonzero(np.diff(offsets) * FREQUENT > max(size, _FEW)).tolist():
        held = slice(offsets[term], offsets[term + 1])
        rows[term] = np.zeros(size, dtype=np.uint8)
        rows[term][documents[held]] = codes[held]
    return rows


def _ranked(offsets: Int64, codes: UInt8) -> UInt8:
    """The codes at each of the RANKS, by term."""
    sizes = np.diff(offsets)
    ranked = np.zeros((len(RANKS), len(sizes)), dtype=np.uint8)
    for term in np.flatnonzero(sizes >= RANKS[0]).tolist():
        held = np.sort(codes[offsets[term] : offsets[term + 1]])[::-1]
        for row, rank in enumerate(RANKS):
            if rank > len(held):
                break
            ranked[row, term] = held[rank - 1]
    return ranked


def merge(parts: Sequence[Part], formula: Formula) -> Segment:
    """One segment of the documents alive in the parts."""
    articles = np.concatenate([held.segment.articles[held.alive] for held in parts])
    paragraphs = np.concatenate([held.segment.paragraphs[held.alive] for held in parts])
    order = np.lexsort((paragraphs, articles))
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    own, context = (_merge_field(parts, field, places, order, formula) for field in (0, 1))
    return Segment(articles[order], paragraphs[order], (own, context))


def _merge_field(parts: Sequence[Part], field: int, places: Int64, order: Int64, formula: Formula) -> Field:
    """places: the new position of each document alive, in the parts' order; order: the other way round."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    keys, counts, lengths = [], [], []
    ends = np.cumsum([0, *(held.live for held in parts)]).tolist()
    for held, (start, end) in zip(parts, pairwise(ends), strict=True):
        old = held.segment.fields[field]
        frequencies = old.frequencies(held.alive)
        renumbered = np.zeros(len(old.terms), dtype=np.int64)
        used = frequencies > 0
        renumbered[used] = [numbers[term] for term, kept in zip(old.terms, used.tolist(), strict=True) if kept]
        new_place = np.zeros(len(held.alive), dtype=np.int64)
        new_place[held.alive] = places[start:end]
        kept = held.alive[old.documents]
        keys.append(np.repeat(renumbered, frequencies) * max(1, len(order)) + new_place[old.documents[kept]])
        counts.append(old.counts[kept])
        lengths.append(old.lengths[held.alive])
    joined = np.concatenate(keys)
    # Each part's keys of a term ascend already, and a stable sort makes use of what is in order.
    ascending = np.argsort(joined, kind="stable")
    new_lengths = np.concatenate(lengths)[order]
    return _field(dict(numbers), joined[ascending], np.concatenate(counts)[ascending], new_lengths, formula)
