"""Preferences: what a collection's moderators have set, by name, as JSON values."""

from __future__ import annotations

from sqlalchemy import delete, func, insert, select

from index.errors import MalformedError, TooManyError
from index.store.rows import keepable
from index.store.store import Store
from index.store.tables import preferences
from index.store.writing import tell

MOST = 100
"""Settings of one collection."""
NAME, VALUE = 64, 10_000
"""Characters of a name and of a value."""


class Preferences:
    """Settings in the database. Every change is one transaction, told to the journal unless nobody made it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, collection: str) -> dict[str, str]:
        """All that is set, name -> JSON value; what is not there has its default."""
        if not keepable(collection):
            return {}
        held = select(preferences.c.name, preferences.c.value).where(preferences.c.collection == collection)
        with self._store.reading() as connection:
            return {row.name: row.value for row in connection.execute(held.order_by(preferences.c.name))}

    def set(self, collection: str, name: str, value: str | None, *, who: str | None) -> None:
        """Set a value, or go back to the default (None). Raises MalformedError, TooManyError.

        who: for the journal; None for what the program notes for itself, of which the journal is not told.
        """
        if not keepable(collection + name + (value or "")) or len(name) > NAME or len(value or "") > VALUE:
            raise MalformedError(f"the setting '{name[:NAME]!a}' cannot be kept; make it shorter, without odd signs")
        own = preferences.c.collection == collection
        this = own & (preferences.c.name == name)
        with self._store.changing() as connection:
            held = connection.execute(select(preferences.c.value).where(this)).scalar()
            if held == value:
                return
            connection.execute(delete(preferences).where(this))
            if value is not None:
                if (connection.execute(select(func.count()).where(own)).scalar() or 0) >= MOST:
                    raise TooManyError(f"there are {MOST} settings already; no more can be kept")
                connection.execute(insert(preferences).values(collection=collection, name=name, value=value))
            was = "the default" if value is None else value
            if who is not None:
                tell(connection, who, "settings", collection=collection, reason=f"{name}: {was}"[:300])
