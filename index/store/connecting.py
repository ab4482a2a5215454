"""The database's file: where it is, what it is, and connections to it, also where nothing can be written."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
from collections import Counter
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool, QueuePool

from index.errors import DatabaseReadOnlyError, NotADatabaseError, StoreError
from index.store.failing import code_of, plainly, shown

_MAGIC = b"SQLite format 3\0"
_APPLICATION = 0x4E455753
"""SQLite's application_id of a newsdesk database: "NEWS"."""
_WAL = 2
"""The header's two version bytes of a database in WAL mode."""

Identity = tuple[int, int]
"""Which file it is, whatever its name: device and inode."""

_IN_USE = Counter[Identity]()
"""The databases that stores of this process have open, and how many stores."""


def located(database: str | Path) -> Path:
    """The absolute path of a database given as a path or as an SQLAlchemy URL "sqlite:///...". Raises StoreError."""
    named = str(database)
    if isinstance(database, str) and "://" in database:
        scheme = database.split("://")[0]
        try:
            url = make_url(database)
        except (ArgumentError, ValueError) as error:
            raise StoreError(f"'{shown(scheme, 30)}://...' is no database URL; write sqlite:///news.db") from error
        if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
            raise StoreError(f"'{shown(scheme, 30)}://...' names no SQLite file; write sqlite:///news.db")
        named = url.database
    try:
        return Path(os.path.realpath(named))
    except (OSError, ValueError) as error:
        raise StoreError(f"'{shown(named)}' is no path of a file; name another ({shown(error)})") from error


def is_blank(path: Path) -> bool:
    """Whether a database is still to be made there: no file, or an empty one. Raises StoreError for what is no file."""
    try:
        state = path.stat()
    except FileNotFoundError:
        return True
    except OSError as error:
        raise _inaccessible(path, error) from error
    if stat.S_ISDIR(state.st_mode):
        raise StoreError(f"{shown(path)} is a folder; name a file in it, such as {shown(path / 'news.db')}")
    if not stat.S_ISREG(state.st_mode):
        raise NotADatabaseError(f"{shown(path)}: it is a device or a pipe, no newsdesk database; name another file")
    return state.st_size == 0


def is_marked(path: Path) -> bool:
    """Whether the file's header says that it is newsdesk's, in WAL mode. Raises NotADatabaseError if not SQLite's.

    One that is in use in this process is, and is not looked into: POSIX drops all locks that a process has on a file
    when any descriptor of it is closed, and another process could then end the log that SQLite is using here.
    Source: https://www.sqlite.org/howtocorrupt.html, section 2.2.
    """
    if _IN_USE[identity(path) or (0, 0)]:
        return True
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise _inaccessible(path, error) from error
    if not header.startswith(_MAGIC) or len(header) < 100:
        raise NotADatabaseError(f"{shown(path)}: it is no newsdesk database, and was left as it is; name another file")
    return header[18:20] == bytes((_WAL, _WAL)) and int.from_bytes(header[68:72], "big") == _APPLICATION


def identity(path: Path) -> Identity | None:
    """Which file it is that has this name; None where none has."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_dev, state.st_ino


def note_use(of: Identity | None, difference: int) -> None:
    """Note that a store of this process has a database open (1), or has closed it (-1)."""
    if of is not None:
        _IN_USE[of] += difference


def mark(path: Path, wait: float) -> None:
    """Make the database if need be, as newsdesk's and in WAL mode; the mark comes first, so no crash leaves it out."""
    connection = opened(path, wait, "rwc")
    try:
        connection.execute(f"PRAGMA application_id={_APPLICATION}")
        connection.execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()


def make_folder(path: Path) -> None:
    """Make the folders above the path. Raises DatabaseReadOnlyError or StoreError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        kind = DatabaseReadOnlyError if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS} else StoreError
        reason = shown(error.strerror or error)
        raise kind(f"{shown(path.parent)}: this folder cannot be made ({reason}); choose another place") from error


def refuse_foreign(path: Path, wait: float, *, blank: bool = True) -> None:
    """Raise NotADatabaseError for an SQLite file with tables of something else; it is read only.

    blank: whether one without any tables will do.
    """
    with plainly(path):
        connection = opened(path, wait, "ro")
        try:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        finally:
            connection.close()
    if (tables or not blank) and not tables >= {"alembic_version", "articles", "paragraphs", "journal", "meta"}:
        raise NotADatabaseError(
            f"{shown(path)}: it is the database of another program, and was left as it is; name another file"
        )


def engine_for(path: Path, wait: float, *, tolerant: bool = False) -> Engine:
    """Connections to the database, each transaction begun as its option "begin" says, or to read.

    wait: seconds to wait for another program's lock. tolerant: read text that is not UTF-8 with marks in place of
    what is wrong, for a check to go on.
    """

    def connect() -> sqlite3.Connection:
        with plainly(path):
            connection = opened(path, wait, "rw")
        if tolerant:
            connection.text_factory = lambda text: text.decode("utf-8", "replace")
        return connection

    # Where the folder cannot be written to, a connection may have had to take the file for unchanging: not to be kept.
    if os.access(path.parent, os.W_OK) and not tolerant:
        engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, max_overflow=-1, pool_use_lifo=True)
    else:
        engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def opened(path: Path, wait: float, mode: str) -> sqlite3.Connection:
    """A connection that has seen the file; as unchanging where SQLite cannot put its files beside it, nor needs to."""
    try:
        return _connect_as(path, wait, f"mode={mode}")
    except sqlite3.OperationalError as error:
        if code_of(error) not in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY} or mode == "rwc":
            raise
    beside = path.with_name(f"{path.name}-wal")
    if beside.exists() and beside.stat().st_size:
        raise DatabaseReadOnlyError(
            f"{shown(path)}: changes wait in {shown(beside.name)}; give the folder write permission and open it once"
        )
    return _connect_as(path, wait, "mode=ro&immutable=1")


def _connect_as(path: Path, wait: float, options: str) -> sqlite3.Connection:
    uri = f"{path.as_uri()}?{options}"
    connection = sqlite3.connect(uri, uri=True, timeout=wait, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _inaccessible(path: Path, error: OSError) -> StoreError:
    return StoreError(f"{shown(path)}: it cannot be read ({shown(error.strerror or error)}); name another file")
