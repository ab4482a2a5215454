"""Erasing: all that is held of a collection, gone from the tables and then from the file's every page."""

from __future__ import annotations

import time
from contextlib import closing
from typing import Any, NamedTuple

from sqlalchemy import delete, func, select

from index.errors import StoreError
from index.store.connecting import opened
from index.store.failing import plainly
from index.store.locking import locked
from index.store.store import Store
from index.store.tables import articles, drafts, feeds, journal, posted, preferences

DUE = "scrub"
"""What table meta holds from the moment something is erased until no page of the file holds it any more."""


class Erased(NamedTuple):
    """What erasing a collection came to."""

    articles: int
    scrubbed: bool
    """Whether no page of the file holds any of it; if not, as others were using it, that follows as soon as it can."""


def erased(store: Store, collection: str, who: str) -> Erased:
    """Delete everything held of a collection, its journal included, and scrub the file.

    One entry of the journal remains: that it was erased, when and by whom.
    """
    with store.write(who) as writer:
        connection = writer.connection
        held = select(func.count()).where(articles.c.collection == collection)
        count = connection.execute(held).scalar() or 0
        for table in (articles, feeds, drafts, preferences, posted, journal):
            connection.execute(delete(table).where(table.c.collection == collection))
        writer.note("erased", collection=collection)
        writer.set_meta(DUE, "due")
    return Erased(count, scrub(store, store.wait))


def is_due(store: Store) -> bool:
    """Whether something that was erased may still be in the file."""
    return store.meta(DUE) is not None


def scrub(store: Store, wait: float) -> bool:
    """Write the file anew without what was deleted, and empty its log. False where others' use of it did not let it.

    Deleted rows leave their bytes in free pages, and pages that were rearranged do in their gaps: only VACUUM leaves
    none. Until it has succeeded the database remembers that it is due. wait: seconds to wait for others.
    """
    try:
        with locked(store.path, wait), plainly(store.path), closing(opened(store.path, wait, "rw")) as raw:
            raw.execute("PRAGMA secure_delete=ON")
            raw.execute("VACUUM")
            if not _emptied(raw, wait):
                return False
            raw.execute("DELETE FROM meta WHERE name = ?", (DUE,))
            return True
    except StoreError:
        return False


def _emptied(raw: Any, wait: float) -> bool:
    """Whether all of the log is in the file and the log empty; who reads an older state is waited for."""
    deadline = time.monotonic() + wait
    while raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
