"""The tables as they are now. Each change to them is also a script in migrations/versions, and moves HEAD."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table, Text, UniqueConstraint

HEAD = "0001"
"""The newest migration. Kept here so that Alembic, slow to import, is needed only when a migration is due."""

metadata = MetaData()

articles = Table(
    "articles",
    metadata,
    # A version of an article; AUTOINCREMENT, so that the key of a version that is gone never comes again.
    Column("key", Integer, primary_key=True),
    Column("collection", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("source", Text),
    Column("agency", Text),
    Column("byline", Text),
    Column("city", Text),
    Column("published", Text),
    # The same instant in UTC, in one spelling, because ISO 8601 allows many that do not sort as text.
    Column("moment", Text),
    Column("url", Text),
    Column("language", Text, nullable=False),
    Column("notices", Text, nullable=False),
    Column("people", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("title_terms", Text, nullable=False),
    Column("added", Text, nullable=False),
    UniqueConstraint("collection", "id", name="one_version_of_each"),
    Index("articles_by_link", "collection", "url"),
    Index("articles_by_moment", "collection", "moment"),
    sqlite_autoincrement=True,
)

paragraphs = Table(
    "paragraphs",
    metadata,
    Column("article", Integer, ForeignKey("articles.key", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("statements", Text, nullable=False),
    Column("people", Text, nullable=False),
    Column("terms", Text, nullable=False),
)

journal = Table(
    "journal",
    metadata,
    Column("sequence", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("collection", Text),
    Column("article_id", Text),
    Column("key", Integer),
    Column("removed_key", Integer),
    Column("reason", Text, nullable=False),
    # The whole version that was replaced or withdrawn, as JSON.
    Column("before", Text),
    Index("journal_by_article", "article_id", "collection"),
    Index("journal_by_key", "key"),
    sqlite_autoincrement=True,
)

meta = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
