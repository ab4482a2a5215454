"""Keeping: articles, paragraphs and the journal of changes, on SQLAlchemy. The only truth; indexes derive from it."""
