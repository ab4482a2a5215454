"""What is wrong with a database: its pages, its text against the hashes, and whether its tables agree."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import ColumnElement, Connection, Select, Table, and_, exists, select, true

from index.articles import Article, Paragraph, Statement
from index.errors import StoreError
from index.store.connecting import engine_for
from index.store.failing import plainly, shown
from index.store.rows import content_hash, load, moment_of
from index.store.tables import articles, journal, paragraphs, staged

BRINGING = ("added", "replaced", "restored", "mended")
"""The journal's actions after which a version is held."""


def problems(
    path: Path, wait: float, progress: Callable[[int, int], None] | None = None, collection: str | None = None
) -> Iterator[str]:
    """A plain sentence for each thing that is wrong; none when all is well. progress(articles done, of how many).

    collection: what is wrong with its articles and its journal, and nothing of the file and of others.
    """
    engine = engine_for(path, wait, tolerant=True)
    try:
        with plainly(path), engine.connect() as connection:
            if collection is None:
                yield from _of_the_file(connection)
            yield from _of_the_tables(connection, collection)
            rows = connection.execute(
                select(articles.c.key, articles.c.id, articles.c.content_hash, articles.c.moment)
                .where(_is_of(articles, collection))
                .order_by(articles.c.key)
            ).all()
            for done, row in enumerate(rows, start=1):
                yield from _of_an_article(connection, row.key, row.id, row.content_hash, row.moment)
                if progress:
                    progress(done, len(rows))
            yield from _of_the_journal(connection, collection)
            if collection is None:
                yield from _of_what_is_staged(connection)
    except StoreError as error:
        # So damaged that it cannot be read on; what was found so far has been said.
        yield str(error)
    finally:
        engine.dispose()


def _is_of(table: Table, collection: str | None) -> ColumnElement[bool]:
    return true() if collection is None else table.c.collection == collection


def _of_what_is_staged(connection: Connection) -> Iterator[str]:
    for key, derived in connection.execute(select(staged.c.key, staged.c.derived)):
        if not is_staged_well(derived):
            yield f"what a reindex has staged of version {key} is damaged; run `newsdesk check --repair`"


def _of_the_file(connection: Connection) -> Iterator[str]:
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if line != "ok":
            yield f"the file is damaged ({shown(line)}); restore a back-up"
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"row {row} of table {table} belongs to none of {parent}; run `newsdesk check --repair`"


def without_entry() -> Select[Any]:
    """The articles that no entry of the journal has brought."""
    brought = and_(
        journal.c.key == articles.c.key,
        journal.c.article_id == articles.c.id,
        journal.c.collection == articles.c.collection,
        journal.c.action.in_(BRINGING),
    )
    return select(articles.c.key, articles.c.id, articles.c.collection).where(~exists().where(brought))


def _of_the_tables(connection: Connection, collection: str | None) -> Iterator[str]:
    for row in connection.execute(without_entry().where(_is_of(articles, collection))):
        yield f"{named(row.id)} is in no entry of the journal; run `newsdesk check --repair`"
    later = journal.alias()
    ended = and_(later.c.removed_key == journal.c.key, later.c.sequence > journal.c.sequence)
    lost = select(journal.c.article_id).where(
        _is_of(journal, collection),
        journal.c.action.in_(BRINGING),
        ~exists().where(articles.c.key == journal.c.key),
        ~exists().where(ended),
    )
    for (article_id,) in connection.execute(lost.distinct()):
        yield f"{named(article_id)} is gone though nobody withdrew it; add it again"


def _of_an_article(
    connection: Connection, key: int, article_id: str, expected: str, moment: str | None
) -> Iterator[str]:
    where = named(article_id)
    has_text = select(exists().where(paragraphs.c.article == key))
    if not connection.execute(has_text).scalar():
        yield f"{where} has no paragraphs; add it again"
        return
    try:
        article = load(connection, [key])[key].article
    except StoreError as error:
        yield str(error)
        return
    if content_hash(article) != expected:
        yield f"{where} is not as it was added: its text changed in the database; add it again, or restore a back-up"
    if moment_of(article.published) != moment:
        yield f"{where} is sorted by another date than its own; run `newsdesk check --repair`"
    if any(after.number <= before.number for before, after in pairwise(article.paragraphs)):
        yield f"{where} has paragraph numbers that do not ascend; add it again"
    known = {person.name for person in article.people}
    by_number = {paragraph.number: paragraph for paragraph in article.paragraphs}
    for paragraph in article.paragraphs:
        if not all(_lies_inside(statement, paragraph, by_number) for statement in paragraph.statements):
            yield f"{where} has a statement outside of its paragraph {paragraph.number}; run `newsdesk reindex`"
        if not known.issuperset(paragraph.people):
            yield f"{where} does not know whom its paragraph {paragraph.number} speaks of; run `newsdesk reindex`"


def _lies_inside(statement: Statement, paragraph: Paragraph, by_number: dict[int, Paragraph]) -> bool:
    """Whether a statement's offsets, its cue's and its mention's are those of characters that are there."""
    size = len(paragraph.text)
    if not 0 <= statement.start < statement.end <= size:
        return False
    if statement.cue_start is not None and not 0 <= statement.cue_start <= size - len(statement.cue or ""):
        return False
    if statement.mention_start is None:
        return True
    home = by_number.get(statement.mention_paragraph or paragraph.number)
    return home is not None and 0 <= statement.mention_start <= len(home.text) - len(statement.mention or "")


def _of_the_journal(connection: Connection, collection: str | None) -> Iterator[str]:
    kept = select(journal.c.sequence, journal.c.article_id, journal.c.before).where(journal.c.before.is_not(None))
    kept = kept.where(_is_of(journal, collection))
    for row in connection.execution_options(yield_per=100).execute(kept):
        try:
            Article.model_validate_json(row.before)
        except ValidationError:
            where = named(row.article_id)
            yield f"entry {row.sequence} of the journal holds a damaged version of {where}; restore a back-up"


def named(article_id: object) -> str:
    """An article in a sentence."""
    return f"article '{shown(article_id, 80)}'"


def is_staged_well(derived: str | None) -> bool:
    """Whether what is staged of a version can take effect."""
    try:
        fields = {} if derived is None else json.loads(derived)
        return derived is None or (
            set(fields) == {"title_terms", "people", "found"} and all(len(row) == 4 for row in fields["found"])
        )
    except (ValueError, TypeError):
        return False
