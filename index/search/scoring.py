"""Scoring: the best documents of several segments, found by their bounds and then scored by the formula, exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from index.search.bm25 import Floats, Formula, Integers
from index.search.engine import Hit
from index.search.pruning import candidates, listed
from index.search.segments import Int32, Int64, Mask, Part


class Weighted(NamedTuple):
    """The query's terms for one field, as they weigh in the collections searched."""

    field: int
    terms: Mapping[str, float]
    """Term -> what its gain is multiplied by; those that no document holds are left out."""
    average: float
    """The average length of a document, in terms."""


class Best:
    """The best documents of the parts seen so far. Parts are best added largest first: the others then cost less."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._articles: Integers = np.empty(0, dtype=np.int64)
        self._paragraphs: Integers = np.empty(0, dtype=np.int32)
        self._scores: Floats = np.empty(0, dtype=np.float64)

    def add(self, held: Part, fields: Sequence[Weighted], formula: Formula, within: Int64 | None) -> None:
        """Take in a part's best documents; `within` confines them to articles (ascending) unless it is None."""
        segment = held.segment
        rank = self._limit + len(held.dead)
        terms = [
            listed(segment.fields[field], number, weight, average, rank)
            for field, weights, average in fields
            for term, weight in weights.items()
            if (number := segment.fields[field].terms.get(term)) is not None
        ]
        if not terms:
            return
        floor = float(self._scores[-1]) if len(self._scores) == self._limit else 0.0
        documents = candidates(held, terms, self._limit, floor, _allowed(held, within))
        scores = sum(_scores(held, field, formula, documents) for field in fields)
        self._take(segment.articles[documents], segment.paragraphs[documents], np.asarray(scores))

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


def _allowed(held: Part, within: Int64 | None) -> Mask | None:
    if within is None:
        return None
    allowed = np.zeros(len(held.segment), dtype=np.bool_)
    documents = held.segment.documents_of(within)
    allowed[documents] = held.alive[documents]
    return allowed


def _scores(held: Part, weighted: Weighted, formula: Formula, documents: Int32) -> Floats:
    """What the documents gain by the terms of one field, beyond what a document without them does.

    Sums are taken term by term in the query's order, so that equal documents have equal scores wherever they are.
    """
    field = held.segment.fields[weighted.field]
    pairs = [(field.terms.get(term), weight) for term, weight in weighted.terms.items()]
    rows = [(number, weight) for number, weight in pairs if number is not None]
    if not rows:
        return np.zeros(len(documents))
    numbers = np.array([number for number, _ in rows])
    starts, ends = field.offsets[numbers, None], field.offsets[numbers + 1, None]
    places = np.empty((len(rows), len(documents)), dtype=np.int64)
    for row, (start, end) in enumerate(zip(starts[:, 0].tolist(), ends[:, 0].tolist(), strict=True)):
        places[row] = field.documents[start:end].searchsorted(documents)
    places += starts
    np.minimum(places, ends - 1, out=places)
    holds = field.documents.take(places) == documents
    gains = formula.gain(field.counts.take(places), field.lengths.take(documents), weighted.average) - formula.absent
    gains *= holds
    gains *= np.array([[weight] for _, weight in rows])
    return np.asarray(gains.sum(axis=0))
