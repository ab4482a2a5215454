"""Pages that are no article: a link that leads nowhere, a wall, a front, the beginning of what is for sale."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from index.errors import NoBodyError
from index.reading.furniture import kind_of
from index.reading.wordlists import known

if TYPE_CHECKING:
    from index.reading.blocks import Block
    from index.reading.metadata import Metadata

_SHORT_PAGE, _STUB, _STUB_PARAGRAPHS, _PROMPT_WITHIN = 1_500, 500, 2, 8
_FEWEST_TEASERS, _TEASERS = 4, 0.6
_TITLES = frozenset(["h2", "h3", "h4", "div", "li", "p"])


def refuse_no_article(metadata: Metadata, blocks: Sequence[Block], paragraphs: Sequence[int]) -> None:
    """Raise NoBodyError, saying what the page is, where it is no article. paragraphs: indexes of those found in it."""
    size = sum(len(blocks[i].text) for i in paragraphs)
    if size < _SHORT_PAGE and _says("missing", metadata):
        raise NoBodyError("an HTML page that says there is no such page; check the link")
    if size < _SHORT_PAGE and not metadata.is_article and _says("wall", metadata):
        raise NoBodyError(
            "an HTML page that only asks for consent or a check; open it in a browser and save the article"
        )
    if not paragraphs:
        raise NoBodyError("an HTML page without the body of an article; save its text instead if it has one")
    if not metadata.is_article and _is_front(blocks, paragraphs):
        raise NoBodyError("an HTML page of links to articles, not an article; give the articles themselves")
    if (
        metadata.is_for_sale
        and size < _STUB
        and len(paragraphs) <= _STUB_PARAGRAPHS
        and _is_cut(blocks, paragraphs[-1])
    ):
        raise NoBodyError("an HTML page that shows only the beginning of its article; give the whole text")


def _says(what: str, metadata: Metadata) -> bool:
    texts = [text for text in (metadata.title, metadata.page_title) if text]
    return any(pattern.fullmatch(text) for text in texts for pattern in _patterns(what))


def _is_front(blocks: Sequence[Block], paragraphs: Sequence[int]) -> bool:
    """Whether most paragraphs stand by themselves under a heading that is a link: teasers."""
    beside = Counter(blocks[i].parent for i in paragraphs)
    teasers = [i for i in paragraphs if beside[blocks[i].parent] == 1 and _is_under_link(blocks, i)]
    return len(paragraphs) >= _FEWEST_TEASERS and len(teasers) >= _TEASERS * len(paragraphs)


def _is_under_link(blocks: Sequence[Block], i: int) -> bool:
    before = blocks[max(0, i - 2) : i]
    return any(block.link and block.tag in _TITLES for block in before) or blocks[i].link


def _is_cut(blocks: Sequence[Block], last: int) -> bool:
    """Whether the text ends before what asks readers to pay."""
    behind = blocks[last + 1 : last + 1 + _PROMPT_WITHIN]
    kinds = [kind_of(block.text, "edges") for block in behind]
    places = [block.place() for block in behind]
    return any(kind is not None and kind.why == "subscription" for kind in kinds) or any(
        place is not None and place.why == "subscription" for place in places
    )


@cache
def _patterns(what: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(expression, re.IGNORECASE) for expression in known("no_article")[what])
