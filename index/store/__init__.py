"""Keeping: articles, paragraphs and the journal of changes, on SQLAlchemy. The only truth; indexes derive from it."""

from index.store.drafts import Draft, Drafted, Drafts
from index.store.feeds import Feed, Feeds, Item
from index.store.preferences import Preferences
from index.store.quotations import Posted, Quotation, Quotations
from index.store.reads import Entry, Listed, View
from index.store.rows import Stored
from index.store.staging import Derived, Staging
from index.store.store import Store
from index.store.writing import Put, Writer

__all__ = [
    "Derived",
    "Draft",
    "Drafted",
    "Drafts",
    "Entry",
    "Feed",
    "Feeds",
    "Item",
    "Listed",
    "Posted",
    "Preferences",
    "Put",
    "Quotation",
    "Quotations",
    "Staging",
    "Store",
    "Stored",
    "View",
    "Writer",
]
