"""How answers look in Discord: objects in, views out (Components v2). Nothing is sent or asked from here.

Whoever sends a view makes it on the event loop, and passes `allowed_mentions=NO_MENTIONS` and
`suppress_embeds=NO_EMBEDS`: what was published pings no one, and links unfold into no previews. A list of views is as
many messages, to be sent in order.

Questions are stored nowhere: a reply shows the question it answers, and `question_of` and `scope_of` read it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import discord
from discord import ui

from bot.asking import wording
from bot.asking.custom_ids import Closest, Context, More, Press, Share, Wrong
from bot.asking.fitting import ROOM, Block, Item, Size, cut, pack, size_of
from bot.asking.literal import literal, marked, unliteral
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
_QUESTION, _UNDERSTOOD, _SCOPE = 101, 102, 103
"""Ids of the components that are read back."""

WHO, TEXT, WHERE, ROW, NOTE, NOW = range(1, 7)
"""The parts of a passage, by which an answer that was posted can be amended: who speaks, the passage, its citations and
buttons; what became of it since, and how it reads now."""
AMENDED = Size(2, 130, 230)
"""Room that is left beside each passage to say what became of it."""

_LONGEST_QUESTION, _LONGEST_ASIDE = Size(1, 1100, 2800), Size(1, 250, 750)
_LONGEST_SENTENCE = Size(1, 1000, 3000)
_LONGEST_NEIGHBOUR = Size(1, 700, 2100)
_MOST_PIECES = 3

_UNDERSTOOD_AS = re.compile(r"Showing answers for \*\*(.+)\*\*", re.DOTALL)


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
    head = _head(answer.question, understood, scope)
    if answer.refusal and not closest:
        blocks: list[Block] = [_refusal(answer.refusal)]
        shown: Sequence[Passage] = ()
    else:
        all_ = answer.closest if closest else answer.passages
        shown = all_[first : first + AT_ONCE]
        blocks = [[_text(wording.NO_ANSWER)]] if closest and shown else []
        if answer.notes and shown and not first:
            blocks.append([_text(small(_begun(note, _LONGEST_ASIDE))) for note in answer.notes])
    foot = _foot(answer, first, shown, share_for, closest=closest, again=_is_whole(head))
    reserved = size_of(head).plus(size_of(foot))
    for _ in shown:
        reserved = reserved.plus(AMENDED)
    for place, passage in enumerate(shown):
        blocks.append(_passage(passage, place, reserved, after=bool(blocks), wrong=wrong))
    nothing = wording.NONE_CLOSE if closest else wording.NO_MORE
    return _views(blocks or [[_text(nothing)]], head, foot, reserved, _ANSWER if answer.answered else _OTHER)


def context_view(article: Article, number: int, key: int = 0) -> list[ui.LayoutView]:
    """A paragraph of an article, marked, among those around it, with the citation and what was corrected since.

    key: of this version of the article, by which the message is amended when the article is.
    """
    places = [place for place, paragraph in enumerate(article.paragraphs) if paragraph.number == number]
    if not places:
        return [plain_view(f"The article has no paragraph {number}.")]
    at = places[0]
    blocks: list[Block] = [[_text(small(cited(article)))]]
    blocks += [[_text(_begun(f"From the publisher: {notice}"))] for notice in article.notices[:AROUND]]
    blocks += [_neighbour(paragraph.text) for paragraph in article.paragraphs[max(at - AROUND, 0) : at]]
    title = f"Paragraph {number}, as quoted"
    for piece in _pieces(article.paragraphs[at].text):
        blocks.append([ui.Container(_text(small(title)), *piece, accent_colour=_ANSWER)])
        title = f"Paragraph {number}, going on"
    blocks += [_neighbour(paragraph.text) for paragraph in article.paragraphs[at + 1 : at + 1 + AROUND]]
    reserved, quoted = size_of([_text("")]).plus(AMENDED), Quoted(key, number)
    return [_view((item for block in blocks_ for item in block), [quoted]) for blocks_ in pack(blocks, reserved)]


def plain_view(sentence: str) -> ui.LayoutView:
    """One sentence or two: an error, a notice."""
    return _view([_text(_begun(sentence))])


def source_view(source: str) -> ui.LayoutView:
    """A sentence or two of Discord source, with nothing in it that comes from outside."""
    return _view([_text(source)])


def question_of(components: Iterable[discord.Component]) -> str | None:
    """The question that one of our replies answers, as it was understood; None for any other message."""
    texts = _read_back(components)
    if _UNDERSTOOD in texts:
        found = _UNDERSTOOD_AS.fullmatch(texts[_UNDERSTOOD])
        return unliteral(found[1]) if found else None
    return unliteral(texts[_QUESTION].removeprefix(small(""))) if _QUESTION in texts else None


def scope_of(components: Iterable[discord.Component]) -> Scope:
    """What the question of one of our replies was confined to."""
    shown = unliteral(_read_back(components).get(_SCOPE, "").removeprefix(small("")))
    found = re.fullmatch(r"(?:since (\S+))?(?: · )?(?:until (\S+))?(?: · )?(?:outlet (.+))?", shown, re.DOTALL)
    since, until, outlet = found.groups() if found else (None, None, None)
    try:
        days = [date.fromisoformat(day) if day else None for day in (since, until)]
    except ValueError:
        return EVERYTHING
    return Scope(since=days[0], until=days[1], outlet=outlet)


def _scope(scope: Scope) -> str:
    named = (("since", scope.since), ("until", scope.until), ("outlet", scope.outlet))
    return " ".join(" · ".join(f"{name} {value}" for name, value in named if value).split())


def _read_back(components: Iterable[discord.Component]) -> dict[int, str]:
    texts: dict[int, str] = {}
    for component in components:
        if isinstance(component, discord.Container):
            texts |= _read_back(component.children)
        elif isinstance(component, discord.TextDisplay) and component.id in (_QUESTION, _UNDERSTOOD, _SCOPE):
            texts[component.id] = component.content
    return texts


def _head(question: str, understood: str | None, scope: Scope) -> list[Item]:
    """The question, small; what was understood; what it is confined to. Where one is cut, none can be read back."""
    head: list[Item] = []
    asked, meant = " ".join(question.split()), " ".join((understood or "").split())
    if meant and meant != asked:
        head.append(_text(small(_begun(asked, _LONGEST_ASIDE))))
        lines = [(_UNDERSTOOD, "Showing answers for **{}**", meant, _LONGEST_QUESTION)]
    else:
        lines = [(_QUESTION, small("{}"), asked, _LONGEST_QUESTION)]
    lines.append((_SCOPE, small("{}"), _scope(scope), _LONGEST_ASIDE))
    shown = [(id_, form, text, _begun(text, room)) for id_, form, text, room in lines if text]
    whole = all(begun == literal(text) for _, _, text, begun in shown)
    return head + [_text(form.format(begun), id_ if whole else None) for id_, form, _, begun in shown]


def _is_whole(head: Sequence[Item]) -> bool:
    return any(item.id is not None for item in head)


def _refusal(refusal: Refusal) -> Block:
    """The message, what is missing in bold; what it does not name, on a line of its own."""
    places = {word: re.search(rf"(?<!\w){re.escape(word)}(?!\w)", refusal.message) for word in refusal.missing}
    named = [place.span() for place in places.values() if place]
    shown = cut(refusal.message, lambda text: marked(text, named), _LONGEST_SENTENCE)
    block = [_text(marked(refusal.message[:shown], named))]
    if unnamed := ", ".join(word for word, place in places.items() if not place):
        block.append(_text(small(_begun(f"Not in the coverage: {unnamed}", _LONGEST_QUESTION))))
    return block


def _passage(passage: Passage, place: int, reserved: Size, *, after: bool, wrong: bool) -> Block:
    """Who speaks, the passage, where it stands, its buttons; cut only where one message does not hold it."""
    others = sorted(passage.also_in, key=lambda article: article.key)  # an order that can be made again
    key, number = passage.article.key, passage.paragraph
    where = _text(wording.citations(passage.article, number, others), part_id(place, WHERE))
    buttons = [_button(wording.IN_CONTEXT, Context(key, number))]
    if wrong:
        buttons.append(_button(wording.WRONG, Wrong(key, number)))
    row = _PassageRow(*buttons, id=part_id(place, ROW))
    row.quoted = Quoted(key, number, tuple(other.key for other in others))
    who = wording.says(passage.speaker, passage.kind)
    around: list[Item] = [
        *([ui.Separator()] if after else []),
        *([_text(who, part_id(place, WHO))] if who else []),
    ]
    room = _left(reserved.plus(size_of([*around, where, row, _text(small(wording.GOES_ON))])))
    shown = cut(passage.text, lambda text: marked(text, passage.highlights), room)
    parts = [_text(marked(passage.text[:shown], passage.highlights), part_id(place, TEXT))]
    if shown < len(passage.text):
        parts.append(_text(small(wording.GOES_ON)))
    return [*around, *parts, where, row]


def _foot(
    answer: Answer, first: int, shown: Sequence[Passage], share_for: int | None, *, closest: bool, again: bool
) -> list[Item]:
    """The buttons of the whole answer, and how fresh the coverage is; no button that must ask again what is cut."""
    buttons: list[ui.Button[ui.LayoutView]] = []
    if again and not closest and first + AT_ONCE < len(answer.passages):
        buttons.append(_button(wording.MORE, More(first + AT_ONCE)))
    if again and not closest and answer.closest:
        buttons.append(_button(wording.CLOSEST, Closest()))
    if again and share_for is not None:
        buttons.append(_button(wording.SHARE, Share(share_for)))
    which = f"{first + 1}–{first + len(shown)} of {len(answer.passages)} · " if shown and not closest else ""
    row: list[Item] = [ui.ActionRow(*buttons)] if buttons else []
    return [*row, _text(small(literal(which + fresh(answer.coverage))))]


def _neighbour(text: str) -> Block:
    return [_text(_begun(text, _LONGEST_NEIGHBOUR))]


def _pieces(text: str) -> Iterator[Block]:
    """A paragraph whole, in as many parts as messages hold; of an endless one, the beginning."""
    for number in range(1, _MOST_PIECES + 1):
        shown = cut(text, literal, _left(Size(4, 200, 600).plus(AMENDED)))
        rest = text[shown:].lstrip()
        goes_on = [_text(small(wording.LONGER))] if rest and number == _MOST_PIECES else []
        yield [_text(literal(text[:shown])), *goes_on]
        if not rest:
            return
        text = rest


def _begun(text: str, room: Size = _LONGEST_SENTENCE) -> str:
    """Discord source of a text, or of its beginning with an ellipsis where it is longer than the room."""
    shown = cut(text, literal, room)
    return literal(text) if shown == len(text) else f"{literal(text[:shown])} …"


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
    return [_text(item.content, item.id) for item in head if isinstance(item, ui.TextDisplay)]


def _view(items: Iterable[Item], quoted: Sequence[Quoted] = ()) -> ui.LayoutView:
    view = Quoting(timeout=None)
    view.quoted = quoted
    for item in items:
        view.add_item(item)
    view.stop()  # else discord.py keeps it for ever: its buttons are answered by what their custom ids say
    return view


def _text(source: str, id_: int | None = None) -> ui.TextDisplay[ui.LayoutView]:
    return ui.TextDisplay(source if source.strip() else "…", id=id_)


def _button(label: str, press: Press) -> ui.Button[ui.LayoutView]:
    return ui.Button(label=label, custom_id=str(press))


def _left(taken: Size) -> Size:
    return Size(*(room - its for room, its in zip(ROOM, taken, strict=True)))
