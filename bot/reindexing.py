"""Reindexing while the bot runs: one at a time, beside questions and changes; what a restart left is gone on with."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from index.errors import NewsdeskError

if TYPE_CHECKING:
    from bot.desk import Desk
    from index.coverage import Coverage, Reindexed

log = logging.getLogger(__name__)

ENDS_WITHIN = 5.0
"""Seconds that a reindex may take to stop when the bot closes; what it has done by then is kept."""
OUTDATED = (
    "The index was made by another version of newsdesk. Questions are answered from it meanwhile; "
    "make it anew with: newsdesk reindex"
)


class AlreadyUnderWayError(NewsdeskError):
    """A reindex is under way, and another must wait."""


@dataclass
class Run:
    """A reindex under way. Its numbers are set by the thread that works, and read by whoever shows them."""

    collection: str | None
    """The one that it is of; None is all."""
    done: int = 0
    total: int = 0
    """Articles."""
    cancelled: bool = False
    interrupted: bool = False
    """The bot closes; the next one goes on from there."""
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, done: int, total: int) -> None:
        """Note how far it is."""
        self.done, self.total = done, total

    def stops(self) -> bool:
        """Whether to stop."""
        return self.cancelled or self.interrupted


class Reindexing:
    """The reindex of a bot, if one is under way."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._beside: set[asyncio.Task[None]] = set()
        self.now: Run | None = None

    def begin(self, collection: str | None) -> Run:
        """Say that one begins, so that no other does; `work` then does it. Raises AlreadyUnderWayError."""
        if self.now is not None:
            raise AlreadyUnderWayError("Another reindex is under way: try again in a few minutes.")
        self.now = Run(collection)
        return self.now

    async def work(self, run: Run, who: str) -> Reindexed:
        """Do it. Cancelled, it changes nothing; interrupted, it keeps what was done. Raises StoreError."""

        def reindexed(coverage: Coverage) -> Reindexed:
            done = coverage.reindex(who=who, progress=run.tell, stop=run.stops, collection=run.collection)
            if done.stopped and run.cancelled:
                coverage.forget_reindex(run.collection)
            return done

        try:
            return await self._desk.at_length(reindexed)
        finally:
            run.ended.set()
            self.now = None

    def beside(self, work: Coroutine[Any, Any, None]) -> None:
        """Run what does one and shows how far it is, until its end, for which closing waits a little."""
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    async def resume(self) -> None:
        """Go on with what a restart interrupted; tell the operator where the index is of another version."""
        unfinished, of, outdated = await self._desk.read(
            lambda coverage: (coverage.unfinished(), coverage.unfinished_of(), coverage.outdated())
        )
        if not unfinished:
            if outdated:
                log.warning(OUTDATED)
            return
        while self.now is not None:  # a moderator was quicker
            await self.now.ended.wait()
            await asyncio.sleep(0)
        log.warning("A reindex was interrupted, and goes on now; questions are answered meanwhile.")
        done = await self.work(self.begin(of), "newsdesk, after a restart")
        if done.stopped:
            log.warning("The reindex is interrupted again; it goes on at the next start.")
            return
        log.warning("The reindex is done: %d articles, %d paragraphs changed.", done.articles, done.changed)
        if of is not None and outdated:
            log.warning(OUTDATED)

    async def close(self) -> None:
        """Interrupt it, and wait a little until what was done is kept."""
        if self.now is not None:
            self.now.interrupted = True
        waited: list[Coroutine[Any, Any, object]] = [self.now.ended.wait()] if self.now else []
        try:
            async with asyncio.timeout(ENDS_WITHIN):
                await asyncio.gather(*waited, *self._beside, return_exceptions=True)
        except TimeoutError:
            log.warning("The reindex does not stop in time; what it has kept is gone on with at the next start.")
