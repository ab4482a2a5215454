"""Alembic's scripts: how a database of an older newsdesk becomes one of this."""
