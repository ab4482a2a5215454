"""Keeping: articles, paragraphs and the journal of changes, on SQLAlchemy. The only truth; indexes derive from it."""

from index.store.rows import Stored
from index.store.store import Entry, Listed, Store
from index.store.writing import Put, Writer

__all__ = ["Entry", "Listed", "Put", "Store", "Stored", "Writer"]
