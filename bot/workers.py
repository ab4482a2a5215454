"""Worker threads with a limit: how many work, how many may wait, how long a caller waits for one."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from index.errors import NewsdeskError

T = TypeVar("T")


class TooManyError(NewsdeskError):
    """As many requests wait as may."""


class TooLateError(NewsdeskError):
    """A request was not done in time."""


class Workers:
    """Runs functions in `threads` threads; `waiting` more may wait, and nobody waits longer than `seconds`.

    late: the sentence for who has waited so long.
    """

    def __init__(self, threads: int, waiting: int, seconds: float, late: str) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="coverage")
        self._room = threading.BoundedSemaphore(threads + waiting)
        self._seconds = seconds
        self._late = late

    async def run(self, work: Callable[[], T]) -> T:
        """What `work` returns or raises. Raises TooManyError and TooLateError; who comes late is not begun any more."""
        if not self._room.acquire(blocking=False):
            raise TooManyError("Too many people are asking just now: ask again in a minute.")
        job = self._pool.submit(work)
        job.add_done_callback(self._leave)
        try:
            async with asyncio.timeout(self._seconds):
                return await asyncio.wrap_future(job)
        except TimeoutError as error:
            raise TooLateError(self._late) from error

    def _leave(self, _: Future[T]) -> None:
        self._room.release()

    def close(self) -> None:
        """Begin nothing any more; what has begun goes on."""
        self._pool.shutdown(wait=False, cancel_futures=True)
