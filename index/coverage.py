"""Coverage: the whole product in one page. Open it, add and withdraw articles, ask, reindex, check."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from index.answering.answer import Answer, Freshness
from index.answering.answerer import answer
from index.articles import Article
from index.errors import MalformedError, NoSuchArticleError
from index.language.analysis import ANALYSIS_VERSION, analyse
from index.reading.identity import canonical_link, id_of_link
from index.results import EVERYTHING, Change, Outcome, Reindexed, Scope, Summary
from index.search.documents import documents
from index.search.engine import SHARED, Document, Engine
from index.search.memory import MemoryEngine
from index.speakers import SPEAKERS_VERSION, attribute
from index.store import Store, Stored, Writer

__all__ = ["EVERYTHING", "Change", "Coverage", "Progress", "Reindexed", "Scope", "Summary"]

TOGETHER = 64
"""Articles that are written in one transaction."""
REMEMBERED = 2_000
"""Articles whose text is kept in memory for the next question."""
DERIVED_BY = f"analysis {ANALYSIS_VERSION}, speakers {SPEAKERS_VERSION}"
"""Stamp of the terms and statements in the store; another one means that they should be derived anew."""

Progress = Callable[[int, int], None]
"""Called with what is done and the total, in articles."""


class Coverage:
    """The articles of one database, and answers from them. Use as a context manager, or close it.

    The store is the only truth. The engine's index is built from it at first use and then follows its journal, so a
    question also sees what another process has changed.
    """

    def __init__(self, store: Store, engine: Callable[[], Engine] = MemoryEngine) -> None:
        self._store = store
        self._make_engine = engine
        self._engine = engine()
        self._generation: int | None = None
        self._texts: OrderedDict[int, Stored] = OrderedDict()
        self._lock = threading.Lock()

    @classmethod
    def open(cls, database: str | Path, *, wait: float = 10.0) -> Self:
        """Open the database (a file's path, or an SQLAlchemy URL), made or migrated where needed.

        wait: seconds to wait for another process that is changing it. Raises StoreError.
        """
        return cls(Store.open(database, wait=wait))

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def add(self, articles: Iterable[Article], *, who: str, collection: str = SHARED) -> Iterator[Change]:
        """Add each article or replace the version held. A Change is yielded only once it is safely on disk."""
        waiting = iter(articles)
        while together := list(islice(waiting, TOGETHER)):
            with self._store.write(who) as writer:
                changes = [self._put(writer, article, collection) for article in together]
            yield from changes

    def withdraw(self, article_id: str, *, who: str, reason: str = "", collection: str = SHARED) -> Change:
        """Take an article out; the journal keeps its last version. Raises NoSuchArticleError."""
        article = self.article(article_id, collection=collection)
        with self._store.write(who) as writer:
            writer.withdraw(article_id, collection=collection, reason=reason)
        return _change(article, "withdrawn", reason or None)

    def ask(
        self,
        question: str,
        *,
        limit: int = 5,
        collections: Sequence[str] = (SHARED,),
        scope: Scope = EVERYTHING,
    ) -> Answer:
        """Answer from the collections as if they were one corpus, or refuse. Raises QuestionError."""
        self._follow()
        snapshot = self._engine.snapshot(collections)
        only = self._store.keys_within(collections, *scope) if any(scope) else None
        return answer(question, limit, snapshot, self._fetch, self.freshness(collections=collections), only)

    def articles(self, *, collections: Sequence[str] = (SHARED,)) -> list[Summary]:
        """All articles, newest published first."""
        return [Summary.model_validate(row, from_attributes=True) for row in self._store.summaries(collections)]

    def article(self, article_id: str, *, collection: str = SHARED) -> Article:
        """One article, whole. Raises NoSuchArticleError."""
        stored = self._store.find(article_id, collection)
        if stored is None:
            raise NoSuchArticleError(f"No article has the id '{article_id}': see the ids with newsdesk list.")
        return stored.article

    def version(self, key: int, *, collections: Sequence[str] = (SHARED,)) -> Article:
        """The version of an article that a passage was quoted from (`Citation.key`).

        Raises NoSuchArticleError, saying so, when it was replaced or withdrawn since, or is none of these collections'.
        """
        stored = self._store.stored([key]).get(key)
        if stored and stored.collection in collections:
            return stored.article
        ended = self._store.end_of(key, collections)
        what = {"withdrawn": "has been withdrawn", "replaced": "has been replaced by a new version"}
        raise NoSuchArticleError(f"This article {what.get(ended.action if ended else '', 'is not in this coverage')}.")

    def outlets(self, *, collections: Sequence[str] = (SHARED,)) -> list[str]:
        """The outlets (or agencies) of the articles, those with most articles first."""
        return self._store.outlets(collections)

    def reindex(self, *, who: str, progress: Progress | None = None) -> Reindexed:
        """Find statements and terms of every article again; answers stay available meanwhile."""
        started, done, paragraphs, changed = time.monotonic(), 0, 0, 0
        total = self._store.counts(None)[0]
        waiting = self._store.all(None)
        while together := list(islice(waiting, TOGETHER)):
            with self._store.write(who) as writer:
                for stored in together:
                    article = attribute(stored.article)
                    terms, title_terms = _terms(article)
                    writer.refresh(stored.key, article, terms, title_terms)
                    paragraphs += len(terms)
                    changed += _differences(stored, article, terms)
            done += len(together)
            if progress:
                progress(done, total)
        with self._store.write(who) as writer:
            writer.set_meta("derived_by", DERIVED_BY)
            writer.note("reindexed", reason=f"{changed} of {paragraphs} paragraphs changed")
        return Reindexed(
            articles=done, paragraphs=paragraphs, changed=changed, seconds=round(time.monotonic() - started, 3)
        )

    def check(self, *, progress: Progress | None = None) -> list[str]:
        """What is wrong with the database, a plain sentence each; empty when nothing is."""
        problems = list(self._store.problems(progress))
        if self._store.meta("derived_by") not in (None, DERIVED_BY):
            problems.append("The index was made by another version of newsdesk: run newsdesk reindex.")
        held: dict[str, int] = {}
        for stored in self._store.all(None):
            held[stored.collection] = held.get(stored.collection, 0) + len(stored.terms)
            terms, title_terms = _terms(stored.article)
            if (tuple(terms), title_terms) != (tuple(stored.terms), stored.title_terms):
                problems.append(f"The terms of {stored.article.id} are not those of its text: run newsdesk reindex.")
        self._follow()
        for collection, paragraphs in held.items():
            indexed = len(self._engine.snapshot((collection,)))
            if indexed != paragraphs:
                problems.append(f"The index of {collection} has {indexed} paragraphs, the store {paragraphs}.")
        return problems

    def freshness(self, *, collections: Sequence[str] = (SHARED,)) -> Freshness:
        """How many articles there are, and the newest date among them."""
        articles, newest = self._store.counts(collections)
        return Freshness(articles=articles, newest=newest)

    def _put(self, writer: Writer, given: Article, collection: str) -> Change:
        article = self._under_its_held_id(given, collection)
        try:
            return _change(article, writer.put(article, *_terms(article), collection=collection).outcome)
        except MalformedError as error:
            return _change(article, "refused", error.message)

    def _under_its_held_id(self, article: Article, collection: str) -> Article:
        """An article that brought no id of its own is the one already held under the same link."""
        if article.url and canonical_link(article.url) and article.id == id_of_link(article.url):
            held = self._store.find_link(article.url, collection)
            if held:
                return article.model_copy(update={"id": held.article.id})
        return article

    def _follow(self) -> None:
        """Bring the engine to the newest entry of the journal, whoever wrote it."""
        if self._store.generation() == self._generation:
            return
        with self._lock:
            entries = self._store.changes_since(self._generation) if self._generation is not None else []
            if self._generation is None or any(entry.action == "reindexed" for entry in entries):
                self._rebuild()
                return
            for entry in entries:
                self._generation = entry.sequence
                if entry.collection is None:
                    continue
                added = self._store.stored([entry.key]).values() if entry.key is not None else ()
                removed = [entry.removed_key] if entry.removed_key is not None else []
                self._engine.publish(entry.collection, _documents(added), removed)

    def _rebuild(self) -> None:
        """A new engine with all that the store holds; questions use the old one until it is complete."""
        generation = self._store.generation()
        engine = self._make_engine()
        by_collection: dict[str, list[Document]] = {}
        for stored in self._store.all(None):
            by_collection.setdefault(stored.collection, []).extend(_documents([stored]))
        for collection, held in by_collection.items():
            engine.publish(collection, held)
        self._texts.clear()
        self._engine, self._generation = engine, generation

    def _fetch(self, keys: Collection[int]) -> dict[int, Stored]:
        """Articles by key, those of late questions from memory: a version never changes, it is only replaced."""
        texts = self._texts
        found = {key: texts[key] for key in keys if key in texts}
        found |= self._store.stored(set(keys) - found.keys())
        with self._lock:
            for key, stored in found.items():
                texts[key] = stored
                texts.move_to_end(key)
            while len(texts) > REMEMBERED:
                texts.popitem(last=False)
        return found


def _terms(article: Article) -> tuple[list[str], str]:
    """The terms of each paragraph and of the headline, joined by spaces."""
    return (
        [" ".join(term.text for term in analyse(paragraph.text, article.language)) for paragraph in article.paragraphs],
        " ".join(term.text for term in analyse(article.title, article.language)),
    )


def _documents(several: Iterable[Stored]) -> Iterator[Document]:
    return (
        document
        for stored in several
        for document in documents(stored.key, stored.article, stored.terms, stored.title_terms)
    )


def _differences(before: Stored, article: Article, terms: Sequence[str]) -> int:
    """How many paragraphs have other terms, statements or people than before."""
    pairs = zip(before.article.paragraphs, article.paragraphs, before.terms, terms, strict=True)
    return sum(old != new or was != now for old, new, was, now in pairs)


def _change(article: Article, outcome: Outcome, reason: str | None = None) -> Change:
    return Change(
        id=article.id, title=article.title, outcome=outcome, reason=reason, paragraphs=len(article.paragraphs)
    )
