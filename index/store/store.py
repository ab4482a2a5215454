"""Store: the database of articles. Any number of threads may read while one process writes.

Every method sees one consistent state: it reads in one transaction, and SQLite's write-ahead log keeps that state
while others change it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine

from index.errors import StoreError
from index.store.checking import problems
from index.store.connecting import identity, located, note_use
from index.store.failing import plainly, shown
from index.store.locking import locked
from index.store.migrating import prepared
from index.store.reads import Reads, View
from index.store.writing import Writer


class Store(Reads):
    """The articles of one database. Use as a context manager, or close it."""

    def __init__(self, path: Path, engine: Engine, wait: float) -> None:
        self.path = path
        self._engine = engine
        self.wait = wait
        self._closed = False
        self._file = identity(path)
        note_use(self._file, 1)
        self._replacing = threading.Lock()
        self.epoch = 0
        """How often another file was put in the place of the database, as restoring a back-up does."""

    @classmethod
    def open(cls, database: str | Path, *, wait: float = 10.0) -> Self:
        """Open a database by its path or URL ("sqlite:///news.db"), made with its folder or migrated where needed.

        wait: seconds to wait for another process that is changing it. Raises StoreError, of the kind that fits.
        """
        path = located(database)
        return cls(path, prepared(path, wait), wait)

    def close(self) -> None:
        """Let go of the file."""
        if not self._closed:
            self._closed = True
            self._engine.dispose()
            note_use(self._file, -1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def write(self, who: str) -> Iterator[Writer]:
        """Changes that are kept all together when the block ends, safely on disk, or none of them where it raises.

        who: for the journal. Raises DatabaseBusyError after waiting for another process, DatabaseReadOnlyError.
        """
        with self.changing() as connection:
            yield Writer(connection, who)

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """The same for tables beside the articles, without a word to the journal."""
        with locked(self.path, self.wait), self._transaction("BEGIN IMMEDIATE") as connection, connection.begin():
            yield connection

    @contextmanager
    def view(self) -> Iterator[View]:
        """One state of the database, for several questions to it."""
        with self._transaction() as connection:
            yield View(connection, self.epoch)

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection in a transaction that reads."""
        return self._transaction()

    def _reading(self) -> AbstractContextManager[Connection]:
        return self._transaction()

    @contextmanager
    def _transaction(self, begin: str = "BEGIN") -> Iterator[Connection]:
        if self._closed:
            raise StoreError(f"{shown(self.path)}: the database was closed; open it again")
        self._notice_another_file()
        with plainly(self.path), self._engine.connect().execution_options(begin=begin) as connection:
            yield connection

    def _notice_another_file(self) -> None:
        """Let go of a file that has lost its name: what were written to it would be lost with it."""
        if identity(self.path) == self._file:
            return
        with self._replacing:
            found = identity(self.path)
            if found not in (None, self._file):
                self._engine.dispose()
                note_use(self._file, -1)
                note_use(found, 1)
                self._file = found
                self.epoch += 1

    def problems(
        self, progress: Callable[[int, int], None] | None = None, collection: str | None = None
    ) -> Iterator[str]:
        """What is wrong with the database (or one collection), a plain sentence each. progress(done, of how many)."""
        return problems(self.path, self.wait, progress, collection)
