"""Text -> blocks: one block for each paragraph or line that stands for itself. Hard-wrapped lines are joined."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDEST = 120
NARROWEST = 40
"""Columns between which lines are taken to be wrapped."""
_ENDS = ".!?:;…。！？؟।\"”»'’)]"
_OWN_LINE = re.compile(r"[-–—*•#=>]\s|©")
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a line that stands for itself."""

    text: str
    """White space normalised: single spaces, none at the ends."""
    raw: str
    """As it stood in its line (lines joined by a space where it was wrapped); columns of a bar are seen only here."""
    gap: bool
    """Whether an empty line, or the start of the text, is before it."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    indent: int
    gap: bool


def to_blocks(text: str, stands_alone: Callable[[str], bool]) -> list[Block]:
    """The blocks of a text in order. stands_alone: whether a line is by itself whatever its length (a by-line)."""
    lines = _lines(text)
    width = _wrapped_at(lines, stands_alone)
    groups: list[list[_Line]] = []
    for line in lines:
        if groups and width and _continues(groups[-1], line, width, stands_alone):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_block(group) for group in groups]


def _lines(text: str) -> list[_Line]:
    lines, gap = [], True
    for line in _SURROGATES.sub("�", text).removeprefix("\ufeff").splitlines():
        stripped = line.strip()
        if stripped:
            lines.append(_Line(stripped, len(line) - len(line.lstrip()), gap))
        gap = not stripped
    return lines


def _wrapped_at(lines: Sequence[_Line], stands_alone: Callable[[str], bool]) -> int:
    """The column at which the text is wrapped; 0 where each line is a block.

    A line that stops in mid-sentence, with the next one going on in small letters, was broken by wrapping. Only a text
    in which such breaks are more than an accident, and in which no body line is far wider, is taken to be wrapped.
    """
    broken = [
        len(line.text)
        for line, after in pairwise(lines)
        if not after.gap
        and NARROWEST <= len(line.text) <= WIDEST
        and line.text[-1] not in _ENDS
        and after.text[0].islower()
        and not stands_alone(after.text)
    ]
    if not broken:
        return 0
    width = sorted(broken)[-1 - len(broken) // 20]
    wide = sum(len(line.text) > WIDEST for line in lines)
    return width if len(broken) > wide and (len(broken) >= 2 or len(lines) <= 6) else 0


def _continues(group: Sequence[_Line], after: _Line, width: int, stands_alone: Callable[[str], bool]) -> bool:
    """Whether the next line goes on with this paragraph: its first word would not have fitted (or nearly).

    A by-line below a title that happens to fill its line is none of it; inside a sentence nothing is a by-line.
    """
    line = group[-1]
    if after.gap or len(line.text) > width + 2 or after.indent > line.indent + 1:
        return False
    full = len(line.text) + 1 + len(after.text.split(maxsplit=1)[0]) > width
    inside = line.text[-1] not in ".!?:"
    if inside and after.text[0].islower():
        return full or len(line.text) > width // 2
    if not full or (inside and len(group) > 1):
        return full
    dash = inside and after.text[0] in "–—-"
    return (dash or not _OWN_LINE.match(after.text)) and not stands_alone(after.text)


def _block(group: Sequence[_Line]) -> Block:
    raw = " ".join(line.text for line in group)
    return Block(" ".join(raw.split()), raw, group[0].gap)
