"""Checking: store, journal and index against each other; and mending what follows from the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from index.coverage.deriving import DERIVED_BY, derived_anew, terms_of
from index.coverage.following import Following
from index.coverage.reindexing import Progress, never, reindexed
from index.errors import StoreError
from index.store import Store
from index.store.erasing import is_due, scrub
from index.store.failing import shown
from index.store.mending import mended_derived, mended_tables, readable


def problems(
    store: Store, following: Following, progress: Progress | None, collection: str | None = None
) -> Iterator[str]:
    """What is wrong, a plain sentence each. progress: in articles. collection: with it alone; None is with anything."""
    yield from store.problems(progress, collection)
    try:
        if collection is not None:
            yield from _of_the_terms(store, [collection])
        elif store.meta("derived_by") not in (None, DERIVED_BY):
            yield "The index was made by another version of newsdesk: run newsdesk reindex."
        else:
            yield from _of_the_terms(store, None)
        if collection is None and is_due(store):
            yield "What was erased may still be in free pages of the file: run newsdesk check --repair."
        yield from _of_the_index(following, store.collections() if collection is None else [collection])
    except StoreError as error:
        yield str(error)


def mend(store: Store, who: str, progress: Progress | None, mended: Callable[[str], None]) -> None:
    """Mend what follows from the rest of the database, and say what. Raises StoreError where nothing can be written."""
    for told in mended_tables(store, who):
        mended(told)
    if store.meta("derived_by") not in (None, DERIVED_BY):
        done = reindexed(store, who, progress, never)
        mended(f"{done.articles} articles were read and analysed anew")
    else:
        _mend_derived(store, who, progress, mended)
    if is_due(store) and scrub(store, store.wait):
        mended("what was erased is gone from free pages of the file, too")


def _mend_derived(store: Store, who: str, progress: Progress | None, mended: Callable[[str], None]) -> None:
    keys = store.keys_within(None)
    for done, key in enumerate(keys, start=1):
        stored = readable(store, key)
        if stored:
            found = derived_anew(stored)
            if not found.same:
                mended(mended_derived(store, who, stored, found))
        if progress:
            progress(done, len(keys))


def _of_the_terms(store: Store, collections: Sequence[str] | None) -> Iterator[str]:
    for stored in store.all(collections, lenient=True):
        terms, title_terms = terms_of(stored.article)
        if (tuple(terms), title_terms) != (tuple(stored.terms), stored.title_terms):
            yield f"The terms of {shown(stored.article.id, 80)} are not those of its text: run newsdesk reindex."


def _of_the_index(following: Following, collections: Sequence[str]) -> Iterator[str]:
    """Whether the index knows of each term in how many paragraphs it stands, in each collection."""
    following.settle()
    for collection in collections:
        with following.whole((collection,)) as whole:
            held, paragraphs = Counter[str](), 0
            for stored in whole.view.all((collection,), lenient=True):
                paragraphs += len(stored.terms)
                for terms in stored.terms:
                    held.update(set(terms.split()))
            indexed = len(whole.snapshot)
            if indexed != paragraphs:
                yield f"The index of {shown(collection, 80)} has {indexed} paragraphs, the store {paragraphs}."
            elif any(whole.snapshot.document_frequency(term) != count for term, count in held.items()):
                yield f"The index of {shown(collection, 80)} is not that of its articles."
