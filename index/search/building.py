"""Building segments: from documents, or from what is alive in other segments. Impacts are prepared here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, count, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.search.bm25 import Formula
from index.search.engine import Document
from index.search.segments import BLOCK, RANKS, Int32, Int64, Mask, Part, Postings, Segment, UInt8, UInt16

_AT_ONCE = 1 << 20
"""Postings whose impacts are worked out at a time, so that what is needed meanwhile stays small."""
_HIGHEST = 255
_CUT = 8
"""A list is cut where it has so many postings for each block in the mean: the cuts then take less than they save."""


class _Lists(NamedTuple):
    """The lists of one field, by number of term."""

    offsets: Int64
    documents: Int32
    counts: NDArray[np.unsignedinteger]


def build(documents: Iterable[Document], formula: Formula) -> Segment:
    """The segment of some documents. Time and memory grow with their terms."""
    held = sorted(documents, key=lambda document: document[:2])
    texts = ([document.terms for document in held], [document.context for document in held])
    lengths = np.array([[len(text) for text in of_field] for of_field in texts], dtype=np.int32).reshape(2, len(held))
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    tokens = [
        np.fromiter(map(numbers.__getitem__, chain.from_iterable(of_field)), np.int64, int(size))
        for of_field, size in zip(texts, lengths.sum(axis=1, dtype=np.int64), strict=True)
    ]
    fields = [_counted(own, sizes, len(numbers)) for own, sizes in zip(tokens, lengths, strict=True)]
    return Segment(
        np.fromiter((document.article for document in held), np.int64, len(held)),
        np.fromiter((document.paragraph for document in held), np.int32, len(held)),
        lengths,
        dict(numbers),
        _postings(fields, lengths, formula),
    )


def _counted(tokens: Int64, lengths: Int32, terms: int) -> _Lists:
    """The lists of a field whose documents' terms, by number, stand one after the other."""
    documents = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
    keys, counts = np.unique(tokens * max(1, len(lengths)) + documents, return_counts=True)
    return _lists(keys, counts, len(lengths), terms)


def _lists(keys: Int64, counts: NDArray[np.integer], size: int, terms: int) -> _Lists:
    """Lists from their postings' keys, ascending: the term's number times the number of documents plus the document."""
    owners, places = np.divmod(keys, max(1, size))
    offsets = np.searchsorted(owners, np.arange(terms + 1))
    return _Lists(offsets, places.astype(np.int32), counts.astype(np.min_scalar_type(counts.max(initial=0))))


def _postings(fields: Sequence[_Lists], lengths: Int32, formula: Formula) -> Postings:
    own, context = fields
    offsets = np.concatenate((own.offsets, context.offsets[1:] + own.offsets[-1]))
    documents = np.concatenate((own.documents, context.documents))
    counts = np.concatenate((own.counts, context.counts))
    worth = [_worth(lists, sizes, formula) for lists, sizes in zip(fields, lengths, strict=True)]
    codes = np.concatenate([codes for codes, _, _ in worth])
    cuts = _cuts(offsets, documents, max(1, -(-lengths.shape[1] // BLOCK)))
    return Postings(
        offsets,
        *_split(offsets, documents, cuts[0], whole=lengths.shape[1] <= BLOCK),
        *cuts,
        counts,
        codes,
        _highest(offsets, codes),
        _ranked(offsets, codes),
        np.array([step for _, step, _ in worth]),
        np.array([average for _, _, average in worth]),
    )


def _worth(lists: _Lists, lengths: Int32, formula: Formula) -> tuple[UInt8, float, float]:
    """The codes of a field's postings, their step, and the documents' average length."""
    average = float(lengths.mean()) if len(lengths) else 0.0
    worth = np.empty(len(lists.documents), dtype=np.float32)
    for start in range(0, len(worth), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        worth[some] = formula.gain(lists.counts[some], lengths[lists.documents[some]], average) - formula.absent
    step = float(worth.max(initial=0.0)) / _HIGHEST or 1.0
    worth /= np.float32(step)
    np.ceil(worth, out=worth)
    return np.clip(worth, 1, _HIGHEST, out=worth).astype(np.uint8), step, average


def _cuts(offsets: Int64, documents: Int32, blocks: int) -> tuple[Int32, Int64]:
    """Which lists are cut, and where."""
    cut = np.full(len(offsets) - 1, -1, dtype=np.int32)
    if blocks == 1:
        return cut, np.empty((0, 2), dtype=np.int64)
    long = np.flatnonzero(np.diff(offsets) >= _CUT * blocks)
    cut[long] = np.arange(len(long))
    cuts = np.empty((len(long), blocks + 1), dtype=np.int64)
    edges = np.arange(blocks + 1) * BLOCK
    for row, number in enumerate(long.tolist()):
        start, end = offsets[number : number + 2].tolist()
        cuts[row] = start + documents[start:end].searchsorted(edges)
    return cut, cuts


def _split(offsets: Int64, documents: Int32, cut: Int32, *, whole: bool) -> tuple[Int64, UInt16]:
    """Where each list's positions begin, and all positions in pieces of two bytes. whole: one piece is all of each."""
    sizes = np.diff(offsets)
    if whole:
        return offsets[:-1].copy(), documents.astype(np.uint16)
    pieces = np.where(cut < 0, 2 * sizes, sizes)
    ends = np.cumsum(pieces)
    places = ends - pieces
    ids = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint16)
    at = np.arange(len(documents)) + np.repeat(places - offsets[:-1], sizes)
    ids[at] = documents & (BLOCK - 1)
    uncut = np.repeat(cut < 0, sizes)
    ids[(at + np.repeat(sizes, sizes))[uncut]] = documents[uncut] >> 16
    return places, ids


def _highest(offsets: Int64, codes: UInt8) -> UInt8:
    highest = np.zeros(len(offsets) - 1, dtype=np.uint8)
    held = np.flatnonzero(np.diff(offsets))
    if len(held):
        highest[held] = np.maximum.reduceat(codes, offsets[held])
    return highest


def _ranked(offsets: Int64, codes: UInt8) -> UInt8:
    """The codes at each of the RANKS, by list."""
    sizes = np.diff(offsets)
    ranked = np.zeros((len(sizes), len(RANKS)), dtype=np.uint8)
    for number in np.flatnonzero(sizes >= RANKS[0]).tolist():
        held = np.sort(codes[offsets[number] : offsets[number + 1]])[::-1]
        for column, rank in enumerate(RANKS):
            if rank > len(held):
                break
            ranked[number, column] = held[rank - 1]
    return ranked


def merge(parts: Sequence[Part], formula: Formula) -> Segment:
    """One segment of the documents alive in the parts."""
    articles = np.concatenate([held.segment.articles[held.alive] for held in parts])
    paragraphs = np.concatenate([held.segment.paragraphs[held.alive] for held in parts])
    order = np.lexsort((paragraphs, articles))
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    lengths = np.concatenate([held.segment.lengths[:, held.alive] for held in parts], axis=1)
    lengths = np.ascontiguousarray(lengths[:, order])
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    renumbered = [_renumbered(held, numbers) for held in parts]
    fields = [_merged(parts, field, renumbered, places, len(numbers)) for field in (0, 1)]
    return Segment(articles[order], paragraphs[order], lengths, dict(numbers), _postings(fields, lengths, formula))


def _renumbered(held: Part, numbers: Mapping[str, int]) -> Int64:
    """The new number of each term that a document alive holds; 0 for the others."""
    used: Mask = np.asarray(held.frequencies.any(axis=0))
    renumbered = np.zeros(len(used), dtype=np.int64)
    renumbered[used] = [numbers[term] for term, kept in zip(held.segment.terms, used.tolist(), strict=True) if kept]
    return renumbered


def _merged(parts: Sequence[Part], field: int, renumbered: Sequence[Int64], places: Int64, terms: int) -> _Lists:
    """places: the new position of each document alive, in the parts' order."""
    keys, counts = [], []
    ends = np.cumsum([0, *(held.live for held in parts)]).tolist()
    for held, numbers, (start, end) in zip(parts, renumbered, pairwise(ends), strict=True):
        old, size = held.segment.postings, len(held.segment.terms)
        these = slice(old.offsets[field * size], old.offsets[(field + 1) * size])
        documents = held.segment.postings.documents(held.segment.blocks)[these]
        new_place = np.zeros(len(held.alive), dtype=np.int64)
        new_place[held.alive] = places[start:end]
        kept = held.alive[documents]
        keys.append(np.repeat(numbers, held.frequencies[field]) * max(1, len(places)) + new_place[documents[kept]])
        counts.append(old.counts[these][kept])
    joined = np.concatenate(keys)
    # Each part's keys of a term ascend already, and a stable sort makes use of what is in order.
    ascending = np.argsort(joined, kind="stable")
    return _lists(joined[ascending], np.concatenate(counts)[ascending], len(places), terms)
