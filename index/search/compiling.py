"""Whether the compiled search is at hand: numba is optional and takes a second to load; small coverage goes without.

It is loaded in the background when a segment is large enough to gain by it; until then, and where numba is missing or
fails, questions are searched by numpy, with the same results.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from index.search.bm25 import BM25Okapi, BM25Plus, Formula
from index.search.segments import Part

log = logging.getLogger(__name__)

LARGE = 30_000
"""Documents from which on loading is worth it."""
MOST_TERMS = 500
"""With more terms, sums could come to more than 16 bits."""

Search = Callable[..., Any]
"""See kernel.search."""


class _Loading:
    """The compiled search, once it is there."""

    def __init__(self) -> None:
        self.search: Search | None = None
        self.paused = False
        self._asked = threading.Lock()

    def begin(self) -> None:
        """Load it in the background, once."""
        if self._asked.acquire(blocking=False):
            threading.Thread(target=self._load, name="newsdesk-compile", daemon=True).start()

    def _load(self) -> None:
        try:
            from index.search import kernel

            if kernel.COMPILES:
                _warm_up(kernel.search)
                self.search = kernel.search
        except Exception:  # whatever is wrong with the compiler, searching goes on without
            log.warning("The compiled search could not be loaded; numpy searches instead", exc_info=True)


def _warm_up(search: Search) -> None:
    """Compile, or load what was compiled, by searching one document."""
    from index.search.building import build
    from index.search.engine import Document
    from index.search.scoring import Weighted, compiled
    from index.search.segments import part

    held = part(build([Document(1, 1, ["harbour"], [])], BM25Plus()))
    compiled(search, held, [(0, 1.0)], Weighted([1.0], (1.0, 1.0)), BM25Plus(), 1, 0.0, None)


_loading = _Loading()


def load() -> bool:
    """Load the compiled search now, or wait until it is loaded; False where there is none."""
    if _loading.search is not None:
        return True
    _loading.begin()
    for thread in threading.enumerate():
        if thread.name == "newsdesk-compile":
            thread.join()
    return _loading.search is not None


def switch(*, on: bool) -> bool:
    """Search compiled from now on, loading it if need be, or by numpy. Returns whether it is as was asked."""
    if on:
        _loading.paused = False
        return load()
    _loading.paused = True
    return True


def noticed(documents: int) -> None:
    """A segment of so many documents is searched from now on."""
    if documents >= LARGE and _loading.search is None:
        _loading.begin()


def search(held: Part, formula: Formula, weights: Sequence[float]) -> Search | None:
    """The compiled search, where it is loaded and does for these weights, which must not be negative."""
    if _loading.search is None or _loading.paused or not isinstance(formula, BM25Plus | BM25Okapi):
        return None
    fits = min(weights) > 0 and len(weights) <= MOST_TERMS and held.segment.postings.counts.dtype == np.uint8
    return _loading.search if fits else None


def parameters(formula: Formula) -> tuple[float, float, float]:
    """k1, b, and the gain of a document that does not hold the term."""
    assert isinstance(formula, BM25Plus | BM25Okapi)  # noqa: S101 - see search
    return formula.k1, formula.b, formula.absent
