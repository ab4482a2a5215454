"""Plain text -> article: wire copy and the text of scraped pages.

Lines become blocks (lines.py); above the body stand title, outlet, by-line and dateline (headers.py), around it and
in it what is none of it (body.py, furniture.py). Nothing vanishes: what is not kept is in `dropped`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.articles import Dropped
from index.errors import NoBodyError
from index.reading.body import BODY, NOTICE, label_body
from index.reading.datelines import STAFF, city_name
from index.reading.dates import parse_date
from index.reading.furniture import kind_of
from index.reading.headers import TITLE, Head, byline_agency, read_head
from index.reading.lines import Block, to_blocks
from index.reading.outlets import owner, place_of_outlet


@dataclass(frozen=True, slots=True)
class TextReading:
    """What a plain text comes to. Strings have single spaces; dropped has the lines as they stood, in their order."""

    title: str
    """Empty where the text has none."""
    source: str | None
    agency: str | None
    """"staff" where the page says that its staff wrote it."""
    byline: str | None
    city: str | None
    published: str | None
    """ISO 8601, a date where no time stands there."""
    paragraphs: tuple[str, ...]
    notices: tuple[str, ...]
    dropped: tuple[Dropped, ...]


def read_text(text: str) -> TextReading:
    """Read wire copy or the text of a page. Raises NoBodyError when nothing in it is a body."""
    blocks = to_blocks(text, _stands_alone)
    head = read_head(blocks)
    labels = [NOTICE if label == "notice" else label for label in head.labels] + label_body(blocks, head.start)
    agency = (head.dateline.agency if head.dateline else None) or byline_agency(head.byline)
    paragraphs, dropped = _split(blocks, labels, head, agency)
    if not paragraphs:
        raise NoBodyError(
            "no paragraph of an article found in it; add the article's text, or check with: newsdesk read"
        )
    source = head.source
    if source is None and agency in (None, STAFF):
        source = owner(entry.text for entry in dropped if entry.why == "copyright")
    return TextReading(
        title=_TITLE_LABEL.sub("", head.title),
        source=source,
        agency=agency,
        byline=head.byline,
        city=_city(blocks, head, source, paragraphs),
        published=head.published or _posted_below(blocks[head.start :], labels[head.start :]),
        paragraphs=paragraphs,
        notices=tuple(block.text for block, label in zip(blocks, labels, strict=True) if label == NOTICE),
        dropped=dropped,
    )


_TITLE_LABEL = re.compile(r"^(?:subject|headline|title)\s?:\s(?=\S)", re.IGNORECASE)


def _unsigned(paragraph: str, agency: str | None) -> tuple[str, str]:
    """A last paragraph, and the end mark or agency's name behind its last sentence (" Enditem", " (ANI)"), if any."""
    mark = r"Enditem|ENDITEM" + (rf"|\({re.escape(agency)}\)" if agency else "")
    found = re.search(rf"(?<=[.!?”\"])\s(?:{mark})$", paragraph)
    return (paragraph[: found.start()], found[0].strip()) if found else (paragraph, "")


def _stands_alone(line: str) -> bool:
    return kind_of(line, "edges") is not None


def _split(
    blocks: Sequence[Block], labels: Sequence[str], head: Head, agency: str | None
) -> tuple[tuple[str, ...], tuple[Dropped, ...]]:
    last = max((at for at, label in enumerate(labels) if label == BODY), default=-1)
    paragraphs: list[str] = []
    dropped: list[Dropped] = []
    for at, (block, label) in enumerate(zip(blocks, labels, strict=True)):
        if label == BODY:
            body = block.text
            if head.inline and head.dateline and at == head.start:
                dropped.append(Dropped(text=head.dateline.text, why="dateline"))
                body = body[head.dateline.end :].lstrip()
            body, signed = _unsigned(body, agency) if at == last else (body, "")
            paragraphs.append(body)
            if signed:
                dropped.append(Dropped(text=signed, why="wire footer"))
        elif label not in (NOTICE, TITLE):
            dropped.append(Dropped(text=block.raw, why=label))
    return tuple(paragraphs), tuple(dropped)


def _posted_below(blocks: Sequence[Block], labels: Sequence[str]) -> str | None:
    """The date of a line under the body that says when the text was published; None where none says so."""
    for block, label in zip(blocks, labels, strict=True):
        if label == "published time" and re.search(r"\b(?:published|posted)\b", block.text[:80], re.IGNORECASE):
            return parse_date(block.text)
    return None


_MAY_NAME_PLACE = ("site header", "standfirst")


def _city(blocks: Sequence[Block], head: Head, source: str | None, paragraphs: Sequence[str]) -> str | None:
    """From the dateline; else from a by-line ("NAME in City"); else a place that the outlet or a line of the
    head is named after, where the opening of the article names it as a place."""
    if head.dateline and head.dateline.city:
        return city_name(head.dateline.city, " ".join((head.title, *paragraphs))[:100_000])
    if head.byline and (placed := re.search(r"\sin\s([^\W\d_a-z][\w.’' -]{1,40})$", head.byline)):
        return placed[1]
    opening = " ".join((head.title, *paragraphs[:2]))
    lines = [block.text for block, label in zip(blocks, head.labels, strict=False) if label in _MAY_NAME_PLACE]
    for name in ([source] if source else []) + [line for line in lines if len(line.split()) <= 4]:
        if place := place_of_outlet(name, opening):
            return place
    return None
