"""When to ask again: what a server says in Retry-After, and back-off with jitter where it says nothing."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

DAY = 86_400.0
SHORTEST = 60.0
"""Seconds before anything is tried again."""
REGULAR = 900.0
"""Seconds between two polls of a feed."""
STRETCH, QUIET = 1.5, 4 * 3_600.0
"""By how much a poll without news puts off the next one, and up to how many seconds."""


def retry_after(header: str | None, now: float) -> float | None:
    """Seconds to wait as the header says, between 0 and a day; None where it says nothing that makes sense.

    header: a number of seconds or a date (RFC 9110, 10.2.3). now: seconds since the epoch.
    """
    if not header:
        return None
    header = header.strip()
    if header.isascii() and header.isdigit() and len(header) <= 12:
        return min(float(header), DAY)
    try:
        return min(max(parsedate_to_datetime(header[:100]).timestamp() - now, 0.0), DAY)
    except (ValueError, TypeError, OverflowError, OSError):
        return None


def backed_off(failures: int, first: float, chance: float) -> float:
    """Seconds to wait after so many failures in a row: full jitter over a span that doubles each time, at most a day.

    first: the span after the first failure. chance: random, from 0 to 1. The method is the "full jitter" of Marc
    Brooker, "Exponential Backoff and Jitter" (AWS Architecture Blog, 2015), with a floor of a minute.
    """
    span = min(first * 2.0 ** min(max(failures - 1, 0), 30), DAY)
    return max(SHORTEST, span * chance)


def interval(*, planned: float, asked: float | None, changed: bool, chance: float) -> float:
    """Seconds until a feed that was read is polled again: 15 minutes, longer if it asks for that or rarely changes.

    planned: the seconds between the last two polls, as they were planned. asked: how often the feed wants to be asked
    at most, in seconds. changed: whether this poll brought anything. chance: from 0 to 1, spreads feeds over time.
    """
    least = min(max(asked or 0.0, REGULAR), DAY)
    chosen = least if changed else max(least, min(planned * STRETCH, QUIET))
    return chosen * (0.9 + 0.2 * chance)
