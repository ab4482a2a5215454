"""What an HTML page says of itself: JSON-LD, OpenGraph, <meta>, headings -> title, outlet, byline, date, link."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from index.reading.fields import LONGEST, clean, is_link, key_of, text_of
from index.reading.headlines import Said, after_title, alike, headline
from index.reading.identity import canonical_link
from index.reading.linked import headline_of, is_article, linked_article, linked_nodes
from index.reading.published import published_of
from index.reading.wordlists import known

_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?![A-Za-z])(?:[-_][A-Za-z]{2})?")
_BY = re.compile(rf"(?:{'|'.join(known('authors')['by'])})(?:\s*:\s*|\s+)", re.IGNORECASE)
_KICKER = re.compile(
    r"kicker|eyebrow|overline|surtitle|label|badge|tag(?:$|[\s_-])|dachzeile|topline|roofline|hidden|sr-only|screen-?reader|category",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"head-?line|(?:^|[\s_-])(?:entry|post|article|story|node|news|page)[_-]{0,2}title|^title$", re.IGNORECASE
)
_NAMED_HEADINGS = ("h2", "h3", "div", "p", "span")
_SET_HEADINGS = ("h2", "h3", "h4", "b", "strong", "font", "big", "div", "p", "span", "td")
_MOST_HEADINGS, _SHORTEST_HEADING, _MOST_SET = 6, 15, 1_000


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of its article; None for what it does not say."""

    title: str | None
    source: str | None
    byline: str | None
    published: str | None
    url: str | None
    language: str | None
    body: str | None = None
    """The article's text as JSON-LD has it, perhaps cut short."""
    page_title: str | None = None
    is_article: bool = False
    """Whether the page says that it is one, rather than a list of them or a service."""
    is_for_sale: bool = False
    """Whether it says that not everybody may read the article."""


def metadata_of(tree: HtmlElement) -> Metadata:
    """What the page says of the article on it, the most specific statement first. The tree must still hold scripts."""
    meta = _meta(tree)
    links = _links(tree, meta)
    page_title = text_of(next(tree.iter("title"), None))
    heading = _seen_heading(tree, page_title)
    headings = _headings(tree, heading)
    titles = [*headings, *_first(meta, ("og:title", "twitter:title", "title")), page_title or ""]
    linked = linked_article(tree, titles, links)
    source = _source(linked, meta) or after_title(page_title, headings)
    links += [link for link in (linked.get("url"), _page_of(linked)) if isinstance(link, str)]
    language, text = _language(tree, linked, meta), linked.get("articleBody")
    return Metadata(
        title=_title(tree, linked, meta, headings, page_title, [source] if source else [], links),
        source=source,
        byline=_byline(tree, linked, meta, source),
        published=published_of(tree, linked, meta, links, language, heading),
        url=next((link for given in links if (link := canonical_link(given)) and urlsplit(link).path != "/"), None),
        language=language[:2].lower() if language and language[2:3] in ("", "-", "_") else language,
        body=text if isinstance(text, str) else None,
        page_title=page_title,
        is_article=is_article(linked) or any("article" in kind.lower() for kind in meta.get("og:type", ())),
        is_for_sale=str(linked.get("isAccessibleForFree")).lower() == "false",
    )


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = clean(element.get("content"))
        for key in ("property", "name", "itemprop", "http-equiv"):
            if content and (name := element.get(key)):
                found.setdefault(name.strip().lower(), []).append(content)
    return found


def _first(meta: dict[str, list[str]], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from meta.get(name, ())


def _source(linked: dict[str, Any], meta: dict[str, list[str]]) -> str | None:
    names = [*_names(linked.get("publisher")), *_first(meta, ("og:site_name", "publisher", "application-name"))]
    return next((name for name in names if not is_link(name)), None)


def _title(
    tree: HtmlElement,
    linked: dict[str, Any],
    meta: dict[str, list[str]],
    headings: list[str],
    page_title: str | None,
    names: list[str],
    links: list[str],
) -> str | None:
    """The headline by the vote of all who say it."""
    said = [Said(text, 1.5) for text in [headline_of(linked)] if text]
    said += [
        Said(text, weight) for name, weight in known("titles")["weights"].items() for text in meta.get(name, ())[:1]
    ]
    if page_title:
        said.append(Said(page_title, 0.5))
    elsewhere = [one.text for one in said]
    for heading in headings:
        fits = not elsewhere or any(alike(heading, other) for other in elsewhere)
        said.append(Said(heading, 2.25 if fits else 0.25, seen=fits))
    names = [*names, *_first(meta, known("titles")["outlets"]), *_names(linked.get("publisher"))]
    return headline(said, [name.lstrip("@") for name in names], _sections(tree, linked, meta), links)


def _headings(tree: HtmlElement, heading: HtmlElement | None) -> list[str]:
    """The texts of the page's main headings, without the kickers in them."""
    found = list(tree.iter("h1"))[:_MOST_HEADINGS] or ([] if heading is None else [heading])
    return [text for one in found if (text := _without_kicker(one))]


def _seen_heading(tree: HtmlElement, page_title: str | None) -> HtmlElement | None:
    """The element of the main heading: <h1>, or what is named for it, or what says how the page's title begins."""
    if (first := next(tree.iter("h1"), None)) is not None:
        return first
    named = next((one for one in tree.iter(*_NAMED_HEADINGS) if _is_named_heading(one)), None)
    if named is not None:
        return next((one for one in named.iterdescendants(*_NAMED_HEADINGS) if _is_named_heading(one)), named)
    whole = key_of(page_title or "")
    for element in islice(tree.iter(*_SET_HEADINGS), _MOST_SET):
        key = key_of(text_of(element) or "")
        if len(key) >= _SHORTEST_HEADING and whole.startswith(key) and len(key) * 2 > len(whole):
            return element
    return None


def _is_named_heading(element: HtmlElement) -> bool:
    return element.get("itemprop") == "headline" or bool(_HEADING.search((element.get("class") or "")[:200]))


def _without_kicker(heading: HtmlElement) -> str | None:
    whole = text_of(heading)
    kickers = [
        text
        for part in heading.iterdescendants()
        if isinstance(part.tag, str) and _KICKER.search((part.get("class") or "")[:200]) and (text := text_of(part))
    ]
    for kicker in kickers:
        if whole and whole.startswith(kicker) and len(kicker) < len(whole) / 2:
            whole = whole[len(kicker) :].lstrip(" :|·•—–-")
    return whole or text_of(heading)


def _sections(tree: HtmlElement, linked: dict[str, Any], meta: dict[str, list[str]]) -> list[str]:
    sections = [*_first(meta, known("titles")["sections"]), *_names(linked.get("articleSection"))]
    for node in linked_nodes(tree):
        if node.get("@type") == "ListItem":
            item = node.get("item")
            sections += [
                name for given in (node, item) if isinstance(given, dict) and (name := clean(given.get("name")))
            ]
    return sections


def _byline(tree: HtmlElement, linked: dict[str, Any], meta: dict[str, list[str]], source: str | None) -> str | None:
    given = [*_names(linked.get("author")), *_names(linked.get("creator"))]
    named = _people(given, source) or _people(_first(meta, known("authors")["meta"]), source)
    if not named:
        texts = [text for element in tree.iter(*_NAMED) if _is_author(element) for text in _named_in(element)]
        named = _people(texts[:1] if any(_BY.match(text) for text in texts[:1]) else texts[:5], source)
    return ", ".join(dict.fromkeys(named))[:LONGEST] or None


_NAMED = ("a", "span", "p", "div", "address")


def _people(names: Iterable[str], source: str | None) -> list[str]:
    """The names without "By"; no addresses, no accounts of the site's software, and not the outlet itself."""
    own = key_of(source or "")
    found = [_BY.sub("", name, count=1) if _BY.match(name) else name for name in names if not is_link(name)]
    found = [name.strip(" ,|") for name in found if name.casefold() not in known("authors")["nobody"]]
    return [name for name in found if name and key_of(name) != own]


_AUTHOR = re.compile(r"(?:^|[\s_-])(?:author|byline|writer|autor)s?(?:[_-]{1,2}(?:name|link))?(?:$|\s)", re.IGNORECASE)


def _is_author(element: HtmlElement) -> bool:
    marks = " ".join(element.get(name) or "" for name in ("class", "itemprop", "rel"))[:200]
    return bool(marks.strip() and _AUTHOR.search(marks)) and len(text_of(element) or "x" * 201) <= 200


def _named_in(element: HtmlElement) -> list[str]:
    """The people whom a by-line links, or all that it says."""
    text = text_of(element)
    linked = [name for link in element.iter("a") if (name := text_of(link))]
    if linked and not (len(linked) == 1 and text and " and " in text):
        return linked
    return [text] if text else []


def _links(tree: HtmlElement, meta: dict[str, list[str]]) -> list[str]:
    given = [element.get("href") for element in tree.iter("link") if "canonical" in (element.get("rel") or "").lower()]
    return [link for link in [*given, *_first(meta, ("og:url", "twitter:url", "parsely-link"))] if link]


def _page_of(linked: dict[str, Any]) -> Any:
    page = linked.get("mainEntityOfPage")
    return page.get("@id") if isinstance(page, dict) else page


def _language(tree: HtmlElement, linked: dict[str, Any], meta: dict[str, list[str]]) -> str | None:
    """The page's language with its region where it says one: "en", "en-US", "pt_BR"."""
    spoken = linked.get("inLanguage")
    root = tree.getroottree().getroot()
    given = [
        root.get("lang"),
        root.get("xml:lang"),
        spoken,
        *_first(meta, ("og:locale", "content-language", "language", "dc.language")),
    ]
    for value in given:
        if isinstance(value, str) and (code := _LANGUAGE.match(value.strip())):
            return code[0]
    return None


def _names(value: Any) -> list[str]:
    """The names in a JSON-LD author or publisher: a text, an object with a name, or a list of these."""
    values = value if isinstance(value, list) else [value]
    names = [clean(item.get("name") if isinstance(item, dict) else item) for item in values[:20]]
    return [name for name in names if name]
