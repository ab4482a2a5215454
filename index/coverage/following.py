"""Following: an engine that is where the store is. Each question gets a snapshot and the same state of the store.

The engine is built at the first question, or taken from where it is kept beside the database, and then follows the
journal, whoever writes it. After a reindex a new engine is built in the background, while questions go on with the one
in use.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import NamedTuple

from index.coverage.deriving import documents_of
from index.coverage.kept import Kept
from index.errors import StoreError
from index.search.engine import Document, Engine, Snapshot
from index.store import Entry, Store, Stored, View

log = logging.getLogger(__name__)

REMEMBERED = 2_000
"""Articles whose text is kept in memory for the next question."""
FEW = 64
"""Entries of the journal that a new engine may be behind when questions wait for it to catch up."""
AGAIN, AT_MOST = 1.0, 60.0
"""Seconds after which building an engine is tried again, doubled each time up to so many."""

PATIENCE = 60.0
"""Seconds that somebody who wants to see the new engine waits for it at most."""

Texts = OrderedDict[int, Stored]


class Whole(NamedTuple):
    """One state of everything: what is searched, and the store as it was in that moment."""

    snapshot: Snapshot
    view: View
    fetch: Callable[[Collection[int]], dict[int, Stored]]
    """Articles by their keys."""


class Stopped(Exception):  # noqa: N818 - no error: the coverage was closed
    """There is no more need for what is being built."""


class Following:
    """The engine of a store, at the newest entry of the journal. Any number of threads may ask."""

    def __init__(self, store: Store, make_engine: Callable[[], Engine]) -> None:
        self._store = store
        self._make_engine = make_engine
        self._engine = make_engine()
        self._generation: int | None = None
        self._epoch = store.epoch
        self._texts: Texts = OrderedDict()
        self._lock = threading.Lock()
        self._remembering = threading.Lock()
        self._builder: threading.Thread | None = None
        self._kept = Kept(store)
        self._kept_at = 0
        """The generation that is kept on disk, or is being."""
        self._closing = threading.Event()

    def close(self) -> None:
        """Stop what goes on in the background."""
        self._closing.set()
        if (builder := self._builder) is not None:
            builder.join()
        self._keep_at_the_end()
        self._kept.wait()

    def _keep_at_the_end(self) -> None:
        """Keep what has come since, if it is much: the next start then has less to catch up with."""
        if self._generation is not None and self._generation - self._kept_at > FEW:
            with suppress(StoreError), self._lock, self._store.view() as view:
                self._kept.keep(self._engine, view, self._generation)

    def forget(self) -> None:
        """Delete what is kept on disk, as something of it was erased."""
        self._kept.forget()

    def settle(self) -> None:
        """After a reindex: wait until the new engine is in use, if there was one at all, but not for ever."""
        if self._generation is None:
            return
        with self.whole(()):
            builder = self._builder
        if builder is not None:
            builder.join(PATIENCE)

    def renew(self) -> None:
        """Build the engine from nothing, as it or what it was built from was damaged, and wait until it is in use."""
        with self._lock:
            if self._generation is not None:
                self._build_anew()
        self.settle()

    @contextmanager
    def whole(self, collections: Sequence[str]) -> Iterator[Whole]:
        """The collections and the store, both at the newest entry of the journal, for as long as the block lasts."""
        with self._store.view() as view:
            # The view is of the moment of its first question, asked under the lock: the engine is never ahead of it.
            with self._lock:
                self._catch_up(view)
                snapshot, texts = self._engine.snapshot(collections), self._texts
            yield Whole(snapshot, view, lambda keys: self._fetch(view, texts, keys))

    def _catch_up(self, view: View) -> None:
        generation = view.generation()
        if generation == self._generation and view.epoch == self._epoch:
            return
        if self._generation is None:
            self._generation = self._start(view)
        if self._generation is None or generation < self._generation or view.epoch != self._epoch:
            self._engine = self._built(view)
            self._texts = OrderedDict()
            self._keep(view, generation)
        else:
            entries = view.changes_since(self._generation)
            _publish(self._engine, view, entries)
            if any(_changes_texts(entry) for entry in entries):
                self._texts = OrderedDict()
            if any(entry.action == "erased" for entry in entries):
                self._kept.forget()
                self._keep(view, generation)
            if any(entry.action == "reindexed" for entry in entries):
                self._build_anew()
        self._generation, self._epoch = generation, view.epoch

    def _start(self, view: View) -> int | None:
        """Take the index that is kept on disk, if there is one of use; the generation that it is of."""
        generation = self._kept.taken(self._engine, view)
        self._kept_at = generation or 0
        return generation

    def _keep(self, view: View, generation: int) -> None:
        self._kept.keep(self._engine, view, generation)
        self._kept_at = generation

    def _build_anew(self) -> None:
        if self._builder is None:
            self._builder = threading.Thread(target=self._keep_building, name="newsdesk-index", daemon=True)
            self._builder.start()

    def _keep_building(self) -> None:
        """Build an engine in the background until one is complete; a failure is tried again."""
        pause = AGAIN
        while not self._closing.is_set():
            try:
                if self._replaced():
                    return
            except Stopped:
                return
            except Exception:
                log.exception("The index could not be built anew; trying again in %.0f s", pause)
                self._closing.wait(pause)
                pause = min(2 * pause, AT_MOST)

    def _replaced(self) -> bool:
        """Build an engine, let it catch up, and put it in the place of the old one. False where it is to be redone."""
        with self._store.view() as view:
            epoch, generation = view.epoch, view.generation()
            engine = self._built(view)
        while True:
            with self._store.view() as view:
                entries = view.changes_since(generation)
                if len(entries) <= FEW:
                    break
                generation = entries[-1].sequence
                _publish(engine, view, entries)
                if _reindexed(entries):
                    return False
        with self._lock, self._store.view() as view:
            newest = view.generation()
            entries = view.changes_since(generation)
            if newest < generation or view.epoch != epoch or _reindexed(entries):
                return False
            _publish(engine, view, entries)
            self._engine, self._generation, self._texts = engine, newest, OrderedDict()
            self._keep(view, newest)
            self._builder = None
            return True

    def _built(self, view: View) -> Engine:
        """A new engine with all that the store holds."""
        engine = self._make_engine()
        held: dict[str, list[Document]] = {}
        for stored in view.all(lenient=True):
            if self._closing.is_set():
                raise Stopped
            held.setdefault(stored.collection, []).extend(documents_of([stored]))
        for collection, documents in held.items():
            engine.publish(collection, documents)
        return engine

    def _fetch(self, view: View, texts: Texts, keys: Collection[int]) -> dict[int, Stored]:
        """Articles by key, those of late questions from memory: a version's text never changes."""
        found = {key: stored for key in keys if (stored := texts.get(key))}
        found |= view.stored(set(keys) - found.keys(), lenient=True)
        with self._remembering:
            for key, stored in found.items():
                texts[key] = stored
                texts.move_to_end(key)
            while len(texts) > REMEMBERED:
                texts.popitem(last=False)
        return found


def _publish(engine: Engine, view: View, entries: Iterable[Entry]) -> None:
    """Tell an engine what the journal says, each collection's changes at once."""
    changed: dict[str, tuple[dict[int, None], set[int]]] = {}
    erased = set()
    for entry in entries:
        if entry.collection is None:
            continue
        added, removed = changed.setdefault(entry.collection, ({}, set()))
        if entry.action == "erased":
            erased.add(entry.collection)
            added.clear()
        if entry.removed_key is not None:
            removed.add(entry.removed_key)
            added.pop(entry.removed_key, None)
        if entry.key is not None:
            # A version that comes back, or is mended, takes the place of what is known under its key.
            removed.add(entry.key)
            added[entry.key] = None
    texts = {
        collection: list(documents_of(view.stored(added, lenient=True).values()))
        for collection, (added, _) in changed.items()
    }
    for collection, (_, removed) in changed.items():
        if collection in erased:
            engine.drop(collection)
        if removed or texts[collection]:
            engine.publish(collection, texts[collection], removed)


def _reindexed(entries: Iterable[Entry]) -> bool:
    return any(entry.action == "reindexed" for entry in entries)


def _changes_texts(entry: Entry) -> bool:
    """Whether what is derived of articles has changed under their keys, or must not be remembered any more."""
    return entry.action in {"reindexed", "mended", "restored", "erased"}
