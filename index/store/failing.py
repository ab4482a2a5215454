"""SQLite's errors as one plain sentence each: what, which file, what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from index.errors import DatabaseBusyError, DatabaseReadOnlyError, NotADatabaseError, StoreError

_SENTENCES: dict[int, tuple[type[StoreError], str]] = {
    sqlite3.SQLITE_BUSY: (DatabaseBusyError, "it is held by another program; close that program and try again"),
    sqlite3.SQLITE_LOCKED: (DatabaseBusyError, "it is held by another program; close that program and try again"),
    sqlite3.SQLITE_READONLY: (DatabaseReadOnlyError, "it cannot be written to; give it write permission"),
    sqlite3.SQLITE_NOTADB: (NotADatabaseError, "it is no newsdesk database; name another file"),
    sqlite3.SQLITE_CORRUPT: (StoreError, "the database is damaged; see `newsdesk check`, and restore a back-up"),
    sqlite3.SQLITE_FULL: (StoreError, "the disk is full, and nothing was changed; make room and try again"),
    sqlite3.SQLITE_IOERR: (StoreError, "reading or writing it failed; check the disk, its space and its limits"),
    sqlite3.SQLITE_CANTOPEN: (StoreError, "the database cannot be opened; check that it and its folder are accessible"),
    sqlite3.SQLITE_PERM: (StoreError, "the database cannot be opened; check its permissions"),
}


def shown(text: object, limit: int = 200) -> str:
    """The text on one line: control characters and halves of surrogate pairs as "?", shortened to limit characters."""
    line = "".join(letter if letter.isprintable() else "?" for letter in str(text))
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def code_of(error: BaseException | None) -> int:
    """SQLite's primary result code of an error, 0 where there is none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def plain(error: sqlite3.Error, path: Path) -> StoreError:
    """The exception that says in one line what SQLite ran into."""
    kind, sentence = _SENTENCES.get(code_of(error), (StoreError, ""))
    if not sentence:
        sentence = f"the database reports '{shown(error)}'; see `newsdesk check`"
    return kind(f"{shown(path)}: {sentence}")


@contextmanager
def plainly(path: Path) -> Iterator[None]:
    """Turn whatever the database raises inside into a StoreError."""
    try:
        yield
    except DBAPIError as error:
        if not isinstance(error.orig, sqlite3.Error):
            raise
        raise plain(error.orig, path) from error
    except sqlite3.Error as error:
        raise plain(error, path) from error
