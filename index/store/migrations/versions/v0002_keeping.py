"""What keeping the coverage needs: staged reindexes, settings, drafts, feeds with their items, and posted answers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables; those that are there stay as they are."""
    op.create_index("journal_by_removed_key", "journal", ["removed_key"])
    op.create_table(
        "staged",
        sa.Column(
            "key",
            sa.Integer(),
            sa.ForeignKey("articles.key", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("stamp", sa.Text(), nullable=False),
        sa.Column("paragraphs", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("derived", sa.Text()),
    )
    op.create_table(
        "preferences",
        sa.Column("collection", sa.Text(), primary_key=True),
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("collection", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("replaces", sa.Text()),
        sa.Column("readings", sa.Text(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("drafts_by_collection", "drafts", ["collection", "id"])
    _make_feeds()
    _make_posted()


def _make_feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("collection", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("added", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("modified", sa.Text()),
        sa.Column("due", sa.Float(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text()),
        sa.Column("polled", sa.Text()),
        sa.UniqueConstraint("collection", "url", name="one_feed_of_each"),
        sqlite_autoincrement=True,
    )
    op.create_index("feeds_by_due", "feeds", ["due"])
    op.create_table(
        "items",
        sa.Column("feed", sa.Integer(), sa.ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("identity", sa.Text(), primary_key=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due", sa.Float()),
        sa.Column("url", sa.Text()),
        sa.Column("seen", sa.Text(), nullable=False),
    )


def _make_posted() -> None:
    op.create_table(
        "posted",
        sa.Column("message", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("channel", sa.BigInteger(), nullable=False),
        sa.Column("collection", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
    )
    op.create_index("posted_by_collection", "posted", ["collection", "message"])
    op.create_table(
        "quotations",
        sa.Column("message", sa.BigInteger(), sa.ForeignKey("posted.message", ondelete="CASCADE"), primary_key=True),
        sa.Column("key", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("paragraph", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("shown", sa.Text(), nullable=False),
    )
    op.create_index("quotations_by_key", "quotations", ["key"])


def downgrade() -> None:
    """Back to articles and their journal."""
    op.drop_index("journal_by_removed_key", "journal")
    for table in ("quotations", "posted", "items", "feeds", "drafts", "preferences", "staged"):
        op.drop_table(table)
