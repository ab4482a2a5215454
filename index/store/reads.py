"""What can be asked of the database, of its newest state or of the one that a single transaction sees."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, func, or_, select, true, union

from index.articles import Article
from index.store.rows import CHUNK, Stored, keepable, load
from index.store.tables import articles, drafts, feeds, journal, meta, paragraphs, posted, preferences
from index.store.writing import key_of


class Entry(NamedTuple):
    """A line of the journal."""

    sequence: int
    at: str
    """ISO 8601 in UTC."""
    who: str
    action: str
    """ "added", "replaced", "withdrawn", "restored", "reindexed", "settings", "feeds", "mended", "erased"."""
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


_NEWEST = (articles.c.moment.desc().nulls_last(), articles.c.key.desc())


class Reads(ABC):
    """All questions to the database. Each is answered from one consistent state."""

    @abstractmethod
    def _reading(self) -> AbstractContextManager[Connection]:
        """A connection in a transaction."""

    def generation(self) -> int:
        """The journal's highest sequence number, 0 when it is empty: another number means that something changed."""
        with self._reading() as connection:
            return connection.execute(select(func.max(journal.c.sequence))).scalar() or 0

    def changes_since(self, sequence: int) -> list[Entry]:
        """The journal after a sequence number, oldest first."""
        later = select(*_ENTRY).where(journal.c.sequence > sequence).order_by(journal.c.sequence)
        with self._reading() as connection:
            return [Entry(*row) for row in connection.execute(later)]

    def journal(
        self,
        limit: int,
        article_id: str | None = None,
        collection: str | None = None,
        before: int | None = None,
        *,
        general: bool = False,
    ) -> list[Entry]:
        """At most limit entries, newest first; of one article, or of one collection, where that is asked for.

        before: only entries with a lower sequence number. general: with those that concern no single collection.
        """
        if not keepable((article_id or "") + (collection or "")):
            return []
        newest = select(*_ENTRY).order_by(journal.c.sequence.desc()).limit(limit)
        if article_id is not None:
            newest = newest.where(journal.c.article_id == article_id)
        if collection is not None:
            own = journal.c.collection == collection
            newest = newest.where(or_(own, journal.c.collection.is_(None)) if general else own)
        if before is not None:
            newest = newest.where(journal.c.sequence < before)
        with self._reading() as connection:
            return [Entry(*row) for row in connection.execute(newest)]

    def entry(self, sequence: int, collection: str | None = None) -> Entry | None:
        """One entry of the journal; None where there is none, or it is another collection's."""
        if not 0 < sequence < 2**63:
            return None
        wanted = select(*_ENTRY).where(journal.c.sequence == sequence)
        with self._reading() as connection:
            row = connection.execute(wanted).first()
        entry = Entry(*row) if row else None
        return entry if entry and collection in (None, entry.collection) else None

    def version_before(self, sequence: int) -> Article | None:
        """The version that an entry of the journal replaced or withdrew; None where it did neither."""
        entry = select(journal.c.before).where(journal.c.sequence == sequence)
        with self._reading() as connection:
            before = connection.execute(entry).scalar()
        return Article.model_validate_json(before) if before else None

    def stored(self, keys: Collection[int], *, lenient: bool = False) -> dict[int, Stored]:
        """The versions with these keys; those no longer held are absent. lenient: damaged ones, too."""
        with self._reading() as connection:
            return load(connection, keys, lenient=lenient)

    def all(self, collections: Sequence[str] | None = None, *, lenient: bool = False) -> Iterator[Stored]:
        """Every article of the collections (None: of all) in the order of keys, a few at a time in memory.

        lenient: leave out damaged ones.
        """
        with self._reading() as connection:
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
                yield from load(connection, keys, lenient=lenient).values()
                last = keys[-1]

    def find(self, article_id: str, collection: str) -> Stored | None:
        """The version that is held of an article."""
        with self._reading() as connection:
            key = key_of(connection, article_id, collection)
            return None if key is None else load(connection, [key]).get(key)

    def find_link(self, url: str, collection: str) -> Stored | None:
        """The article with this link, the newest where there are several."""
        if not keepable(url + collection):
            return None
        linked = select(func.max(articles.c.key)).where(articles.c.collection == collection, articles.c.url == url)
        with self._reading() as connection:
            key = connection.execute(linked).scalar()
            return None if key is None else load(connection, [key]).get(key)

    def characters(self, collection: str) -> int:
        """How many characters of text are kept of a collection: paragraphs, earlier versions, drafts. Reads all."""
        own = select(articles.c.key).where(articles.c.collection == collection)
        texts = (
            select(func.sum(func.length(paragraphs.c.text))).where(paragraphs.c.article.in_(own)),
            select(func.sum(func.length(journal.c.before))).where(journal.c.collection == collection),
            select(func.sum(func.length(drafts.c.readings))).where(drafts.c.collection == collection),
        )
        with self._reading() as connection:
            return sum(connection.execute(text).scalar() or 0 for text in texts)

    def summaries(
        self,
        collections: Sequence[str] | None = None,
        keys: Sequence[int] | None = None,
        first: int = 0,
        limit: int | None = None,
    ) -> list[Listed]:
        """The articles without their texts, newest published first, those without a date last.

        keys: of those wanted, fewer than CHUNK; None for all. first, limit: so many from this place on, counted from 0.
        """
        size = select(func.count()).where(paragraphs.c.article == articles.c.key).scalar_subquery()
        columns = [size if name == "paragraphs" else articles.c[name] for name in Listed._fields]
        wanted = select(*columns).where(_in(collections)).order_by(*_NEWEST).offset(first).limit(limit)
        if keys is not None:
            wanted = wanted.where(articles.c.key.in_(keys))
        with self._reading() as connection:
            return [Listed(*row) for row in connection.execute(wanted)]

    def headings(self, collections: Sequence[str]) -> list[tuple[int, str]]:
        """For each article its key and what a person would look for it by, newest published first."""
        columns = [articles.c[name] for name in ("key", "title", "id", "source", "agency")]
        with self._reading() as connection:
            rows = connection.execute(select(*columns).where(_in(collections)).order_by(*_NEWEST))
            return [(key, "\n".join(filter(None, texts))) for key, *texts in rows]

    def named(self, words: str, collections: Sequence[str]) -> list[int]:
        """The keys of at most CHUNK articles that have this id or this title, those that have the id first."""
        if not words or not keepable(words):
            return []
        of = _in(collections) & ((articles.c.id == words) | (articles.c.title == words))
        with self._reading() as connection:
            found = select(articles.c.key).where(of).order_by((articles.c.id == words).desc(), *_NEWEST).limit(CHUNK)
            return list(connection.execute(found).scalars())

    def counts(self, collections: Sequence[str] | None = None) -> tuple[int, str | None]:
        """How many articles there are, and the newest published date among them as it was published."""
        total = select(func.count(), func.max(articles.c.moment)).where(_in(collections))
        with self._reading() as connection:
            count, moment = connection.execute(total).one()
            newest = select(articles.c.published).where(articles.c.moment == moment, _in(collections)).limit(1)
            return count, connection.execute(newest).scalar() if moment else None

    def keys_within(
        self,
        collections: Sequence[str] | None,
        since: date | None = None,
        until: date | None = None,
        outlet: str | None = None,
    ) -> list[int]:
        """The keys of the articles published from one day to another, both included, and by an outlet (or agency)."""
        conditions = [_in(collections)]
        if since:
            conditions.append(articles.c.moment >= since.isoformat())
        if until:
            conditions.append(articles.c.moment < (until + timedelta(days=1)).isoformat())
        if outlet:
            conditions.append(func.coalesce(articles.c.source, articles.c.agency) == outlet)
        with self._reading() as connection:
            return list(connection.execute(select(articles.c.key).where(*conditions)).scalars())

    def collections(self) -> list[str]:
        """The collections that hold articles."""
        with self._reading() as connection:
            return list(connection.execute(select(articles.c.collection).distinct().order_by("collection")).scalars())

    def collections_held(self) -> list[str]:
        """The collections of which anything is held but a journal."""
        tables = (articles, feeds, preferences, drafts, posted)
        of_each = union(*(select(table.c.collection.label("collection")) for table in tables))
        with self._reading() as connection:
            return list(connection.execute(of_each.order_by("collection")).scalars())

    def outlets(self, collections: Sequence[str]) -> list[str]:
        """The outlets of the articles (the agency where no outlet is known), those with most articles first."""
        outlet = func.coalesce(articles.c.source, articles.c.agency)
        counted = select(outlet).where(_in(collections), outlet.is_not(None)).group_by(outlet)
        with self._reading() as connection:
            return list(connection.execute(counted.order_by(func.count().desc(), outlet)).scalars())

    def end_of(self, key: int, collections: Sequence[str]) -> Entry | None:
        """The journal's last entry by which the version with this key was replaced or withdrawn; None for none."""
        ended = select(*_ENTRY).where(journal.c.removed_key == key, journal.c.collection.in_(collections))
        with self._reading() as connection:
            row = connection.execute(ended.order_by(journal.c.sequence.desc())).first()
            return Entry(*row) if row else None

    def meta(self, name: str) -> str | None:
        """A value kept by Writer.set_meta."""
        with self._reading() as connection:
            return connection.execute(select(meta.c.value).where(meta.c.name == name)).scalar()


class View(Reads):
    """The database as one transaction sees it: all that is read through a view is of the same state."""

    def __init__(self, connection: Connection, epoch: int = 0) -> None:
        """epoch: of the file that it is of, see Store.epoch."""
        self._connection = connection
        self.epoch = epoch

    def _reading(self) -> AbstractContextManager[Connection]:
        return nullcontext(self._connection)


def _in(collections: Sequence[str] | None) -> ColumnElement[bool]:
    return true() if collections is None else articles.c.collection.in_([c for c in collections if keepable(c)])
