"""The compiled search: all of a question in one call, without Python's lock. It needs numba, and is optional.

What it does is what pruning.py does, by blocks of documents whose sums fit into the processor's caches: the terms
without which no document is among the best are added up, the others are looked up for what is left over (MaxScore), and
what is left in the end is scored by the formula, in the same order of operations. Results are the same bit for bit.

Sums are whole numbers of 16 bits, rounded up: upper bounds, like the impacts that they are made of. A histogram of them
tells at any moment what the best documents have at least. Without numba the functions are plain Python, only slow.
"""

# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

F = TypeVar("F", bound=Callable[..., Any])

try:
    numba: Any = importlib.import_module("numba")
except ImportError:
    numba = None

COMPILES = numba is not None
"""Whether there is a compiler."""


def _compiled(function: F) -> F:
    """Compiled at its first use, and kept for the next process."""
    compiled: F = numba.njit(nogil=True, cache=True)(function) if numba else function
    return compiled


ROUNDING = 1 + 1e-4
"""More than is lost in rounding bounds."""
WHOLE = 64_000
"""What the bounds of all terms come to, in the whole numbers that are added up."""
MOST_TERMS = 500
"""With more, rounding up could make a sum longer than 16 bits."""
SHIFT = 4
"""The histogram counts sums without their lowest bits."""
BLOCK = 1 << 16
BINS = 1 << (16 - SHIFT)
_LOOK_UP = 16
"""Looking a document up in a list takes as long as adding up so many of its postings."""


@_compiled
def _bounds(lists, half, weights, averages_now, steps, averages, highest):
    """By term the worth of one unit of a code, and what the whole can add; then what a sum is worth at least.

    A document gains at least `share` of its sum less `slack`: see pruning.Listed.
    """
    units, bounds = np.empty(len(lists)), np.empty(len(lists))
    share, slack = 1.0, 0.0
    for t in range(len(lists)):
        field = 1 if lists[t] >= half else 0
        change = averages_now[field] / averages[field]
        worth = weights[t] * steps[field]
        units[t] = worth * max(1.0, change) * ROUNDING
        bounds[t] = units[t] * highest[lists[t]]
        share = min(share, min(change, 1.0 / change) / (ROUNDING * ROUNDING))
        slack += worth
    return units, bounds, share, slack


@_compiled
def _assured(lists, half, weights, averages_now, offsets, steps, averages, ranked, rank, column):
    """What the document at the wanted rank gains at least, by the one term that assures most."""
    most = 0.0
    for t in range(len(lists)):
        if offsets[lists[t] + 1] - offsets[lists[t]] >= rank:
            field = 1 if lists[t] >= half else 0
            change = averages_now[field] / averages[field]
            worth = (int(ranked[lists[t], column]) - 1) * weights[t] * steps[field]
            most = max(most, worth * min(1.0, change) / ROUNDING)
    return most


@_compiled
def _lower_bound(ids, start, end, wanted):
    """The first place from start on, before end, whose id is not less than wanted."""
    left = end - start
    while left > 0:  # without branches that a processor could guess wrong
        half = (left + 1) >> 1
        start += half * (ids[start + half - 1] < wanted)
        left -= half
    return start


@_compiled
def _within(l, block, blocks, offsets, places, ids, cut, cuts, span):  # noqa: E741
    """Into span: from where to where in `ids`, and from where in the postings, list l is in a block."""
    start, end, at = offsets[l], offsets[l + 1], places[l]
    size = end - start
    if blocks == 1:
        span[0], span[1], span[2] = at, at + size, start
    elif cut[l] >= 0:
        first = cuts[cut[l], block]
        span[0], span[1], span[2] = at + first - start, at + cuts[cut[l], block + 1] - start, first
    else:
        first = _lower_bound(ids, at + size, at + 2 * size, block) - size
        last = _lower_bound(ids, first + size, at + 2 * size, block + 1) - size
        span[0], span[1], span[2] = first, last, start + first - at


@_compiled
def _add_up(ids, codes, first, last, posting, worth, sums):
    shift = posting - first
    for p in range(first, last):
        sums[ids[p]] += worth[codes[p + shift]]


@_compiled
def _take_out(ids, first, last, sums, least, base, may, documents, totals, count):
    """Set the sums of a list's documents to zero, and note which of them were `least` or more. Returns how many."""
    if len(may) > 0:
        for p in range(first, last):
            place = int(ids[p])
            documents[count] = place
            totals[count] = sums[place]
            count += (sums[place] >= least) & may[base + place]
            sums[place] = 0
        return count
    for p in range(first, last):
        place = ids[p]
        documents[count] = place
        totals[count] = sums[place]
        count += sums[place] >= least
        sums[place] = 0
    return count


@_compiled
def _look_up(ids, codes, first, last, posting, worth, sums, documents, totals, count, most):
    """Add a list's worth to the totals of some documents, by whichever way is shorter."""
    if count * most < last - first:
        for c in range(count):
            p = _lower_bound(ids, first, last, documents[c])
            if p < last and ids[p] == documents[c]:
                totals[c] += worth[codes[posting + p - first]]
        return
    for c in range(count):
        sums[documents[c]] = totals[c]
    for p in range(first, last):
        if sums[ids[p]] > 0:
            sums[ids[p]] += worth[codes[posting + p - first]]
    for c in range(count):
        totals[c] = sums[documents[c]]
        sums[documents[c]] = 0


@_compiled
def _kept(documents, totals, count, least):
    """Keep those with a total of `least` or more; returns how many they are."""
    kept = 0
    for c in range(count):
        documents[kept] = documents[c]
        totals[kept] = totals[c]
        kept += totals[c] >= least
    return kept


@_compiled
def _candidates(  # noqa: C901 - to be compiled as one
    lists, half, weights, averages_now, offsets, places, ids, cut, cuts, codes, highest, ranked, steps, averages,
    blocks, limit, rank, column, floor, may, sums, held, totals,
):  # fmt: skip
    """The documents that may be among the best, ascending; sums, held and totals are room for a block each."""
    units, bounds, share, slack = _bounds(lists, half, weights, averages_now, steps, averages, highest)
    threshold = floor
    if column >= 0:
        threshold = max(
            floor,
            _assured(lists, half, weights, averages_now, offsets, steps, averages, ranked, rank, column),
        )
    terms = len(lists)
    order = np.argsort(-bounds)
    scale = WHOLE / bounds.sum()
    worth = np.zeros((terms, 256), dtype=np.uint16)
    rest = np.zeros(terms + 1, dtype=np.int64)
    for t in range(terms - 1, -1, -1):
        top = int(highest[lists[order[t]]])
        for code in range(1, top + 1):
            worth[t, code] = int(np.ceil(code * units[order[t]] * scale))
        rest[t] = rest[t + 1] + int(worth[t, top])
    least = max(1, int(threshold * scale))
    histogram = np.zeros(BINS, dtype=np.int64)
    reached, above = least >> SHIFT, 0
    found, found_totals, count = np.empty(4096, dtype=np.int32), np.empty(4096, dtype=np.int32), 0
    span = np.zeros((terms, 3), dtype=np.int64)
    for block in range(blocks):
        base = block * BLOCK
        essential = terms
        while essential > 0 and rest[essential - 1] < least:
            essential -= 1
        for t in range(essential):
            _within(lists[order[t]], block, blocks, offsets, places, ids, cut, cuts, span[t])
            _add_up(ids, codes, span[t, 0], span[t, 1], span[t, 2], worth[t], sums)
        left = 0
        for t in range(essential):
            left = _take_out(ids, span[t, 0], span[t, 1], sums, least - rest[essential], base, may, held, totals, left)
        for t in range(essential, terms):
            if left == 0:
                break
            _within(lists[order[t]], block, blocks, offsets, places, ids, cut, cuts, span[t])
            _look_up(ids, codes, span[t, 0], span[t, 1], span[t, 2], worth[t], sums, held, totals, left, _LOOK_UP)
            left = _kept(held, totals, left, least - rest[t + 1])
        for c in range(left):
            total = totals[c]
            if total < least:
                continue
            if count == len(found):
                count = _kept(found, found_totals, count, least)
                if 2 * count > len(found):
                    found = np.concatenate((found, np.empty_like(found)))
                    found_totals = np.concatenate((found_totals, np.empty_like(found_totals)))
            found[count] = base + held[c]
            found_totals[count] = total
            count += 1
            if (total >> SHIFT) > reached:
                histogram[total >> SHIFT] += 1
                above += 1
                if above >= limit:
                    # So many are in a bin above: what the last of these has at least, every one among the best has.
                    while above >= limit:
                        reached += 1
                        above -= histogram[reached]
                    sure = (((reached << SHIFT) - terms) / scale * share) - slack
                    least = max(least, int(sure * scale))
    count = _kept(found, found_totals, count, least)
    return np.sort(found[:count])


@_compiled
def _score(
    documents,
    lists,
    half,
    weights,
    averages_now,
    offsets,
    places,
    ids,
    cut,
    cuts,
    counts,
    lengths,
    blocks,
    k1,
    b,
    absent,
):
    """What each document gains by the terms, in the order of scoring._scores."""
    scores = np.zeros((2, len(documents)))
    span = np.zeros(3, dtype=np.int64)
    for t in range(len(lists)):
        field = 1 if lists[t] >= half else 0
        block = -1
        for c in range(len(documents)):
            document = documents[c]
            if document >> 16 != block:
                block = document >> 16
                _within(lists[t], block, blocks, offsets, places, ids, cut, cuts, span)
            wanted = document & (BLOCK - 1)
            p = _lower_bound(ids, span[0], span[1], wanted)
            if p < span[1] and ids[p] == wanted:
                tf = float(counts[span[2] + p - span[0]])
                length = float(lengths[field, document])
                gain = tf * (k1 + 1) / (k1 * (1 - b + b * length / averages_now[field]) + tf)
                scores[field, c] += (absent + gain - absent) * weights[t]
    return scores[0] + scores[1]


@_compiled
def search(
    lists, weights, averages_now, half, offsets, places, ids, cut, cuts, counts, codes, highest, ranked, steps,
    averages, lengths, limit, rank, column, floor, may, sums, held, totals, k1, b, absent,
):  # fmt: skip
    """A segment's documents that may be among the best, ascending, and the score of each."""
    blocks = max(1, (lengths.shape[1] + BLOCK - 1) >> 16)
    documents = _candidates(
        lists, half, weights, averages_now, offsets, places, ids, cut, cuts, codes, highest, ranked, steps, averages,
        blocks, limit, rank, column, floor, may, sums, held, totals,
    )  # fmt: skip
    scores = _score(
        documents, lists, half, weights, averages_now, offsets, places, ids, cut, cuts, counts, lengths, blocks,
        k1, b, absent,
    )  # fmt: skip
    return documents, scores
