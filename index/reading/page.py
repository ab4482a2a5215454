"""HTML pages -> a draft: trafilatura says which blocks are the article's body, the page itself gives their exact text.

trafilatura's own text is never shown: it may join, trim or repeat. A block of the page counts as body where its letters
and figures stand in trafilatura's body, or where it stands among such paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from index.articles import Dropped
from index.errors import MalformedError, NoBodyError
from index.reading.datelines import find_dateline, stands_alone
from index.reading.decoding import decode
from index.reading.draft import Draft
from index.reading.furniture import kind_of
from index.reading.wordlists import words

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

    from index.reading.blocks import Block
    from index.reading.metadata import Metadata

_DECLARED = re.compile(
    rb"<meta\b[^>]{0,300}?\bcharset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE
)
_DECLARED_WITHIN = 8_192
_SIGNS = re.compile(r"[\W_]+")
_MOST_DROPPED, _DROPPED_CHARACTERS = 200, 300
_CERTAIN = 40
"""Letters and figures from which on a block may be a part of a longer paragraph of trafilatura's."""
_WINDOW = 20_000
_EDGE = 3
_SUBHEAD_CHARACTERS = 90
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TABLE_CELL = frozenset({"td", "th", "caption"})
_PARAGRAPHS = frozenset({"p", "blockquote", "div", "li"})
_SENTENCE_ENDS = frozenset('.!?…"”’»')
_PULLED, _NEAR = 20, 8
_NOT_BODY = "not part of the article's body (trafilatura)"


def read_page(data: bytes) -> Draft:
    """The article of an HTML page.

    Raises NoBodyError where no body is found, NotTextError, TooLargeError, or MalformedError for a page that is built
    so that it cannot be read.
    """
    from index.reading.blocks import blocks_of, parse_page, take_unseen
    from index.reading.metadata import metadata_of

    text = decode(data, _declared(data))
    try:
        tree = parse_page(text)
        metadata = metadata_of(tree)
        hidden = take_unseen(tree)
        blocks = blocks_of(tree)
        body = _body(tree, blocks)
    except RecursionError as error:
        raise MalformedError("an HTML page nested too deeply to be read") from error
    return _draft(metadata, blocks, body, hidden)


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data, 0, _DECLARED_WITHIN)
    return found[1].decode("ascii") if found else None


def _body(tree: HtmlElement, blocks: list[Block]) -> set[int]:
    """The indexes of the blocks that are in trafilatura's body, or stand among its paragraphs."""
    keys = _found_by_trafilatura(tree)
    if not keys:
        return {i for i, block in enumerate(blocks) if block.tag == "p" and block.in_article and not block.place}
    body = _matched(blocks, keys)
    paragraphs = sorted(i for i in body if blocks[i].tag in _PARAGRAPHS and not blocks[i].place)
    if not paragraphs:
        return body
    home = Counter(blocks[i].parent for i in paragraphs if blocks[i].tag == "p").most_common(1)
    if home:  # trafilatura leaves out short paragraphs and repeated ones among those that it finds
        body |= {i for i, block in enumerate(blocks) if block.tag == "p" and block.parent == home[0][0] and block.text}
        return body
    first = blocks[paragraphs[0]]  # ... and the text behind a heading where only line breaks part paragraphs
    for i in range(paragraphs[0] - 1, -1, -1):
        if (blocks[i].tag, blocks[i].parent, blocks[i].link) != (first.tag, first.parent, False):
            break
        if len(blocks[i].text) >= _CERTAIN and blocks[i].text[-1] in _SENTENCE_ENDS:
            body.add(i)
    return body


def _found_by_trafilatura(tree: HtmlElement) -> list[str]:
    """The keys of trafilatura's paragraphs, headings, list items and cells, in order."""
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    except (ValueError, TypeError, AttributeError, LookupError) as error:  # what odd trees have made it raise
        raise MalformedError("an HTML page that cannot be taken apart; save its text instead") from error
    if found is None or isinstance(found, dict) or found.body is None:
        return []
    keys: list[str] = []
    for element in found.body.iter("p", "head", "item", "quote", "cell", "ab", "code"):
        pieces = [""]
        for part in element.iter():
            if part.tag == "lb":
                pieces.append("")
            pieces[-1] += part.text or ""
            pieces[-1] += "" if part is element else part.tail or ""
        keys += [key for key in map(_key, pieces) if key]
    return keys


def _matched(blocks: list[Block], keys: list[str]) -> set[int]:
    exact, run = set(keys), "".join(keys)
    matched: dict[str, int] = {}
    at = 0
    for i, block in enumerate(blocks):
        key = _key(block.text)
        if not key:
            continue
        place = run.find(key, at, at + len(key) + _WINDOW)
        if key in exact or (len(key) >= _CERTAIN and place >= 0):
            if key in matched and blocks[matched[key]].place is None:
                continue  # a pull quote, or a summary, that repeats a paragraph
            matched[key] = i
        if place >= 0 and len(key) >= _CERTAIN:
            at = place + len(key)
    return set(matched.values())


def _draft(metadata: Metadata, blocks: list[Block], body: set[int], hidden: list[str]) -> Draft:
    order = sorted(body)
    edges = set(order[:_EDGE] + order[-_EDGE:])
    pulled = _pull_quotes(blocks, order)
    paragraphs: list[str] = []
    notices: list[str] = []
    dropped: list[Dropped] = []
    title = _key(metadata.title or "")
    datelines = []
    for i, block in enumerate(blocks):
        if _is_notice(block):
            notices.append(block.text)
            continue
        why = "pull quote" if i in pulled else _why_dropped(block, title, in_body=i in body, at_edge=i in edges)
        if why is None:
            paragraphs.append(block.text)
        else:
            dropped.append(Dropped(text=_cut(block.text), why=why))
            if why == "dateline":
                datelines.append(block.text)
    if not paragraphs:
        raise NoBodyError("an HTML page without the body of an article; save its text instead if it has one")
    dropped += [Dropped(text=_cut(text), why="hidden") for text in hidden]
    return _dated(metadata, [*datelines, *paragraphs[:1]], paragraphs, notices, dropped)


def _pull_quotes(blocks: list[Block], order: list[int]) -> set[int]:
    """The body's blocks that only repeat words of a paragraph near them."""
    keys = [_key(blocks[i].text) for i in order]
    pulled = set()
    for n, key in enumerate(keys):
        near = keys[max(0, n - _NEAR) : n] + keys[n + 1 : n + 1 + _NEAR]
        if len(key) >= _PULLED and any(key in other and key != other for other in near):
            pulled.add(order[n])
    return pulled


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


def _is_notice(block: Block) -> bool:
    if block.place in ("navigation", "set aside on the page", "form") or block.link or block.tag in _HEADINGS:
        return False
    kind = kind_of(block.text, "anywhere")
    return kind is not None and kind.role == "notice"


def _why_dropped(block: Block, title: str, *, in_body: bool, at_edge: bool) -> str | None:
    """Why a block is no paragraph of the body, or None where it is one."""
    if title and _key(block.text) == title:
        return "title"
    if block.place is not None:
        return block.place
    kind = kind_of(block.text, "edges" if at_edge or not in_body else "anywhere")
    if not in_body:
        return kind.why if kind and kind.role not in ("notice", "opens notice") else _NOT_BODY
    if block.tag in _HEADINGS:
        return "subhead"
    if kind is not None:
        return kind.why
    return _why_no_paragraph(block, at_edge=at_edge)


def _why_no_paragraph(block: Block, *, at_edge: bool) -> str | None:
    if at_edge and stands_alone(block.text):
        return "dateline"
    if block.link:
        return "link"
    if len(block.text) <= _SUBHEAD_CHARACTERS and block.text[-1] not in _SENTENCE_ENDS:
        if block.tag in _TABLE_CELL:
            return "table"
        return "subhead" if block.strong else None
    return None


def _cut(text: str) -> str:
    return text if len(text) <= _DROPPED_CHARACTERS else f"{text[: _DROPPED_CHARACTERS - 1]}…"


def _key(text: str) -> str:
    """The text's letters and figures alone, by which it is recognised."""
    return _SIGNS.sub("", text.casefold())
