"""Mending: what follows from the rest of the database is put right. No text is ever made up."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import delete, select, text, update

from index.errors import StoreError
from index.store.checking import is_staged_well, named, without_entry
from index.store.rows import Stored, content_hash, load, moment_of
from index.store.staging import Derived
from index.store.store import Store
from index.store.tables import articles, metadata, staged
from index.store.writing import Writer, derived_fields, put_derived


def mended_tables(store: Store, who: str) -> Iterator[str]:
    """Mend rows that belong to nothing, articles that the journal does not know, and dates to sort by. Says what."""
    with store.write(who) as writer:
        told = [*_orphans(writer), *_entries(writer), *_moments(writer), *_staged(writer)]
    yield from told


def readable(store: Store, key: int) -> Stored | None:
    """A version with its derived parts, or without them where they are damaged; None where its text is."""
    for derived in (True, False):
        try:
            with store.reading() as connection:
                stored = load(connection, [key], derived=derived).get(key)
                kept = select(articles.c.content_hash).where(articles.c.key == key)
                expected = connection.execute(kept).scalar()
        except StoreError:
            continue
        return stored if stored and content_hash(stored.article) == expected else None
    return None


def mended_derived(store: Store, who: str, stored: Stored, found: Derived) -> str:
    """Replace what is derived of a version by what was found anew. Says so."""
    with store.write(who) as writer:
        fields = derived_fields(found.article, found.terms, found.title_terms)
        put_derived(writer.connection, stored.key, **fields)
        writer.mended(stored.key, stored.article.id, stored.collection, "its statements and terms")
    return f"{named(stored.article.id)}: its statements and terms were found anew"


def _orphans(writer: Writer) -> Iterator[str]:
    for table, row, parent, _ in writer.connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        if table in metadata.tables and row is not None:
            writer.connection.execute(text(f"DELETE FROM {table} WHERE rowid = :row"), {"row": row})  # noqa: S608
            yield f"row {row} of table {table}, which belonged to none of {parent}, was deleted"


def _entries(writer: Writer) -> Iterator[str]:
    for row in writer.connection.execute(without_entry()).all():
        writer.mended(row.key, row.id, row.collection, "it was in no entry of the journal")
        yield f"{named(row.id)} was in no entry of the journal and is now"


def _moments(writer: Writer) -> Iterator[str]:
    dated = select(articles.c.key, articles.c.id, articles.c.published, articles.c.moment)
    for row in writer.connection.execute(dated).all():
        try:
            moment = moment_of(row.published)
        except ValueError:
            continue
        if moment != row.moment:
            writer.connection.execute(update(articles).where(articles.c.key == row.key).values(moment=moment))
            yield f"{named(row.id)} is sorted by its own date again"


def _staged(writer: Writer) -> Iterator[str]:
    for row in writer.connection.execute(select(staged.c.key, staged.c.derived)).all():
        if not is_staged_well(row.derived):
            writer.connection.execute(delete(staged).where(staged.c.key == row.key))
            yield f"what a reindex had staged of version {row.key} was damaged, and was deleted"
