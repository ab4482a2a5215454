"""The memory engine: rank_bm25's scores from postings in numpy arrays, in this process.

What is published makes a small segment of its own; what is removed is masked in its segments. Segments are then merged
so that each holds more than twice as many documents as the next smaller one, and none more dead than alive: there are
at most log2(documents) of them, and in the mean a document is merged about as often. Large ones are merged in the
background. Statistics are those of the documents alive in the collections searched, exactly.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial

import numpy as np

from index.search import compiling
from index.search.bm25 import BM25Plus, Formula, Integers
from index.search.building import build, merge
from index.search.engine import Document, Hit
from index.search.scoring import Best, Weighted
from index.search.segments import CONTEXT, OWN, Part, part

_GROWTH = 2
"""How many times as many documents a segment holds as the next smaller one, at least."""
_AT_ONCE = 5_000
"""Documents that are merged while one publishes; more are merged in the background."""


class MemorySnapshot:
    """A view of some collections as they were; see the protocol Snapshot."""

    def __init__(self, parts: Sequence[Part], formula: Formula) -> None:
        self._parts = sorted(parts, key=lambda held: -held.live)
        self._formula = formula
        self._live = sum(held.live for held in parts)

    def search(
        self, terms: Sequence[str], limit: int, *, context: float = 0.0, only: Collection[int] | None = None
    ) -> list[Hit]:
        """The best `limit` documents that hold one of the terms; see the protocol."""
        if limit <= 0 or not self._parts:
            return []
        fields = (OWN, CONTEXT) if context > 0 else (OWN,)
        asked = [(field, term) for field in fields for term in dict.fromkeys(terms)]
        lists = [[held.segment.list_of(field, term) for field, term in asked] for held in self._parts]
        frequencies = self._frequencies(lists)
        if not all(frequencies):
            asked = [one for one, frequency in zip(asked, frequencies, strict=True) if frequency]
            lists = [[one for one, there in zip(own, frequencies, strict=True) if there] for own in lists]
        weighted = self._weigh(asked, list(filter(None, frequencies)), terms, context)
        within = None if only is None else np.array(sorted(only), dtype=np.int64)
        best = Best(limit)
        for held, numbers in zip(self._parts, lists, strict=True):
            best.add(held, numbers, weighted, self._formula, within)
        return best.hits(self._formula.absent * sum(weighted.weights))

    def document_frequency(self, term: str) -> int:
        """In how many documents' own terms (not context) the term stands."""
        numbers = [(held, held.segment.list_of(OWN, term)) for held in self._parts]
        return sum(held.frequency(number) for held, number in numbers if number is not None)

    def vocabulary(self) -> Collection[str]:
        """All terms of the documents' own texts, as a view that is made without copying them."""
        return _Vocabulary([held.vocabulary for held in self._parts])

    def __len__(self) -> int:
        return self._live

    def _frequencies(self, lists: Sequence[Sequence[int | None]]) -> list[int]:
        """In how many documents each term that is asked for stands; lists: those of each part."""
        if len(lists) == 1:
            (held,) = self._parts
            return [0 if number is None else held.frequency(number) for number in lists[0]]
        pairs = list(zip(self._parts, lists, strict=True))
        return [
            sum(held.frequency(number) for held, numbers in pairs if (number := numbers[place]) is not None)
            for place in range(len(lists[0]))
        ]

    def _weigh(
        self, asked: Sequence[tuple[int, str]], frequencies: Sequence[int], terms: Sequence[str], context: float
    ) -> Weighted:
        """The weight of each term in its field, and the documents' average lengths."""
        weights: list[float] = []
        own = sum(field == OWN for field, _ in asked)
        for field, factor, counts in ((OWN, 1.0, frequencies[:own]), (CONTEXT, context, frequencies[own:])):
            if counts:
                every = partial(self._every_of, field)
                idf = self._formula.idf(self._live, np.array(counts, dtype=np.int64), every)
                weights += (factor * idf).tolist()
        if len(set(terms)) < len(terms):
            weights = [weight * terms.count(term) for weight, (_, term) in zip(weights, asked, strict=True)]
        first, second = (sum(held.totals[field] for held in self._parts) / self._live for field in (OWN, CONTEXT))
        return Weighted(weights, (first, second))

    def _every_of(self, field: int) -> Integers:
        return self._every[field]

    @cached_property
    def _every(self) -> tuple[Integers, Integers]:
        """The document frequencies of all terms, by field."""
        if len(self._parts) == 1:
            own, context = self._parts[0].frequencies
            return own[own > 0], context[context > 0]
        counted = (Counter[str](), Counter[str]())
        for held in self._parts:
            for counter, frequencies in zip(counted, held.frequencies, strict=True):
                there = frequencies > 0
                names = [term for term, is_there in zip(held.segment.terms, there.tolist(), strict=True) if is_there]
                counter.update(dict(zip(names, frequencies[there].tolist(), strict=True)))
        own, context = counted
        return np.array(list(own.values())), np.array(list(context.values()))


class _Vocabulary(Collection[str]):
    """The terms of several parts, each once."""

    def __init__(self, parts: Sequence[Collection[str]]) -> None:
        self._parts = parts

    def __contains__(self, term: object) -> bool:
        return any(term in terms for terms in self._parts)

    def __iter__(self) -> Iterator[str]:
        for place, terms in enumerate(self._parts):
            earlier = self._parts[:place]
            yield from (term for term in terms if not any(term in other for other in earlier))

    def __len__(self) -> int:
        return sum(1 for _ in self)


class MemoryEngine:
    """Holds collections in memory; see the protocol Engine. Safe to use from several threads: readers never wait."""

    def __init__(self, formula: Formula | None = None) -> None:
        """formula: how documents are scored; BM25+ with rank_bm25's parameters unless given."""
        self._formula = formula or BM25Plus()
        self._writing = threading.Lock()
        self._collections: Mapping[str, tuple[Part, ...]] = {}
        self._merging: dict[str, threading.Thread] = {}

    def publish(self, collection: str, add: Iterable[Document] = (), remove: Collection[int] = ()) -> None:
        """Remove the articles with these keys and add the documents, all at once. Nothing changes when `add` raises."""
        added = part(build(add, self._formula))
        removed = np.array(sorted(remove), dtype=np.int64)
        with self._writing:
            parts = [held.without(removed) for held in self._collections.get(collection, ())]
            groups = _grouped([*parts, added])
            tidy = [each for group in groups for each in (group if _large(group) else [_merged(group, self._formula)])]
            self._replace(collection, tidy)
            if any(map(_large, groups)) and collection not in self._merging:
                thread = threading.Thread(target=self._merge, args=(collection,), name="newsdesk-merge", daemon=True)
                self._merging[collection] = thread
                thread.start()

    def held(self) -> Mapping[str, tuple[Part, ...]]:
        """All collections' parts as they are now; they never change."""
        return self._collections

    def take(self, collections: Mapping[str, tuple[Part, ...]]) -> None:
        """Hold these collections instead of what is held."""
        with self._writing:
            self._collections = {}
            for name, parts in collections.items():
                self._replace(name, parts)

    @property
    def formula(self) -> str:
        """What documents are scored by, with its parameters."""
        return repr(self._formula)

    def settle(self) -> None:
        """Wait until what is merged in the background is."""
        for thread in list(self._merging.values()):
            thread.join()

    def _merge(self, collection: str) -> None:
        """Merge the collection's large groups, while others search and publish."""
        try:
            while group := self._next_group(collection):
                merged = _merged(group, self._formula)
                with self._writing:
                    now = {held.segment: held for held in self._collections.get(collection, ())}
                    if all(old.segment in now for old in group):
                        gone = [old.segment.articles[old.alive & ~now.pop(old.segment).alive] for old in group]
                        self._replace(collection, [*now.values(), merged.without(np.unique(np.concatenate(gone)))])
        finally:
            if self._merging.get(collection) is threading.current_thread():
                del self._merging[collection]

    def _next_group(self, collection: str) -> list[Part] | None:
        with self._writing:
            groups = _grouped(self._collections.get(collection, ()))
            if group := next(filter(_large, groups), None):
                return group
            # Under the lock, so that whoever publishes next starts another thread.
            self._merging.pop(collection, None)
            return None

    def _replace(self, collection: str, parts: Iterable[Part]) -> None:
        others = self._without(collection)
        held = tuple(sorted((held for held in parts if held.live), key=lambda held: held.live))
        compiling.noticed(max((len(one.segment) for one in held), default=0))
        self._collections = {**others, collection: held} if held else others

    def drop(self, collection: str) -> None:
        """Forget all documents of a collection; snapshots that were handed out keep them."""
        with self._writing:
            self._collections = self._without(collection)

    def _without(self, collection: str) -> dict[str, tuple[Part, ...]]:
        return {name: held for name, held in self._collections.items() if name != collection}

    def snapshot(self, collections: Collection[str]) -> MemorySnapshot:
        """The collections as they are now; later changes do not alter it. Unknown collections are empty."""
        now = self._collections
        names = dict.fromkeys(collections)
        return MemorySnapshot([held for name in names for held in now.get(name, ())], self._formula)


def _grouped(parts: Iterable[Part]) -> list[list[Part]]:
    """The parts, smallest first; once each group is one part, each is more than twice as large as the one before."""
    groups: list[list[Part]] = []
    for held in sorted((held for held in parts if held.live), key=lambda held: held.live):
        if groups and held.live <= _GROWTH * sum(other.live for other in groups[-1]):
            groups[-1].append(held)
        else:
            groups.append([held])
    return groups


def _settled(group: Sequence[Part]) -> bool:
    """Whether a group is one part already, and not mostly dead."""
    return len(group) == 1 and _GROWTH * group[0].live >= len(group[0].segment)


def _large(group: Sequence[Part]) -> bool:
    """Whether a group is to be merged and would keep whoever publishes waiting."""
    return not _settled(group) and sum(held.live for held in group) > _AT_ONCE


def _merged(group: Sequence[Part], formula: Formula) -> Part:
    return group[0] if _settled(group) else part(merge(group, formula))
