"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1) -> a FeedRead. Odd items are kept with what is wrong with them."""

from __future__ import annotations

from typing import Any

from index.errors import MalformedError
from index.reading.decoding import decode
from index.reading.feeds import (
    MOST_ITEMS,
    FeedItem,
    FeedRead,
    absolute_link,
    author_name,
    digest,
    feed_date,
    identity_of,
    language_code,
    outlet,
)
from index.reading.fragments import plain, plain_to_html
from index.reading.records import parse

_VERSION = "jsonfeed.org/version/1"
_ITEM_TEXTS = ("content_html", "content_text", "summary")


def is_json_feed(value: object) -> bool:
    """Whether a JSON value is a JSON Feed: by its version, or by items of its shape beside none of a record's keys."""
    if not isinstance(value, dict) or not isinstance(value.get("items"), list):
        return False
    if isinstance(value.get("version"), str) and _VERSION in value["version"]:
        return True
    items = value["items"][:20]
    return "paragraphs" not in value and any(
        isinstance(item, dict) and any(key in item for key in _ITEM_TEXTS) for item in items
    )


def read_json_feed(data: bytes, url: str | None = None) -> FeedRead:
    """The feed of these bytes. Raises MalformedError for what is no JSON Feed, NotTextError, NoBodyError."""
    value = parse(decode(data))
    if not is_json_feed(value):
        raise MalformedError('JSON, but no JSON Feed: it needs "version" and a list of "items"')
    return json_feed(value, url)


def json_feed(value: dict[str, Any], url: str | None = None) -> FeedRead:
    """The feed of a JSON value for which is_json_feed holds."""
    home = absolute_link(_text(value, "home_page_url"), url)
    author = _authors(value)
    return FeedRead(
        title=outlet(plain(_text(value, "title"))),
        items=[_item(item, (home, url), author) for item in value["items"][:MOST_ITEMS]],
        url=home,
        language=language_code(_text(value, "language")),
        next_url=absolute_link(_text(value, "next_url"), url),
        ended=value.get("expired") is True,
        truncated=len(value["items"]) > MOST_ITEMS,
    )


def _item(item: object, bases: tuple[str | None, ...], author: str | None) -> FeedItem:
    if not isinstance(item, dict):
        return FeedItem(identity=digest(repr(item)[:1_000]), problem="is no object, but must be one")
    link = absolute_link(_text(item, "url"), *bases) or absolute_link(_text(item, "external_url"), *bases)
    text, summary = _text(item, "content_text"), _text(item, "summary")
    content = _text(item, "content_html") or (plain_to_html(text) if text else None)
    given = _identity(item) or link
    title = plain(_text(item, "title"))
    return FeedItem(
        identity=identity_of(given, title, summary, content),
        url=link,
        title=title,
        published=feed_date(_text(item, "date_published")) or feed_date(_text(item, "date_modified")),
        summary_html=plain_to_html(summary) if summary else None,
        content_html=content,
        author=_authors(item) or author,
        language=language_code(_text(item, "language")),
        problem=None if content or summary else "has no text in the feed",
    )


def _identity(item: dict[str, Any]) -> str | None:
    """The item's id; a number becomes a text, as the specification asks of readers."""
    value = item.get("id")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return _text(item, "id")


def _text(value: dict[str, Any], key: str) -> str | None:
    found = value.get(key)
    return found.strip() or None if isinstance(found, str) else None


def _authors(value: dict[str, Any]) -> str | None:
    """The names of "authors" (1.1) or "author" (1.0)."""
    given = value.get("authors")
    people = given if isinstance(given, list) else [value.get("author")]
    names = [author_name(plain(_text(person, "name"))) for person in people[:20] if isinstance(person, dict)]
    return author_name(", ".join(dict.fromkeys(name for name in names if name)))
