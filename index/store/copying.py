"""Copies of the database: a back-up made while it is in use, and one put back in its place.

A copy is made by SQLite's backup API from one state of the source, under a name of its own beside the target, checked,
and only then takes the target's name. Source: https://www.sqlite.org/backup.html
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from index.errors import AlreadyThereError, DatabaseBusyError, DatabaseTooNewError, NotADatabaseError, StoreError
from index.store.connecting import is_blank, is_marked, make_folder, opened, refuse_foreign
from index.store.failing import code_of, plainly, shown
from index.store.locking import locked
from index.store.migrating import prepared
from index.store.tables import metadata

PAGES = 1_000
"""Pages of the database that are copied in one step."""

Progress = Callable[[int, int], None]
"""Called with the pages that are done, and how many there are."""


class Copied(NamedTuple):
    """A copy that was made and found right."""

    path: Path
    articles: int
    size: int
    """Bytes."""
    kept: Path | None = None
    """Where the database that was there before is now."""


def backed_up(path: Path, file: str | Path, wait: float, progress: Progress | None, *, force: bool) -> Copied:
    """Copy the database at path into a file, while others use it.

    force: also where the file is there already; AlreadyThereError else. Raises StoreError.
    """
    target = Path(os.path.realpath(file))
    if not force and os.path.lexists(target):
        raise AlreadyThereError(f"{shown(target)} is there already; name another file, or give --force to replace it.")
    if target == path or target.is_dir():
        raise StoreError(f"{shown(target)} is {'a folder' if target.is_dir() else 'the database itself'}; name a file")
    with _part_of(target) as part:
        articles = _copy(path, part, wait, progress)
        shutil.copymode(path, part)
        _flush(part)
        size = part.stat().st_size
        part.replace(target)
        _flush(target.parent)
    return Copied(target, articles, size)


def restored(path: Path, file: str | Path, wait: float, progress: Progress | None) -> Copied:
    """Put a back-up in the place of the database at path, which is kept beside it.

    Nothing changes where the file is no sound database of newsdesk, or while another program has the database open.
    Raises StoreError.
    """
    source = Path(os.path.realpath(file))
    _refuse_unsuited(source, path, wait)
    make_folder(path)
    with _part_of(path) as part:
        articles = _copy(source, part, wait, progress)
        _made_ready(part, source, wait)
        with locked(path, wait):
            kept = _set_aside(path)
            if kept:
                shutil.copymode(kept, part)
                _go_on_counting(kept, part, wait)
            part.replace(path)
            _flush(path.parent)
    return Copied(path, articles, path.stat().st_size, kept)


def _refuse_unsuited(source: Path, path: Path, wait: float) -> None:
    if source == path:
        raise StoreError(f"{shown(source)} is the database itself; name a back-up")
    if is_blank(source):
        what = "is empty" if source.exists() else "is not there"
        raise NotADatabaseError(f"{shown(source)} {what}; name a back-up made by newsdesk backup")
    is_marked(source)
    refuse_foreign(source, wait, blank=False)


def _copy(source: Path, part: Path, wait: float, progress: Progress | None) -> int:
    """Copy one state of the source and check the copy against it. Returns the number of articles."""
    with plainly(source), closing(opened(source, wait, "ro")) as origin:
        # A transaction held from here on keeps others' changes from making the copy begin again.
        origin.execute("BEGIN")
        counts = _counts(origin)
        with closing(sqlite3.connect(part, isolation_level=None)) as copy:
            origin.backup(copy, pages=PAGES, progress=lambda _, left, total: progress and progress(total - left, total))
            copy.execute("PRAGMA journal_mode=DELETE")
            damage = [line for (line,) in copy.execute("PRAGMA integrity_check") if line != "ok"]
            if damage or _counts(copy) != counts:
                raise StoreError(f"{shown(source)} is damaged ({shown(damage[:1] or 'rows are missing')}); use another")
    return counts["articles"]


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    """The number of rows of each table of newsdesk that is there."""
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    names = sorted(there & set(metadata.tables))
    return {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}  # noqa: S608


def _made_ready(part: Path, source: Path, wait: float) -> None:
    """Migrate the copy where it is an older newsdesk's; refuse one with other tables, or with anything that acts."""
    try:
        prepared(part, wait).dispose()
    except DatabaseTooNewError as error:
        raise DatabaseTooNewError(str(error).replace(str(part), str(source))) from error
    with plainly(source), closing(opened(part, wait, "rw")) as copy:
        acting = copy.execute("SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')").fetchone()
        for table in metadata.sorted_tables:
            columns = {row[1] for row in copy.execute(f"PRAGMA table_info({table.name})")}
            if acting or columns != set(table.columns.keys()):
                raise NotADatabaseError(f"{shown(source)}: its tables are not those of newsdesk; name another file")
        copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _set_aside(path: Path) -> Path | None:
    """Give the database a second name, under which it stays. None where there is none. Others keep off by the lock."""
    if is_blank(path):
        return None
    _refuse_open(path)
    kept = path.with_name(f"{path.name}.before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S}")
    number = 1
    while os.path.lexists(kept):
        number += 1
        kept = path.with_name(f"{kept.name.partition('~')[0]}~{number}")
    try:
        os.link(path, kept)
    except OSError:
        shutil.copy2(path, kept)
    # A log is there only where the database is damaged. It must not be found beside another database.
    for ending in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).replace(kept.with_name(kept.name + ending))
    return kept


def _go_on_counting(kept: Path, part: Path, wait: float) -> None:
    """Keys that were given out since the back-up was made stand in buttons and are never to mean something else."""
    with suppress(StoreError), plainly(kept), closing(opened(kept, wait, "ro")) as was:
        used = was.execute("SELECT name, seq FROM sqlite_sequence").fetchall()
        with closing(opened(part, wait, "rw")) as copy:
            for name, last in used:
                copy.execute("DELETE FROM sqlite_sequence WHERE name = ? AND seq < ?", (name, last))
                missing = "WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?)"
                copy.execute(f"INSERT INTO sqlite_sequence (name, seq) SELECT ?, ? {missing}", (name, last, name))
            copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _refuse_open(path: Path) -> None:
    """Raise DatabaseBusyError while another program has the database open: only alone can one end its log."""
    try:
        with closing(sqlite3.connect(path, timeout=0.5, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        if code_of(error) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise DatabaseBusyError(
                f"{shown(path)}: it is open in another program, perhaps the bot; stop that and restore again"
            ) from error
        # So damaged that SQLite cannot read it: all the more reason to put a back-up in its place.


@contextmanager
def _part_of(target: Path) -> Iterator[Path]:
    """An empty file beside the target; it and all that SQLite put beside it is gone afterwards."""
    try:
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f"{target.name}.", suffix=".part")
    except OSError as error:
        raise StoreError(f"{shown(target)} cannot be written ({shown(error.strerror or error)})") from error
    os.close(descriptor)
    try:
        yield Path(name)
    except OSError as error:
        raise StoreError(f"{shown(target)} cannot be written ({shown(error.strerror or error)})") from error
    finally:
        for ending in ("", "-wal", "-shm", "-journal", ".lock", ".turn"):
            with suppress(OSError):
                Path(f"{name}{ending}").unlink()


def _flush(path: Path) -> None:
    """See to it that a file, or the names in a folder, are on disk."""
    with suppress(OSError):  # some systems cannot do it for folders
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
