"""Which blocks of a page are its article's body: trafilatura's answer, corrected by where and how the page sets them.

Evidence: trafilatura's text; the text that JSON-LD gives; the parts of the page and what they are called; whether a
block looks like most of the body's paragraphs and stands among them. trafilatura's own text is never shown: it may
join, trim or repeat. A block counts as found where its letters and figures stand in that text.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.errors import MalformedError
from index.reading.fields import key_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

    from index.reading.blocks import Block
    from index.reading.places import Place

CERTAIN = 40
"""Letters and figures from which on a block may be a part of a longer paragraph of trafilatura's."""
CERTAIN_EAST = 15
"""The same where a letter is a syllable or a word (Chinese, Japanese, Korean)."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
SENTENCE_ENDS = frozenset('.!?…"”’»«“。！？」』）:：।॥؟។')
_WINDOW = 20_000
_FAR_MORE, _LITTLE, _FEWEST_ALIKE, _PARTLY = 3, 500, 3, 0.3
_PART_CHARACTERS = 300
_MAY_HOLD = frozenset(
    {"subscription", "advertisement", "newsletter", "social networks", "tags", "byline", "caption", "header", "form"}
)
_NEVER = frozenset({"comments", "footer", "cookies", "navigation", "advertisement", "dialog", "form", "hidden"})
_MOST_OF_BODY, _COMMON_LOOK, _TOO_COMMON = 0.5, 0.2, 0.4
_PARAGRAPHS = frozenset(
    {"p", "blockquote", "div", "li", "section", "td", "dd", "pre", "body", "article", "font", "center"}
)


@dataclass(frozen=True, slots=True)
class Body:
    """The blocks that may be body, and what is known of them. looks: those that its paragraphs have."""

    chosen: frozenset[int]
    around: frozenset[int] = frozenset()
    """Numbers of the elements in which most of the body stands: what these are called says nothing of a paragraph."""
    looks: frozenset[tuple[str, str]] = frozenset()
    stated: str = ""
    """Letters and figures of the text that the page's JSON-LD gives, where it gives the body's."""
    disregarded: frozenset[str] = frozenset()
    """Kinds of places in which so many paragraphs stand that their names must mean something else here."""
    homes: frozenset[int] = field(default_factory=frozenset)
    """The elements that directly hold the body's paragraphs."""
    home: int = -1
    """The one that holds most of them."""
    parts: frozenset[int] = frozenset()
    """Elements that hold several of them, though they are called something else: text behind a paywall."""

    def place(self, block: Block) -> Place | None:
        """Why the part of the page that a block stands in is none of the body's; None where it may be."""
        found = block.place(self.around | self.parts)
        if found is None or (found.soft and block.look in self.looks and is_sentence(block.text)):
            return None
        if found.why == "standfirst" and block.parent == self.home:
            return None  # the first paragraph of the text, set in other type
        if found.why in self.disregarded and block.look in self.looks:
            return None
        return None if self.states(block) and block.look in self.looks else found

    def states(self, block: Block) -> bool:
        """Whether the page's JSON-LD has the block's text in the article's."""
        return bool(self.stated) and len(block.key) >= certain(block.text) and block.key in self.stated


def body_of(tree: HtmlElement, blocks: Sequence[Block], stated: str | None) -> Body:
    """The body's blocks. stated: the article's text as the page's JSON-LD gives it.

    Raises MalformedError where trafilatura cannot take the page apart.
    """
    matched = _matched(blocks, found_by_trafilatura(tree))
    if _size(blocks, (i for i in matched if _is_core(blocks[i]))) < _LITTLE:
        matched |= _matched(blocks, found_by_trafilatura(tree, fast=False))
    stated_key = key_of(stated or "")
    if len(stated_key) > 4 * CERTAIN:
        matched |= {
            i
            for i, block in enumerate(blocks)
            if block.tag in _PARAGRAPHS and len(block.key) >= certain(block.text) and block.key in stated_key
        }
    core = _core(blocks, matched)
    core = core or [i for i in matched if blocks[i].tag in _PARAGRAPHS and blocks[i].place() is None]
    if not core:
        return Body(frozenset(matched))
    around, home = _around(blocks, core)
    free = [i for i in core if blocks[i].place(around) is None] or core
    looks = _looks(blocks, free)
    return Body(
        chosen=frozenset(matched | set(core) | _alike(blocks, free, home, looks, around)),
        around=around,
        looks=looks,
        stated=stated_key if _covers(stated_key, blocks, free) else "",
        disregarded=_disregarded(blocks, core, around),
        homes=frozenset(blocks[i].parent for i in free),
        home=Counter(blocks[i].parent for i in free).most_common(1)[0][0],
        parts=_parts(blocks, core, looks),
    )


def found_by_trafilatura(tree: HtmlElement, *, fast: bool = True) -> list[str]:
    """The keys of trafilatura's paragraphs, headings, list items and cells, in order.

    fast: without comparing it to what other extractors find, which takes most of its time.
    """
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False, fast=fast)
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
        keys += [key for key in map(key_of, pieces) if key]
    return keys


def certain(text: str) -> int:
    """How many letters and figures make a text recognisable."""
    return CERTAIN_EAST if _is_east(text) else CERTAIN


def is_sentence(text: str) -> bool:
    """Whether a text reads like a sentence or more: it ends as one, or is long."""
    return text[-1] in SENTENCE_ENDS or len(text) > 160


def _is_east(text: str) -> bool:
    return not text.isascii() and sum("\u3040" <= character <= "\ud7a3" for character in text[:60]) * 2 > len(text[:60])


def _matched(blocks: Sequence[Block], keys: Sequence[str]) -> set[int]:
    exact, run = set(keys), "".join(keys)
    matched: dict[str, int] = {}
    at = 0
    for i, block in enumerate(blocks):
        key = block.key
        if not key:
            continue
        place = run.find(key, at, at + len(key) + _WINDOW)
        long = len(key) >= certain(block.text)
        if key in exact or (long and place >= 0):
            if key in matched and blocks[matched[key]].place() is None:
                continue  # a pull quote, or a summary, that repeats a paragraph
            matched[key] = i
        if place >= 0 and long:
            at = place + len(key)
    return set(matched.values())


def _is_core(block: Block) -> bool:
    """Whether a block is a paragraph by itself: a sentence of some length that is no link."""
    long = len(block.text) >= certain(block.text)
    return long and block.tag in _PARAGRAPHS and block.linked < 0.5 and block.text[-1] in SENTENCE_ENDS


def _core(blocks: Sequence[Block], matched: Iterable[int]) -> list[int]:
    """The paragraphs that trafilatura finds, or those that the page sets alike where these are far more text."""
    found = [i for i in matched if _is_core(blocks[i])]
    alike = _set_alike(blocks)
    size, other = _size(blocks, found), _size(blocks, set(alike) - set(found))
    return alike if other > (1 if size < _LITTLE else _FAR_MORE) * size else found


def _set_alike(blocks: Sequence[Block]) -> list[int]:
    """The paragraphs of the look that has most text in sentences. Comments and teasers are set alike, too: none count
    that stand under a link, or in a part that is for something else and holds other looks as well."""
    held: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, block in enumerate(blocks):
        if _is_core(block) and block.tag in ("p", "div") and not any(b.link for b in blocks[max(0, i - 2) : i]):
            place = block.place()
            if place is None or place.why not in _NEVER:
                held[block.look].append(i)
    named = {look: some for look, some in held.items() if len(some) >= _FEWEST_ALIKE}
    return max(named.values(), key=lambda some: _size(blocks, some), default=[])


def _size(blocks: Sequence[Block], some: Iterable[int]) -> int:
    return sum(len(blocks[i].text) for i in some)


def _around(blocks: Sequence[Block], core: Iterable[int]) -> tuple[frozenset[int], int]:
    """The elements in which most of the body's text stands, and the innermost of them."""
    held: Counter[int] = Counter()
    depth: dict[int, int] = {}
    for i in core:
        for level, number in enumerate(blocks[i].path[:-1]):
            held[number] += len(blocks[i].text)
            depth[number] = level
    whole = sum(len(blocks[i].text) for i in core)
    around = frozenset(number for number, size in held.items() if size > whole * _MOST_OF_BODY)
    return around, max(around, key=lambda number: depth[number], default=0)


def _looks(blocks: Sequence[Block], core: Sequence[int]) -> frozenset[tuple[str, str]]:
    sizes: Counter[tuple[str, str]] = Counter()
    for i in core:
        sizes[blocks[i].look] += len(blocks[i].text)
    whole = sum(sizes.values())
    return frozenset(look for look, size in sizes.items() if size >= whole * _COMMON_LOOK)


def _alike(
    blocks: Sequence[Block],
    core: Sequence[int],
    home: int,
    looks: frozenset[tuple[str, str]],
    around: frozenset[int],
) -> set[int]:
    """Blocks that look like the body's paragraphs, in the same part of the page: trafilatura leaves out short ones,
    repeated ones, and those of a wrapper that it does not know. Also lists and quotations among them."""
    parents = Counter(blocks[i].parent for i in core if blocks[i].tag == "p").most_common(1)
    first, last = min(core), max(core)
    added = set()
    for i, block in enumerate(blocks):
        beside = bool(parents) and block.tag == "p" and block.parent == parents[0][0]
        here = home in block.path
        within = here and first < i < last and _is_list_or_quotation(block) and block.place(around) is None
        if beside or within:
            added.add(i)
        elif block.look in looks and block.tag in ("p", "div", "li", "blockquote"):
            named = not all(look.endswith(".") for look in block.look)
            if here or (named and _is_core(block) and block.place(around) is None):
                added.add(i)
    if not parents:
        added |= _before_breaks(blocks, first)
    return added


def _is_list_or_quotation(block: Block) -> bool:
    apart = block.tag == "li" or "blockquote" in (block.tag, block.look[1].partition(".")[0])
    return apart and block.linked < _PARTLY and is_sentence(block.text)


def _before_breaks(blocks: Sequence[Block], first: int) -> set[int]:
    """The text behind a heading where only line breaks part paragraphs."""
    added = set()
    for i in range(first - 1, -1, -1):
        if (blocks[i].tag, blocks[i].parent, blocks[i].link) != (blocks[first].tag, blocks[first].parent, False):
            break
        if len(blocks[i].text) >= certain(blocks[i].text) and blocks[i].text[-1] in SENTENCE_ENDS:
            added.add(i)
    return added


def _covers(stated: str, blocks: Sequence[Block], core: Sequence[int]) -> bool:
    """Whether the text of the JSON-LD is that of the page, and not a summary or the beginning of it."""
    whole = sum(len(blocks[i].text) for i in core)
    return sum(len(blocks[i].text) for i in core if blocks[i].key in stated) > 0.7 * whole


def _parts(blocks: Sequence[Block], core: Iterable[int], looks: frozenset[tuple[str, str]]) -> frozenset[int]:
    """Elements named for what asks to pay, or the like, that hold paragraphs set like the rest: parts of the body."""
    own = {look[0] for look in looks}
    held: dict[int, list[int]] = defaultdict(list)
    for i in core:
        for number, place in blocks[i].places:
            if place.why in _MAY_HOLD and blocks[i].look[0] in own:
                held[number].append(i)
    return frozenset(
        number
        for number, some in held.items()
        if len(some) >= _FEWEST_ALIKE and _size(blocks, some) >= _PART_CHARACTERS
    )


def _disregarded(blocks: Sequence[Block], core: Sequence[int], around: frozenset[int]) -> frozenset[str]:
    held: Counter[str] = Counter()
    for i in core:
        if (place := blocks[i].place(around)) and len(set(blocks[i].path) - around) > 0:
            held[place.why] += len(blocks[i].text)
    whole = sum(len(blocks[i].text) for i in core)
    return frozenset(why for why, size in held.items() if size > whole * _TOO_COMMON)
