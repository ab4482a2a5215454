"""How answers look in Discord: objects in, views out (Components v2). Nothing is sent or asked from here.

Whoever sends a view makes it on the event loop, and passes `allowed_mentions=NO_MENTIONS` and
`suppress_embeds=NO_EMBEDS`: what was published pings no one, and links unfold into no previews. A list of views is as
many messages, to be sent in order.

Questions are stored nowhere: a reply shows the question it answers, which is read back from it (`bot.asking.heads`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import discord
from discord import ui

from bot.asking import wording
from bot.asking.custom_ids import Closest, Context, More, Share, Whole, Wrong
from bot.asking.fitting import ROOM, Block, Item, Size, cut, pack, size_of
from bot.asking.heads import LONGEST_ASIDE, LONGEST_QUESTION, head_of, is_whole
from bot.asking.literal import literal, marked
from bot.asking.pieces import LONGEST, begun, button, let_go, text
from bot.asking.wording import cited, fresh, small
from index.coverage import EVERYTHING, Scope

if TYPE_CHECKING:
    from index.answering.answer import Answer, Passage, Refusal
    from index.articles import Article

NO_MENTIONS = discord.AllowedMentions.none()
NO_EMBEDS = True

AT_ONCE = 3
"""Passages shown before "More"."""

AROUND = 2
"""Paragraphs shown before and after one in context."""

_ANSWER, _OTHER = discord.Colour(0x3B7DD8), discord.Colour(0x8A8F98)

WHO, TEXT, WHERE, ROW, NOTE, NOW = range(1, 7)
"""The parts of a passage, by which an answer that was posted can be amended: who speaks, the passage, its citations and
buttons; what became of it since, and how it reads now."""
AMENDED = Size(2, 130, 230)
"""Room that is left beside each passage to say what became of it."""

_MARKS = [small(wording.LEFT_OUT_BEFORE), max(small(wording.GOES_ON), small(wording.LEFT_OUT_AFTER), key=len)]
_LONGEST_NEIGHBOUR = Size(1, 700, 2100)
_MOST_PIECES = 3


class Quoted(NamedTuple):
    """A passage in a message: where it stands, and the keys of the other articles that are named for it."""

    key: int
    paragraph: int
    also_in: tuple[int, ...] = ()


class Quoting(ui.LayoutView):
    """A message that quotes articles."""

    quoted: Sequence[Quoted] = ()


class _PassageRow(ui.ActionRow[ui.LayoutView]):
    """The buttons under a passage."""

    quoted: Quoted


def part_id(passage: int, part: int) -> int:
    """The id of the component that is a part of a passage of a message (0 is the first passage)."""
    return 1000 + 10 * passage + part


def answer_view(
    answer: Answer,
    *,
    first: int = 0,
    understood: str | None = None,
    scope: Scope = EVERYTHING,
    share_for: int | None = None,
    closest: bool = False,
    wrong: bool = True,
) -> list[ui.LayoutView]:
    """An answer from its passage `first` (0 is the best) on, or a refusal; as many messages as it needs.

    understood: the whole question as it was understood, where that differs from what was asked.
    scope: what the question was confined to. share_for: the id of the user who asked in private, and may share.
    closest: show what comes closest to a refused question instead of why it is refused. wrong: with the button that
    tells moderators of a passage that is no answer; not where nobody would be told.
    """
    head = head_of(answer.question, understood, scope)
    if answer.refusal and not closest:
        blocks: list[Block] = [_refusal(answer.refusal)]
        shown: Sequence[Passage] = ()
    else:
        all_ = answer.closest if closest else answer.passages
        shown = all_[first : first + AT_ONCE]
        blocks = [[text(wording.NO_ANSWER)]] if closest and shown else []
        if answer.notes and shown and not first:
            blocks.append([text(small(begun(note, LONGEST_ASIDE))) for note in answer.notes])
    foot = _foot(answer, first, shown, share_for, closest=closest, again=is_whole(head))
    reserved = size_of(head).plus(size_of(foot))
    for _ in shown:
        reserved = reserved.plus(AMENDED)
    for place, passage in enumerate(shown):
        blocks.append(_passage(passage, place, reserved, after=bool(blocks), wrong=wrong))
    nothing = wording.NONE_CLOSE if closest else wording.NO_MORE
    return _views(blocks or [[text(nothing)]], head, foot, reserved, _ANSWER if answer.answered else _OTHER)


def context_view(article: Article, number: int, key: int = 0, *, around: int = AROUND) -> list[ui.LayoutView]:
    """A paragraph of an article, marked, among those around it, with the citation and what was corrected since.

    key: of this version of the article, by which the message is amended when the article is. around: how many
    paragraphs are shown before and after it.
    """
    places = [place for place, paragraph in enumerate(article.paragraphs) if paragraph.number == number]
    if not places:
        return [plain_view(f"The article has no paragraph {number}.")]
    at = places[0]
    blocks: list[Block] = [[text(small(cited(article)))]]
    blocks += [[text(begun(f"From the publisher: {notice}"))] for notice in article.notices[:AROUND]]
    blocks += [_neighbour(paragraph.text) for paragraph in article.paragraphs[max(at - around, 0) : at]]
    title = f"Paragraph {number}, as quoted"
    for piece in _pieces(article.paragraphs[at].text):
        blocks.append([ui.Container(text(small(title)), *piece, accent_colour=_ANSWER)])
        title = f"Paragraph {number}, going on"
    blocks += [_neighbour(paragraph.text) for paragraph in article.paragraphs[at + 1 : at + 1 + around]]
    reserved, quoted = size_of([text("")]).plus(AMENDED), Quoted(key, number)
    return [_view((item for block in blocks_ for item in block), [quoted]) for blocks_ in pack(blocks, reserved)]


def plain_view(sentence: str) -> ui.LayoutView:
    """One sentence or two: an error, a notice."""
    return _view([text(begun(sentence))])


def source_view(source: str) -> ui.LayoutView:
    """A sentence or two of Discord source, with nothing in it that comes from outside."""
    return _view([text(source)])


def _refusal(refusal: Refusal) -> Block:
    """The message, what is missing in bold; what it does not name, on a line of its own."""
    places = {word: re.search(rf"(?<!\w){re.escape(word)}(?!\w)", refusal.message) for word in refusal.missing}
    named = [place.span() for place in places.values() if place]
    shown = cut(refusal.message, lambda part: marked(part, named), LONGEST)
    block = [text(marked(refusal.message[:shown], named))]
    if unnamed := ", ".join(word for word, place in places.items() if not place):
        block.append(text(small(begun(f"Not in the coverage: {unnamed}", LONGEST_QUESTION))))
    return block


def _passage(passage: Passage, place: int, reserved: Size, *, after: bool, wrong: bool) -> Block:
    """Who speaks, the passage, where it stands, its buttons; cut only where one message does not hold it."""
    others = sorted(passage.also_in, key=lambda article: article.key)  # an order that can be made again
    key, number = passage.article.key, passage.paragraph
    where = text(wording.citations(passage.article, number, others), part_id(place, WHERE))
    buttons = [button(wording.IN_CONTEXT, Context(key, number))]
    if passage.excerpt:
        buttons.append(button(wording.WHOLE, Whole(key, number)))
    if wrong:
        buttons.append(button(wording.WRONG, Wrong(key, number)))
    row = _PassageRow(*buttons, id=part_id(place, ROW))
    row.quoted = Quoted(key, number, tuple(other.key for other in others))
    who = wording.says(passage.speaker, passage.kind)
    around: list[Item] = [
        *([ui.Separator()] if after else []),
        *([text(who, part_id(place, WHO))] if who else []),
    ]
    room = _left(reserved.plus(size_of([*around, where, row, *map(text, _MARKS)])))
    return [*around, *_quoted(passage, place, room), where, row]


def _quoted(passage: Passage, place: int, room: Size) -> Iterator[Item]:
    """The passage or its excerpt; what is left out is said in small print, which no published text can be."""
    for start, end in passage.excerpt[:1] or [(0, len(passage.text))]:
        whole = passage.text[start:end]
        highlights = [(first - start, last - start) for first, last in passage.highlights if start <= first < end]
        shown = cut(whole, lambda part: marked(part, highlights), room)  # noqa: B023
        if start:
            yield text(small(wording.LEFT_OUT_BEFORE))
        yield text(marked(whole[:shown], highlights), part_id(place, TEXT))
        if shown < len(whole):
            yield text(small(wording.GOES_ON))
        elif end < len(passage.text):
            yield text(small(wording.LEFT_OUT_AFTER))


def _foot(
    answer: Answer, first: int, shown: Sequence[Passage], share_for: int | None, *, closest: bool, again: bool
) -> list[Item]:
    """The buttons of the whole answer, and how fresh the coverage is; no button that must ask again what is cut."""
    buttons: list[ui.Button[ui.LayoutView]] = []
    if again and not closest and first + AT_ONCE < len(answer.passages):
        buttons.append(button(wording.MORE, More(first + AT_ONCE)))
    if again and not closest and answer.closest:
        buttons.append(button(wording.CLOSEST, Closest()))
    if again and share_for is not None:
        buttons.append(button(wording.SHARE, Share(share_for)))
    which = f"{first + 1}–{first + len(shown)} of {len(answer.passages)} · " if shown and not closest else ""
    row: list[Item] = [ui.ActionRow(*buttons)] if buttons else []
    return [*row, text(small(literal(which + fresh(answer.coverage))))]


def _neighbour(outside: str) -> Block:
    return [text(begun(outside, _LONGEST_NEIGHBOUR))]


def _pieces(outside: str) -> Iterator[Block]:
    """A paragraph whole, in as many parts as messages hold; of an endless one, the beginning."""
    for number in range(1, _MOST_PIECES + 1):
        shown = cut(outside, literal, _left(Size(4, 200, 600).plus(AMENDED)))
        rest = outside[shown:].lstrip()
        goes_on = [text(small(wording.LONGER))] if rest and number == _MOST_PIECES else []
        yield [text(literal(outside[:shown])), *goes_on]
        if not rest:
            return
        outside = rest


def _views(
    blocks: Sequence[Block], head: Sequence[Item], foot: Sequence[Item], reserved: Size, colour: discord.Colour
) -> list[ui.LayoutView]:
    """The blocks in messages, each with the question at its top, the last with the buttons."""
    messages = pack(blocks, reserved)
    views = []
    for number, message in enumerate(messages, 1):
        inside = [item for block in message for item in block]
        if isinstance(inside[0], ui.Separator):  # its passage begins a message
            del inside[0]
        end = foot if number == len(messages) else ()
        quoted = [item.quoted for item in inside if isinstance(item, _PassageRow)]
        views.append(_view([ui.Container(*_again(head), *inside, *end, accent_colour=colour)], quoted))
    return views


def _again(head: Sequence[Item]) -> list[Item]:
    """Components of their own, for one belongs to one view."""
    return [text(item.content, item.id) for item in head if isinstance(item, ui.TextDisplay)]


def _view(items: Iterable[Item], quoted: Sequence[Quoted] = ()) -> ui.LayoutView:
    view = Quoting(timeout=None)
    view.quoted = quoted
    for item in items:
        view.add_item(item)
    return let_go(view)


def _left(taken: Size) -> Size:
    return Size(*(room - its for room, its in zip(ROOM, taken, strict=True)))
