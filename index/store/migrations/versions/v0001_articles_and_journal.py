"""The first tables: articles, paragraphs, the journal of changes, and what is known of the whole."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "articles",
        sa.Column("key", sa.Integer(), primary_key=True),
        sa.Column("collection", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("source", sa.Text()),
        sa.Column("agency", sa.Text()),
        sa.Column("byline", sa.Text()),
        sa.Column("city", sa.Text()),
        sa.Column("published", sa.Text()),
        sa.Column("moment", sa.Text()),
        sa.Column("url", sa.Text()),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("notices", sa.Text(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("title_terms", sa.Text(), nullable=False),
        sa.Column("added", sa.Text(), nullable=False),
        sa.UniqueConstraint("collection", "id", name="one_version_of_each"),
        sqlite_autoincrement=True,
    )
    op.create_index("articles_by_link", "articles", ["collection", "url"])
    op.create_index("articles_by_moment", "articles", ["collection", "moment"])
    op.create_table(
        "paragraphs",
        sa.Column("article", sa.Integer(), sa.ForeignKey("articles.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("statements", sa.Text(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
    )
    op.create_table(
        "journal",
        sa.Column("sequence", sa.Integer(), primary_key=True),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("collection", sa.Text()),
        sa.Column("article_id", sa.Text()),
        sa.Column("key", sa.Integer()),
        sa.Column("removed_key", sa.Integer()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("before", sa.Text()),
        sqlite_autoincrement=True,
    )
    op.create_index("journal_by_article", "journal", ["article_id", "collection"])
    op.create_index("journal_by_key", "journal", ["key"])
    op.create_table(
        "meta",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    """Nothing came before."""
    for table in ("meta", "journal", "paragraphs", "articles"):
        op.drop_table(table)
