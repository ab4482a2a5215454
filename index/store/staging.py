"""Staging: what a reindex has found so far, kept aside until all of it takes effect in one transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, delete, func, insert, select, true

from index.articles import Article
from index.errors import StoreError
from index.store.checking import is_staged_well
from index.store.rows import Stored, load
from index.store.store import Store
from index.store.tables import articles, meta, staged
from index.store.writing import Writer, derived_fields, put_derived

BEGUN = "reindexing"
"""What table meta holds while a reindex is unfinished: the collection that it is of, empty where it is of all."""


class Derived(NamedTuple):
    """What was found of a version of an article."""

    key: int
    article: Article
    """The same text, with the statements and people found."""
    terms: Sequence[str]
    """For each paragraph its terms, joined by spaces."""
    title_terms: str
    changed: int
    """Paragraphs of which something else was found than is held."""
    same: bool
    """Nothing else was found at all."""


class Tally(NamedTuple):
    """How much is staged."""

    articles: int
    paragraphs: int
    changed: int


class Staging:
    """The staged reindex of one stamp: the name of the code that finds things. Every call is one transaction.

    collection: the one that it is of; None where it is of all.
    """

    def __init__(self, store: Store, stamp: str, collection: str | None = None) -> None:
        self._store = store
        self._stamp = stamp
        self._collection = collection

    def begin(self) -> Tally:
        """Let go of what code of another stamp has staged. Returns what is staged and need not be done again."""
        with self._store.changing() as connection:
            connection.execute(delete(staged).where(staged.c.stamp != self._stamp))
            begun = connection.execute(select(meta.c.value).where(meta.c.name == BEGUN)).scalar()
            of = self._collection or ""
            if begun != of:
                # With what another reindex has left, there is more than this collection to go on with.
                both = begun is not None and _is_any_staged(connection)
                connection.execute(delete(meta).where(meta.c.name == BEGUN))
                connection.execute(insert(meta).values(name=BEGUN, value="" if both else of))
            return self._tally(connection)

    def forget(self) -> None:
        """Let go of all that is staged: the next reindex begins anew."""
        with self._store.changing() as connection:
            self._end(connection)

    def waiting(self, after: int, limit: int) -> list[Stored]:
        """At most limit articles with higher keys that are not staged yet, in order of keys; no damaged ones."""
        with self._store.reading() as connection:
            return self._waiting(connection, after, limit)

    def stage(self, several: Sequence[Derived]) -> None:
        """Keep aside what was found, of the versions that are still held."""
        with self._store.changing() as connection:
            self._stage(connection, several)

    def switch(self, writer: Writer, last: Sequence[Derived]) -> Tally:
        """Let everything staged and the last found take effect, within a transaction that changes articles."""
        connection = writer.connection
        self._stage(connection, last)
        tally = self._tally(connection)
        differing = select(staged.c.key, staged.c.derived).where(staged.c.derived.is_not(None), self._is_of(staged))
        differing = differing.order_by(staged.c.key)
        after = 0
        while rows := connection.execute(differing.where(staged.c.key > after).limit(200)).all():
            for key, derived in rows:
                if not is_staged_well(derived):
                    raise StoreError("What the reindex has kept so far is damaged; run newsdesk check --repair")
                put_derived(connection, key, **json.loads(derived))
            after = rows[-1].key
        self._end(connection)
        if self._collection is None:
            writer.set_meta("derived_by", self._stamp)
        reason = f"{tally.changed} of {tally.paragraphs} paragraphs changed"
        writer.note("reindexed", reason=reason, collection=self._collection)
        return tally

    def remaining(self, writer: Writer, limit: int) -> list[Stored]:
        """The same as waiting, seen from a transaction that changes articles: nothing more can come."""
        return self._waiting(writer.connection, 0, limit)

    def _waiting(self, connection: Connection, after: int, limit: int) -> list[Stored]:
        done = (staged.c.key == articles.c.key) & (staged.c.stamp == self._stamp)
        joined = select(articles.c.key).select_from(articles.outerjoin(staged, done)).where(staged.c.key.is_(None))
        following = joined.where(self._is_of(articles)).order_by(articles.c.key).limit(limit)
        while keys := connection.execute(following.where(articles.c.key > after)).scalars().all():
            if found := load(connection, keys, lenient=True):
                return list(found.values())
            after = keys[-1]
        return []

    def _stage(self, connection: Connection, several: Sequence[Derived]) -> None:
        keys = [one.key for one in several]
        held = set(connection.execute(select(articles.c.key).where(articles.c.key.in_(keys))).scalars())
        connection.execute(delete(staged).where(staged.c.key.in_(keys)))
        if rows := [_row(one, self._stamp) for one in several if one.key in held]:
            connection.execute(insert(staged), rows)

    def _end(self, connection: Connection) -> None:
        connection.execute(delete(staged).where(self._is_of(staged)))
        if not _is_any_staged(connection):
            connection.execute(delete(meta).where(meta.c.name == BEGUN))

    def _tally(self, connection: Connection) -> Tally:
        columns = (func.count(), func.sum(staged.c.paragraphs), func.sum(staged.c.changed))
        counted = select(*columns).select_from(staged).where(self._is_of(staged))
        return Tally(*(number or 0 for number in connection.execute(counted).one()))

    def _is_of(self, table: FromClause) -> ColumnElement[bool]:
        """Of rows with an article's key: that it is of the collection."""
        if self._collection is None:
            return true()
        return table.c.key.in_(select(articles.c.key).where(articles.c.collection == self._collection))


def unfinished(store: Store) -> bool:
    """Whether a reindex was begun that has not taken effect."""
    with store.reading() as connection:
        return _is_any_staged(connection)


def unfinished_of(store: Store) -> str | None:
    """The collection that an unfinished reindex is of; None where it is of all."""
    return store.meta(BEGUN) or None


def _is_any_staged(connection: Connection) -> bool:
    return connection.execute(select(staged.c.key).limit(1)).scalar() is not None


def _row(one: Derived, stamp: str) -> dict[str, Any]:
    return {
        "key": one.key,
        "stamp": stamp,
        "paragraphs": len(one.terms),
        "changed": one.changed,
        "derived": None if one.same else json.dumps(derived_fields(one.article, one.terms, one.title_terms)),
    }
