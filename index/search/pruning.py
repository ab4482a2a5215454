"""Finding the documents that may be among the best of a segment, without looking at all that hold a term.

A term's impacts have an upper bound. When the bounds of the weakest terms add up to less than what the best documents
score, a document that holds none of the others cannot be among the best: the others' postings are added up, the weakest
terms are looked up for what is left over. That is MaxScore (H. Turtle and J. Flood, "Query evaluation: strategies and
optimizations", 1995), term by term instead of document by document, so that each step sweeps over an array. What the
best score is first known from impacts noted for certain ranks of each term (A. Kane and F. Tompa, "Split-lists and
initial thresholds for WAND-based search", 2018), then from what has been added up. All that can be wrong is how much is
looked at: bounds are never too low, and what is returned is scored exactly afterwards.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.search.segments import RANKS, Int32, Mask, Part, Segment, UInt8

_FEW = 1000
"""Documents so many are scored without asking first whether it is worth it."""
_ENOUGH = 2
"""Candidates so many times the limit are scored without looking up further bounds."""
_GROUPS = 8
"""Groups so many times the limit stand for all documents when the best of them are sought."""
_NOTHING = float(np.finfo(np.float32).tiny)
"""Less than any document's sum."""
_ROUNDING = 1 + 1e-4
"""More than single precision may lose in adding up even a thousand terms."""

Floats32 = NDArray[np.float32]
Places = NDArray[np.intp]


class Listed(NamedTuple):
    """A term's postings in one field of a segment, and what they can be worth to a question."""

    documents: Int32
    codes: UInt8
    unit: float
    """What one unit of a code adds to a document's score at most."""
    bound: float
    """What the term adds to any document's score at most."""
    slack: float
    """What the rounding up of a code may add."""
    share: float
    """A document gains at least this share of the units that its code comes to, less the slack."""
    assured: float
    """What the document at the wanted rank among those of the term gains at least; 0 where that is not known."""
    row: UInt8 | None
    """The codes of all documents, for frequent terms."""

    def codes_of(self, documents: Int32) -> UInt8:
        """The codes of some documents, ascending; 0 for those that do not hold the term."""
        if self.row is not None:
            return self.row.take(documents, mode="clip")
        places = self.documents.searchsorted(documents)
        holds = self.documents.take(places, mode="clip") == documents
        return np.asarray(self.codes.take(places, mode="clip") * holds)


def listed(segment: Segment, number: int, weight: float, average: float, rank: int) -> Listed:
    """A list of postings whose gains are multiplied by `weight`, in documents now `average` terms long.

    A gain changes by no greater factor than the average has since the impacts were prepared: by the formula, it falls
    with length / average and is never more than in inverse proportion to it.
    """
    held, field = segment.postings, number >= len(segment.terms)
    start, end = held.offsets[number : number + 2].tolist()
    worth = weight * float(held.steps[int(field)])
    change = average / float(held.averages[int(field)])
    unit = worth * max(1.0, change) * _ROUNDING
    column = bisect_left(RANKS, rank)
    code = int(held.ranked[number, column]) if column < len(RANKS) and RANKS[column] <= end - start else 1
    return Listed(
        segment.documents_of(number),
        held.codes[start:end],
        unit,
        unit * int(held.highest[number]),
        worth,
        min(change, 1 / change) / _ROUNDING**2,
        (code - 1) * worth * min(1.0, change) / _ROUNDING,
        segment.row(number),
    )


class _Sums(threading.local):
    """One array of zeros for each thread, to add up scores in: making it anew would take longer than to use it."""

    def __init__(self) -> None:
        self._array: Floats32 = np.zeros(0, dtype=np.float32)

    def take(self, size: int) -> Floats32:
        """The array, with room for so many documents. It is given back as it came, all zeros, or not at all."""
        array, self._array = self._array, np.zeros(0, dtype=np.float32)
        return array if len(array) >= size else np.zeros(size, dtype=np.float32)

    def give(self, array: Floats32) -> None:
        """Give the array back."""
        self._array = array


_sums = _Sums()


class _Search:
    """A search for the best of a segment, which gets to know better and better what the last of them scores."""

    def __init__(self, terms: Sequence[Listed], limit: int, threshold: float, may: Mask | None) -> None:
        self.terms = sorted(terms, key=lambda term: -term.bound)
        self.rest = [*accumulate((term.bound for term in reversed(self.terms)), initial=0.0)][::-1]
        """What the terms from each on may add to a score."""
        self.limit, self.threshold, self.may = limit, threshold, may
        self.done = 0
        """How many of the terms have been added up."""
        self._share = min(term.share for term in terms)
        self._slack = sum(term.slack for term in terms)

    def learn(self, sums: Floats32) -> None:
        """Some documents that may be found gain at most so much by the terms done: what do the best gain at least?"""
        if len(sums) < self.limit:
            return
        groups = _GROUPS * self.limit
        if len(sums) >= 2 * groups:  # the best of each group: a little less, in a fraction of the time
            sums = sums[: len(sums) // groups * groups].reshape(-1, groups).max(axis=0)
        last = float(np.partition(sums, len(sums) - self.limit)[len(sums) - self.limit])
        self.threshold = max(self.threshold, last * self._share - self._slack)

    def least(self) -> float:
        """What a document must have gained by the terms done to be among the best."""
        return self.threshold - self.rest[self.done]

    def essential(self, size: int) -> tuple[Int32, Floats32]:
        """Add up the terms without which no document is among the best: the documents left, and their sums."""
        sums = _sums.take(size)
        used: list[Places] = []
        added: Floats32 = np.empty(0, dtype=np.float32)
        while self.done < len(self.terms) and self.least() <= 0:
            if used:
                sums[used[-1]] = added
            term = self.terms[self.done]
            used.append(term.documents.astype(np.intp))
            added = np.multiply(term.codes, np.float32(term.unit), dtype=np.float32)
            if len(used) > 1:
                added += sums.take(used[-1], mode="clip")
            self.done += 1
            if self.may is None and self.done < len(self.terms) and len(self.terms[self.done].documents) > _FEW:
                self.learn(added)
        if not used:
            return np.empty(0, dtype=np.int32), added
        *earlier, last = used
        sums[last] = 0  # so that a document is not found with the earlier ones again
        documents, totals = self._reaching(last, added)
        if earlier:
            places = np.concatenate(earlier)
            documents_before, totals_before = self._reaching(places, sums.take(places, mode="clip"))
            once = _once(documents_before)
            documents = np.concatenate((documents, documents_before.take(once)))
            totals = np.concatenate((totals, totals_before.take(once)))
            sums[places] = 0
        _sums.give(sums)
        return documents, totals

    def _reaching(self, places: Places, sums: Floats32) -> tuple[Int32, Floats32]:
        kept = (sums >= max(self.least(), _NOTHING)).nonzero()[0]
        documents, sums = places.take(kept).astype(np.int32), sums.take(kept)
        if self.may is None:
            return documents, sums
        kept = self.may.take(documents).nonzero()[0]
        return documents.take(kept), sums.take(kept)

    def narrow(self, documents: Int32, sums: Floats32) -> Int32:
        """Those of the documents that may still be among the best, when the other terms are looked up."""
        while True:
            self.learn(sums)
            kept = (sums >= self.least()).nonzero()[0]
            documents, sums = documents.take(kept), sums.take(kept)
            if len(kept) <= _ENOUGH * self.limit or self.done == len(self.terms):
                documents.sort()
                return documents
            term = self.terms[self.done]
            sums += np.multiply(term.codes_of(documents), np.float32(term.unit), dtype=np.float32)
            self.done += 1


def _once(numbers: Int32) -> Places:
    """The places in a list of each of its numbers, once."""
    order = numbers.argsort(kind="stable")
    ascending = numbers.take(order)
    new = np.empty(len(order), dtype=np.bool_)
    new[:1] = True
    np.not_equal(ascending[1:], ascending[:-1], out=new[1:])
    return order[new]


def candidates(held: Part, terms: Sequence[Listed], limit: int, floor: float, allowed: Mask | None) -> Int32:
    """Documents alive that hold a term, ascending; among them all of the `limit` best that score `floor` or more.

    allowed: which of the documents may be found; None where all alive may. Takes time linear in the postings that are
    not skipped.
    """
    may = allowed if allowed is not None else held.alive if len(held.dead) else None
    few = sum(len(term.documents) for term in terms) <= _FEW
    if few or min(term.unit for term in terms) <= 0:
        documents = np.concatenate([term.documents for term in terms])
        documents = documents.take(_once(documents))
        return documents if may is None else documents[may[documents]]
    threshold = floor if allowed is not None else max(floor, *(term.assured for term in terms))
    search = _Search(terms, limit, threshold, may)
    return search.narrow(*search.essential(len(held.segment)))
