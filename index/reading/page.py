"""HTML pages -> a draft: the body's paragraphs in their exact text, and all else on the page with why it is none."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from index.articles import Dropped
from index.errors import MalformedError
from index.reading.datelines import find_dateline
from index.reading.decoding import decode
from index.reading.draft import Draft
from index.reading.wordlists import words

if TYPE_CHECKING:
    from index.reading.blocks import Block
    from index.reading.metadata import Metadata
    from index.reading.page_body import Body

_DECLARED = re.compile(
    rb"<meta\b[^>]{0,300}?\bcharset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE
)
_DECLARED_WITHIN = 8_192
_TWICE, _LITTLE = 2, 600
_MOST_DROPPED, _DROPPED_CHARACTERS = 200, 300


def read_page(data: bytes) -> Draft:
    """The article of an HTML page.

    Raises NoBodyError where no body is found, NotTextError, TooLargeError, or MalformedError for a page that is built
    so that it cannot be read.
    """
    from index.reading.blocks import blocks_of, parse_page, take_unseen
    from index.reading.embedded import embedded_texts
    from index.reading.metadata import metadata_of
    from index.reading.page_body import body_of

    text = decode(data, _declared(data))
    try:
        tree = parse_page(text)
        metadata = metadata_of(tree)
        scripts = embedded_texts(tree)
        hidden = take_unseen(tree)
        blocks = blocks_of(tree)
        body = body_of(tree, blocks, metadata.body)
    except RecursionError as error:
        raise MalformedError("an HTML page nested too deeply to be read") from error
    return _draft(metadata, blocks, body, hidden, scripts)


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data, 0, _DECLARED_WITHIN)
    return found[1].decode("ascii") if found else None


def _draft(metadata: Metadata, blocks: list[Block], body: Body, hidden: list[str], scripts: list[str]) -> Draft:
    from index.reading.embedded import embedded_date
    from index.reading.no_article import refuse_no_article
    from index.reading.reasons import NOTICE, Reasons

    reasons = Reasons(metadata, blocks, body)
    found = [reasons.of(i) for i in range(len(blocks))]
    paragraphs = [block.text for block, why in zip(blocks, found, strict=True) if why is None]
    instead = _not_shown(metadata, paragraphs, scripts)
    if not instead:
        refuse_no_article(metadata, blocks, [i for i, why in enumerate(found) if why is None])
    dropped = [
        Dropped(text=_cut(block.text), why=why or "stands in place of the article until scripts run")
        for block, why in zip(blocks, found, strict=True)
        if why != NOTICE and (why or instead)
    ]
    dropped += [Dropped(text=_cut(text), why="hidden") for text in hidden]
    paragraphs = instead or paragraphs
    datelines = [block.text for block, why in zip(blocks, found, strict=True) if why == "dateline"]
    notices = [block.text for block, why in zip(blocks, found, strict=True) if why == NOTICE]
    published = metadata.published or embedded_date(scripts, metadata.title, metadata.language)
    return _dated(replace(metadata, published=published), [*datelines, *paragraphs[:1]], paragraphs, notices, dropped)


def _not_shown(metadata: Metadata, shown: list[str], scripts: list[str]) -> list[str]:
    """The article's paragraphs where the page itself shows less than half of them; else none."""
    from index.reading.embedded import embedded_paragraphs, stated_paragraphs

    size = sum(map(len, shown))
    stated = stated_paragraphs(metadata.body) if metadata.body else []
    if sum(map(len, stated)) > _TWICE * size:
        return stated
    if size >= _LITTLE:
        return []
    embedded = embedded_paragraphs(scripts)
    return embedded if sum(map(len, embedded)) > _TWICE * size else []


def _dated(
    metadata: Metadata, openings: list[str], paragraphs: list[str], notices: list[str], dropped: list[Dropped]
) -> Draft:
    """The draft, with city, agency and date from the dateline where the page does not give them otherwise."""
    dateline = next((found for text in openings if (found := find_dateline(text))), None)
    author = metadata.byline if metadata.byline and metadata.byline.casefold() in words("agencies") else None
    return Draft(
        title=metadata.title,
        source=metadata.source,
        agency=(dateline.agency if dateline else None) or author,
        byline=None if author else metadata.byline,
        city=_city(dateline.city, " ".join(paragraphs)) if dateline and dateline.city else None,
        published=metadata.published or (dateline.published if dateline else None),
        url=metadata.url,
        language=metadata.language,
        paragraphs=tuple(enumerate(paragraphs, start=1)),
        notices=tuple(dict.fromkeys(notices)),
        dropped=tuple(dropped[:_MOST_DROPPED]),
    )


def _city(place: str, context: str) -> str:
    from index.reading.datelines import city_name

    return city_name(place, context)


def _cut(text: str) -> str:
    return text if len(text) <= _DROPPED_CHARACTERS else f"{text[: _DROPPED_CHARACTERS - 1]}…"
