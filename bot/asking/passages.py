"""How a passage looks in an answer: who speaks, the published words, where they stand, its buttons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from discord import ui

from bot.asking import wording
from bot.asking.custom_ids import Context, Whole, Wrong
from bot.asking.fitting import ROOM, Block, Item, Size, cut, size_of
from bot.asking.literal import marked
from bot.asking.pieces import button, text
from bot.asking.wording import small

if TYPE_CHECKING:
    from index.answering.answer import Passage

WHO, TEXT, WHERE, ROW, NOTE, NOW = range(1, 7)
"""The parts of a passage, by which an answer that was posted can be amended: who speaks, the passage, its citations and
buttons; what became of it since, and how it reads now."""
AMENDED = Size(2, 130, 230)
"""Room that is left beside each passage to say what became of it."""

_MARKS = [small(wording.LEFT_OUT_BEFORE), max(small(wording.GOES_ON), small(wording.LEFT_OUT_AFTER), key=len)]


class Quoted(NamedTuple):
    """A passage in a message: where it stands, and the keys of the other articles that are named for it."""

    key: int
    paragraph: int
    also_in: tuple[int, ...] = ()


class Quoting(ui.LayoutView):
    """A message that quotes articles."""

    quoted: Sequence[Quoted] = ()


class PassageRow(ui.ActionRow[ui.LayoutView]):
    """The buttons under a passage."""

    quoted: Quoted


def part_id(passage: int, part: int) -> int:
    """The id of the component that is a part of a passage of a message (0 is the first passage)."""
    return 1000 + 10 * passage + part


def passage_block(passage: Passage, place: int, reserved: Size, *, after: bool, dated: bool, wrong: bool) -> Block:
    """Who speaks, the passage, where it stands, its buttons; cut only where one message does not hold it."""
    others = sorted(passage.also_in, key=lambda article: article.key)  # an order that can be made again
    key, number = passage.article.key, passage.paragraph
    where = text(wording.citations(passage.article, number, others), part_id(place, WHERE))
    buttons = [button(wording.IN_CONTEXT, Context(key, number))]
    if passage.excerpt:
        buttons.append(button(wording.WHOLE, Whole(key, number)))
    if wrong:
        buttons.append(button(wording.WRONG, Wrong(key, number)))
    row = PassageRow(*buttons, id=part_id(place, ROW))
    row.quoted = Quoted(key, number, tuple(other.key for other in others))
    who = wording.says(passage.speaker, passage.kind)
    if dated and passage.article.published:
        who = wording.on(passage.article.published, who)
    around: list[Item] = [
        *([ui.Separator()] if after else []),
        *([text(who, part_id(place, WHO))] if who else []),
    ]
    room = left_of(reserved.plus(size_of([*around, where, row, *map(text, _MARKS)])))
    return [*around, *_quoted(passage, place, room), where, row]


def _quoted(passage: Passage, place: int, room: Size) -> Iterator[Item]:
    """The passage or its excerpt; what is left out is said in small print, which no published text can be."""
    start, end = passage.excerpt[0] if passage.excerpt else (0, len(passage.text))
    whole = passage.text[start:end]
    highlights = [(first - start, last - start) for first, last in passage.highlights if start <= first < end]
    shown = cut(whole, lambda part: marked(part, highlights), room)
    if start:
        yield text(small(wording.LEFT_OUT_BEFORE))
    yield text(marked(whole[:shown], highlights), part_id(place, TEXT))
    if shown < len(whole):
        yield text(small(wording.GOES_ON))
    elif end < len(passage.text):
        yield text(small(wording.LEFT_OUT_AFTER))


def left_of(taken: Size) -> Size:
    """What room a message has beside what is taken."""
    return Size(*(room - its for room, its in zip(ROOM, taken, strict=True)))
