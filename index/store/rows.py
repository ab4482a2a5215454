"""Rows of the tables <-> records: what an article looks like in the database, and the hash that guards it."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, Row, select

from index.articles import Article, Paragraph, Person, Statement
from index.errors import MalformedError, StoreError
from index.store.failing import shown
from index.store.tables import articles, paragraphs

CHUNK = 500
"""How many keys are asked for at once: fewer than any SQLite's limit on variables (999 before 3.32)."""

_STATEMENTS = TypeAdapter(tuple[Statement, ...])
_PEOPLE = TypeAdapter(tuple[Person, ...])
_TEXTS = TypeAdapter(tuple[str, ...])


class Stored(NamedTuple):
    """One version of an article as it is held, with its terms."""

    key: int
    collection: str
    article: Article
    terms: tuple[str, ...]
    """For each paragraph its terms, joined by spaces."""
    title_terms: str
    added: str
    """When this version came, ISO 8601 in UTC."""


def content_hash(article: Article) -> str:
    """SHA-256 over all that was published, as canonical JSON; what was derived (statements, people) stands aside."""
    published = [
        *(article.id, article.title, article.source, article.agency, article.byline, article.city),
        *(article.published, article.url, article.language, article.notices),
        [(paragraph.number, paragraph.text) for paragraph in article.paragraphs],
    ]
    return hashlib.sha256(json.dumps(published, separators=(",", ":")).encode()).hexdigest()


def keepable(text: str) -> bool:
    """Whether every database holds the text exactly: no NUL (PostgreSQL), no half of a surrogate pair (UTF-8)."""
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


def refuse_unkeepable(article: Article, collection: str) -> None:
    """Raise MalformedError for an article that would not come back as it is, or whose paragraphs have no order."""
    where = f"article '{shown(article.id, 80)}'"
    numbers = [paragraph.number for paragraph in article.paragraphs]
    if any(number >= following for number, following in pairwise(numbers)):
        raise MalformedError(f"{where} has paragraph numbers that do not ascend; number them in order, each once")
    if numbers[-1] >= 2**63:
        raise MalformedError(f"{where} has a paragraph number beyond all bounds; number them from 1")
    if not keepable("".join((collection, *_texts(article)))):
        raise MalformedError(f"{where} holds a NUL character or half of a surrogate pair; take it out")


def _texts(article: Article) -> Iterator[str]:
    """Every piece of text in the article."""
    yield from (article.id, article.title, article.language, *article.notices)
    optional = (article.source, article.agency, article.byline, article.city, article.published, article.url)
    yield from filter(None, optional)
    for paragraph in article.paragraphs:
        yield paragraph.text
        for statement in paragraph.statements:
            yield from filter(None, (statement.cue, statement.speaker, statement.mention))
        yield from paragraph.people
    for person in article.people:
        yield from (person.name, person.sex, *person.mentions, *person.roles)


def moment_of(published: str | None) -> str | None:
    """A published date as text that sorts: UTC where a zone was published; a mere date is its midnight."""
    if published is None:
        return None
    moment = datetime.fromisoformat(published)
    with suppress(OverflowError):  # in the first or the last hours of the calendar; unshifted is near enough
        moment = moment.astimezone(UTC) if moment.tzinfo else moment
    return moment.replace(tzinfo=None).isoformat(timespec="microseconds")


def article_row(article: Article, collection: str, title_terms: str, added: str) -> dict[str, Any]:
    """The row of table articles, its key left to the database."""
    whole = article.model_dump(exclude={"paragraphs", "notices", "people"})
    return whole | {
        "collection": collection,
        "moment": moment_of(article.published),
        "notices": names_json(article.notices),
        "people": people_json(article.people),
        "content_hash": content_hash(article),
        "title_terms": title_terms,
        "added": added,
    }


def statements_json(statements: tuple[Statement, ...]) -> str:
    """Statements as the JSON that table paragraphs holds."""
    return _STATEMENTS.dump_json(statements, exclude_none=True).decode() if statements else "[]"


def names_json(names: tuple[str, ...]) -> str:
    """The names of a paragraph's people, or other short texts, as the JSON that the tables hold."""
    return _TEXTS.dump_json(names).decode() if names else "[]"


def people_json(people: tuple[Person, ...]) -> str:
    """An article's people as the JSON that table articles holds; what is not known of them is left out."""
    return _PEOPLE.dump_json(people, exclude_defaults=True).decode() if people else "[]"


def load(
    connection: Connection, keys: Collection[int], *, derived: bool = True, lenient: bool = False
) -> dict[int, Stored]:
    """The versions with these keys, in key order; keys that are gone are left out. Raises StoreError if damaged.

    derived: with statements and people. lenient: leave out damaged ones, too.
    """
    found: dict[int, Stored] = {}
    ordered = sorted(set(keys))
    for start in range(0, len(ordered), CHUNK):
        some = ordered[start : start + CHUNK]
        texts: dict[int, list[Row[Any]]] = defaultdict(list)
        in_order = (
            select(paragraphs).where(paragraphs.c.article.in_(some)).order_by(paragraphs.c.article, paragraphs.c.number)
        )
        for row in connection.execute(in_order):
            texts[row.article].append(row)
        for row in connection.execute(select(articles).where(articles.c.key.in_(some)).order_by(articles.c.key)):
            try:
                found[row.key] = _stored(row, texts[row.key], derived)
            except StoreError:
                if not lenient:
                    raise
    return found


def _stored(row: Row[Any], texts: list[Row[Any]], derived: bool) -> Stored:
    try:
        article = Article(
            id=row.id,
            title=row.title,
            source=row.source,
            agency=row.agency,
            byline=row.byline,
            city=row.city,
            published=row.published,
            url=row.url,
            language=row.language,
            notices=_TEXTS.validate_json(row.notices),
            paragraphs=tuple(_paragraph(text, derived) for text in texts),
            people=() if not derived or row.people == "[]" else _PEOPLE.validate_json(row.people),
        )
    except ValidationError as error:
        raise StoreError(
            f"article '{shown(row.id, 80)}' is damaged in the database; add it again, or restore a back-up"
        ) from error
    return Stored(row.key, row.collection, article, tuple(text.terms for text in texts), row.title_terms, row.added)


def _paragraph(row: Row[Any], derived: bool) -> Paragraph:
    if not derived:
        return Paragraph(number=row.number, text=row.text)
    statements = () if row.statements == "[]" else _STATEMENTS.validate_json(row.statements)
    people = () if row.people == "[]" else _TEXTS.validate_json(row.people)
    return Paragraph(number=row.number, text=row.text, statements=statements, people=people)
