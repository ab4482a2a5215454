"""The tables as they are now. Each change to them is also a script in migrations/versions, and moves HEAD."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

HEAD = "0002"
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
    Index("journal_by_removed_key", "removed_key"),
    sqlite_autoincrement=True,
)

meta = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

staged = Table(
    "staged",
    metadata,
    # What an unfinished reindex has found of a version so far; it takes effect all at once, when the last is done.
    Column("key", Integer, ForeignKey("articles.key", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    # Of the code that found it: what another version of newsdesk has staged is of no use.
    Column("stamp", Text, nullable=False),
    Column("paragraphs", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    # As JSON; NULL where it is what is held already.
    Column("derived", Text),
)

preferences = Table(
    "preferences",
    metadata,
    Column("collection", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("collection", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    # The id of the article that this is a new version of.
    Column("replaces", Text),
    Column("readings", Text, nullable=False),
    Index("drafts_by_collection", "collection", "id"),
    sqlite_autoincrement=True,
)

feeds = Table(
    "feeds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("collection", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("title", Text),
    Column("paused", Boolean, nullable=False),
    Column("who", Text, nullable=False),
    Column("added", Text, nullable=False),
    Column("etag", Text),
    Column("modified", Text),
    # Seconds since 1970.
    Column("due", Float, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("problem", Text),
    Column("polled", Text),
    UniqueConstraint("collection", "url", name="one_feed_of_each"),
    Index("feeds_by_due", "due"),
    sqlite_autoincrement=True,
)

items = Table(
    "items",
    metadata,
    Column("feed", Integer, ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
    Column("identity", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("article_id", Text),
    Column("reason", Text),
    Column("tries", Integer, nullable=False),
    Column("due", Float),
    Column("url", Text),
    Column("seen", Text, nullable=False),
)

posted = Table(
    "posted",
    metadata,
    # An answer that stands in a chat: which message in which channel, and no text.
    Column("message", BigInteger, primary_key=True, autoincrement=False),
    Column("channel", BigInteger, nullable=False),
    Column("collection", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index("posted_by_collection", "collection", "message"),
)

quotations = Table(
    "quotations",
    metadata,
    Column("message", BigInteger, ForeignKey("posted.message", ondelete="CASCADE"), primary_key=True),
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("paragraph", Integer, primary_key=True, autoincrement=False),
    Column("shown", Text, nullable=False),
    Index("quotations_by_key", "key"),
)
