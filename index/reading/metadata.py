"""What an HTML page says of itself: JSON-LD, OpenGraph, <meta>, <time>, <h1> -> title, outlet, byline, date, link."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from index.reading.dates import parse_date
from index.reading.draft import iso_date
from index.reading.identity import canonical_link

_MOST_SCRIPT = 2_000_000
_MOST_NODES = 20_000
_LONGEST = 500
_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report)$")
_SEPARATOR = re.compile(r"\s+(?:[|·•»–—-]|::)\s+")
_BY = re.compile(r"(?:by|von|par|por)\s+", re.IGNORECASE)
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?![A-Za-z])")
_DATE_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "publication_date",
    "publish-date",
    "pubdate",
    "article.published",
    "date",
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of its article; None for what it does not say."""

    title: str | None
    source: str | None
    byline: str | None
    published: str | None
    url: str | None
    language: str | None


def metadata_of(tree: HtmlElement) -> Metadata:
    """What the page says of the article on it, the most specific statement first. The tree must still hold scripts."""
    linked = _linked_data(tree)
    meta = _meta(tree)
    source = _source(linked, meta)
    headings = [text for heading in tree.iter("h1") if (text := _text(heading))]
    page_title = _text(next(tree.iter("title"), None))
    source = source or _after_title(page_title, headings)
    return Metadata(
        title=_title(linked, meta, headings, page_title, source),
        source=source,
        byline=_byline(tree, linked, meta),
        published=_published(tree, linked, meta),
        url=_url(tree, linked, meta),
        language=_language(tree, linked, meta),
    )


def _linked_data(tree: HtmlElement) -> dict[str, Any]:
    """The page's JSON-LD node of an article, with "publisher" and "author" in place; {} if it has none."""
    nodes: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            text = (script.text or "").strip().removeprefix("<![CDATA[").removesuffix("]]>")
            nodes += _nodes(text)
    by_id = {node["@id"]: node for node in reversed(nodes) if isinstance(node.get("@id"), str) and len(node) > 1}
    for node in nodes:
        if any(_ARTICLE_TYPE.search(kind) for kind in _types(node)):
            return {key: _resolved(value, by_id) for key, value in node.items()}
    return {}


def _nodes(text: str) -> list[dict[str, Any]]:
    """All objects of a JSON text in reading order; none of one that is broken, too large or too deep."""
    try:
        waiting = [json.loads(text, strict=False)] if len(text) <= _MOST_SCRIPT else []
    except (ValueError, RecursionError):
        return []
    nodes: list[dict[str, Any]] = []
    while waiting and len(nodes) < _MOST_NODES:
        value = waiting.pop()
        if isinstance(value, dict):
            nodes.append(value)
            waiting.extend(reversed(value.values()))
        elif isinstance(value, list):
            waiting.extend(reversed(value))
    return nodes


def _types(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _resolved(value: Any, by_id: dict[str, dict[str, Any]]) -> Any:
    if isinstance(value, list):
        return [_resolved(item, by_id) for item in value if not isinstance(item, list)]
    if isinstance(value, dict) and isinstance(value.get("@id"), str):
        return {**by_id.get(value["@id"], {}), **value}
    return value


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = _clean(element.get("content"))
        for key in ("property", "name", "itemprop", "http-equiv"):
            if content and (name := element.get(key)):
                found.setdefault(name.strip().lower(), []).append(content)
    return found


def _first(meta: dict[str, list[str]], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from meta.get(name, ())


def _source(linked: dict[str, Any], meta: dict[str, list[str]]) -> str | None:
    names = [*_names(linked.get("publisher")), *_first(meta, ("og:site_name", "publisher", "application-name"))]
    return next((name for name in names if not _is_link(name)), None)


def _title(
    linked: dict[str, Any], meta: dict[str, list[str]], headings: list[str], page_title: str | None, source: str | None
) -> str | None:
    """The heading that the page's other titles confirm, as it is what was published; else the first of these."""
    given = [_clean(linked.get("headline")), *_first(meta, ("og:title", "twitter:title")), page_title]
    titles = [_without_source(title, source) for title in given if title]
    for heading in headings:
        if any(_key(heading) in _key(title) or _key(title) in _key(heading) for title in titles if _key(title)):
            return _without_source(heading, source)
    if titles:
        return titles[0]
    return _without_source(headings[0], source) if headings else None


def _without_source(title: str, source: str | None) -> str:
    """The title without the outlet's name before or behind it."""
    if not source:
        return title
    parts = list(_SEPARATOR.finditer(title))
    if parts and _key(title[parts[-1].end() :]) == _key(source):
        return title[: parts[-1].start()].rstrip()
    if parts and _key(title[: parts[0].start()]) == _key(source):
        return title[parts[0].end() :].lstrip()
    return title


def _after_title(page_title: str | None, headings: list[str]) -> str | None:
    """The outlet's name where the page's title is its heading, a separator and a name."""
    for heading in headings:
        if page_title and page_title.startswith(heading):
            rest = page_title[len(heading) :]
            if _SEPARATOR.match(rest):
                return _SEPARATOR.split(rest)[-1].strip()[:100] or None
    return None


def _byline(tree: HtmlElement, linked: dict[str, Any], meta: dict[str, list[str]]) -> str | None:
    named = _names(linked.get("author")) or list(_first(meta, ("author", "article:author", "byl", "dc.creator")))
    named = [name for name in named if not _is_link(name)]
    if not named:
        named = [
            text for element in tree.iter("a", "span", "p", "div") if _is_author(element) and (text := _text(element))
        ]
        named = named[:1] if any(_BY.match(name) for name in named[:1]) else named[:5]
    unique = dict.fromkeys(_BY.sub("", name, count=1) if _BY.match(name) else name for name in named)
    return ", ".join(unique)[:_LONGEST] or None


def _is_author(element: HtmlElement) -> bool:
    marks = f" {element.get('class') or ''} {element.get('itemprop') or ''} {element.get('rel') or ''} ".lower()
    if not any(f" {mark} " in marks for mark in ("author", "byline", "author-name", "byline__name", "article-author")):
        return False
    return len(_text(element) or "") <= 200


def _published(tree: HtmlElement, linked: dict[str, Any], meta: dict[str, list[str]]) -> str | None:
    given = [_clean(linked.get("datePublished")), *_first(meta, _DATE_NAMES)]
    times = sorted(
        tree.iter("time"), key=lambda time: "publish" not in f"{time.get('itemprop')} {time.get('class')}".lower()
    )
    for time in times[:20]:
        given += [_clean(time.get("datetime")), _text(time)]
    given.append(_clean(linked.get("dateCreated")))
    for value in given:
        if value and (date := iso_date(value) or parse_date(value)):
            return date
    return None


def _url(tree: HtmlElement, linked: dict[str, Any], meta: dict[str, list[str]]) -> str | None:
    given = [element.get("href") for element in tree.iter("link") if "canonical" in (element.get("rel") or "").lower()]
    page = linked.get("mainEntityOfPage")
    given += [*_first(meta, ("og:url",)), linked.get("url"), page.get("@id") if isinstance(page, dict) else page]
    links = [canonical_link(link) for link in given if isinstance(link, str)]
    return next((link for link in links if link and urlsplit(link).path != "/"), None)


def _language(tree: HtmlElement, linked: dict[str, Any], meta: dict[str, list[str]]) -> str | None:
    spoken = linked.get("inLanguage")
    root = tree.getroottree().getroot()
    given = [root.get("lang"), spoken, *_first(meta, ("og:locale", "content-language"))]
    for value in given:
        if isinstance(value, str) and (code := _LANGUAGE.match(value.strip())):
            return code[1].lower()
    return None


def _names(value: Any) -> list[str]:
    """The names in a JSON-LD author or publisher: a text, an object with a name, or a list of these."""
    values = value if isinstance(value, list) else [value]
    names = [_clean(item.get("name") if isinstance(item, dict) else item) for item in values[:20]]
    return [name for name in names if name]


def _is_link(name: str) -> bool:
    return name.lower().startswith(("http:", "https:", "www.", "/"))


def _text(element: HtmlElement | None) -> str | None:
    return None if element is None else _clean("".join(element.itertext()), decoded=True)


def _clean(value: Any, *, decoded: bool = False) -> str | None:
    """The text on one line, entities decoded (sites encode them twice); None for what is no text, empty or too long."""
    if not isinstance(value, str) or len(value) > 10 * _LONGEST:
        return None
    text = " ".join((value if decoded else html.unescape(value)).split())
    text = "".join(character for character in text if not "\ud800" <= character <= "\udfff" and character != "\x00")
    return text if 0 < len(text) <= _LONGEST else None


def _key(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
