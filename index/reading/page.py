"""HTML pages -> a draft: the body's paragraphs in their exact text, and all else that the page shows, with why it is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.articles import Dropped
from index.errors import MalformedError, NoBodyError
from index.reading.datelines import find_dateline
from index.reading.decoding import decode
from index.reading.draft import Draft
from index.reading.reasons import NOTICE, Reasons
from index.reading.wordlists import words

if TYPE_CHECKING:
    from index.reading.blocks import Block
    from index.reading.metadata import Metadata
    from index.reading.page_body import Body

_DECLARED = re.compile(
    rb"<meta\b[^>]{0,300}?\bcharset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE
)
_DECLARED_WITHIN = 8_192
_MOST_DROPPED, _DROPPED_CHARACTERS = 200, 300


def read_page(data: bytes) -> Draft:
    """The article of an HTML page.

    Raises NoBodyError where no body is found, NotTextError, TooLargeError, or MalformedError for a page that is built
    so that it cannot be read.
    """
    from index.reading.blocks import blocks_of, parse_page, take_unseen
    from index.reading.metadata import metadata_of
    from index.reading.page_body import body_of

    text = decode(data, _declared(data))
    try:
        tree = parse_page(text)
        metadata = metadata_of(tree)
        hidden = take_unseen(tree)
        blocks = blocks_of(tree)
        body = body_of(tree, blocks, metadata.body)
    except RecursionError as error:
        raise MalformedError("an HTML page nested too deeply to be read") from error
    return _draft(metadata, blocks, body, hidden)


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data, 0, _DECLARED_WITHIN)
    return found[1].decode("ascii") if found else None


def _draft(metadata: Metadata, blocks: list[Block], body: Body, hidden: list[str]) -> Draft:
    reasons = Reasons(metadata, blocks, body)
    paragraphs: list[str] = []
    notices: list[str] = []
    dropped: list[Dropped] = []
    datelines = []
    for i, block in enumerate(blocks):
        why = reasons.of(i)
        if why == NOTICE:
            notices.append(block.text)
        elif why is None:
            paragraphs.append(block.text)
        else:
            dropped.append(Dropped(text=_cut(block.text), why=why))
            if why == "dateline":
                datelines.append(block.text)
    if not paragraphs:
        raise NoBodyError("an HTML page without the body of an article; save its text instead if it has one")
    dropped += [Dropped(text=_cut(text), why="hidden") for text in hidden]
    return _dated(metadata, [*datelines, *paragraphs[:1]], paragraphs, notices, dropped)


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
