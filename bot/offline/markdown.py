"""Discord's Markdown: what a person sees of the text that a bot sent, with escapes undone and marks taken away.

Rules as Discord's help centre gives them ("Markdown Text 101"), and beyond it as its clients behave: a backslash makes
any sign literal but no letter or digit; `_` closes only before a sign; a masked link whose label holds a link is none.
A timestamp is shown as an absolute time in UTC. Time and depth are bounded for any text.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from bot.offline.marks import DEEPEST, Names, Scanner, Span, Style

__all__ = ["Line", "Names", "Span", "Style", "read"]


@dataclass(frozen=True)
class Line:
    """A line as shown. `level` is a heading's, `bullet` what stands before an item, `quoted` puts a bar beside it."""

    spans: tuple[Span, ...]
    kind: Literal["plain", "heading", "subtext", "item", "code"] = "plain"
    level: int = 0
    bullet: str = ""
    quoted: bool = False

    @property
    def text(self) -> str:
        """The characters shown."""
        return "".join(span.text for span in self.spans)


_BLOCK = re.compile(
    r"(?P<heading>#{1,3})[ \t]+(?=\S)|(?P<subtext>-#)[ \t]+(?=\S)|[ ]{0,9}(?P<rest>>>>)[ ]+|[ ]{0,9}(?P<quote>>)[ ]+"
    r"|(?P<indent>[ ]{0,9})(?P<bullet>[-*]|\d{1,9}\.)[ ]+(?=\S)"
)


def read(text: str, names: Names = lambda _kind, _id: None) -> list[Line]:
    """The lines that a person sees of `text`."""
    return _lines(text, names, 0)


def _lines(text: str, names: Names, depth: int) -> list[Line]:
    found: list[Line] = []
    place = 0
    while place < len(text):
        block = _BLOCK.match(text, place) if depth < DEEPEST else None
        if block is None:
            scanner = Scanner(text, names)
            place = scanner.scan(place, _BLOCK)
            found += _cut(scanner)
            continue
        end = len(text) if block["rest"] else _end_of_line(text, place)
        found += _block(block, text[block.end() : end], names, depth)
        place = end + 1
    return found


def _end_of_line(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end


def _block(block: re.Match[str], inside: str, names: Names, depth: int) -> list[Line]:
    if block["rest"] or block["quote"]:
        return [replace(line, quoted=True) for line in _lines(inside, names, depth + 1) or [Line(())]]
    if block["heading"]:
        return [Line(_spans(inside.rstrip().rstrip("#").rstrip(), names), "heading", level=len(block["heading"]))]
    if block["subtext"]:
        return [Line(_spans(inside, names), "subtext")]
    sign = block["bullet"] if block["bullet"][0].isdigit() else "•"
    return [Line(_spans(inside, names), "item", bullet=f"{block['indent']}{sign} ")]


def _spans(text: str, names: Names) -> tuple[Span, ...]:
    scanner = Scanner(text, names)
    scanner.scan(0)
    return tuple(scanner.spans)


def _cut(scanner: Scanner) -> list[Line]:
    """What was read, cut at line ends; a code block stands on lines of its own."""
    rows: list[Line] = []
    row: list[Span] | None = None
    for number, span in enumerate(scanner.spans):
        if number in scanner.fences:
            if row and any(shown.text for shown in row):
                rows.append(_line(row))
            rows += [Line((replace(span, text=text),), "code") for text in span.text.split("\n")]
            row = None
            continue
        first, *later = span.text.split("\n")
        row = [*(row or []), replace(span, text=first)]
        for text in later:
            rows.append(_line(row))
            row = [replace(span, text=text)]
    return rows if row is None else [*rows, _line(row)]


def _line(row: list[Span]) -> Line:
    return Line(tuple(span for span in row if span.text))
