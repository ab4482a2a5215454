"""The offline Discord's time: the real one, which a test may push forward instead of waiting."""

import time
from datetime import UTC, datetime


class Clock:
    """Real time plus what tests have advanced it by. Only this Discord's own deadlines read it, never the bot's."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        """Seconds since the Unix epoch."""
        return time.time() + self._ahead

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass at once: interactions expire, rate limits end."""
        self._ahead += seconds

    def timestamp(self) -> str:
        """Now, as ISO 8601 with microseconds and the UTC offset, the form Discord sends."""
        return datetime.fromtimestamp(self.now(), UTC).isoformat(timespec="microseconds")


EPOCH_MS = 1_420_070_400_000
"""The first second of 2015, from which snowflakes count their milliseconds."""


class Snowflakes:
    """Ids in Discord's form: 42 bits of milliseconds since 2015, then a counter; each greater than the one before."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        """A new id."""
        self._last = max(self._last + 1, (int(self._clock.now() * 1000) - EPOCH_MS) << 22)
        return self._last
