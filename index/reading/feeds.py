"""Feeds (RSS, Atom, JSON Feed) -> items, and an item -> a reading. For files and for whoever polls feeds alike.

An item keeps what the feed gives: HTML as it came, resolved links, dates with their zone. `item_reading` makes the
article of it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin, urlsplit

from index.articles import Dropped
from index.errors import MalformedError, NoBodyError, TooLargeError
from index.reading.datelines import city_name, find_dateline
from index.reading.dates import parse_date
from index.reading.draft import FIELD_CHARACTERS, Draft, finish, iso_date, shown
from index.reading.fragments import Fragment, is_cut_off, read_fragment
from index.reading.identity import canonical_link, id_of_link
from index.reading.reading import Limits, Reading
from index.reading.wordlists import words

MOST_ITEMS = 5_000
SUMMARY_ONLY = "Only the summary that the feed gives was available, not the whole article."
_DEFAULTS = Limits()
_WHOLE_CHARACTERS, _WHOLE_PARAGRAPHS = 1_500, 4
_EMBEDDED = re.compile(r"data:[a-z]{1,20}/[^\s\"'<>]{500,}")
"""A picture that is written out in the HTML."""
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?![A-Za-z])")
_TITLE_PARTS = re.compile(r"\s+(?:[|·•»›>–—-]|::|/)\s+|\s*[»|]\s*|:\s+")
_FEED_WORD = re.compile(r"\s+(?:-\s+)?(?:rss|atom|rss\s?2\.0|news|json)?\s*feeds?$|\s+rss$", re.IGNORECASE)
_LONGEST_IDENTITY = 500
_MAILED = re.compile(r"[^\s@]+@[^\s@]+(?:\s\((?P<name>[^()]+)\))?|(?P<also>[^<>@]+)<[^\s@<>]+@[^\s@<>]+>")
_BY = re.compile(r"(?:by|von|par|por)\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One item of a feed. Texts with single spaces, HTML as it came; None for what the feed does not say."""

    identity: str
    """The same for the same item in every copy of the feed: its guid or id, else its link, else a digest of it."""
    url: str | None = None
    """Absolute and canonical."""
    title: str | None = None
    published: str | None = None
    """ISO 8601, with a zone where one was published."""
    summary_html: str | None = None
    content_html: str | None = None
    """The text as HTML, or None where the feed has only a summary, or nothing."""
    author: str | None = None
    source: str | None = None
    """The outlet that an aggregator says that the item is from."""
    language: str | None = None
    article_id: str | None = None
    """The id that the article gets."""
    position: int = 0
    """Its place in the feed, from 1."""
    problem: str | None = None
    """Why no article can be made of it, in one sentence; None where one may."""

    @property
    def fingerprint(self) -> str:
        """A digest of what a reader sees, that changes when the item was changed; not of dates, which feeds renew."""
        seen = (self.title, self.url, self.author, self.summary_html, self.content_html)
        return digest("\x1f".join(part or "" for part in seen))

    @property
    def name(self) -> str:
        """How messages call it: by its title or link, else by its place."""
        return f"'{shown(self.title or self.url)}'" if self.title or self.url else str(self.position)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRead:
    """What a feed came to. items are in the feed's order."""

    title: str
    """The feed's title, tidied: the outlet's name. Empty where it has none."""
    items: list[FeedItem] = field(default_factory=list)
    url: str | None = None
    """The page that the feed belongs to."""
    language: str | None = None
    minutes: int | None = None
    """How often the feed asks to be fetched at most (ttl, sy:updatePeriod), in minutes."""
    next_url: str | None = None
    """Where a JSON Feed goes on."""
    ended: bool = False
    """Whether the feed says that no more will come (JSON Feed's "expired")."""
    truncated: bool = False
    """Whether it had more than MOST_ITEMS items, of which only the first were read."""


def read_feed(data: bytes, url: str | None = None, media_type: str | None = None) -> FeedRead:
    """The feed in these bytes, of whichever format. media_type: of the answer, with its charset if it has one.

    An item without a text has its `problem`; a feed may have no items. Raises MalformedError for what is no feed (a web
    page, say), NotTextError, TooLargeError, NoBodyError.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        from index.reading.jsonfeeds import read_json_feed

        feed = read_json_feed(data, url)
    else:
        from index.reading.xmlfeeds import read_xml_feed

        feed = read_xml_feed(data, url, charset_of(media_type))
    return identified(feed, url)


def identified(feed: FeedRead, url: str | None = None) -> FeedRead:
    """The feed, its items with their articles' ids: of the link, so that the page itself is the same article.

    Where a link is no item's own (the front page, or one link for several items) the id is made of the identity.
    """
    owners = Counter(link for link, _ in {(item.url, item.identity) for item in feed.items})
    home = feed.url or url or feed.title
    return replace(
        feed,
        items=[
            replace(item, article_id=_article_id(item, home, shared=owners[item.url] > 1), position=position)
            for position, item in enumerate(feed.items, start=1)
        ],
    )


def item_reading(item: FeedItem, feed: FeedRead, limits: Limits = _DEFAULTS, *, path: str | None = None) -> Reading:
    """The article of an item, as read from the feed alone. path: what the reading is filed under; default its link.

    Raises NoBodyError for an item without text, TooLargeError, MalformedError; the message names the item.
    """
    known = Draft(
        id=item.article_id,
        title=item.title,
        source=item.source or feed.title or None,
        byline=item.author,
        published=item.published,
        url=item.url,
        language=item.language or feed.language,
        paragraphs=(),
    )
    try:
        _refuse(item)
        found = _fragment(item.content_html or item.summary_html or "", item.title, limits)
        notices = () if _looks_whole(item, found) else (SUMMARY_ONLY,)
        draft = with_dateline(replace(known, notices=notices), found)
        return finish(draft, path or item.url or feed.url or feed.title, None, limits)
    except (NoBodyError, MalformedError, TooLargeError) as error:
        raise type(error)(f"item {item.name}: {error.message}", path=path) from error


def html_reading(html: str, known: Draft, limits: Limits = _DEFAULTS, *, path: str) -> Reading:
    """A reading of a piece of HTML, with what is known of it otherwise (known: a Draft without paragraphs).

    City, agency and date are taken from a dateline where `known` does not have them. Raises UnreadableError.
    """
    return finish(html_draft(html, known, limits), path, None, limits)


def html_draft(html: str, known: Draft, limits: Limits = _DEFAULTS) -> Draft:
    """The draft of html_reading, not yet checked."""
    return with_dateline(known, _fragment(html, known.title, limits))


def with_dateline(known: Draft, found: Fragment) -> Draft:
    """The draft with a fragment's paragraphs, and what its first paragraph's dateline says."""
    dateline = find_dateline(found.paragraphs[0]) if found.paragraphs else None
    paragraphs, dropped = found.paragraphs, found.dropped
    if dateline and dateline.end >= len(paragraphs[0]) and len(paragraphs) > 1:
        dropped = (Dropped(text=paragraphs[0], why="dateline"), *dropped)
        paragraphs = paragraphs[1:]
    author = known.byline if known.byline and known.byline.casefold() in words("agencies") else None
    return replace(
        known,
        agency=known.agency or (dateline.agency if dateline else None) or author,
        byline=None if author else known.byline,
        city=known.city or (city_name(dateline.city, " ".join(paragraphs)) if dateline and dateline.city else None),
        published=known.published or (dateline.published if dateline else None),
        paragraphs=tuple(enumerate(paragraphs, start=1)),
        notices=(*found.notices, *known.notices),
        dropped=(*known.dropped, *dropped),
    )


def is_whole(item: FeedItem, limits: Limits = _DEFAULTS) -> bool:
    """Whether the feed seems to give the item's whole text, not only a summary or its beginning.

    Of what cannot be read the page is no better source: True.
    """
    try:
        return _looks_whole(item, _fragment(item.content_html or item.summary_html or "", item.title, limits))
    except (MalformedError, TooLargeError):
        return True


def outlet(title: str | None) -> str:
    """A feed's title without what is no part of the outlet's name: "Wharf Post - Latest news" -> "Wharf Post"."""
    title = _FEED_WORD.sub("", title or "").strip()[:FIELD_CHARACTERS]
    parts = [part for part in _TITLE_PARTS.split(title) if part]
    kept = [part for part in parts if part.casefold() not in words("feedtitles")]
    if not kept or len(kept) == len(parts):
        return title
    start = title.find(kept[0])
    return title[start : title.find(kept[-1], start) + len(kept[-1])]


def author_name(text: str | None) -> str | None:
    """An author as a by-line: without "By" and mail address; None for a mere address or link."""
    name = (text or "").strip()
    name = name[opening.end() :] if (opening := _BY.match(name)) else name
    if mailed := _MAILED.fullmatch(name[:FIELD_CHARACTERS]):
        name = (mailed["name"] or mailed["also"] or "").strip(' "')
    if not name or len(name) > FIELD_CHARACTERS or "://" in name:
        return None
    return name


def feed_date(text: str | None) -> str | None:
    """A date as feeds write them (RFC 822, RFC 3339, and worse) as ISO 8601, its zone kept; None for none."""
    from email.utils import parsedate_to_datetime

    text = " ".join((text or "")[:200].split())
    if found := iso_date(text) or parse_date(text):
        return found
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def absolute_link(link: str | None, *bases: str | None) -> str | None:
    """The link as a canonical web link, relative ones by the first base that makes one of it; None if none does."""
    if not link or not link.strip():
        return None
    for base in ("", *bases):
        try:
            found = canonical_link(urljoin(base or "", link.strip()))
        except ValueError:  # a host that is none, such as "http://[x"
            return None
        if found:
            return found
    return None


def language_code(text: str | None) -> str | None:
    """ "en-GB" -> "en"; None for what is no code."""
    found = _LANGUAGE.match(text.strip()) if text else None
    return found[1].lower() if found else None


def charset_of(media_type: str | None) -> str | None:
    """The charset that a Content-Type states, or None."""
    found = re.search(r"charset\s{0,3}=\s{0,3}[\"']?([A-Za-z0-9_:.-]{1,40})", (media_type or "")[:500], re.IGNORECASE)
    return found[1] if found else None


def identity_of(given: str | None, *contents: str | None) -> str:
    """An item's identity: what the feed gives, or a digest of it where that is too long, or of the item's contents."""
    if given and len(given) <= _LONGEST_IDENTITY:
        return given
    return digest(given or "\x1f".join(content or "" for content in contents))


def digest(text: str) -> str:
    """32 hexadecimal figures that stand for a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _fragment(html: str, title: str | None, limits: Limits) -> Fragment:
    html = _EMBEDDED.sub("data:,", html)
    if len(html) > limits.article_characters:
        raise TooLargeError(f"has {len(html):,} characters of HTML, too many for one article")
    return read_fragment(html, title)


def _looks_whole(item: FeedItem, found: Fragment) -> bool:
    if is_cut_off(found.paragraphs):
        return False
    if item.content_html:
        return True
    return sum(map(len, found.paragraphs)) >= _WHOLE_CHARACTERS or len(found.paragraphs) >= _WHOLE_PARAGRAPHS


def _refuse(item: FeedItem) -> None:
    if item.problem:
        raise NoBodyError(item.problem)


def _article_id(item: FeedItem, home: str, *, shared: bool) -> str:
    if item.url and not shared and (urlsplit(item.url).path.strip("/") or urlsplit(item.url).query):
        return id_of_link(item.url)
    return f"item-{digest(f'{home} {item.identity}')[:16]}"
