"""The index kept beside the database, so that a start needs not build it: which state it is of, and when it is written.

It is of an entry of the journal, and is used only while the journal still has that very entry; what came since is then
published. Small coverage keeps none: it is built in the time that a file would take.
"""

from __future__ import annotations

import logging
import threading
from typing import Any

from index.coverage.deriving import DERIVED_BY
from index.search import keeping
from index.search.engine import Engine
from index.search.memory import MemoryEngine
from index.store import Store, View

log = logging.getLogger(__name__)

LARGE = 20_000
"""Paragraphs from which on an index is kept."""
BEHIND = 2_000
"""Entries of the journal that a kept index may be behind: with more, building it is as quick."""


class Kept:
    """The file of one database. Nothing that fails here concerns whoever asks: it is told to the log."""

    def __init__(self, store: Store) -> None:
        self._path = store.path.with_name(f"{store.path.name}-index")
        self._writing = threading.Lock()
        self._writer: threading.Thread | None = None
        self._forgotten = 0

    def taken(self, engine: Engine, view: View) -> int | None:
        """Fill an empty engine from the file. Returns the generation that it is of; None where there is none of use."""
        if not isinstance(engine, MemoryEngine):
            return None
        try:
            collections, stamp = keeping.kept(self._path)
            generation = int(stamp["generation"])
            _refuse_another_state(stamp, engine, view, generation)
        except (keeping.NotKeptError, LookupError, TypeError, ValueError) as error:
            log.info("The index is built from the articles: %s", error)
            return None
        engine.take(collections)
        return generation

    def keep(self, engine: Engine, view: View, generation: int) -> None:
        """Write the engine's index, which is of this generation, in the background; the last one asked for is kept."""
        if not isinstance(engine, MemoryEngine):
            return
        held = engine.held()
        if sum(part.live for parts in held.values() for part in parts) < LARGE:
            return
        stamp, forgotten = _stamp(engine, view, generation), self._forgotten
        self._writer = threading.Thread(target=self._write, args=(held, stamp, forgotten), name="newsdesk-keep")
        self._writer.start()

    def _write(self, held: keeping.Collections, stamp: dict[str, Any], forgotten: int) -> None:
        with self._writing:
            try:
                if forgotten == self._forgotten:
                    keeping.keep(self._path, held, stamp)
            except OSError as error:
                log.warning("The index could not be kept beside the database (%s): the next start builds it", error)

    def forget(self) -> None:
        """Delete the file, as when something of what it holds was erased."""
        self._forgotten += 1
        with self._writing:
            try:
                keeping.forget(self._path)
            except OSError as error:
                log.warning("The kept index could not be deleted (%s)", error)

    def wait(self) -> None:
        """Wait until what is being written is."""
        if (writer := self._writer) is not None:
            writer.join()


def _refuse_another_state(stamp: dict[str, Any], engine: MemoryEngine, view: View, generation: int) -> None:
    """Raise NotKeptError for an index from which the newest state is not soon reached."""
    if stamp != _stamp(engine, view, generation):
        raise keeping.NotKeptError("what is kept is of another state of the database")
    since = view.changes_since(generation)
    if len(since) > BEHIND or any(entry.action == "reindexed" for entry in since):
        raise keeping.NotKeptError("too much has changed since it was kept")


def _stamp(engine: MemoryEngine, view: View, generation: int) -> dict[str, Any]:
    """What an index is of: which entry of which journal, and by which code."""
    entry = view.entry(generation)
    told = [entry.at, entry.action, entry.collection, entry.article_id, entry.key] if entry else []
    return {"generation": generation, "entry": told, "derived_by": DERIVED_BY, "formula": engine.formula}
