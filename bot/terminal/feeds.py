"""How feeds look in a list, and what polling one came to."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bot.terminal.clean import clean
from bot.terminal.wording import number_of

if TYPE_CHECKING:
    from bot.fetching.polled import Polled
    from index.store.feeds import Feed


def feed_lines(feeds: Sequence[Feed], done: str) -> Iterator[str]:
    """Two lines a feed, and a third where there is a problem. done: what was done with them, if anything."""
    if not feeds:
        yield "No feeds yet. Add one: newsdesk feeds add URL"
    for feed in feeds:
        what = f"{done}: " if done else ""
        state = "paused" if feed.paused else _due(feed.due - time.time())
        yield clean(f"{feed.id:>3}  {what}{feed.title or 'untitled'} · {number_of(feed.items, 'article')} · {state}")
        yield clean(f"     {feed.url}")
        if feed.problem:
            yield clean(f"     {feed.problem}")


def polled_line(polled: Polled) -> str:
    """What became of the items of one feed."""
    figures = (
        (polled.new, "new"),
        (polled.changed, "changed"),
        (polled.refused, "refused"),
        (polled.failed, "to be tried again"),
        (polled.waiting, "left for the next poll"),
        (polled.repeated, "repeated"),
    )
    told = ", ".join(f"{count:,} {what}" for count, what in figures if count)
    return clean(f"{polled.feed.id:>3}  {polled.feed.title or polled.feed.url}: {told or 'nothing new'}")


def _due(seconds: float) -> str:
    if seconds <= 0:
        return "due now"
    return f"due in {number_of(round(seconds / 60), 'minute')}" if seconds >= 60 else "due within a minute"
