"""Scoring: the best documents of several segments, found by their bounds and then scored by the formula, exactly."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from index.search import compiling
from index.search.bm25 import Floats, Formula, Integers
from index.search.engine import Hit
from index.search.pruning import Listed, candidates, listed
from index.search.segments import BLOCK, RANKS, Int32, Int64, Mask, Part

_NONE: Mask = np.empty(0, dtype=np.bool_)
_NONE.flags.writeable = False


class Weighted(NamedTuple):
    """The query's terms in both fields, as they weigh in the collections searched."""

    weights: Sequence[float]
    """What each term's gain is multiplied by: first those of the documents' own texts, then those of the context."""
    averages: tuple[float, float]
    """By field: the average length of a document, in terms."""


class _Room(threading.local):
    """What the compiled search works in, for each thread: making it anew would take longer than many a search."""

    def __init__(self) -> None:
        self.arrays = (np.zeros(BLOCK, np.uint16), np.empty(BLOCK + 1, np.int32), np.empty(BLOCK + 1, np.int32))


_room = _Room()


class Best:
    """The best documents of the parts seen so far. Parts are best added largest first: the others then cost less."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._articles: Integers = np.empty(0, dtype=np.int64)
        self._paragraphs: Integers = np.empty(0, dtype=np.int32)
        self._scores: Floats = np.empty(0, dtype=np.float64)

    def add(
        self, held: Part, lists: Sequence[int | None], weighted: Weighted, formula: Formula, within: Int64 | None
    ) -> None:
        """Take in a part's best documents; `within` confines them to articles (ascending) unless it is None.

        lists: the part's list for each of the weights; None where the part does not know the term.
        """
        pairs = [pair for pair in zip(lists, weighted.weights, strict=True) if pair[0] is not None]
        known = [(number, weight) for number, weight in pairs if number is not None and held.segment.size(number)]
        if not known:
            return
        floor = float(self._scores[-1]) if len(self._scores) == self._limit else 0.0
        allowed = _allowed(held, within)
        search = compiling.search(held, formula, [weight for _, weight in known])
        if search is None:
            documents, scores = _by_numpy(held, known, weighted, formula, self._limit, floor, allowed)
        else:
            documents, scores = compiled(search, held, known, weighted, formula, self._limit, floor, allowed)
        self._take(held.segment.articles[documents], held.segment.paragraphs[documents], scores)

    def _take(self, articles: Integers, paragraphs: Integers, scores: Floats) -> None:
        if len(self._scores):
            articles = np.concatenate((self._articles, articles))
            paragraphs = np.concatenate((self._paragraphs, paragraphs))
            scores = np.concatenate((self._scores, scores))
            order = np.lexsort((paragraphs, articles, -scores))[: self._limit]
        else:  # a part's documents are in order of article and paragraph already
            order = np.argsort(-scores, kind="stable")[: self._limit]
        self._articles, self._paragraphs, self._scores = articles[order], paragraphs[order], scores[order]

    def hits(self, absent: float) -> list[Hit]:
        """What was found, best first; `absent` is what every document scores for nothing."""
        columns = (self._articles.tolist(), self._paragraphs.tolist(), (self._scores + absent).tolist())
        # A named tuple made by way of its own constructor takes three times as long.
        return list(map(partial(tuple.__new__, Hit), zip(*columns)))  # noqa: B905 - strict costs as much again


def _by_numpy(
    held: Part,
    known: Sequence[tuple[int, float]],
    weighted: Weighted,
    formula: Formula,
    limit: int,
    floor: float,
    allowed: Mask | None,
) -> tuple[Int32, Floats]:
    segment, rank = held.segment, limit + len(held.dead)
    half = len(segment.terms)
    terms = [listed(segment, number, weight, weighted.averages[number >= half], rank) for number, weight in known]
    documents = candidates(held, terms, limit, floor, allowed)
    scores = [np.zeros(len(documents)), np.zeros(len(documents))]
    for (number, weight), term in zip(known, terms, strict=True):
        field = number >= half
        gains = _gains(held, number, term, formula, documents, weighted.averages[field])
        scores[field] += gains * weight
    return documents, scores[0] + scores[1]


def compiled(
    search: compiling.Search,
    held: Part,
    known: Sequence[tuple[int, float]],
    weighted: Weighted,
    formula: Formula,
    limit: int,
    floor: float,
    allowed: Mask | None,
) -> tuple[Int32, Floats]:
    """The part's documents that may be among the best and their scores, by the compiled search."""
    segment, postings = held.segment, held.segment.postings
    rank = limit + len(held.dead)
    column = bisect_left(RANKS, rank) if allowed is None else len(RANKS)
    may = allowed if allowed is not None else held.alive if len(held.dead) else _NONE
    may = may.view()
    may.flags.writeable = False
    numbers, weights = zip(*known, strict=True)
    documents, scores = search(
        np.array(numbers, dtype=np.int64),
        np.array(weights),
        weighted.averages,
        len(segment.terms),
        postings.offsets,
        postings.places,
        postings.ids,
        postings.cut,
        postings.cuts,
        postings.counts,
        postings.codes,
        postings.highest,
        postings.ranked,
        postings.steps,
        postings.averages,
        segment.lengths,
        limit,
        RANKS[column] if column < len(RANKS) else 0,
        column if column < len(RANKS) else -1,
        floor,
        may,
        *_room.arrays,
        *compiling.parameters(formula),
    )
    return documents, scores


def _allowed(held: Part, within: Int64 | None) -> Mask | None:
    if within is None:
        return None
    allowed = np.zeros(len(held.segment), dtype=np.bool_)
    documents = held.segment.documents_by(within)
    allowed[documents] = held.alive[documents]
    return allowed


def _gains(held: Part, number: int, term: Listed, formula: Formula, documents: Int32, average: float) -> Floats:
    """What documents gain by a term, beyond what a document without it does."""
    segment, postings = held.segment, held.segment.postings
    places = term.documents.searchsorted(documents)
    holds = term.documents.take(places, mode="clip") == documents
    places += int(postings.offsets[number])
    counts = postings.counts.take(places, mode="clip")
    lengths = segment.lengths[int(number >= len(segment.terms))].take(documents)
    return np.asarray((formula.gain(counts, lengths, average) - formula.absent) * holds)
