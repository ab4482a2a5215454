"""Reindexing: everything derived is found again, bit by bit and aside, and takes effect all at once."""

from __future__ import annotations

import time
from collections.abc import Callable

from index.coverage.deriving import DERIVED_BY, derived_anew
from index.results import Reindexed
from index.store import Staging, Store
from index.store.staging import Tally

TOGETHER = 64
"""Articles that are staged in one transaction."""

Progress = Callable[[int, int], None]
"""Called with what is done and the total, in articles."""


def never() -> bool:
    """Nobody stops it."""
    return False


def reindexed(
    store: Store, who: str, progress: Progress | None, stop: Callable[[], bool], collection: str | None = None
) -> Reindexed:
    """Reindex all articles, or go on where a reindex by the same version of newsdesk ended early.

    collection: only its articles; None is all.

    The articles are read and analysed outside of any transaction; those that change meanwhile come last.
    """
    started, staging = time.monotonic(), Staging(store, DERIVED_BY, collection)
    staging.begin()
    tally = None
    while tally is None:
        if not _staged(store, staging, progress, stop, collection):
            return _outcome(staging.begin(), started, stopped=True)
        tally = _switched(store, staging, who)
    if progress:
        progress(tally.articles, tally.articles)
    return _outcome(tally, started, stopped=False)


def _staged(
    store: Store, staging: Staging, progress: Progress | None, stop: Callable[[], bool], collection: str | None
) -> bool:
    """Stage all articles that wait for it. False where it was stopped."""
    done, after = staging.begin().articles, 0
    of = None if collection is None else [collection]
    while not stop():
        together = staging.waiting(after, TOGETHER)
        if not together:
            return True
        staging.stage([derived_anew(stored) for stored in together])
        after = together[-1].key
        done += len(together)
        if progress:
            progress(done, max(done, store.counts(of)[0]))
    return False


def _switched(store: Store, staging: Staging, who: str) -> Tally | None:
    """Let all take effect; None where too many articles came since."""
    with store.write(who) as writer:
        last = staging.remaining(writer, TOGETHER + 1)
        if len(last) > TOGETHER:
            return None
        return staging.switch(writer, [derived_anew(stored) for stored in last])


def _outcome(tally: Tally, started: float, *, stopped: bool) -> Reindexed:
    seconds = round(time.monotonic() - started, 3)
    return Reindexed(**tally._asdict(), seconds=seconds, stopped=stopped)
