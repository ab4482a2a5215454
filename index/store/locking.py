"""Who changes the database: a lock file beside it that says so for as long as it is held.

SQLite lets one process write at a time but cannot say which. The kernel drops the lock when its holder ends, however
it ends, so nothing is ever left to clean up; the file itself stays, because removing it would race with the next one.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from index.errors import DatabaseBusyError, DatabaseReadOnlyError, StoreError
from index.store.failing import shown

_ASK_AGAIN = 0.005
"""Seconds between two tries."""


@contextmanager
def locked(path: Path, wait: float) -> Iterator[None]:
    """Hold the right to change the database at path. Raises DatabaseBusyError, which names the holder, after wait s.

    Who waits holds a second lock, the turn, and whoever comes meanwhile waits for that. Without it, one who writes
    again and again would take the lock back before anybody else asks for it.
    """
    import portalocker

    deadline = time.monotonic() + wait
    beside = path.with_name(f"{path.name}.lock")
    asking: dict[str, Any] = {"check_interval": _ASK_AGAIN, "encoding": "utf-8"}
    turn = portalocker.Lock(path.with_name(f"{path.name}.turn"), "a+", timeout=wait, **asking)
    lock = portalocker.Lock(beside, "a+", timeout=wait, **asking)
    try:
        with turn:
            file = lock.acquire(timeout=max(deadline - time.monotonic(), 0))
    except portalocker.AlreadyLocked as error:
        raise DatabaseBusyError(f"{shown(path)}: {_holder(beside)}; wait until it is done and try again") from error
    except (OSError, portalocker.LockException) as error:
        raise _unlockable(beside, error) from error
    try:
        _note(file, json.dumps({"process": os.getpid(), "command": _command(), "since": _now()}))
        yield
    finally:
        _note(file, "")
        lock.release()


def _note(file: IO[Any], text: str) -> None:
    """Leave text as the file's whole content; a full disk must not stop what the lock is held for."""
    with suppress(OSError):
        file.seek(0)
        file.truncate()
        file.write(text)
        file.flush()


def _unlockable(beside: Path, error: Exception) -> StoreError:
    file = shown(getattr(error, "filename", None) or beside)
    if isinstance(error, OSError) and error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return DatabaseReadOnlyError(f"{file}: this lock file cannot be written to; give it and its folder permission")
    reason = shown(getattr(error, "strerror", None) or error)
    return StoreError(f"{file}: this lock file cannot be used ({reason}); see what stands there, or move the database")


def _command() -> str:
    """What this process was started as: the program's name and its arguments."""
    program, *arguments = sys.argv or ["python"]
    return shown(" ".join([Path(program).name or "python", *arguments]), 120)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _holder(beside: Path) -> str:
    """Who holds the lock, as far as its file says."""
    try:
        held = json.loads(beside.read_text(encoding="utf-8"))
        return shown(f"process {held['process']} ({held['command']}) has been changing it since {held['since']}", 300)
    except (OSError, ValueError, LookupError, TypeError):
        return "another process is changing it"
