"""BM25: what a term's presence in a document is worth. The formulas are those of the package rank_bm25 (0.2.2).

Source: A. Trotman, A. Puurula, B. Burgess, "Improvements to BM25 and Language Models Examined", ADCS 2014.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.integer]


class Formula(Protocol):
    """A document's score is the sum over the query's terms of idf * gain, repeated terms counting repeatedly."""

    @property
    def absent(self) -> float:
        """The gain of a document that does not hold the term."""

    def idf(self, documents: int, frequencies: Integers, every: Callable[[], Integers]) -> Floats:
        """The weight of terms that stand in so many (`frequencies`, all above 0) of the documents.

        every: gives the document frequencies of the whole vocabulary, for formulas that need their average.
        """

    def gain(self, counts: Integers, lengths: Integers, average: float) -> Floats:
        """What holding a term `counts` times is worth to documents of these lengths; their average is in terms too.

        Never less than `absent`; and what is beyond that changes with the average by no greater factor than it.
        """


@dataclass(frozen=True, slots=True)
class BM25Plus:
    """BM25+ (Lv and Zhai 2011): idf = ln((N + 1) / df), never negative; a lower bound for long documents."""

    k1: float = 1.5
    b: float = 0.75
    delta: float = 1.0

    @property
    def absent(self) -> float:
        """delta: also documents without the term gain it, which leaves their order as it is."""
        return self.delta

    def idf(self, documents: int, frequencies: Integers, every: Callable[[], Integers]) -> Floats:
        """ln((N + 1) / df)."""
        return np.asarray(np.log((documents + 1) / frequencies))

    def gain(self, counts: Integers, lengths: Integers, average: float) -> Floats:
        """Delta + tf (k1 + 1) / (k1 (1 - b + b length / average) + tf)."""
        return np.asarray(self.delta + _saturated(counts, lengths, average, self.k1, self.b))


@dataclass(frozen=True, slots=True)
class BM25Okapi:
    """Robertson's BM25 with the package's floor: a negative idf becomes epsilon times the vocabulary's average.

    That average can be negative too, and an idf is 0 for a term in half of the documents, so that scores are no
    measure of whether a document matched.
    """

    k1: float = 1.5
    b: float = 0.75
    epsilon: float = 0.25

    @property
    def absent(self) -> float:
        """Nothing."""
        return 0.0

    def idf(self, documents: int, frequencies: Integers, every: Callable[[], Integers]) -> Floats:
        """ln((N - df + 0.5) / (df + 0.5)), or epsilon times its average over the vocabulary where that is negative."""
        weights = self._unbounded(documents, frequencies)
        negative = weights < 0
        if negative.any():
            weights[negative] = self.epsilon * self._unbounded(documents, every()).mean()
        return weights

    def gain(self, counts: Integers, lengths: Integers, average: float) -> Floats:
        """Tf (k1 + 1) / (k1 (1 - b + b length / average) + tf)."""
        return _saturated(counts, lengths, average, self.k1, self.b)

    @staticmethod
    def _unbounded(documents: int, frequencies: Integers) -> Floats:
        return np.asarray(np.log(documents - frequencies + 0.5) - np.log(frequencies + 0.5))


def _saturated(counts: Integers, lengths: Integers, average: float, k1: float, b: float) -> Floats:
    return np.asarray(counts * (k1 + 1) / (k1 * (1 - b + b * lengths / average) + counts))
