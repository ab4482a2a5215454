"""An HTML page -> its blocks of text in reading order, character for character, and where on the page each stands."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from lxml.html import HtmlElement, HTMLParser, document_fromstring  # type: ignore[import-untyped]

from index.errors import MalformedError, NoBodyError, TooLargeError
from index.reading.fields import key_of
from index.reading.pieces import Piece, aside_at, ends_with_break, is_lines, parted
from index.reading.places import Place, place_of
from index.reading.tags import most_attributes

MOST_ELEMENTS, MOST_ATTRIBUTES = 25_000, 300
_MOST_ATTRIBUTE, _FEWEST_PARAGRAPHS = 4_000, 3
_UNSEEN = (
    "title script style template noscript svg math iframe object embed canvas audio video select textarea input button "
    "datalist noframes"
)
UNSEEN = frozenset(_UNSEEN.split())
"""Elements whose content is no text of the page."""
_BLOCKS = (
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td "
    "tfoot th thead tr ul"
)
_TEXT = frozenset(["p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "dd", "dt"])
_INLINE = frozenset(["span", "a", "small", "em", "i", "b", "strong", "label", "font"])
_HEAD = frozenset(["title", "meta", "link", "base", "script", "style", "template", "noscript", "object"])
_BLOCK = frozenset(_BLOCKS.split())
_HIDDEN_STYLE = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text that the page sets apart. text: white space collapsed, never empty."""

    text: str
    key: str
    """Its letters and figures alone, by which it is recognised."""
    tag: str
    """The innermost block element it stands in: "p", "li", "h2", "div" ..."""
    path: tuple[int, ...]
    """Numbers of the elements it stands in, the innermost last; a block's are those of all others that it shares."""
    look: tuple[str, str]
    """Tag and first class of the innermost element and of the one around it: what the page's style knows it by."""
    places: tuple[tuple[int, Place], ...]
    """Which of the elements around it are for something else than body text, the innermost last."""
    linked: float
    """The share of its characters that are links."""
    link_from: int
    """How many characters stand before the first link; as many as there are where it has none."""
    strong: bool
    """Whether all of it is bold."""
    slanted: bool
    """Whether all of it is in italics."""
    pictured: bool
    """Whether a picture stands in the same element."""

    @property
    def parent(self) -> int:
        """The number of the element that holds its own; blocks beside each other share it."""
        return self.path[-2] if len(self.path) > 1 else 0

    @property
    def link(self) -> bool:
        """Whether all of it is links."""
        return self.linked == 1.0

    def place(self, around: frozenset[int] = frozenset()) -> Place | None:
        """The innermost part around it that holds no body text; those around the whole body do not count."""
        return next((place for number, place in reversed(self.places) if number not in around), None)


def parse_page(text: str) -> HtmlElement:
    """The page's tree. Raises MalformedError or TooLargeError where it cannot be read whole, NoBodyError if empty."""
    if most_attributes(text, MOST_ATTRIBUTES) > MOST_ATTRIBUTES:
        raise MalformedError(f"an HTML page with an element of more than {MOST_ATTRIBUTES} attributes")
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise NoBodyError("an HTML page without content") from error
    for entry in parser.error_log:
        if "depth" in entry.message.lower():
            raise MalformedError("an HTML page with elements nested too deeply to be read whole")
        if "huge" in entry.message.lower():
            raise TooLargeError("an HTML page with one text that is too large to be read whole")
    count = sum(1 for _ in tree.iter())
    if count > MOST_ELEMENTS:
        raise TooLargeError(f"an HTML page of {count:,} elements; at most {MOST_ELEMENTS:,} are read")
    _move_out_of_head(tree)
    return tree


def take_unseen(tree: HtmlElement) -> list[str]:
    """Remove from the tree what a reader of the page does not see; the texts of its hidden elements."""
    hidden, unseen = [], []
    for element in tree.iter(etree.Element):
        if element.tag in UNSEEN:
            unseen.append(element)
        elif element.getparent() is not None and _is_hidden(element):
            hidden.append(element)
        for name, value in element.attrib.items():
            if len(value) > _MOST_ATTRIBUTE:
                del element.attrib[name]  # nothing that is read is so long, and patterns run over it
    for element in unseen:
        _drop(element)
    paragraphs = sum(1 for _ in tree.iter("p"))
    hidden = [element for element in hidden if not _holds_most(element, paragraphs)]
    texts = [" ".join("".join(element.itertext()).split()) for element in hidden]
    for element in hidden:
        _drop(element)
    return [text for text in texts if text]


def blocks_of(tree: HtmlElement) -> list[Block]:
    """The blocks of the page in reading order. Two line breaks in a row part one block from the next."""
    gathering = _Gathering()
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag == "head" or tag in UNSEEN:
                gathering.silent += 1
            gathering.start(tag, element)
        else:
            gathering.end(tag)
            if tag == "head" or tag in UNSEEN:
                gathering.silent -= 1
            gathering.add(element.tail)
    return gathering.blocks


@dataclass(slots=True)
class _Open:
    """A block element that is open."""

    tag: str
    look: str
    number: int
    place: Place | None
    pictured: bool = False


@dataclass(slots=True)
class _Gathering:
    """The walk's state: what is open, and the text since the last block ended."""

    blocks: list[Block] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    inline: list[Place | None] = field(default_factory=list)
    last: int = 0
    links: int = 0
    bold: int = 0
    slanted: int = 0
    silent: int = 0
    pieces: list[Piece] = field(default_factory=list)

    def start(self, tag: str, element: Any) -> None:
        if tag in _BLOCK or ("-" in tag and not self._in_text()):
            self.flush()
            self.last += 1
            first = (element.get("class") or "").split(maxsplit=1)
            self.open.append(_Open(tag, f"{tag}.{first[0] if first else ''}", self.last, place_of(tag, element.attrib)))
        elif tag in _INLINE:
            self.inline.append(place_of(tag, element.attrib) or (self.inline[-1] if self.inline else None))
        elif tag in ("img", "picture") and self.open:
            self.open[-1].pictured = True
        self._count(tag, 1)
        if tag == "q":
            self.add("“")
        self.add(element.text)

    def end(self, tag: str) -> None:
        if tag in _BLOCK or ("-" in tag and self.open and self.open[-1].tag == tag):
            self.flush()
            self.open.pop()
        elif tag in _INLINE:
            self.inline.pop()
        self._count(tag, -1)
        if tag == "q":
            self.add("”")
        if tag == "br":
            self.pieces.append(Piece("\n", link=True, bold=True, slanted=True, place=None))

    def _in_text(self) -> bool:
        """Whether an element of the page's own making would part a paragraph; elsewhere it stands apart."""
        return any(one.tag in _TEXT for one in self.open[-3:])

    def _count(self, tag: str, step: int) -> None:
        self.links += step * (tag == "a")
        self.bold += step * (tag in ("b", "strong"))
        self.slanted += step * (tag in ("i", "em"))

    def add(self, text: str | None) -> None:
        if text and not self.silent:
            # Line ends of the source are white space; only <br> makes a line.
            place = self.inline[-1] if self.inline else None
            text = text.replace("\n", " ")
            self.pieces.append(Piece(text, self.links > 0, self.bold > 0, self.slanted > 0, place))

    def flush(self) -> None:
        part: list[Piece] = []
        whole = "".join(piece.text for piece in self.pieces)
        if not whole or whole.isspace():
            self.pieces = []
            return
        if is_lines(self.pieces, 3 if self._in_text() else 2):
            self.pieces = [
                twice for piece in self.pieces for twice in ([piece, piece] if piece.text == "\n" else [piece])
            ]
        for piece in self.pieces:
            # two line breaks in a row, white space aside, part one paragraph from the next
            if piece.text == "\n" and ends_with_break(part):
                self._close(part)
                part = []
            else:
                part.append(piece)
        self._close(part)
        self.pieces = []

    def _close(self, pieces: list[Piece]) -> None:
        if at := aside_at(pieces):
            before, behind = parted(pieces, at)
            self._keep(before)
            pieces = behind
        self._keep(pieces)

    def _keep(self, pieces: list[Piece]) -> None:
        text = " ".join("".join(piece.text for piece in pieces).split())
        seen = [piece for piece in pieces if piece.text.strip()]
        if not text:
            return
        sizes = [(piece, len("".join(piece.text.split()))) for piece in seen]
        total = sum(size for _, size in sizes)
        before = next((n for n, piece in enumerate(seen) if piece.link), len(seen))
        path = tuple(one.number for one in self.open)
        places = [(one.number, one.place) for one in self.open if one.place]
        inner = {piece.place for piece in seen}
        if len(inner) == 1 and (place := inner.pop()):
            places.append((-1, place))
        looks = [one.look for one in self.open[-2:]] or ["body."]
        self.blocks.append(
            Block(
                text=text,
                key=key_of(text),
                tag=self.open[-1].tag if self.open else "body",
                path=path,
                look=(looks[-1], looks[0]),
                places=tuple(places),
                linked=sum(size for piece, size in sizes if piece.link) / max(1, total),
                link_from=sum(len(piece.text) for piece in seen[:before]),
                strong=all(piece.bold for piece in seen),
                slanted=all(piece.slanted for piece in seen),
                pictured=bool(self.open) and self.open[-1].pictured,
            )
        )


def _move_out_of_head(tree: HtmlElement) -> None:
    """Put into the body what the parser left in the head: where a page has no <body> tag, it does not end the head."""
    head, body = tree.find("head"), tree.find("body")
    if head is None:
        return
    stray = list(itertools.dropwhile(lambda element: element.tag in _HEAD, head))
    if not stray:
        return
    if body is None:
        body = etree.SubElement(tree, "body")
    for place, element in enumerate(stray):
        body.insert(place, element)


def _is_hidden(element: Any) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and _HIDDEN_STYLE.search(style[:_MOST_ATTRIBUTE]))


def _holds_most(element: Any, paragraphs: int) -> bool:
    """Whether a hidden element is the page itself, hidden only until its scripts have run."""
    held = sum(1 for _ in element.iter("p"))
    return held >= _FEWEST_PARAGRAPHS and held * 2 > paragraphs


def _drop(element: Any) -> None:
    if element.getparent() is not None:
        element.drop_tree()
