"""How many reports may be made; counted in memory, and forgotten when the bot ends."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from index.errors import NewsdeskError

AN_HOUR, HOUR = 5, 3_600.0
"""Reports of one person, and seconds."""
OPEN, WEEK = 50, 7 * 86_400.0
"""Reports of one server that nobody has dealt with, and seconds after which one counts as forgotten."""
REMEMBERED = 10_000
"""Passages of which it is remembered that they were reported, and people who reported."""

AGAIN = "You have told the moderators of this passage already. Thank you."
TOLD = "The moderators have been told of this passage already. Thank you."
TOO_OFTEN = f"You have told the moderators of {AN_HOUR} passages within an hour: tell them of others later."
TOO_MANY = "The moderators have many reports to look at: tell them another time."


class TooManyReportsError(NewsdeskError):
    """A report that is one too many."""


class ReportLimits:
    """Counts reports."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._made: OrderedDict[tuple[int, int, int, int], None] = OrderedDict()
        self._times: OrderedDict[int, deque[float]] = OrderedDict()
        self._open: dict[int, dict[tuple[int, int], tuple[int, float]]] = {}

    @contextmanager
    def counted(self, guild: int, person: int, passage: tuple[int, int]) -> Iterator[Callable[[int], None]]:
        """Count a report of a passage (key, paragraph) that is made within; where that fails it does not count.

        Gives what is to be called with the id of the report's message. Raises TooManyReportsError.
        """
        made, now = (guild, person, *passage), self._clock()
        times = self._times.get(person, deque())
        while times and times[0] <= now - HOUR:
            times.popleft()
        reports = self._open.setdefault(guild, {})
        for forgotten in [old for old, (_, at) in reports.items() if at <= now - WEEK]:
            del reports[forgotten]
        for refused, why in (
            (made in self._made, AGAIN),
            (passage in reports, TOLD),
            (len(times) >= AN_HOUR, TOO_OFTEN),
            (len(reports) >= OPEN, TOO_MANY),
        ):
            if refused:
                raise TooManyReportsError(why)
        self._made[made], self._times[person], reports[passage] = None, times, (0, now)
        times.append(now)
        try:
            yield lambda message: reports.update({passage: (message, now)})
        except BaseException:
            self._made.pop(made, None)
            reports.pop(passage, None)
            times.pop()
            raise
        for remembered in (self._made, self._times):
            while len(remembered) > REMEMBERED:
                remembered.popitem(last=False)

    def closed(self, guild: int, message: int) -> None:
        """A report was dealt with, or is gone."""
        reports = self._open.get(guild, {})
        for dealt_with in [passage for passage, (report, _) in reports.items() if report == message]:
            del reports[dealt_with]
