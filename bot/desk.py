"""What moderators ask of the coverage: in worker threads, changes one after another, so that none waits for a lock."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from bot.allowance import Allowance
from bot.guilds import GuildSettings, settings_of
from bot.workers import Workers

if TYPE_CHECKING:
    from bot.settings import Settings
    from index.coverage import Coverage
    from index.reading.reading import Limits

T = TypeVar("T")

READERS, WAITING = 2, 200
"""Threads that look things up, and how many requests of a kind may wait."""
CHANGES_WITHIN = 600.0
"""Seconds that a change may take; an interaction can be answered for fifteen minutes."""
LONGEST, LONG_AT_ONCE, LONG_WAITING = 86_400.0, 2, 20
"""Seconds that long work may take, and how much of it there may be at once and waiting."""
POSTS_WAITING = 2_000
"""Posted answers that may wait to be noted."""
KNOWN_FOR = 5.0
"""Seconds after which settings are looked up again, for another process may have changed them."""


class Desk:
    """The coverage as moderators reach it. All work runs in threads, and what it raises is raised."""

    def __init__(self, coverage: Coverage, settings: Settings) -> None:
        self._coverage, self._settings = coverage, settings
        self.allowance = Allowance(settings)
        self._reading = Workers(READERS, WAITING, settings.question_seconds, LATE)
        self._changing = Workers(1, WAITING, CHANGES_WITHIN, LATE)
        self._computing = Workers(READERS, WAITING, CHANGES_WITHIN, LATE)
        self._long = Workers(LONG_AT_ONCE, LONG_WAITING, LONGEST, LATE)
        self._noting = Workers(1, POSTS_WAITING, CHANGES_WITHIN, LATE)
        self._known: dict[int, tuple[float, asyncio.Task[GuildSettings]]] = {}
        self.changed = asyncio.Event()
        """Set after each change; whoever waits for changes clears it."""

    async def read(self, work: Callable[[Coverage], T]) -> T:
        """What `work(coverage)` returns; it changes nothing. Raises TooManyError, TooLateError, StoreError."""
        return await self._reading.run(lambda: work(self._coverage))

    async def change(self, work: Callable[[Coverage], T]) -> T:
        """What `work(coverage)` returns; one change after another. Raises TooManyError, TooLateError, StoreError."""
        try:
            return await self._changing.run(lambda: work(self._coverage))
        finally:
            self._known.clear()
            self.changed.set()

    async def at_length(self, work: Callable[[Coverage], T]) -> T:
        """What `work(coverage)` returns, however long it takes, beside the changes. Raises TooManyError, StoreError."""
        try:
            return await self._long.run(lambda: work(self._coverage))
        finally:
            self._known.clear()
            self.changed.set()

    async def settings(self, guild: int) -> GuildSettings:
        """What a guild's moderators have set, from memory where it was asked for lately. Raises as `read` does."""
        until, asked = self._known.get(guild, (0.0, None))
        if asked is None or time.monotonic() > until or (asked.done() and (asked.cancelled() or asked.exception())):
            asked = asyncio.ensure_future(self.read(lambda coverage: settings_of(coverage, guild)))
            self._known[guild] = time.monotonic() + KNOWN_FOR, asked
        return await asyncio.shield(asked)

    async def note(self, work: Callable[[Coverage], T]) -> T:
        """What `work(coverage)` returns; it notes what stands in chats, and waits for no change. Raises as `change`."""
        return await self._noting.run(lambda: work(self._coverage))

    def limits(self, language: str | None) -> Limits:
        """What may be read, and the language (ISO 639-1) of articles that do not say theirs."""
        limits = self._settings.limits()
        return replace(limits, language=language) if language else limits

    async def compute(self, work: Callable[[], T]) -> T:
        """What `work()` returns, which may take long and touches no database: reading a file, for instance."""
        return await self._computing.run(work)

    def close(self) -> None:
        """Begin nothing any more; a change that has begun is finished."""
        self._reading.close()
        self._changing.close()
        self._computing.close()
        self._long.close()
        self._noting.close()


LATE = "That took too long: try again in a minute."
