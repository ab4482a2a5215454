"""Changes, within one transaction: articles put in, taken out and analysed again, and the journal that tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from index.articles import Article
from index.errors import CannotUndoError, NoSuchArticleError, StoreError
from index.store.failing import shown
from index.store.rows import (
    Stored,
    article_row,
    content_hash,
    keepable,
    load,
    names_json,
    people_json,
    refuse_unkeepable,
    statements_json,
)
from index.store.tables import articles, journal, meta, paragraphs, staged

if TYPE_CHECKING:
    from index.store.reads import Entry


class Put(NamedTuple):
    """What putting an article came to."""

    outcome: Literal["added", "unchanged", "replaced", "restored", "withdrawn"]
    key: int
    """The key of the version that is now held, or was withdrawn."""
    replaced_key: int | None = None
    sequence: int | None = None
    """The journal's entry; None where nothing changed."""


class Writer:
    """The changes of one transaction. Made by Store.write; of no use after it."""

    def __init__(self, connection: Connection, who: str) -> None:
        self.connection = connection
        self._who = clean(who)
        self._now = now()

    def put(self, article: Article, terms: Sequence[str], title_terms: str, collection: str, reason: str = "") -> Put:
        """Add the article, or replace the version that has its id in the collection.

        terms: for each paragraph its terms, joined by spaces. Unchanged where all that was published is the same; a
        version that differs gets a new key, and the one before goes whole to the journal. Raises MalformedError.
        """
        if len(terms) != len(article.paragraphs):
            raise ValueError(f"{len(terms)} strings of terms for {len(article.paragraphs)} paragraphs")
        refuse_unkeepable(article, collection)
        key = key_of(self.connection, article.id, collection)
        if key is None:
            key, told = self._insert("added", article, terms, title_terms, collection, reason=reason)
            return Put("added", key, sequence=told)
        before = self._readable(key)
        if before and content_hash(before.article) == content_hash(article):
            return Put("unchanged", key)
        self._delete(key)
        was: dict[str, Any] = {"removed_key": key, "before": _whole(before), "reason": reason}
        new, told = self._insert("replaced", article, terms, title_terms, collection, **was)
        return Put("replaced", new, key, told)

    def restore(self, undone: Entry, article: Article, terms: Sequence[str], title_terms: str) -> Put:
        """Bring back the version that an entry of the journal replaced or withdrew, under the key that it had.

        article: that version. Raises CannotUndoError where the article changed again since.
        """
        collection, key, removed = str(undone.collection), undone.removed_key, undone.key
        since = (journal.c.article_id == article.id) & (journal.c.collection == collection)
        since &= (journal.c.sequence > undone.sequence) & (journal.c.action != "mended")
        # A version that is held is as the entry left it, also where it was withdrawn since and came back.
        later = select(journal.c.sequence).where(since).limit(1)
        changed = removed is None and self.connection.execute(later).scalar() is not None
        if changed or key_of(self.connection, article.id, collection) != removed:
            raise CannotUndoError(f"'{shown(article.id, 80)}' changed again since then; nothing was undone")
        before = None
        if removed is not None:
            before = _whole(self._readable(removed))
            self._delete(removed)
        was: dict[str, Any] = {"removed_key": removed, "before": before, "reason": f"undoes entry {undone.sequence}"}
        _, told = self._insert("restored", article, terms, title_terms, collection, key=key, **was)
        return Put("restored", int(key or 0), removed, told)

    def withdraw(self, article_id: str, collection: str, reason: str = "") -> Put:
        """Take the article out; the journal keeps it whole. Raises NoSuchArticleError."""
        key = key_of(self.connection, article_id, collection)
        if key is None:
            raise NoSuchArticleError(
                f"no article has the id '{shown(article_id, 80)}'; `newsdesk list` shows those held"
            )
        before = _whole(self._readable(key))
        self._delete(key)
        told = self._tell(
            "withdrawn", collection=collection, article_id=article_id, removed_key=key, reason=reason, before=before
        )
        return Put("withdrawn", key, sequence=told)

    def refresh(self, key: int, article: Article, terms: Sequence[str], title_terms: str) -> bool:
        """Replace what is derived (statements, people, terms) of the version with this key, which holds the same text.

        False where that version is no longer held: it was replaced or withdrawn meanwhile.
        """
        held = self.connection.execute(select(articles.c.content_hash).where(articles.c.key == key)).scalar()
        if held is None:
            return False
        if held != content_hash(article):
            raise ValueError(f"version {key} holds another text than the article given: put it instead")
        put_derived(self.connection, key, **derived_fields(article, terms, title_terms))
        # What an unfinished reindex knows of it was found beside what was held until now.
        self.connection.execute(delete(staged).where(staged.c.key == key))
        return True

    def holds(self, article_id: str, collection: str) -> bool:
        """Whether a version of the article is held."""
        return key_of(self.connection, article_id, collection) is not None

    def is_empty(self) -> bool:
        """Whether no article is held at all."""
        return self.connection.execute(select(articles.c.key).limit(1)).scalar() is None

    def note(self, action: str, *, reason: str = "", collection: str | None = None) -> None:
        """Tell the journal of something that concerns no single article, such as a finished reindex ("reindexed")."""
        self._tell(action, collection=collection, reason=reason)

    def mended(self, key: int, article_id: str, collection: str, what: str) -> None:
        """Tell the journal that what is derived of a version, or known of it, was put right."""
        self._tell("mended", key=key, article_id=article_id, collection=collection, reason=what)

    def set_meta(self, name: str, value: str) -> None:
        """Keep a value that concerns the whole database, such as the version of the analysis."""
        self.connection.execute(delete(meta).where(meta.c.name == name))
        self.connection.execute(insert(meta).values(name=name, value=value))

    def _insert(
        self,
        action: str,
        article: Article,
        terms: Sequence[str],
        title_terms: str,
        collection: str,
        key: int | None = None,
        **told: Any,
    ) -> tuple[int, int]:
        """The key of the version, a new one unless it is given, and the sequence number of the journal's entry."""
        row = article_row(article, collection, title_terms, self._now)
        if key is not None:
            row["key"] = key
        made = self.connection.execute(insert(articles).values(row)).inserted_primary_key
        assert made is not None  # noqa: S101 - a single-row insert always has one
        key = int(made[0])
        self.connection.execute(
            insert(paragraphs),
            [
                {
                    "article": key,
                    "number": paragraph.number,
                    "text": paragraph.text,
                    "statements": statements_json(paragraph.statements),
                    "people": names_json(paragraph.people),
                    "terms": words,
                }
                for paragraph, words in zip(article.paragraphs, terms, strict=True)
            ],
        )
        return key, self._tell(action, collection=collection, article_id=article.id, key=key, **told)

    def _delete(self, key: int) -> None:
        self.connection.execute(delete(articles).where(articles.c.key == key))

    def _readable(self, key: int) -> Stored | None:
        """The version, None where it is damaged: it can still be withdrawn, or mended by adding it again."""
        try:
            return load(self.connection, [key]).get(key)
        except StoreError:
            return None

    def _tell(self, action: str, **of: Any) -> int:
        return tell(self.connection, self._who, action, self._now, **of)


def derived_fields(article: Article, terms: Sequence[str], title_terms: str) -> dict[str, Any]:
    """What is derived of an article, as put_derived takes it and JSON can hold it."""
    pairs = zip(article.paragraphs, terms, strict=True)
    return {
        "title_terms": title_terms,
        "people": people_json(article.people),
        "found": [
            [paragraph.number, statements_json(paragraph.statements), names_json(paragraph.people), words]
            for paragraph, words in pairs
        ],
    }


def put_derived(
    connection: Connection, key: int, title_terms: str, people: str, found: Sequence[Sequence[Any]]
) -> None:
    """Replace what is derived of a version.

    people: as JSON. found: for each paragraph its number, statements and people as JSON, and terms.
    """
    connection.execute(update(articles).where(articles.c.key == key).values(title_terms=title_terms, people=people))
    this = (paragraphs.c.article == key) & (paragraphs.c.number == bindparam("which"))
    values: dict[str, Any] = {"statements": bindparam("said"), "people": bindparam("whom"), "terms": bindparam("words")}
    names = ("which", "said", "whom", "words")
    connection.execute(
        update(paragraphs).where(this).values(values), [dict(zip(names, row, strict=True)) for row in found]
    )


def tell(connection: Connection, who: str, action: str, at: str | None = None, *, reason: str = "", **of: Any) -> int:
    """Write a line into the journal, within a transaction that changes something. Returns its sequence number.

    at: ISO 8601 in UTC; now where it is not given.
    """
    told = {"at": at or now(), "who": clean(who), "action": action, "reason": clean(reason), **of}
    made = connection.execute(insert(journal).values(told)).inserted_primary_key
    assert made is not None  # noqa: S101 - a single-row insert always has one
    return int(made[0])


def now() -> str:
    """The time as the tables hold it: ISO 8601 in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def key_of(connection: Connection, article_id: str, collection: str) -> int | None:
    """The key of the version that is held of an article."""
    if not keepable(article_id + collection):
        return None
    held = select(articles.c.key).where(articles.c.collection == collection, articles.c.id == article_id)
    key = connection.execute(held).scalar()
    return None if key is None else int(key)


def _whole(stored: Stored | None) -> str | None:
    return stored.article.model_dump_json() if stored else None


def clean(text: str) -> str:
    """The text with a mark in place of what no database can hold: it tells of a change and must not stop it."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
