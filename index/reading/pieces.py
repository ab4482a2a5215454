"""Runs of text within a block of a page: where its type or links change, and where they part it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.reading.places import Place

_LINE_CHARACTERS, _LINE_ENDS = 40, frozenset('.!?…"”’»。！？」')
_ASIDE = re.compile(
    r"\s\(\s?(?:related|read|read more|read also|also read|see also|more|watch|listen)\s?:\s[^()]{3,200}\)\s{0,20}$",
    re.IGNORECASE,
)
"""Another story's headline in brackets at the end of a paragraph."""
_ASIDE_CHARACTERS = 250


@dataclass(slots=True)
class Piece:
    """A run of text within a block."""

    text: str
    link: bool
    bold: bool
    slanted: bool
    place: Place | None
    """That of the innermost inline element with a name."""


def aside_at(pieces: Sequence[Piece]) -> int:
    """Where in the text a linked aside on another story begins that ends it; 0 for none."""
    if not any(piece.link for piece in pieces):
        return 0
    whole = "".join(piece.text for piece in pieces)
    found = _ASIDE.search(whole, max(0, len(whole) - _ASIDE_CHARACTERS))
    return found.start() if found and any(piece.link for piece in parted(pieces, found.start())[1]) else 0


def parted(pieces: Sequence[Piece], at: int) -> tuple[list[Piece], list[Piece]]:
    """The pieces before a place in their text and those behind it."""
    before, behind = [], []
    for piece in pieces:
        if at > 0:
            before.append(replace(piece, text=piece.text[:at]))
        if len(piece.text) > at:
            behind.append(replace(piece, text=piece.text[max(0, at) :]))
        at = max(0, at - len(piece.text))
    return before, behind


def is_lines(pieces: Sequence[Piece], fewest: int) -> bool:
    """Whether single line breaks part paragraphs: several lines, each of some length and whole sentences."""
    if sum(piece.text == "\n" for piece in pieces) < fewest - 1:
        return False
    lines = [line for line in "".join(piece.text for piece in pieces).split("\n") if not line.isspace() and line]
    return len(lines) >= fewest and all(
        len(line.strip()) >= _LINE_CHARACTERS and line.strip()[-1] in _LINE_ENDS for line in lines
    )


def ends_with_break(pieces: Sequence[Piece]) -> bool:
    """Whether the last that stands there is a line break."""
    for piece in reversed(pieces):
        if piece.text == "\n":
            return True
        if piece.text.strip():
            return False
    return False
