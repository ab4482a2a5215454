"""How often a person may ask: so many questions within a minute, counted for each person alone."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable

from index.errors import NewsdeskError

WINDOW = 60.0
"""Seconds."""
REMEMBERED = 1_000
"""Askers after whom those who have been quiet for a minute are forgotten."""


class TooOftenError(NewsdeskError):
    """A person asks more often than they may."""


class Pace:
    """Counts the questions of each asker within the last minute. Nothing else of them is kept."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = per_minute, clock
        self._asked: dict[int, deque[float]] = {}

    def take(self, asker: int) -> None:
        """Count a question. Raises TooOftenError, which says how long to wait."""
        now = self._clock()
        if len(self._asked) > REMEMBERED:
            self._asked = {who: times for who, times in self._asked.items() if times[-1] > now - WINDOW}
        times = self._asked.setdefault(asker, deque())
        while times and times[0] <= now - WINDOW:
            times.popleft()
        if len(times) >= self._most:
            wait = math.ceil(times[0] + WINDOW - now)
            raise TooOftenError(f"That is more than {self._most} questions a minute: ask again in {wait} seconds.")
        times.append(now)
