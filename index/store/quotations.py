"""Quotations: which passages stand in the answers posted in chats, so that these stay true. Numbers only, no text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from index.store.rows import CHUNK
from index.store.store import Store
from index.store.tables import articles, journal, posted, quotations
from index.store.writing import clean, now

MOST = 100
"""Passages of one message."""

Shown = Literal["held", "withdrawn", "replaced"]
"""What a message says of a passage it quotes: that it stands, or what became of it."""


class Quotation(NamedTuple):
    """A passage in a message."""

    key: int
    """Of the version of the article that is quoted."""
    paragraph: int
    shown: Shown
    """What the message says now."""


class Posted(NamedTuple):
    """An answer that stands in a chat."""

    message: int
    channel: int
    collection: str
    """Of the guild it was posted in."""
    at: str
    """ISO 8601 in UTC."""
    quotations: tuple[Quotation, ...]


class Quotations:
    """Posted answers in the database."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def record(self, message: int, channel: int, collection: str, quoted: Sequence[tuple[int, int]]) -> None:
        """Remember a message and its passages (key, paragraph), in place of what was known of it."""
        pairs = list(dict.fromkeys(quoted))[:MOST]
        with self._store.changing() as connection:
            connection.execute(delete(posted).where(posted.c.message == message))
            if not pairs:
                return
            row = {"message": message, "channel": channel, "collection": clean(collection), "at": now()}
            connection.execute(insert(posted).values(row))
            connection.execute(
                insert(quotations),
                [{"message": message, "key": key, "paragraph": place, "shown": "held"} for key, place in pairs],
            )

    def get(self, message: int) -> Posted | None:
        """What is known of a message."""
        with self._store.reading() as connection:
            return next(iter(_load(connection, [message])), None)

    def of(self, collection: str) -> Iterator[Posted]:
        """The messages of a collection, a few at a time in memory."""
        own = select(posted.c.message).where(posted.c.collection == collection).order_by(posted.c.message)
        last = -1
        with self._store.reading() as connection:
            while messages := connection.execute(own.where(posted.c.message > last).limit(CHUNK)).scalars().all():
                yield from _load(connection, messages)
                last = messages[-1]

    def stale(self, limit: int) -> list[Posted]:
        """At most limit messages that say of a passage that it stands though it is held no more, or the other way."""
        gone = articles.c.key.is_(None)
        wrong = or_(and_(gone, quotations.c.shown == "held"), and_(~gone, quotations.c.shown != "held"))
        joined = quotations.outerjoin(articles, articles.c.key == quotations.c.key)
        found = select(quotations.c.message).select_from(joined).where(wrong).distinct()
        with self._store.reading() as connection:
            messages = connection.execute(found.order_by(quotations.c.message.desc()).limit(limit)).scalars().all()
            return _load(connection, messages)

    def status(self, keys: Iterable[int]) -> dict[int, Shown]:
        """What is true now of versions of articles: held, or how they ended (withdrawn where nothing is known)."""
        wanted, known = list(dict.fromkeys(keys)), dict[int, Shown]()
        with self._store.reading() as connection:
            for start in range(0, len(wanted), CHUNK):
                some = wanted[start : start + CHUNK]
                ended = select(journal.c.removed_key, journal.c.action).where(journal.c.removed_key.in_(some))
                for key, action in connection.execute(ended.order_by(journal.c.sequence)):
                    known[key] = "withdrawn" if action == "withdrawn" else "replaced"
                for key in connection.execute(select(articles.c.key).where(articles.c.key.in_(some))).scalars():
                    known[key] = "held"
        return {key: known.get(key, "withdrawn") for key in wanted}

    def amended(self, message: int, shown: Mapping[tuple[int, int], Shown]) -> None:
        """Note what the message says now of its passages (key, paragraph)."""
        with self._store.changing() as connection:
            for (key, place), what in shown.items():
                this = (quotations.c.message == message, quotations.c.key == key, quotations.c.paragraph == place)
                connection.execute(update(quotations).where(*this).values(shown=what))

    def forget(self, message: int) -> None:
        """Forget a message, as it was deleted."""
        with self._store.changing() as connection:
            connection.execute(delete(posted).where(posted.c.message == message))

    def prune(self, older_than_days: float, most_per_collection: int) -> int:
        """Forget messages that are too old, and the oldest beyond so many of a collection. Returns how many."""
        oldest = (datetime.now(UTC) - timedelta(days=older_than_days)).isoformat(timespec="milliseconds")
        with self._store.changing() as connection:
            gone = connection.execute(delete(posted).where(posted.c.at < oldest)).rowcount
            for collection in connection.execute(select(posted.c.collection).distinct()).scalars().all():
                own = posted.c.collection == collection
                newest = select(posted.c.message).where(own).order_by(posted.c.message.desc())
                beyond = connection.execute(newest.offset(most_per_collection).limit(1)).scalar()
                if beyond is not None:
                    gone += connection.execute(delete(posted).where(own, posted.c.message <= beyond)).rowcount
            return gone


def _load(connection: Connection, messages: Sequence[int]) -> list[Posted]:
    """The messages in the order given; for a few at a time."""
    found: dict[int, list[Quotation]] = {}
    where = quotations.c.message.in_(messages)
    for row in connection.execute(select(quotations).where(where).order_by(quotations.c.key, quotations.c.paragraph)):
        found.setdefault(row.message, []).append(Quotation(row.key, row.paragraph, row.shown))
    rows = {row.message: row for row in connection.execute(select(posted).where(posted.c.message.in_(messages)))}
    return [
        Posted(row.message, row.channel, row.collection, row.at, tuple(found.get(row.message, ())))
        for row in (rows[message] for message in messages if message in rows)
    ]
