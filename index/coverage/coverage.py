"""Coverage: the whole product in one page. Open it, add and withdraw articles, ask, reindex, check."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from index.answering.answer import Answer, Freshness
from index.answering.answerer import answer, speaks
from index.answering.explaining import Explanation, explain
from index.answering.meaning import Meaning
from index.answering.outlets import answer_by
from index.answering.scoping import Try, answer_within, shown_of
from index.articles import Article
from index.coverage.checking import mend, problems
from index.coverage.deriving import DERIVED_BY, terms_of
from index.coverage.exporting import exported
from index.coverage.finding import found_by
from index.coverage.following import Following, Whole
from index.coverage.meaning import FollowedMeaning
from index.coverage.reindexing import Progress, never, reindexed
from index.coverage.undoing import undone
from index.errors import MalformedError, NoSuchArticleError
from index.meaning import Model
from index.reading.identity import canonical_link, id_of_link
from index.results import EVERYTHING, Change, Reindexed, Scope, Summary
from index.search.engine import SHARED, Engine
from index.search.memory import MemoryEngine
from index.store import Drafts, Entry, Feeds, Preferences, Put, Quotations, Store, Writer
from index.store.connecting import located
from index.store.copying import Copied, backed_up, restored
from index.store.erasing import Erased, erased, is_due, scrub
from index.store.staging import Staging, unfinished, unfinished_of

TOGETHER = 64
"""Articles that are written in one transaction."""


class Coverage:
    """The articles of one database, and answers from them. Use as a context manager, or close it.

    The store is the only truth. The engine's index is built from it at first use and then follows its journal, so a
    question also sees what another process has changed.
    """

    def __init__(self, store: Store, engine: Callable[[], Engine] = MemoryEngine, meaning: Model | None = None) -> None:
        self._store = store
        self._meaning = FollowedMeaning(meaning) if meaning else None
        self._following = Following(store, engine)
        self.preferences = Preferences(store)
        self.drafts = Drafts(store)
        self.feeds = Feeds(store)
        self.quotations = Quotations(store)

    @classmethod
    def open(cls, database: str | Path, *, wait: float = 10.0, meaning: Model | None = None) -> Self:
        """Open the database (a file's path, or an SQLAlchemy URL), made or migrated where needed.

        wait: seconds to wait for another process that is changing it. meaning: a model by which passages are ranked as
        well. Raises StoreError.
        """
        store = Store.open(database, wait=wait)
        if is_due(store):
            scrub(store, min(wait, 1.0))
        return cls(store, meaning=meaning)

    def close(self) -> None:
        """Let go of the database."""
        self._following.close()
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
                if writer.is_empty():
                    writer.set_meta("derived_by", DERIVED_BY)
                changes = [self._put(writer, article, collection) for article in together]
            yield from changes

    def correct(self, article_id: str, article: Article, *, who: str, reason: str, collection: str = SHARED) -> Change:
        """Put a new version in the place of an article; it keeps the id. Raises NoSuchArticleError, MalformedError."""
        self.article(article_id, collection=collection)
        new = article.model_copy(update={"id": article_id})
        with self._store.write(who) as writer:
            if not writer.holds(article_id, collection):
                raise _unknown(article_id)
            put = writer.put(new, *terms_of(new), collection=collection, reason=reason)
        return _change(new, put, reason or None)

    def withdraw(self, article_id: str, *, who: str, reason: str = "", collection: str = SHARED) -> Change:
        """Take an article out; the journal keeps its last version. Raises NoSuchArticleError."""
        article = self.article(article_id, collection=collection)
        with self._store.write(who) as writer:
            put = writer.withdraw(article_id, collection=collection, reason=reason)
        return _change(article, put, reason or None)

    def undo(self, sequence: int, *, who: str, collection: str = SHARED) -> Change:
        """Bring back, under its old key, the version that an entry of the journal replaced or withdrew.

        Raises CannotUndoError: older than a day, nothing to bring back, or changed again since.
        """
        article, put = undone(self._store, sequence, who, collection)
        return _change(article, put)

    def journal(
        self,
        collection: str | None = SHARED,
        *,
        limit: int = 50,
        before: int | None = None,
        article_id: str | None = None,
    ) -> list[Entry]:
        """Who changed what, newest first; of one collection, or all that there is (None).

        before: only entries with a lower sequence number. The operator's own collection comes with what concerns no
        single one, such as a reindex.
        """
        return self._store.journal(limit, article_id, collection, before, general=collection == SHARED)

    def version_before(self, sequence: int, collection: str = SHARED) -> Article | None:
        """The version that an entry of this collection's journal replaced or withdrew; None where it did neither."""
        return self._store.version_before(sequence) if self._store.entry(sequence, collection) else None

    def ask(
        self,
        question: str,
        *,
        limit: int = 5,
        collections: Sequence[str] = (SHARED,),
        scope: Scope = EVERYTHING,
        today: date | None = None,
    ) -> Answer:
        """Answer from the collections as if they were one corpus, or refuse. Raises QuestionError.

        today: the day from which "last week" in the question is told; None for this machine's.
        """
        with self._following.whole(collections) as whole:
            return self._tried(whole, question, limit, collections, scope, today)[0]

    def explain(
        self,
        question: str,
        *,
        limit: int = 5,
        collections: Sequence[str] = (SHARED,),
        scope: Scope = EVERYTHING,
        today: date | None = None,
    ) -> Explanation:
        """Why `ask` ranks and answers or refuses as it does, in figures and words. Raises QuestionError.

        today: as `ask` takes it.
        """
        with self._following.whole(collections) as whole:
            final, tries = self._tried(whole, question, limit, collections, scope, today)
            text, keys = shown_of(final, tries)
            explained = explain(text, limit, whole.snapshot, whole.fetch, keys, self._meant(whole))
        outside = bool(final.refusal and final.refusal.kind == "outside")
        return explained.model_copy(update={"confined": final.confined, "outside": outside})

    def _tried(
        self,
        whole: Whole,
        question: str,
        limit: int,
        collections: Sequence[str],
        scope: Scope,
        today: date | None,
    ) -> tuple[Answer, list[Try]]:
        """The answer, and every question that was asked for it of which articles."""
        articles, newest = whole.view.counts(collections)
        only = whole.view.keys_within(collections, *scope) if any(scope) else None
        coverage, tries = Freshness(articles=articles, newest=newest), list[Try]()

        def ask(text: str, keys: Collection[int] | None) -> Answer:
            found = answer(text, limit, whole.snapshot, whole.fetch, coverage, keys, self._meant(whole))
            tries.append(Try(text, keys, found))
            return found

        def ask_of_outlet(text: str, keys: Collection[int] | None) -> Answer:
            return answer_by(
                text,
                ask,
                keys,
                lambda: whole.view.outlets(collections),
                lambda outlet: whole.view.keys_within(collections, outlet=outlet),
                lambda outlet: speaks(outlet, whole.snapshot, whole.fetch),
            )

        def within(since: date | None, until: date | None) -> list[int]:
            return whole.view.keys_within(collections, since, until)

        latest = date.fromisoformat(newest[:10]) if newest else None
        day = today or datetime.now().astimezone().date()
        return answer_within(question, ask_of_outlet, within, only, day, latest), tries

    def search(self, words: str, *, collections: Sequence[str] = (SHARED,), limit: int = 25) -> list[Summary]:
        """The articles whose title, outlet or id holds all of the words, newest published first."""
        return found_by(self._store, words, collections, limit)

    def articles(
        self, *, collections: Sequence[str] = (SHARED,), first: int = 0, limit: int | None = None
    ) -> list[Summary]:
        """All articles, newest published first; or at most `limit` of them from place `first` (0 is the newest) on."""
        rows = self._store.summaries(collections, first=first, limit=limit)
        return [Summary.model_validate(row, from_attributes=True) for row in rows]

    def article(self, article_id: str, *, collection: str = SHARED) -> Article:
        """One article, whole. Raises NoSuchArticleError."""
        stored = self._store.find(article_id, collection)
        if stored is None:
            raise _unknown(article_id)
        return stored.article

    def version(self, key: int, *, collections: Sequence[str] = (SHARED,)) -> Article:
        """The version of an article that a passage was quoted from (`Citation.key`).

        Raises NoSuchArticleError, saying so, when it was replaced or withdrawn since, or is none of these collections'.
        """
        stored = self._store.stored([key]).get(key)
        if stored and stored.collection in collections:
            return stored.article
        ended = self.end_of(key, collections=collections)
        what = {"withdrawn": "has been withdrawn", "replaced": "has been replaced by a new version"}
        raise NoSuchArticleError(f"This article {what.get(ended.action if ended else '', 'is not in this coverage')}.")

    def end_of(self, key: int, *, collections: Sequence[str] = (SHARED,)) -> Entry | None:
        """The last entry of the journal by which a version was replaced or withdrawn; None where there is none."""
        return self._store.end_of(key, collections)

    def held(self, article: Article, *, collection: str = SHARED) -> Article | None:
        """The version that adding this article would replace or leave as it is; None where it would be a new one."""
        stored = self._store.find(self._under_its_held_id(article, collection).id, collection)
        return stored.article if stored else None

    def collections(self) -> list[str]:
        """The collections of which anything is held: articles, settings, feeds, drafts, or where answers stand."""
        return self._store.collections_held()

    def characters(self, collection: str) -> int:
        """How many characters of text are kept of a collection, earlier versions and drafts too. It reads them all."""
        return self._store.characters(collection)

    def outlets(self, *, collections: Sequence[str] = (SHARED,)) -> list[str]:
        """The outlets (or agencies) of the articles, those with most articles first."""
        return self._store.outlets(collections)

    def reindex(
        self,
        *,
        who: str,
        progress: Progress | None = None,
        stop: Callable[[], bool] = never,
        collection: str | None = None,
    ) -> Reindexed:
        """Find statements and terms of every article again. Questions go on; it takes effect all at once, at the end.

        stop: asked now and then; where it says so, what is done is kept for the next reindex, as after a crash.
        collection: only its articles; None is all, after which the coverage is no longer outdated.
        """
        done = reindexed(self._store, who, progress, stop, collection)
        self._following.settle()
        return done

    def forget_reindex(self, collection: str | None = None) -> None:
        """Let go of what a reindex that was stopped has kept: the next one begins anew."""
        Staging(self._store, DERIVED_BY, collection).forget()

    def outdated(self) -> bool:
        """Whether statements and terms are those of another version of newsdesk: it is time to reindex."""
        return self._store.meta("derived_by") != DERIVED_BY and self._store.counts(None)[0] > 0

    def unfinished(self) -> bool:
        """Whether a reindex was begun and has not ended; the next one goes on from there."""
        return unfinished(self._store)

    def unfinished_of(self) -> str | None:
        """The collection that the unfinished reindex is of; None where it is of all."""
        return unfinished_of(self._store)

    def check(
        self,
        *,
        repair: bool = False,
        who: str = "check",
        mended: Callable[[str], None] | None = None,
        progress: Progress | None = None,
    ) -> list[str]:
        """What is wrong with store, journal and index, a plain sentence each; empty when nothing is.

        repair: mend what follows from the rest, such as terms; what is told then is what is wrong still. mended: told
        each thing that was mended. progress: in articles. Raises StoreError where nothing can be written.
        """
        found = list(dict.fromkeys(problems(self._store, self._following, progress)))
        if found and repair:
            mend(self._store, who, progress, mended or (lambda _: None))
            self._following.renew()
            found = list(dict.fromkeys(problems(self._store, self._following, progress)))
        return found

    def check_of(self, collection: str) -> list[str]:
        """What is wrong with the articles, the journal and the index of one collection; nothing is told of others."""
        return list(dict.fromkeys(problems(self._store, self._following, None, collection)))

    def export(self, collection: str, folder: str | Path) -> list[Path]:
        """Write everything held of a collection into a folder, for people and for newsdesk. Raises StoreError."""
        return exported(self._store, collection, Path(folder))

    def erase(self, collection: str, *, who: str) -> Erased:
        """Delete everything held of a collection, also from the free pages of the file and from its log.

        One entry of the journal stays: who erased it, and when.
        """
        done = erased(self._store, collection, who)
        if self._meaning:
            self._meaning.forget()
        self._following.settle()
        return done

    def backup(self, file: str | Path, *, force: bool = False, progress: Progress | None = None) -> Copied:
        """Copy the database into a file while it is in use, and check the copy. progress: in pages.

        Raises AlreadyThereError where the file is there, without force; StoreError.
        """
        return backed_up(self._store.path, file, self._store.wait, progress, force=force)

    @staticmethod
    def restore(
        database: str | Path, file: str | Path, *, wait: float = 10.0, progress: Progress | None = None
    ) -> Copied:
        """Put a back-up in the place of the database, which is kept beside it (`Copied.kept`). progress: in pages.

        Nothing changes where the file is no sound back-up, or the database is open anywhere. Raises StoreError.
        """
        return restored(located(database), file, wait, progress)

    def freshness(self, *, collections: Sequence[str] = (SHARED,)) -> Freshness:
        """How many articles there are, and the newest date among them."""
        articles, newest = self._store.counts(collections)
        return Freshness(articles=articles, newest=newest)

    def _meant(self, whole: Whole) -> Meaning | None:
        return self._meaning.at(whole.view) if self._meaning else None

    def _put(self, writer: Writer, given: Article, collection: str) -> Change:
        article = self._under_its_held_id(given, collection)
        try:
            return _change(article, writer.put(article, *terms_of(article), collection=collection))
        except MalformedError as error:
            size = len(article.paragraphs)
            return Change(id=article.id, title=article.title, outcome="refused", reason=error.message, paragraphs=size)

    def _under_its_held_id(self, article: Article, collection: str) -> Article:
        """An article that brought no id of its own is the one already held under the same link."""
        if article.url and canonical_link(article.url) and article.id == id_of_link(article.url):
            held = self._store.find_link(article.url, collection)
            if held:
                return article.model_copy(update={"id": held.article.id})
        return article


def _change(article: Article, put: Put, reason: str | None = None) -> Change:
    return Change(
        id=article.id,
        title=article.title,
        outcome=put.outcome,
        reason=reason,
        paragraphs=len(article.paragraphs),
        sequence=put.sequence,
        key=put.key,
    )


def _unknown(article_id: str) -> NoSuchArticleError:
    return NoSuchArticleError(f"No article has the id '{article_id}': see the ids with newsdesk list.")
