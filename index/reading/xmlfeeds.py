"""RSS 0.9x, 1.0, 2.0 and Atom -> a FeedRead, by feedparser, which also reads what is not well-formed.

feedparser never sees a DOCTYPE, an encoding to guess, endless attributes or more items than are kept (xmltext.py).
"""

from __future__ import annotations

import io
import re
from itertools import pairwise
from typing import Any

from index.errors import MalformedError
from index.reading.feeds import (
    MOST_ITEMS,
    FeedItem,
    FeedRead,
    absolute_link,
    author_name,
    feed_date,
    identity_of,
    language_code,
    outlet,
)
from index.reading.fragments import is_markup, plain, plain_to_html
from index.reading.xmltext import refuse_many, xml_text

_ITEM = re.compile(r"<(?:[\w-]{1,40}:)?(?:item|entry)(?=[\s/>])", re.IGNORECASE)
_ITEM_OR_HIDDEN = re.compile(rf"{_ITEM.pattern}|<!\[CDATA\[|<!--", re.IGNORECASE)
_CLOSING = {"<![CDATA[": "]]>", "<!--": "-->"}
_ITEM_END = re.compile(r"</(?:[\w-]{1,40}:)?(?:item|entry)\s*>", re.IGNORECASE)
_LONGEST_BROKEN = 3_000_000
_LONGEST_END = 10_000
_FEED_ROOT = re.compile(r"<(?:[\w-]{1,40}:)?(?:rss|feed|rdf|channel|item|entry)(?=[\s/>])", re.IGNORECASE)
_HTML_ROOT = re.compile(r"<(?:html|head|body)(?=[\s>])", re.IGNORECASE)
_PERIODS = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
_DATES = ("published", "updated", "created", "date")


def read_xml_feed(data: bytes, url: str | None, charset: str | None = None) -> FeedRead:
    """The feed of these bytes. url: where it was fetched, by which relative links are resolved.

    Raises MalformedError for what is no feed, NotTextError, NoBodyError.
    """
    text, truncated = _first_items(xml_text(data, charset))
    refuse_many(text)
    found = _parsed(text, url)
    _find_lost(found, text, url)
    if not found.entries and not found.version and not _FEED_ROOT.search(text, 0, 20_000):
        kind = "a web page" if _HTML_ROOT.search(text, 0, 20_000) else "XML of another kind"
        raise MalformedError(f"{kind}, no feed; newsdesk reads RSS, Atom, JSON Feed, ninjs and NewsML-G2")
    about = found.feed
    home = absolute_link(_text(about, "link"), url)
    atom = (found.version or "").startswith("atom")
    return FeedRead(
        title=outlet(plain(_text(about, "title"))),
        items=[_item(entry, (url, home), atom=atom) for entry in found.entries[:MOST_ITEMS]],
        url=home,
        language=language_code(_text(about, "language") or _text(about, "dc_language")) or _detail_language(about),
        minutes=_minutes(about),
        truncated=truncated or len(found.entries) > MOST_ITEMS,
    )


def _parsed(text: str, url: str | None) -> Any:
    import feedparser

    document = b"<?xml version='1.0' encoding='utf-8'?>\n" + text.encode("utf-8", "replace")
    headers = {"content-type": "application/xml; charset=utf-8"} | ({"content-location": url} if url else {})
    try:
        return feedparser.parse(
            io.BytesIO(document), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except (ValueError, TypeError, AttributeError, LookupError, OverflowError, AssertionError, RecursionError) as error:
        raise MalformedError("a feed that cannot be taken apart") from error  # what odd feeds have made it raise


def _find_lost(found: Any, text: str, url: str | None) -> None:
    """Where a feed is so broken that items are lost, read each by itself, if that gives more."""
    if (found.entries and not found.bozo) or len(text) > _LONGEST_BROKEN or _HTML_ROOT.match(text):
        return
    starts = _openings(text)
    if len(starts) > len(found.entries):
        parts = (text[start:end] for start, end in pairwise([*starts, len(text)]))
        alone = [entry for part in parts for entry in _parsed(part, url).entries[:1]]
        found.entries = max(found.entries, alone, key=len)


def _openings(text: str) -> list[int]:
    """Where items start, those in CDATA sections and comments excepted."""
    starts: list[int] = []
    hidden_until, endless = 0, set()
    for found in _ITEM_OR_HIDDEN.finditer(text):
        if found.start() < hidden_until:
            continue
        closing = _CLOSING.get(found[0])
        if closing is None:
            starts.append(found.start())
        elif closing not in endless:
            hidden_until = text.find(closing, found.end())
            if hidden_until < 0:
                endless.add(closing)
    return starts


def _first_items(text: str) -> tuple[str, bool]:
    """The feed with no more than MOST_ITEMS items, and whether it had more; what stands behind the last one is kept."""
    for number, opening in enumerate(_ITEM.finditer(text), start=1):
        if number > MOST_ITEMS:
            ends = [found.end() for found in _ITEM_END.finditer(text, max(0, len(text) - _LONGEST_END))]
            return text[: opening.start()] + (text[ends[-1] :] if ends else ""), True
    return text, False


def _item(entry: Any, bases: tuple[str | None, ...], *, atom: bool) -> FeedItem:
    title = plain(_text(entry, "title"))
    link = absolute_link(_text(entry, "feedburner_origlink") or _text(entry, "link"), *bases)
    content = _content(entry, atom=atom)
    summary = None if _is_copied(entry) else _html(entry.get("summary"), entry.get("summary_detail"), atom=atom)
    if content and summary and len(content) < len(summary):
        content = summary
    given = _text(entry, "id") or link
    return FeedItem(
        identity=identity_of(given, title, summary, content),
        url=link,
        title=title,
        published=next((date for name in _DATES if (date := feed_date(_text(entry, name)))), None),
        summary_html=summary,
        content_html=content,
        author=_author(entry),
        source=plain(_text(entry.get("source") or {}, "title")),
        language=_detail_language(entry),
        problem=None if summary or content else "has no text in the feed",
    )


def _text(found: Any, key: str) -> str | None:
    value = found.get(key) if key in found else None  # feedparser warns when it makes up "updated"
    return value.strip() or None if isinstance(value, str) else None


def _content(entry: Any, *, atom: bool) -> str | None:
    texts = [_html(part.get("value"), part, atom=atom) for part in entry.get("content") or () if isinstance(part, dict)]
    return max((text for text in texts if text), key=len, default=None)


def _is_copied(entry: Any) -> bool:
    """Whether the summary is what feedparser took over from the content."""
    parts = entry.get("content") or ()
    return any(isinstance(part, dict) and part.get("value") == entry.get("summary") for part in parts)


def _html(value: Any, detail: Any, *, atom: bool) -> str | None:
    """A text of the feed as HTML. RSS does not say which it is, so its look decides."""
    if not isinstance(value, str) or not value.strip():
        return None
    kind = detail.get("type") if isinstance(detail, dict) else None
    if kind in ("text/html", "application/xhtml+xml") and (atom or is_markup(value)):
        return value
    return value if not atom and is_markup(value) else plain_to_html(value)


def _author(entry: Any) -> str | None:
    """The names; from "desk@mill.example (Ann Roe)", which feedparser takes apart only for short domains, the one."""
    whole = plain(_text(entry, "author"))
    people = [person.get("name") for person in entry.get("authors") or () if isinstance(person, dict)]
    given = [whole] if not people or (whole and "@" in whole) else [plain(name) for name in people[:20]]
    return author_name(", ".join(dict.fromkeys(name for text in given if (name := author_name(text)))))


def _detail_language(found: Any) -> str | None:
    for key in ("title_detail", "summary_detail"):
        detail = found.get(key)
        if isinstance(detail, dict) and (code := language_code(detail.get("language"))):
            return code
    return None


def _minutes(about: Any) -> int | None:
    """The interval by <ttl>, else by the syndication module (web.resource.org/rss/1.0/modules/syndication)."""
    ttl = _figure(_text(about, "ttl"))
    if ttl:
        return ttl
    period = _PERIODS.get((_text(about, "sy_updateperiod") or "").lower())
    return max(1, period // (_figure(_text(about, "sy_updatefrequency")) or 1)) if period else None


def _figure(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 6 else None
