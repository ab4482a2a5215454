"""Store: the database of articles. Any number of threads may read while one process writes.

Every method sees one consistent state: it reads in one transaction, and SQLite's write-ahead log keeps that state
while others change it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from sqlalchemy import ColumnElement, Connection, Engine, func, select, true

from index.articles import Article
from index.errors import StoreError
from index.store.checking import problems
from index.store.connecting import located
from index.store.failing import plainly, shown
from index.store.locking import locked
from index.store.migrating import prepared
from index.store.rows import CHUNK, Stored, keepable, load
from index.store.tables import articles, journal, meta, paragraphs
from index.store.writing import Writer, key_of


class Entry(NamedTuple):
    """A line of the journal."""

    sequence: int
    at: str
    """ISO 8601 in UTC."""
    who: str
    action: str
    """ "added", "replaced", "withdrawn", "reindexed"."""
    collection: str | None
    article_id: str | None
    key: int | None
    """The new version's."""
    removed_key: int | None
    reason: str


class Listed(NamedTuple):
    """An article without its text."""

    key: int
    collection: str
    id: str
    title: str
    source: str | None
    agency: str | None
    city: str | None
    published: str | None
    url: str | None
    paragraphs: int
    """How many it has."""
    added: str


_ENTRY = [journal.c[name] for name in Entry._fields]


class Store:
    """The articles of one database. Use as a context manager, or close it."""

    def __init__(self, path: Path, engine: Engine, wait: float) -> None:
        self.path = path
        self._engine = engine
        self._wait = wait
        self._closed = False

    @classmethod
    def open(cls, database: str | Path, *, wait: float = 10.0) -> Self:
        """Open a database by its path or URL ("sqlite:///news.db"), made with its folder or migrated where needed.

        wait: seconds to wait for another process that is changing it. Raises StoreError, of the kind that fits.
        """
        path = located(database)
        return cls(path, prepared(path, wait), wait)

    def close(self) -> None:
        """Let go of the file."""
        self._closed = True
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def write(self, who: str) -> Iterator[Writer]:
        """Changes that are kept all together when the block ends, safely on disk, or none of them where it raises.

        who: for the journal. Raises DatabaseBusyError after waiting for another process, DatabaseReadOnlyError.
        """
        with locked(self.path, self._wait), self._transaction("BEGIN IMMEDIATE") as connection, connection.begin():
            yield Writer(connection, who)

    @contextmanager
    def _transaction(self, begin: str = "BEGIN") -> Iterator[Connection]:
        if self._closed:
            raise StoreError(f"{shown(self.path)}: the database was closed; open it again")
        with plainly(self.path), self._engine.connect().execution_options(begin=begin) as connection:
            yield connection

    def generation(self) -> int:
        """The journal's highest sequence number, 0 when it is empty: another number means that something changed."""
        with self._transaction() as connection:
            return connection.execute(select(func.max(journal.c.sequence))).scalar() or 0

    def changes_since(self, sequence: int) -> list[Entry]:
        """The journal after a sequence number, oldest first."""
        later = select(*_ENTRY).where(journal.c.sequence > sequence).order_by(journal.c.sequence)
        with self._transaction() as connection:
            return [Entry(*row) for row in connection.execute(later)]

    def journal(self, limit: int, article_id: str | None = None, collection: str | None = None) -> list[Entry]:
        """At most limit entries, newest first; of one article, or of one collection, where that is asked for."""
        if not keepable((article_id or "") + (collection or "")):
            return []
        newest = select(*_ENTRY).order_by(journal.c.sequence.desc()).limit(limit)
        if article_id is not None:
            newest = newest.where(journal.c.article_id == article_id)
        if collection is not None:
            newest = newest.where(journal.c.collection == collection)
        with self._transaction() as connection:
            return [Entry(*row) for row in connection.execute(newest)]

    def version_before(self, sequence: int) -> Article | None:
        """The version that an entry of the journal replaced or withdrew; None where it did neither."""
        entry = select(journal.c.before).where(journal.c.sequence == sequence)
        with self._transaction() as connection:
            before = connection.execute(entry).scalar()
        return Article.model_validate_json(before) if before else None

    def stored(self, keys: Collection[int]) -> dict[int, Stored]:
        """The versions with these keys; those no longer held are absent."""
        with self._transaction() as connection:
            return load(connection, keys)

    def all(self, collections: Sequence[str] | None = None) -> Iterator[Stored]:
        """Every article of the collections (None: of all) in the order of keys, a few at a time in memory."""
        with self._transaction() as connection:
            last = 0
            while (
                keys := connection.execute(
                    select(articles.c.key)
                    .where(articles.c.key > last, _in(collections))
                    .order_by(articles.c.key)
                    .limit(CHUNK)
                )
                .scalars()
                .all()
            ):
                yield from load(connection, keys).values()
                last = keys[-1]

    def find(self, article_id: str, collection: str) -> Stored | None:
        """The version that is held of an article."""
        with self._transaction() as connection:
            key = key_of(connection, article_id, collection)
            return None if key is None else load(connection, [key]).get(key)

    def find_link(self, url: str, collection: str) -> Stored | None:
        """The article with this link, the newest where there are several."""
        if not keepable(url + collection):
            return None
        linked = select(func.max(articles.c.key)).where(articles.c.collection == collection, articles.c.url == url)
        with self._transaction() as connection:
            key = connection.execute(linked).scalar()
            return None if key is None else load(connection, [key]).get(key)

    def summaries(self, collections: Sequence[str] | None = None) -> list[Listed]:
        """The articles without their texts, newest published first, those without a date last."""
        size = select(func.count()).where(paragraphs.c.article == articles.c.key).scalar_subquery()
        columns = [size if name == "paragraphs" else articles.c[name] for name in Listed._fields]
        newest = articles.c.moment.desc().nulls_last(), articles.c.key.desc()
        with self._transaction() as connection:
            return [
                Listed(*row) for row in connection.execute(select(*columns).where(_in(collections)).order_by(*newest))
            ]

    def counts(self, collections: Sequence[str] | None = None) -> tuple[int, str | None]:
        """How many articles there are, and the newest published date among them as it was published."""
        total = select(func.count(), func.max(articles.c.moment)).where(_in(collections))
        with self._transaction() as connection:
            count, moment = connection.execute(total).one()
            newest = select(articles.c.published).where(articles.c.moment == moment, _in(collections)).limit(1)
            return count, connection.execute(newest).scalar() if moment else None

    def keys_within(
        self, collections: Sequence[str], since: date | None, until: date | None, outlet: str | None
    ) -> list[int]:
        """The keys of the articles published from one day to another, both included, and by an outlet (or agency)."""
        conditions = [_in(collections)]
        if since:
            conditions.append(articles.c.moment >= since.isoformat())
        if until:
            conditions.append(articles.c.moment < (until + timedelta(days=1)).isoformat())
        if outlet:
            conditions.append(func.coalesce(articles.c.source, articles.c.agency) == outlet)
        with self._transaction() as connection:
            return list(connection.execute(select(articles.c.key).where(*conditions)).scalars())

    def outlets(self, collections: Sequence[str]) -> list[str]:
        """The outlets of the articles (the agency where no outlet is known), those with most articles first."""
        outlet = func.coalesce(articles.c.source, articles.c.agency)
        counted = select(outlet).where(_in(collections), outlet.is_not(None)).group_by(outlet)
        with self._transaction() as connection:
            return list(connection.execute(counted.order_by(func.count().desc(), outlet)).scalars())

    def end_of(self, key: int, collections: Sequence[str]) -> Entry | None:
        """The journal's entry by which the version with this key was replaced or withdrawn; None where it never was."""
        ended = select(*_ENTRY).where(journal.c.removed_key == key, journal.c.collection.in_(collections))
        with self._transaction() as connection:
            row = connection.execute(ended).first()
            return Entry(*row) if row else None

    def meta(self, name: str) -> str | None:
        """A value kept by Writer.set_meta."""
        with self._transaction() as connection:
            return connection.execute(select(meta.c.value).where(meta.c.name == name)).scalar()

    def problems(self, progress: Callable[[int, int], None] | None = None) -> Iterator[str]:
        """What is wrong with the database, a plain sentence each. progress(articles done, of how many)."""
        return problems(self.path, self._wait, progress)


def _in(collections: Sequence[str] | None) -> ColumnElement[bool]:
    return true() if collections is None else articles.c.collection.in_([c for c in collections if keepable(c)])
