"""Changes, within one transaction: articles put in, taken out and analysed again, and the journal that tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from index.articles import Article
from index.errors import NoSuchArticleError, StoreError
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
from index.store.tables import articles, journal, meta, paragraphs


class Put(NamedTuple):
    """What putting an article came to."""

    outcome: Literal["added", "unchanged", "replaced"]
    key: int
    """The key of the version that is now held."""
    replaced_key: int | None = None


class Writer:
    """The changes of one transaction. Made by Store.write; of no use after it."""

    def __init__(self, connection: Connection, who: str) -> None:
        self._connection = connection
        self._who = _clean(who)
        self._now = datetime.now(UTC).isoformat(timespec="milliseconds")

    def put(self, article: Article, terms: Sequence[str], title_terms: str, collection: str) -> Put:
        """Add the article, or replace the version that has its id in the collection.

        terms: for each paragraph its terms, joined by spaces. Unchanged where all that was published is the same; a
        version that differs gets a new key, and the one before goes whole to the journal. Raises MalformedError.
        """
        if len(terms) != len(article.paragraphs):
            raise ValueError(f"{len(terms)} strings of terms for {len(article.paragraphs)} paragraphs")
        refuse_unkeepable(article, collection)
        key = key_of(self._connection, article.id, collection)
        if key is None:
            return Put("added", self._insert("added", article, terms, title_terms, collection))
        before = self._readable(key)
        if before and content_hash(before.article) == content_hash(article):
            return Put("unchanged", key)
        self._delete(key)
        put = self._insert("replaced", article, terms, title_terms, collection, removed_key=key, before=_whole(before))
        return Put("replaced", put, key)

    def withdraw(self, article_id: str, collection: str, reason: str = "") -> int:
        """Take the article out; the journal keeps it whole. Returns the key it had. Raises NoSuchArticleError."""
        key = key_of(self._connection, article_id, collection)
        if key is None:
            raise NoSuchArticleError(
                f"no article has the id '{shown(article_id, 80)}'; `newsdesk list` shows those held"
            )
        before = _whole(self._readable(key))
        self._delete(key)
        self._tell(
            "withdrawn", collection=collection, article_id=article_id, removed_key=key, reason=reason, before=before
        )
        return key

    def refresh(self, key: int, article: Article, terms: Sequence[str], title_terms: str) -> bool:
        """Replace what is derived (statements, people, terms) of the version with this key, which holds the same text.

        False where that version is no longer held: it was replaced or withdrawn meanwhile.
        """
        held = self._connection.execute(select(articles.c.content_hash).where(articles.c.key == key)).scalar()
        if held is None:
            return False
        if held != content_hash(article):
            raise ValueError(f"version {key} holds another text than the article given: put it instead")
        derived = {"title_terms": title_terms, "people": people_json(article.people)}
        self._connection.execute(update(articles).where(articles.c.key == key).values(derived))
        this = (paragraphs.c.article == key) & (paragraphs.c.number == bindparam("which"))
        self._connection.execute(
            update(paragraphs)
            .where(this)
            .values(statements=bindparam("said"), people=bindparam("whom"), terms=bindparam("words")),
            [
                {
                    "which": paragraph.number,
                    "said": statements_json(paragraph.statements),
                    "whom": names_json(paragraph.people),
                    "words": words,
                }
                for paragraph, words in zip(article.paragraphs, terms, strict=True)
            ],
        )
        return True

    def note(self, action: str, *, reason: str = "", collection: str | None = None) -> None:
        """Tell the journal of something that concerns no single article, such as a finished reindex ("reindexed")."""
        self._tell(action, collection=collection, reason=reason)

    def set_meta(self, name: str, value: str) -> None:
        """Keep a value that concerns the whole database, such as the version of the analysis."""
        self._connection.execute(delete(meta).where(meta.c.name == name))
        self._connection.execute(insert(meta).values(name=name, value=value))

    def _insert(
        self, action: str, article: Article, terms: Sequence[str], title_terms: str, collection: str, **told: Any
    ) -> int:
        row = article_row(article, collection, title_terms, self._now)
        made = self._connection.execute(insert(articles).values(row)).inserted_primary_key
        assert made is not None  # noqa: S101 - a single-row insert always has one
        key = int(made[0])
        self._connection.execute(
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
        self._tell(action, collection=collection, article_id=article.id, key=key, **told)
        return key

    def _delete(self, key: int) -> None:
        self._connection.execute(delete(articles).where(articles.c.key == key))

    def _readable(self, key: int) -> Stored | None:
        """The version, None where it is damaged: it can still be withdrawn, or mended by adding it again."""
        try:
            return load(self._connection, [key]).get(key)
        except StoreError:
            return None

    def _tell(self, action: str, *, reason: str = "", **of: Any) -> None:
        told = {"at": self._now, "who": self._who, "action": _clean(action), "reason": _clean(reason), **of}
        self._connection.execute(insert(journal).values(told))


def key_of(connection: Connection, article_id: str, collection: str) -> int | None:
    """The key of the version that is held of an article."""
    if not keepable(article_id + collection):
        return None
    held = select(articles.c.key).where(articles.c.collection == collection, articles.c.id == article_id)
    key = connection.execute(held).scalar()
    return None if key is None else int(key)


def _whole(stored: Stored | None) -> str | None:
    return stored.article.model_dump_json() if stored else None


def _clean(text: str) -> str:
    """The text with a mark in place of what no database can hold: it tells of a change and must not stop it."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
