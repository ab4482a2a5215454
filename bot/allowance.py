"""How much one server may have kept, so that none takes the room of all others. The operator's own has no limit."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.guilds import guild_of
from bot.terminal.wording import number_of
from index.errors import NewsdeskError

if TYPE_CHECKING:
    from bot.settings import Settings
    from index.coverage import Coverage

MEASURED_FOR = 60.0
"""Seconds for which it is remembered how many characters are kept of a server: counting them reads them all."""
REMEMBERED = 1_000
"""Servers."""


class FullError(NewsdeskError):
    """A server has as much as it may."""


class Allowance:
    """Refuses what would be too much. To be asked within a change, one after another."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._articles, self._megabytes, self._clock = settings.guild_articles, settings.guild_megabytes, clock
        self._measured: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def check(self, coverage: Coverage, collection: str, new: int) -> None:
        """Raise FullError where a server has not room for so many new articles, or for another version. Blocks."""
        if guild_of(collection) is None:
            return
        held = coverage.freshness(collections=(collection,)).articles
        if new and held + new > self._articles:
            raise FullError(
                f"This server has {number_of(held, 'article')} and may have {self._articles:,}, so {new:,} more cannot "
                "be added: withdraw some, or ask the operator of this bot for more room."
            )
        if self._characters(coverage, collection) >= self._megabytes * 1_000_000:
            raise FullError(
                f"This server has {self._megabytes:,} MB of articles and earlier versions, which is all that it may "
                "have: ask the operator of this bot for more room."
            )

    def _characters(self, coverage: Coverage, collection: str) -> int:
        until, characters = self._measured.get(collection, (0.0, 0))
        if self._clock() >= until:
            characters = coverage.characters(collection)
            self._measured[collection] = self._clock() + MEASURED_FOR, characters
            while len(self._measured) > REMEMBERED:
                self._measured.popitem(last=False)
        return characters
