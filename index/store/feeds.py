"""Feeds: what is subscribed to, when each is due, and what became of its items."""

from __future__ import annotations

import builtins
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, update

from index.errors import AlreadyThereError, MalformedError, NoSuchFeedError, TooManyError
from index.store.failing import shown
from index.store.rows import keepable
from index.store.store import Store
from index.store.tables import feeds, items
from index.store.writing import clean, now, tell

MOST = 100
"""Feeds of one collection."""
ITEMS = 5_000
"""Items of one feed that are remembered, those last seen."""
URL, TEXT = 2_000, 500
"""Characters of an address, and of titles, reasons and headers."""

State = Literal["taken", "failed", "refused"]


class Feed(NamedTuple):
    """A subscription."""

    id: int
    collection: str
    url: str
    title: str | None
    paused: bool
    who: str
    added: str
    """ISO 8601 in UTC."""
    etag: str | None
    modified: str | None
    due: float
    """When it is polled next, in seconds since 1970."""
    failures: int
    """Polls that failed, one after another, up to now."""
    problem: str | None
    """What the last poll ran into; None when it went well."""
    polled: str | None
    """When it was polled last, ISO 8601 in UTC."""
    items: int
    """How many of its items were taken."""


class Item(NamedTuple):
    """What became of an item of a feed."""

    identity: str
    state: State
    fingerprint: str
    """Of what the feed said of it: another one means that it changed."""
    article_id: str | None = None
    reason: str | None = None
    tries: int = 0
    due: float | None = None
    """When a failed one is tried again, in seconds since 1970."""
    url: str | None = None


class Feeds:
    """Subscriptions in the database. What people change is told to the journal; polls are not."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, collection: str, url: str, *, title: str | None, who: str) -> Feed:
        """Subscribe; due at once. Raises AlreadyThereError, TooManyError, MalformedError."""
        if not keepable(collection + url) or len(url) > URL:
            raise MalformedError(f"'{shown(url, 80)}' is no address that can be kept; give another")
        own = feeds.c.collection == collection
        with self._store.changing() as connection:
            if connection.execute(select(feeds.c.id).where(own, feeds.c.url == url)).scalar() is not None:
                raise AlreadyThereError(f"The feed {shown(url)} is subscribed to already.")
            if (connection.execute(select(func.count()).where(own)).scalar() or 0) >= MOST:
                raise TooManyError(f"There are {MOST} feeds already: remove one first.")
            row = {"collection": collection, "url": url, "title": _short(title), "who": clean(who), "added": now()}
            made = connection.execute(insert(feeds).values(**row, paused=False, due=0.0, failures=0))
            assert made.inserted_primary_key is not None  # noqa: S101 - a single-row insert always has one
            tell(connection, who, "feeds", collection=collection, reason=f"added {url}")
            return _feeds(connection, feeds.c.id == made.inserted_primary_key[0])[0]

    def remove(self, feed_id: int, collection: str, *, who: str) -> Feed:
        """Unsubscribe; articles that came from it stay. Returns what it was. Raises NoSuchFeedError."""
        with self._store.changing() as connection:
            feed = _one(connection, feed_id, collection)
            connection.execute(delete(feeds).where(feeds.c.id == feed_id))
            tell(connection, who, "feeds", collection=collection, reason=f"removed {feed.url}")
            return feed

    def pause(self, feed_id: int, collection: str, paused: bool, *, who: str) -> Feed:
        """Stop polling a feed, or go on. Returns it as it is now. Raises NoSuchFeedError."""
        with self._store.changing() as connection:
            feed = _one(connection, feed_id, collection)
            if feed.paused != paused:
                connection.execute(update(feeds).where(feeds.c.id == feed_id).values(paused=paused))
                what = "paused" if paused else "resumed"
                tell(connection, who, "feeds", collection=collection, reason=f"{what} {feed.url}")
            return feed._replace(paused=paused)

    def get(self, feed_id: int, collection: str) -> Feed:
        """One feed of this collection. Raises NoSuchFeedError."""
        with self._store.reading() as connection:
            return _one(connection, feed_id, collection)

    def list(self, collection: str | None) -> builtins.list[Feed]:
        """The feeds of a collection (None: of all), in the order in which they came."""
        if collection is not None and not keepable(collection):
            return []
        with self._store.reading() as connection:
            return _feeds(connection, *([] if collection is None else [feeds.c.collection == collection]))

    def due(self, now: float, limit: int) -> builtins.list[Feed]:
        """At most limit feeds that are due and not paused, those due longest first. now: seconds since 1970."""
        with self._store.reading() as connection:
            waiting = _feeds(connection, feeds.c.due <= now, feeds.c.paused.is_(False))
        return sorted(waiting, key=lambda feed: (feed.due, feed.id))[:limit]

    def polled(
        self,
        feed_id: int,
        *,
        due: float,
        etag: str | None,
        modified: str | None,
        title: str | None,
        problem: str | None,
        failures: int,
    ) -> None:
        """Note a poll: when the next is due, and what this one came to. title: None leaves it. Nothing if removed."""
        told = {
            "due": due,
            "etag": _short(etag),
            "modified": _short(modified),
            "problem": _short(problem),
            "failures": failures,
            "polled": now(),
        }
        if title:
            told["title"] = _short(title)
        with self._store.changing() as connection:
            connection.execute(update(feeds).where(feeds.c.id == feed_id).values(told))

    def items(self, feed_id: int) -> dict[str, Item]:
        """What is remembered of a feed's items, by their identity."""
        return {item.identity: item for item in self._items(items.c.feed == feed_id)}

    def item(self, feed_id: int, item: Item) -> None:
        """Note what became of an item, also where that was noted before. Nothing where the feed was removed."""
        row = item._asdict() | {"reason": _short(item.reason), "url": _short(item.url, URL)}
        row |= {"identity": clean(item.identity), "fingerprint": clean(item.fingerprint)}
        row |= {"article_id": item.article_id and clean(item.article_id)}
        with self._store.changing() as connection:
            if connection.execute(select(feeds.c.id).where(feeds.c.id == feed_id)).scalar() is None:
                return
            this = (items.c.feed == feed_id) & (items.c.identity == row["identity"])
            connection.execute(delete(items).where(this))
            connection.execute(insert(items).values(feed=feed_id, seen=now(), **row))
            last_seen = select(items.c.seen).where(items.c.feed == feed_id).order_by(items.c.seen.desc())
            beyond = connection.execute(last_seen.offset(ITEMS).limit(1)).scalar()
            if beyond is not None:
                connection.execute(delete(items).where(items.c.feed == feed_id, items.c.seen <= beyond))

    def retries(self, feed_id: int, now: float) -> builtins.list[Item]:
        """The failed items of a feed that are due again, those due longest first. now: seconds since 1970."""
        due = (items.c.feed == feed_id) & (items.c.state == "failed") & (items.c.due <= now)
        return sorted(self._items(due), key=lambda item: (item.due or 0.0, item.identity))

    def _items(self, which: Any) -> builtins.list[Item]:
        columns = [items.c[name] for name in Item._fields]
        with self._store.reading() as connection:
            return [Item._make(row) for row in connection.execute(select(*columns).where(which))]


def _feeds(connection: Connection, *which: Any) -> builtins.list[Feed]:
    taken = select(func.count()).where(items.c.feed == feeds.c.id, items.c.state == "taken").scalar_subquery()
    columns = [taken if name == "items" else feeds.c[name] for name in Feed._fields]
    rows = connection.execute(select(*columns).where(*which).order_by(feeds.c.id))
    return [Feed._make(row) for row in rows]


def _one(connection: Connection, feed_id: int, collection: str) -> Feed:
    found = _feeds(connection, feeds.c.id == feed_id, feeds.c.collection == collection) if 0 < feed_id < 2**63 else []
    if not found:
        raise NoSuchFeedError("This feed is not there (any more).")
    return found[0]


def _short(text: str | None, most: int = TEXT) -> str | None:
    return clean(text[:most]) if text else None
