"""Why a block of a page is no paragraph of the body: its place, what it says, how it is linked and set."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.reading.blocks import Block
from index.reading.datelines import stands_alone
from index.reading.fields import key_of
from index.reading.furniture import is_notice, kind_of
from index.reading.metadata import Metadata
from index.reading.page_body import HEADINGS, SENTENCE_ENDS, Body, certain, is_sentence
from index.reading.published import date_of

NOTICE = "notice"
_NOT_BODY = "not part of the article's body (trafilatura)"
_NO_NOTICE = frozenset({"navigation", "set aside on the page", "form"})
_EDGE, _TAIL, _FAR = 3, 4, 400
_SUBHEAD_CHARACTERS, _DATE_CHARACTERS, _BYLINE_CHARACTERS, _CAPTION_CHARACTERS = 90, 60, 80, 250
_LINE_CHARACTERS, _OPENS_LINE, _CONTACT_CHARACTERS = 45, frozenset("-–—•*"), 200
_ADDRESS = re.compile(r"[\w.+-]{1,60}@[\w-]{1,60}\.[a-z]{2,10}|(?:https?://|www\.)\S")
_LINKED_SLANTED, _LINKED_STRONG, _UNSTATED = 0.15, 0.45, 120
_TABLE_CELL = frozenset({"td", "th", "caption"})
_PULLED, _NEAR = 20, 8
_LABEL = re.compile(r".{0,60}?[:|›»>→–—-]\W{0,3}|\W{1,5}")
"""What stands before a link that a line is there for: "Read also: ", "→ "."""


class Reasons:
    """The reasons for a page's blocks. blocks: in reading order; all indexes are into them."""

    def __init__(self, metadata: Metadata, blocks: Sequence[Block], body: Body) -> None:
        self._metadata = metadata
        self._blocks = blocks
        self._body = body
        self._title = key_of(metadata.title or "")
        self._names = [key for name in (metadata.byline or "").split(",") if len(key := key_of(name)) > 4]
        order = sorted(i for i in body.chosen if body.place(blocks[i]) is None)
        self._pulled = self._pull_quotes(order)
        likely = [i for i in order if self._is_likely(i)]
        self._first, self._last = (likely[0], likely[-1]) if likely else (len(blocks), -1)
        self._edges = self._outer(order) | self._outer(order[::-1])
        self._tail = set(order[-_TAIL:])
        self._next = self._next_article()

    def of(self, i: int) -> str | None:
        """Why the block is no paragraph; None where it is one, NOTICE where it is a publisher's correction."""
        block = self._blocks[i]
        if self._is_notice(block):
            return NOTICE
        if self._title and (block.key == self._title or self._is_dated_title(block.text)):
            return "title"
        if i >= self._next and self._body.home not in block.path:
            return "another article"
        place = self._body.place(block)
        if place is not None:
            return place.why
        if i in self._pulled:
            return "pull quote"
        chosen = i in self._body.chosen
        if not chosen and i - self._first > _FAR:
            return _NOT_BODY
        edge = i in self._edges or not chosen
        kind = kind_of(block.text, "edges" if edge else "anywhere")
        said = kind.why if kind and kind.role not in ("notice", "opens notice") else None
        if not chosen:
            return said or _NOT_BODY
        if block.tag in HEADINGS:
            return "subhead"
        return (
            said
            or self._by_link(block)
            or self._by_look(i)
            or self._unstated(i)
            or (self._at_edge(i) if edge else None)
        )

    def _is_notice(self, block: Block) -> bool:
        place = block.place(self._body.around)
        if (place and place.why in _NO_NOTICE) or block.link or block.tag in HEADINGS:
            return False
        return is_notice(block.text)

    def _next_article(self) -> int:
        """Where the next article begins on a page that goes on with others: a heading set like the title's own."""
        blocks = self._blocks
        looks = {block.look for block in blocks[: self._first] if block.tag == "h1" and block.key == self._title}
        named = {look for look in looks if not all(name.endswith(".") for name in look)}
        for i in range(self._first, len(blocks)):
            another = blocks[i].tag == "h1" and blocks[i].key != self._title and blocks[i].look in named
            if another and self._body.home not in blocks[i].path:
                return i
        return len(blocks)

    def _is_dated_title(self, text: str) -> bool:
        """Whether a line is the headline with the day behind it, which only line breaks part on old pages."""
        title = self._metadata.title or ""
        behind = text[len(title) :].strip()
        short = bool(behind) and len(behind) <= _DATE_CHARACTERS and behind[-1] not in SENTENCE_ENDS
        return short and text.startswith(title) and date_of(behind, self._metadata.language) is not None

    def _is_likely(self, i: int) -> bool:
        block = self._blocks[i]
        return block.look in self._body.looks and is_sentence(block.text) and self._by_link(block) is None

    def _outer(self, order: Sequence[int]) -> set[int]:
        """The first few blocks of an order, and those among them that are furniture: it comes in rows."""
        outer: set[int] = set()
        sound = 0
        for i in order:
            outer.add(i)
            sound += self._is_likely(i) and kind_of(self._blocks[i].text, "edges") is None
            if sound >= _EDGE:
                break
        return outer

    def _pull_quotes(self, order: Sequence[int]) -> set[int]:
        """The body's blocks that only repeat words of a paragraph near them."""
        keys = [self._blocks[i].key for i in order]
        pulled = set()
        for n, key in enumerate(keys):
            near = keys[max(0, n - _NEAR) : n] + keys[n + 1 : n + 1 + _NEAR]
            if len(key) >= _PULLED and any(key in other and key != other for other in near):
                pulled.add(order[n])
        return pulled

    def _by_link(self, block: Block) -> str | None:
        """A line that is there for its link: all of it is one, or a label before one, or set apart by its type."""
        if block.linked >= 0.85:
            return "link"
        if block.linked == 0 or self._body.states(block):
            return None
        behind_label = _LABEL.fullmatch(block.text[: block.link_from]) and block.linked > 0.4
        ended = block.text[-1] in SENTENCE_ENDS
        if behind_label and (block.linked > 0.6 or not ended or block.strong or block.slanted):
            return "related links"
        if block.linked > (_LINKED_SLANTED if block.slanted else _LINKED_STRONG) and (block.strong or block.slanted):
            return "link"
        return "link" if block.linked > 0.6 and not ended else None

    def _by_look(self, i: int) -> str | None:
        block = self._blocks[i]
        ended = block.text[-1] in SENTENCE_ENDS
        if block.strong and len(block.text) <= _LINE_CHARACTERS and block.text[-1] in ":：":
            return "subhead"
        if block.strong and block.linked > _LINKED_SLANTED and i > self._first and block.text[-1] != "?":
            return "link"
        if block.pictured and block.look not in self._body.looks and len(block.text) <= _CAPTION_CHARACTERS:
            return "caption"
        if len(block.text) <= _SUBHEAD_CHARACTERS and not ended:
            if block.tag in _TABLE_CELL:
                return "table"
            if block.strong or self._is_short_line(i):
                return "subhead"
            if block.look not in self._body.looks and block.tag not in ("p", "li", "blockquote"):
                return _NOT_BODY
        if block.tag == "li" and i < self._first and block.look not in self._body.looks:
            return "summary"
        if block.look in self._body.looks or self._body.states(block):
            return None
        return None if self._first <= i <= self._last or self._is_beside(block) else _NOT_BODY

    def _is_short_line(self, i: int) -> bool:
        """Whether a line is too short for a paragraph and ends as none: a label, or a heading that is not marked."""
        block = self._blocks[i]
        return (
            block.tag in ("p", "div")
            and (len(block.text) <= _LINE_CHARACTERS or block.look[0] not in {look[0] for look in self._body.looks})
            and block.text[-1] not in ",;-–—"
            and block.text[0] not in _OPENS_LINE
            and not self._body.states(block)
        )

    def _unstated(self, i: int) -> str | None:
        """A line that the page's own text of the article does not have, and that looks like none of it, either."""
        block = self._blocks[i]
        key = block.key
        if not self._body.stated or key in self._body.stated or block.tag in ("li", "blockquote"):
            return None
        doubtful = block.linked > _LINKED_SLANTED or block.strong or block.slanted or not is_sentence(block.text)
        return "not in the article's text" if doubtful and len(block.text) <= 2 * _UNSTATED else None

    def _is_beside(self, block: Block) -> bool:
        """Whether it stands right beside the body's paragraphs."""
        return block.parent in self._body.homes or any(number in self._body.homes for number in block.path)

    def _at_edge(self, i: int) -> str | None:
        block = self._blocks[i]
        if stands_alone(block.text):
            return "dateline"
        ended = block.text[-1] in SENTENCE_ENDS
        if len(block.text) <= _DATE_CHARACTERS and not ended and date_of(block.text, self._metadata.language):
            return "published time"
        key = block.key
        if len(block.text) <= _CONTACT_CHARACTERS and (_ADDRESS.search(block.text) or "©" in block.text):
            return "contact"
        if len(block.text) <= _BYLINE_CHARACTERS and not ended and any(name in key for name in self._names):
            return "byline"
        if i in self._tail and i > self._first and any(key.startswith(name) for name in self._names):
            return "about the reporter"
        if block.slanted and i in self._tail and i >= self._last and len(key) >= certain(block.text):
            return "note at the end"
        return None
