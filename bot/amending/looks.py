"""How a posted answer looks when what it quotes was corrected or withdrawn: a message in, a view out.

An amendment is put on what was posted and can be taken off again: text is struck through and not lost, what is said
about it are components of their own, and the custom ids go on naming the passage that was quoted. So whatever a message
says now, the same comes out for the same standing of its passages, and where all of them stand, what was posted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import discord
from discord import ui

from bot.amending import notes
from bot.amending.standing import Passage, Place
from bot.amending.striking import struck, unstruck
from bot.asking import wording
from bot.asking.custom_ids import Context, CustomId, Gone, Later, Whole, Wrong
from bot.asking.fitting import Size, cut, size_of
from bot.asking.literal import literal
from bot.asking.passages import NOTE, NOW, ROW, TEXT, WHERE, part_id
from bot.asking.wording import citations, small

Item = ui.Item[ui.LayoutView]

FULL = Size(components=40, characters=4000, octets=10_100)
"""What one message holds: see `bot.asking.fitting`."""
LEAST_NOW = 60
"""Characters of the paragraph that took the place of another, below which none is shown."""
OURS = 100
"""Ids from here on were given by us, and mean something; those below are numbers that Discord gave."""
CONTEXT_NOTE = 99 + OURS
_FLAGS: dict[type[CustomId], int] = {Wrong: 1, Whole: 2}
"""Of the buttons that a passage had, on the greyed-out one that took their place."""


@dataclass(frozen=True)
class Manner:
    """How much is said, where a message may not hold all of it."""

    by_line: bool = True
    """Each line is struck through for itself."""
    reasons: bool = True
    cited: bool = True
    """The citation is that of the version that stands now."""
    reads: Mapping[int, str] = field(default_factory=dict)
    """Of the passages that changed, by their place in the message: source of how they read now."""


BRIEFER = (
    Manner(),
    Manner(by_line=False),
    Manner(by_line=False, reasons=False),
    Manner(by_line=False, reasons=False, cited=False),
)


def quoted_in(message: discord.Message) -> dict[int, Place]:
    """The passages of one of our answers as they were quoted, by their place in it; none in any other message."""
    found = {place: _quoted(item) for item in _box(_posted(message)) if (place := _place(item, ROW)) is not None}
    return {place: quoted for place, quoted in found.items() if quoted}


def amended(message: discord.Message, passages: Mapping[Place, Passage]) -> ui.LayoutView | None:
    """The answer as it should look now; None where it looks so already.

    passages: what became of those that `quoted_in` gives; one that is not there stays as it is.
    """
    for manner in BRIEFER:
        taken = size_of(_built(message, passages, manner).children)
        if taken.fits(FULL):
            reads = _reads(message, passages, taken)
            return _if_other(message, _built(message, passages, replace(manner, reads=reads)))
    return None


def amended_context(message: discord.Message, passage: Passage) -> ui.LayoutView | None:
    """A context that was shown, as it should look now; None where it looks so already."""
    gone = passage.standings[0].how == "withdrawn"
    said = notes.of_context(passage.standings[0])
    for strike in (gone, False):
        items = [item for item in _posted(message).children if item.id != CONTEXT_NOTE]
        for item in _all(items):
            if isinstance(item, ui.TextDisplay) and not item.content.startswith(small("")):
                item.content = struck(unstruck(item.content)) if strike else unstruck(item.content)
        view = _view([*([ui.TextDisplay(said, id=CONTEXT_NOTE)] if said else []), *items])
        if size_of(view.children).fits(FULL):
            return _if_other(message, view)
    return None


def _built(message: discord.Message, passages: Mapping[Place, Passage], manner: Manner) -> ui.LayoutView:
    posted = _posted(message)
    found = {place: passages[quoted] for place, quoted in quoted_in(message).items() if quoted in passages}
    view = []
    for item in posted.children:
        if isinstance(item, ui.Container):
            inside = list(_amended(item.children, found, manner))
            item.clear_items()
            for one in inside:
                item.add_item(one)
        view.append(item)
    return _view(view)


def _amended(items: Iterable[Item], found: Mapping[int, Passage], manner: Manner) -> Iterator[Item]:
    for item in items:
        place, part = divmod((item.id or 0) - part_id(0, 0), 10)
        passage = found.get(place)
        if passage is None or part in (NOTE, NOW):
            if passage is None:
                yield item
            continue
        if part == WHERE:
            yield from _said(passage, place, manner)
        yield _part(item, passage, place, manner)


def _said(passage: Passage, place: int, manner: Manner) -> Iterator[Item]:
    """What became of the passage, and how it reads now."""
    reads = manner.reads.get(place)
    if said := notes.of_passage(passage, reasons=manner.reasons, reads=reads is not None):
        yield ui.TextDisplay(said, id=part_id(place, NOTE))
    if reads is not None:
        yield ui.TextDisplay(reads, id=part_id(place, NOW))


def _part(item: Item, passage: Passage, place: int, manner: Manner) -> Item:
    if item.id == part_id(place, ROW):
        return _row(item, passage, place)
    if isinstance(item, ui.TextDisplay) and item.id == part_id(place, TEXT):
        whole = unstruck(item.content)
        item.content = whole if passage.standing else struck(whole, by_line=manner.by_line)
    if isinstance(item, ui.TextDisplay) and item.id == part_id(place, WHERE) and manner.cited:
        item.content = _citations(passage) or item.content
    return item


def _citations(passage: Passage) -> str | None:
    """Of the articles that it can be cited by; else of those that it was."""
    first, *others = passage.standing or passage.standings
    if first.article is None:
        return None
    also = [other.article for other in others if other.article and first.how != "changed"]
    return citations(first.article, first.now.paragraph, also)


def _row(item: Item, passage: Passage, place: int) -> Item:
    """The buttons, which go on naming the passage as it was quoted."""
    quoted, wrong, whole = passage.standings[0].quoted, _has(item, Wrong), _has(item, Whole)
    one = next(iter(passage.standing), passage.standings[0])
    buttons: list[tuple[str, CustomId, bool]] = []
    if one.stands or one.how == "changed":
        id_ = Context(*quoted) if one.now == quoted and one.how == "held" else Later(*one.now, *quoted)
        buttons = [(wording.IN_CONTEXT, id_, False)]
        buttons += [(wording.WHOLE, Whole(*one.now), False)] if whole else []
        buttons += [(wording.WRONG, Wrong(*one.now), False)] if wrong else []
    else:
        buttons = [(notes.GREY[one.how], Gone(*quoted, _FLAGS[Wrong] * wrong + _FLAGS[Whole] * whole), True)]
    made = (ui.Button[ui.LayoutView](label=label, custom_id=str(id_), disabled=grey) for label, id_, grey in buttons)
    return ui.ActionRow(*made, id=part_id(place, ROW))


def _quoted(row: Item) -> Place | None:
    for id_ in _custom_ids(row):
        if found := Context.parse(id_) or Gone.parse(id_):
            return Place(found.key, found.paragraph)
        if later := Later.parse(id_):
            return Place(later.first_key, later.first_paragraph)
    return None


def _has(row: Item, kind: type[CustomId]) -> bool:
    """Whether a passage was posted with such a button."""
    greys = (Gone.parse(id_) for id_ in _custom_ids(row))
    return any(kind.parse(id_) for id_ in _custom_ids(row)) or any(grey and grey.wrong & _FLAGS[kind] for grey in greys)


def _custom_ids(row: Item) -> list[str]:
    children = row.children if isinstance(row, ui.ActionRow) else ()
    return [child.custom_id or "" for child in children if isinstance(child, ui.Button)]


def _reads(message: discord.Message, passages: Mapping[Place, Passage], taken: Size) -> dict[int, str]:
    """How those passages that changed read now, cut to what room there is beside all else."""
    left = Size(*(room - its for room, its in zip(FULL, taken, strict=True)))
    changed = [
        (place, passage.standings[0].reads)
        for place, quoted in quoted_in(message).items()
        if (passage := passages.get(quoted)) and not passage.standing and passage.standings[0].how == "changed"
    ]
    reads: dict[int, str] = {}
    for waiting, (place, text) in enumerate(reversed(changed), 1):
        share = Size(left.components, left.characters // waiting - 2, left.octets // waiting - 20)
        shown = cut(text, literal, share) if left.components and share.characters > 0 else 0
        if shown < min(len(text), LEAST_NOW):
            continue
        reads[place] = literal(text) if shown == len(text) else f"{literal(text[:shown])} …"
        taken = size_of([ui.TextDisplay(reads[place])])
        left = Size(*(room - its for room, its in zip(left, taken, strict=True)))
    return reads


def _if_other(message: discord.Message, view: ui.LayoutView) -> ui.LayoutView | None:
    posted = _view(_posted(message).children)
    same: bool = posted.to_components() == view.to_components()  # type: ignore[no-untyped-call]
    return None if same else view


def _posted(message: discord.Message) -> ui.LayoutView:
    """The message as a view of our own: without the ids that Discord gives by itself."""
    view = ui.LayoutView.from_message(message, timeout=None)
    for item in _all(view.children):
        if (item.id or 0) < OURS:
            item.id = None
    return view


def _view(items: Iterable[Item]) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    for item in items:
        view.add_item(item)
    view.stop()  # else discord.py keeps it for ever
    return view


def _box(view: ui.LayoutView) -> list[Item]:
    return [item for box in view.children if isinstance(box, ui.Container) for item in box.children]


def _all(items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        if isinstance(item, ui.Container | ui.ActionRow | ui.Section):
            yield from item.walk_children()


def _place(item: Item, part: int) -> int | None:
    """The place in the message of the passage of which this is the given part."""
    place, its = divmod((item.id or 0) - part_id(0, 0), 10)
    return place if place >= 0 and its == part else None
