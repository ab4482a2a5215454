"""A stream of bytes -> readings: which format it is, by its name or its look, and the reader for that."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal, TypeAlias

from index.errors import MalformedError, NoBodyError, NotTextError, TooLargeError, UnreadableError
from index.reading.decoding import decode, marked_wide, refuse_binary
from index.reading.draft import Draft, finish
from index.reading.reading import Limits, Reading
from index.reading.xmltext import root_name, unmarked_wide

if TYPE_CHECKING:
    from index.reading.feeds import FeedRead

Format: TypeAlias = Literal["text", "html", "json", "jsonl", "xml"]
Found: TypeAlias = Reading | UnreadableError

SUFFIXES: dict[str, Format] = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".json": "json",
    ".xml": "xml",
    ".rss": "xml",
    ".atom": "xml",
}
"""What a folder is searched for. A file of another name, and text, is read by its look."""
MEDIA_TYPES: dict[str, Format] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/json": "json",
    "application/feed+json": "json",
    "application/x-ndjson": "jsonl",
    "application/jsonl": "jsonl",
    "application/rss+xml": "xml",
    "application/atom+xml": "xml",
    "application/rdf+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
}
"""What a server may say; of other text ("text/plain") its look decides."""
FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
NEWS_ROOTS = frozenset({"newsitem", "newsmessage", "packageitem", "conceptitem", "nitf", "itemset"})
HEAD_BYTES = 8_192
_LINE_BYTES = 50_000_000
_HOPELESS = 100
_AROUND = 4
"""How much larger than its article a text may be: what stands around a body is left out."""
_HTML = re.compile(r"<!doctype html|<html[\s>]|<(?:head|body)[\s>]", re.IGNORECASE)
_JSON_FEED = re.compile(r'"version"\s{0,9}:\s{0,9}"https?:(?:\\?/){2}jsonfeed\.org')
_JSON = re.compile(r'\{\s*"|\[\s*[\{\]]')
_CR_ENDED = re.compile(rb"\}[ \t]*\r[ \t\r]*\{")
"""A record behind another on what is one line for all but old Macs: lines that end in CR alone."""
_DOCUMENT_STARTS = frozenset({"{", "[", "[{"})


def read_stream(stream: io.BufferedReader, name: str, limits: Limits, media_type: str | None = None) -> Iterator[Found]:
    """The articles of a stream, in order; a bad record or item among good ones is yielded as its error, with its line.

    media_type: what a server said of it, which counts for more than the name. Raises UnreadableError where all of it
    is bad.
    """
    head = stream.peek(HEAD_BYTES)
    if not head:
        raise NoBodyError("the file is empty")
    kind = format_of(name, head, media_type)
    if kind != "xml" or not unmarked_wide(head):
        refuse_binary(head)
    if kind == "jsonl" and not _CR_ENDED.search(head.partition(b"\n")[0]):
        yield from _json_lines(_lines(stream, marked_wide(head)), name, limits)
        return
    data = stream.read()
    if kind == "jsonl":
        yield from _json_lines(iter(decode(data).split("\n")), name, limits)
    elif kind == "json":
        yield from _json(decode(data), name, limits)
    elif kind == "xml":
        yield from _xml(data, name, limits, media_type)
    elif kind == "html":
        from index.reading.page import read_page

        yield finish(read_page(data), name, None, limits)
    else:
        yield finish(_text_draft(decode(data), limits), name, None, limits)


def format_of(name: str, head: bytes, media_type: str | None = None) -> Format:
    """The format of a file of this name, or of this media type, that begins so."""
    stated = MEDIA_TYPES.get((media_type or "").partition(";")[0].strip().lower())
    named = stated or SUFFIXES.get(PurePath(name).suffix.lower(), "text")
    text = head.decode(marked_wide(head) or unmarked_wide(head) or "utf-8", "replace").lstrip("\ufeff \t\r\n\f")
    if named == "jsonl":
        return "json" if text.partition("\n")[0].strip() in _DOCUMENT_STARTS else "jsonl"
    if named == "html" and root_name(text) in FEED_ROOTS:
        return "xml"  # many a server calls its feeds HTML
    if named == "xml":
        return _look(text) if root_name(text) == "html" or text.startswith(("{", "[")) else "xml"
    return named if named != "text" else _look(text)


def placed(error: UnreadableError, name: str, line: int | None = None) -> UnreadableError:
    """The same error with its place."""
    return type(error)(error.message, path=name, line=line)


def _look(text: str) -> Format:
    if _JSON.match(text):
        first, ended, _ = text.partition("\n")
        if text.startswith("[") or _JSON_FEED.search(text):
            return "json"
        return "json" if ended and not _is_object(first) else "jsonl"
    if text.startswith("<"):
        root = root_name(text)
        if root in FEED_ROOTS or root in NEWS_ROOTS:
            return "xml"
        if _HTML.search(text, 0, 2_000):
            return "html"
        if text.startswith("<?xml"):
            return "xml"
    return "text"


def _is_object(line: str) -> bool:
    from index.reading.records import parse

    try:
        return isinstance(parse(line), dict)
    except UnreadableError:
        return False


def _text_draft(text: str, limits: Limits) -> Draft:
    from index.reading.text import read_text

    if len(text) > _AROUND * limits.article_characters:
        raise TooLargeError(f"has {len(text):,} characters, too many for one article; add its articles one by one")
    lines = text.count("\n")
    if lines > _AROUND * limits.paragraphs:
        raise TooLargeError(f"has {lines:,} lines, too many for one article; add its articles one by one")
    found = read_text(text)
    return Draft(
        title=found.title,
        source=found.source,
        agency=found.agency,
        byline=found.byline,
        city=found.city,
        published=found.published,
        paragraphs=tuple(enumerate(found.paragraphs, start=1)),
        notices=found.notices,
        dropped=found.dropped,
    )


def _xml(data: bytes, name: str, limits: Limits, media_type: str | None) -> Iterator[Found]:
    from index.reading.feeds import charset_of, read_feed
    from index.reading.newsml import read_news_xml

    head = data[:HEAD_BYTES]
    if root_name(head.decode(marked_wide(head) or unmarked_wide(head) or "utf-8", "replace")) not in NEWS_ROOTS:
        yield from _feed(read_feed(data, None, media_type), name, limits)
        return
    for draft in read_news_xml(data, limits, charset_of(media_type)):
        yield placed(draft, name) if isinstance(draft, UnreadableError) else _finished(draft, name, limits)


def _feed(feed: FeedRead, name: str, limits: Limits) -> Iterator[Found]:
    from index.reading.feeds import MOST_ITEMS, item_reading

    if not feed.items:
        raise NoBodyError("a feed without items")
    for item in feed.items:
        try:
            yield item_reading(item, feed, limits, path=name)
        except UnreadableError as error:
            yield placed(error, name)
    if feed.truncated:
        raise TooLargeError(f"a feed of more than {MOST_ITEMS:,} items; only the first {MOST_ITEMS:,} were read")


def _json(text: str, name: str, limits: Limits) -> Iterator[Found]:
    from index.reading.feeds import identified
    from index.reading.jsonfeeds import is_json_feed, json_feed
    from index.reading.records import parse, read_document

    lines = text.split("\n")
    try:
        value = parse(text)
        if is_json_feed(value):
            yield from _feed(identified(json_feed(value)), name, limits)
            return
        for draft in read_document(value):
            yield placed(draft, name) if isinstance(draft, UnreadableError) else _finished(draft, name, limits)
    except MalformedError:
        written = [line for line in lines[:100] if line.strip()][:3]
        if len(written) < 2 or not any(_is_object(line) for line in written):
            raise
    else:
        return
    yield from _json_lines(iter(lines), name, limits)


def _finished(draft: Draft, name: str, limits: Limits) -> Found:
    try:
        return finish(draft, name, None, limits)
    except UnreadableError as error:
        return placed(error, name)


def _json_lines(lines: Iterator[bytes | str | UnreadableError], name: str, limits: Limits) -> Iterator[Found]:
    from index.reading.records import read_record

    good = bad = 0
    for number, line in enumerate(lines, start=1):
        try:
            if isinstance(line, UnreadableError):
                raise line
            if not line.strip():
                continue
            yield finish(read_record(line if isinstance(line, str) else decode(line)), name, number, limits)
            good += 1
        except UnreadableError as error:
            yield placed(error, name, number)
            bad += 1
        if bad >= _HOPELESS and not good:
            raise MalformedError(f"none of its first {bad} lines is an article, so the rest was not read")
    if not good and not bad:
        raise NoBodyError("the file is empty")


def _lines(stream: io.BufferedReader, wide: str | None) -> Iterator[bytes | str | UnreadableError]:
    if wide is None:
        yield from _byte_lines(stream)
        return
    text = io.TextIOWrapper(stream, encoding=wide, newline="\n")
    try:
        yield from (line.removeprefix("\ufeff") for line in text)
    except UnicodeDecodeError as error:
        raise NotTextError(f"begins with the mark of {wide.upper()} but is broken further on") from error


def _byte_lines(stream: io.BufferedReader) -> Iterator[bytes | UnreadableError]:
    while line := stream.readline(_LINE_BYTES + 1):
        if len(line) <= _LINE_BYTES:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(_LINE_BYTES)
        yield TooLargeError(f"the line is over {_LINE_BYTES // 1_000_000} MB, too much for one article")
