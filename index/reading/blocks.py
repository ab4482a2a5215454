"""An HTML page -> its blocks of text in reading order, character for character, and where on the page each stands."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from lxml.html import HtmlElement, HTMLParser, document_fromstring  # type: ignore[import-untyped]

from index.errors import MalformedError, NoBodyError, TooLargeError
from index.reading.tags import most_attributes

MOST_ELEMENTS, MOST_ATTRIBUTES = 25_000, 300
_MOST_ATTRIBUTE = 4_000
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
_HEAD = frozenset(["title", "meta", "link", "base", "script", "style", "template", "noscript", "object"])
_BLOCK = frozenset(_BLOCKS.split())
_PLACES = {
    "nav": "navigation",
    "header": "header",
    "footer": "footer",
    "aside": "set aside on the page",
    "form": "form",
    "figcaption": "caption",
    "figure": "caption",
    "dialog": "dialog",
    "menu": "navigation",
}
_HIDDEN_STYLE = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_BREAKS = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text that the page sets apart. text: white space collapsed, never empty."""

    text: str
    tag: str
    """The innermost block element it stands in: "p", "li", "h2", "div" ..."""
    parent: int
    """A number of the element that holds that one; blocks beside each other share it."""
    place: str | None
    """Why this place holds no body text ("navigation", "caption" ...), or None."""
    in_article: bool
    link: bool
    """Whether all of it is links."""
    strong: bool
    """Whether all of it is bold."""


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
            gathering.end(tag, element)
            if tag == "head" or tag in UNSEEN:
                gathering.silent -= 1
            gathering.add(element.tail)
    return gathering.blocks


@dataclass(slots=True)
class _Gathering:
    """The walk's state: what is open, and the text since the last block ended."""

    blocks: list[Block] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    """The open block elements' tags, outermost first."""
    numbers: list[int] = field(default_factory=lambda: [0])
    last: int = 0
    links: int = 0
    bold: int = 0
    silent: int = 0
    pieces: list[tuple[str, bool, bool]] = field(default_factory=list)

    def start(self, tag: str, element: Any) -> None:
        if tag in _BLOCK:
            self.flush()
            self.open.append(tag)
            self.last += 1
            self.numbers.append(self.last)
        self.links += tag == "a"
        self.bold += tag in ("b", "strong")
        if tag == "q":
            self.add("“")
        self.add(element.text)

    def end(self, tag: str, element: Any) -> None:
        if tag in _BLOCK:
            self.flush()
            self.open.pop()
            self.numbers.pop()
        self.links -= tag == "a"
        self.bold -= tag in ("b", "strong")
        if tag == "q":
            self.add("”")
        if tag == "br":
            self.pieces.append(("\n", True, True))

    def add(self, text: str | None) -> None:
        if text and not self.silent:
            # Line ends of the source are white space; only <br> makes a line.
            self.pieces.append((text.replace("\n", " "), self.links > 0, self.bold > 0))

    def flush(self) -> None:
        whole = "".join(text for text, _, _ in self.pieces)
        seen = [(link, bold) for text, link, bold in self.pieces if text.strip()]
        for part in _BREAKS.split(whole) if whole else ():
            if text := " ".join(part.split()):
                self.blocks.append(self._block(text, all(link for link, _ in seen), all(bold for _, bold in seen)))
        self.pieces = []

    def _block(self, text: str, link: bool, strong: bool) -> Block:
        return Block(
            text=text,
            tag=self.open[-1] if self.open else "body",
            parent=self.numbers[-2] if len(self.numbers) > 1 else 0,
            place=next((_PLACES[tag] for tag in reversed(self.open) if tag in _PLACES), None),
            in_article="article" in self.open or "main" in self.open,
            link=link,
            strong=strong,
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


def _drop(element: Any) -> None:
    if element.getparent() is not None:
        element.drop_tree()
