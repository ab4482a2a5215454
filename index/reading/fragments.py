"""The HTML that feeds and agencies carry -> paragraphs: all of it is body but what says that it is none.

Unlike a page, a fragment has no navigation to find the body in. Its blocks are the page reader's; what a feed adds to
each item ("The post ... appeared first on ...", "Continue reading") is data (data/feedlines.toml).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from importlib.resources import files
from typing import TYPE_CHECKING

from index.articles import Dropped
from index.errors import MalformedError, NoBodyError
from index.reading.furniture import kind_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

    from index.reading.blocks import Block

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LONGEST_LINE = 300
_SUBHEAD_CHARACTERS = 90
_SENTENCE_ENDS = frozenset('.!?…"”’»')
_EDGE = 3
_DROPPED_CHARACTERS, _MOST_DROPPED = 300, 200
_SIGNS = re.compile(r"[\W_]+")
_LINE_ENDS = re.compile(r"\r\n?|\n")
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_MARKUP = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|center|cite|code|div|em|figure|font|h[1-6]|hr|i|iframe|img|ins|li|mark|ol|p|pre|"
    r"q|s|script|section|small|span|strike|strong|style|sub|sup|table|tt|u|ul|video)(?=[\s/>])[^<>]{0,4000}>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fragment:
    """What a piece of HTML comes to; paragraphs in order, white space collapsed."""

    paragraphs: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()


def read_fragment(html: str, title: str | None = None) -> Fragment:
    """The paragraphs of a piece of HTML, split as a page's are; empty where it has none.

    title: a block that only repeats it is left out. Raises MalformedError or TooLargeError where it cannot be read.
    """
    from index.reading.blocks import blocks_of, parse_page, take_unseen

    if not html.strip():
        return Fragment()
    try:
        tree = parse_page(f"<!DOCTYPE html><html><body>{html}</body></html>")
        hidden = take_unseen(tree)
        links = _take_links(tree)
        blocks = blocks_of(tree)
    except NoBodyError:
        return Fragment()
    except RecursionError as error:
        raise MalformedError("HTML nested too deeply to be read") from error
    found = _sorted(blocks, title)
    dropped = [*found.dropped, *links, *(Dropped(text=_cut(text), why="hidden") for text in hidden)]
    return Fragment(found.paragraphs, found.notices, tuple(dropped[:_MOST_DROPPED]))


def plain_to_html(text: str) -> str:
    """Plain text as HTML that shows the same: paragraphs between blank lines, or lines where no line is blank."""
    text = _LINE_ENDS.sub("\n", text).strip()
    parts = _BLANK_LINES.split(text) if _BLANK_LINES.search(text) else text.split("\n")
    return "".join(f"<p>{escape(part, quote=False)}</p>" for part in parts if part.strip())


def is_markup(text: str) -> bool:
    """Whether a text is HTML: it has a tag or an entity that HTML knows."""
    return _MARKUP.search(text) is not None or _ENTITY.search(text) is not None


def plain(text: str | None) -> str | None:
    """A heading or name without markup, entities resolved (feeds encode them twice), on one line; None if empty."""
    if not text:
        return None
    text = unescape(unescape(_MARKUP.sub("", unescape(text) if "&lt;" in text else text)))
    text = "".join(" " if character.isspace() else character for character in text if _can_show(character))
    return " ".join(text.split()) or None


def is_cut_off(paragraphs: Sequence[str]) -> bool:
    """Whether a text ends in a mark that more of it stands elsewhere ("[…]", "...")."""
    return bool(paragraphs) and any(pattern.search(paragraphs[-1][-40:]) for pattern in _lines("cut"))


def _can_show(character: str) -> bool:
    return character.isspace() or (character.isprintable() or character in "\u200c\u200d\u00ad")


def _take_links(tree: HtmlElement) -> list[Dropped]:
    """Remove links that only lead on ("Continue reading"), also from the end of a paragraph; what they said."""
    taken = []
    for link in list(tree.iter("a")):
        text = " ".join("".join(link.itertext()).split())
        if text and len(text) <= _LONGEST_LINE and any(pattern.fullmatch(text) for pattern in _lines("links")):
            taken.append(Dropped(text=text, why="link to the article"))
            link.drop_tree()
    return taken


def _sorted(blocks: Sequence[Block], title: str | None) -> Fragment:
    heading = _key(title or "")
    paragraphs: list[str] = []
    notices: list[str] = []
    dropped: list[Dropped] = []
    for at, block in enumerate(blocks):
        edge = at < _EDGE or at >= len(blocks) - _EDGE
        kind = kind_of(block.text, "edges" if edge and len(blocks) > _EDGE else "anywhere")
        if kind is not None and kind.role in ("notice", "opens notice"):
            notices.append(block.text)
            continue
        why = _why_dropped(block, heading, alone=len(blocks) == 1, edge=edge)
        if why is None and kind is not None:
            why = kind.why
        if why is None:
            paragraphs.append(block.text)
        else:
            dropped.append(Dropped(text=_cut(block.text), why=why))
    return Fragment(tuple(paragraphs), tuple(dict.fromkeys(notices)), tuple(dropped))


def _why_dropped(block: Block, title: str, *, alone: bool, edge: bool) -> str | None:
    """Why a block is no paragraph; None where it is one. alone: the only block is the text, whatever it looks like."""
    text = block.text
    if len(text) <= _LONGEST_LINE and any(pattern.fullmatch(text) for pattern in _lines("lines")):
        return "added by the feed"
    if title and edge and _key(text) == title:
        return "title"
    if alone:
        return None
    if (place := block.place()) and not place.soft:
        return place.why
    if block.tag in _HEADINGS:
        return "subhead"
    if block.link:
        return "link"
    if block.strong and len(text) <= _SUBHEAD_CHARACTERS and text[-1] not in _SENTENCE_ENDS:
        return "subhead"
    return None


@cache
def _lines(name: str) -> tuple[re.Pattern[str], ...]:
    data = tomllib.loads(files("index.reading").joinpath("data/feedlines.toml").read_text(encoding="utf-8"))
    return tuple(re.compile(expression, re.IGNORECASE) for expression in data[name])


def _cut(text: str) -> str:
    return text if len(text) <= _DROPPED_CHARACTERS else f"{text[: _DROPPED_CHARACTERS - 1]}…"


def _key(text: str) -> str:
    return _SIGNS.sub("", text.casefold())
