"""Drafts: what a moderator has read in and not yet confirmed. They outlive a restart, and go by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Protocol

from pydantic import TypeAdapter
from sqlalchemy import Connection, delete, func, insert, select

from index.articles import Article, Dropped, Frozen
from index.errors import NoSuchDraftError, TooLargeError, TooManyError
from index.store.rows import refuse_unkeepable
from index.store.store import Store
from index.store.tables import drafts
from index.store.writing import clean, now

MOST = 50
"""Drafts of one collection; the oldest go."""
KEPT = timedelta(days=1)
ARTICLES = 1_000
"""Articles of one draft."""
CHARACTERS = 30_000_000
"""Of one draft, as it is kept."""
CHARACTERS_OF_ALL = 100_000_000
"""Of all drafts of one collection; the oldest go, but never the newest."""
DROPPED, DROPPED_CHARACTERS = 300, 500
"""Lines left out of one article that are kept, and characters of each."""


class Read(Protocol):
    """An article as it was read, with what was left out, as index.reading gives it."""

    @property
    def path(self) -> str:
        """Where it stood."""

    @property
    def article(self) -> Article:
        """The article."""

    @property
    def dropped(self) -> tuple[Dropped, ...]:
        """The lines left out, and why."""


class Drafted(Frozen):
    """An article of a draft."""

    path: str
    article: Article
    dropped: tuple[Dropped, ...] = ()


class Draft(NamedTuple):
    """What was read in by somebody, waiting for a yes."""

    id: int
    collection: str
    who: str
    at: str
    """ISO 8601 in UTC."""
    replaces: str | None
    """The id of the article that this would be a new version of."""
    readings: tuple[Drafted, ...]


_READINGS = TypeAdapter(tuple[Drafted, ...])


class Drafts:
    """Drafts in the database; no more than MOST of a collection, or CHARACTERS_OF_ALL, none older than KEPT."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, collection: str, readings: Sequence[Read], *, who: str, replaces: str | None = None) -> int:
        """Keep what was read. Returns the draft's id. Raises MalformedError, TooManyError, TooLargeError."""
        if len(readings) > ARTICLES:
            raise TooManyError(f"{len(readings):,} articles are too many at once; give at most {ARTICLES:,} of them")
        for reading in readings:
            refuse_unkeepable(reading.article, collection)
        whole = _READINGS.dump_json(tuple(map(_drafted, readings))).decode()
        if len(whole) > CHARACTERS:
            raise TooLargeError("this is too much at once; give fewer articles at a time")
        row = {"collection": collection, "who": clean(who), "at": now(), "readings": whole}
        with self._store.changing() as connection:
            made = connection.execute(insert(drafts).values(**row, replaces=replaces and clean(replaces)))
            _tidy(connection, collection)
            assert made.inserted_primary_key is not None  # noqa: S101 - a single-row insert always has one
            return int(made.inserted_primary_key[0])

    def get(self, draft_id: int, collection: str) -> Draft:
        """A draft of this collection. Raises NoSuchDraftError."""
        this = (drafts.c.id == draft_id) & (drafts.c.collection == collection) & (drafts.c.at >= _oldest())
        with self._store.reading() as connection:
            row = connection.execute(select(drafts).where(this)).first() if 0 < draft_id < 2**63 else None
        if row is None:
            raise NoSuchDraftError("This draft is gone: it was used or dropped, or is older than a day. Read it again.")
        readings = _READINGS.validate_json(row.readings)
        return Draft(row.id, row.collection, row.who, row.at, row.replaces, readings)

    def of(self, collection: str) -> Iterator[Draft]:
        """The drafts of a collection, in the order in which they came, one at a time in memory."""
        own = (drafts.c.collection == collection) & (drafts.c.at >= _oldest())
        with self._store.reading() as connection:
            waiting = connection.execute(select(drafts.c.id).where(own).order_by(drafts.c.id)).scalars().all()
        for draft_id in waiting:
            with suppress(NoSuchDraftError):  # confirmed meanwhile
                yield self.get(draft_id, collection)

    def drop(self, draft_id: int, collection: str) -> bool:
        """Let a draft go, as it was used or is not wanted. False where it was gone."""
        if not 0 < draft_id < 2**63:
            return False
        with self._store.changing() as connection:
            this = (drafts.c.id == draft_id) & (drafts.c.collection == collection)
            return connection.execute(delete(drafts).where(this)).rowcount > 0


def _drafted(reading: Read) -> Drafted:
    dropped = reading.dropped[:DROPPED]
    kept = tuple(Dropped(text=clean(line.text[:DROPPED_CHARACTERS]), why=clean(line.why)) for line in dropped)
    return Drafted(path=clean(reading.path), article=reading.article, dropped=kept)


def _tidy(connection: Connection, collection: str) -> None:
    """Drop what is too old, of whichever collection, and the oldest beyond what this one may have."""
    own = drafts.c.collection == collection
    sizes = select(drafts.c.id, func.length(drafts.c.readings)).where(own).order_by(drafts.c.id.desc())
    whole = 0
    for place, (draft_id, size) in enumerate(connection.execute(sizes)):
        whole += size
        if place and (place >= MOST or whole > CHARACTERS_OF_ALL):
            connection.execute(delete(drafts).where(own, drafts.c.id <= draft_id))
            break
    connection.execute(delete(drafts).where(drafts.c.at < _oldest()))


def _oldest() -> str:
    return (datetime.now(UTC) - KEPT).isoformat(timespec="milliseconds")
