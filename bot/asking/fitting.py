"""What fits in one message of Discord: blocks that stay together are put into as few messages as hold them.

Sources: Discord's documentation, "Components Reference": 40 components, nested ones counted, and 4,000 characters of
text. More than about 10,170 bytes of text in UTF-8 fail too (github.com/discord/discord-api-docs/issues/8554).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from discord import ui

Item = ui.Item[ui.LayoutView]
Block = Sequence[Item]
"""Components that stay in one message."""

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)]*(?=\s)")
_WORD_END = re.compile(r"(?<=\S)(?=\s)")


class Size(NamedTuple):
    """How much of a message something takes."""

    components: int = 0
    characters: int = 0
    """UTF-16 units: never fewer than Discord counts, whichever it counts."""
    octets: int = 0

    def plus(self, other: Size) -> Size:
        """Both together."""
        return Size(*(mine + its for mine, its in zip(self, other, strict=True)))

    def fits(self, room: Size) -> bool:
        """Whether this is within `room`."""
        return all(mine <= its for mine, its in zip(self, room, strict=True))


ROOM = Size(components=39, characters=3900, octets=9500)
"""What a message holds beside the container around everything; somewhat less than Discord allows."""


def size_of(block: Iterable[Item]) -> Size:
    """What a block takes, everything nested counted."""
    size = Size()
    for item in chain.from_iterable(map(_with_children, block)):
        text = item.content if isinstance(item, ui.TextDisplay) else ""
        size = size.plus(Size(1, text_units(text), len(text.encode(errors="replace")) + 12 * bool(text)))
    return size


def text_units(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def _with_children(item: Item) -> Iterator[Item]:
    yield item
    if isinstance(item, ui.ActionRow | ui.Section | ui.Container):
        yield from item.walk_children()


def pack(blocks: Iterable[Block], reserved: Size) -> list[list[Block]]:
    """The blocks in order, in as few messages as hold them beside what is reserved in each.

    A block that is larger than a message stands alone: whoever makes blocks keeps them smaller.
    """
    messages: list[list[Block]] = [[]]
    taken = reserved
    for block in blocks:
        size = size_of(block)
        if messages[-1] and not taken.plus(size).fits(ROOM):
            messages.append([])
            taken = reserved
        messages[-1].append(block)
        taken = taken.plus(size)
    return messages


def cut(text: str, written: Callable[[str], str], room: Size) -> int:
    """How much of `text` to show where all does not fit: up to the end of a sentence, else of a word.

    `written` makes the source of a beginning of the text; `room` is for that source. Returns an offset; a word that is
    larger than the room is cut where the room ends.
    """
    least, most = 0, min(len(text), room.characters)
    while least < most:
        middle = (least + most + 1) // 2
        if size_of([ui.TextDisplay(written(text[:middle]))]).fits(room):
            least = middle
        else:
            most = middle - 1
    if least == len(text):
        return least
    for pattern in (_SENTENCE_END, _WORD_END):
        ends = [found.end() for found in pattern.finditer(text[: least + 1]) if found.end() > least // 2]
        if ends:
            return ends[-1]
    return least
