"""Taking a change back: the version that it replaced or withdrew comes again, under the key that it had."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from index.articles import Article
from index.coverage.deriving import terms_of
from index.errors import CannotUndoError
from index.speakers import attribute
from index.store import Entry, Put, Store

UNDOABLE = timedelta(days=1)
"""How long a change can be undone."""

_NOTHING = {
    "added": "Entry {} added an article: withdraw it instead.",
    "restored": "Entry {} brought a withdrawn article back: withdraw it instead.",
}
_OTHER = "Entry {} changed no article; it cannot be undone."


def can_be_undone(entry: Entry, newest: Entry, at: datetime) -> bool:
    """Whether an entry replaced or withdrew a version that could be brought back now.

    newest: the last entry of the journal on the same article. at: the time, with its zone.
    """
    if entry.removed_key is None or at - datetime.fromisoformat(entry.at) > UNDOABLE:
        return False
    return newest.sequence == entry.sequence or (entry.key is not None and newest.key == entry.key)


def undone(store: Store, sequence: int, who: str, collection: str) -> tuple[Article, Put]:
    """Undo an entry of the collection's journal. Returns the version brought back. Raises CannotUndoError."""
    entry = store.entry(sequence, collection)
    if entry is None:
        raise CannotUndoError(f"The journal has no entry {sequence}; it lists what can be undone.")
    if entry.removed_key is None:
        raise CannotUndoError(_NOTHING.get(entry.action, _OTHER).format(sequence))
    if datetime.now(UTC) - datetime.fromisoformat(entry.at) > UNDOABLE:
        raise CannotUndoError(f"Entry {sequence} is older than a day and cannot be undone; add the article again.")
    before = store.version_before(sequence)
    if before is None:
        raise CannotUndoError(f"The version before entry {sequence} was damaged and not kept; add the article again.")
    article = attribute(before)
    with store.write(who) as writer:
        return article, writer.restore(entry, article, *terms_of(article))
