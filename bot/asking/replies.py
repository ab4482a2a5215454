"""How answers look in Discord: objects in, views out (Components v2). Nothing is sent or asked from here.

Whoever sends a view makes it on the event loop, and passes `allowed_mentions=NO_MENTIONS` and
`suppress_embeds=NO_EMBEDS`: what was published pings no one, and links unfold into no previews. A list of views is as
many messages, to be sent in order.

Questions are stored nowhere: a reply shows the question it answers, which is read back from it (`bot.asking.heads`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.asking import wording
from bot.asking.custom_ids import AnyDate, ByDate, Closest, CustomId, More, Share
from bot.asking.fitting import Block, Item, Size, cut, pack, size_of
from bot.asking.heads import LONGEST_ASIDE, LONGEST_QUESTION, head_of, is_whole
from bot.asking.literal import literal, marked
from bot.asking.passages import AMENDED, PassageRow, Quoted, Quoting, left_of, passage_block
from bot.asking.pieces import LONGEST, begun, button, let_go, text
from bot.asking.wording import cited, fresh, small
from index.answering.dating import passages_by_date
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

_LONGEST_NEIGHBOUR = Size(1, 700, 2100)
_MOST_PIECES = 3


def answer_view(
    answer: Answer,
    *,
    first: int = 0,
    understood: str | None = None,
    scope: Scope = EVERYTHING,
    share_for: int | None = None,
    closest: bool = False,
    by_date: bool = False,
    wrong: bool = True,
) -> list[ui.LayoutView]:
    """An answer from its passage `first` (0 is the best) on, or a refusal; as many messages as it needs.

    understood: the whole question as it was understood, where that differs from what was asked.
    scope: what the question was confined to. share_for: the id of the user who asked in private, and may share.
    closest: show what comes closest to a refused question instead of why it is refused. by_date: show the words of whom
    is asked about by the days of their publication, oldest first. wrong: with the button that tells moderators of a
    passage that is no answer; not where nobody would be told.
    """
    head = head_of(answer.question, understood, scope)
    all_ = _passages(answer, closest=closest, by_date=by_date)
    shown = all_[first : first + AT_ONCE]
    blocks = _opening(answer, shown, first, closest=closest, by_date=by_date)
    buttons = _whole_answer(answer, first, len(all_), share_for, closest=closest, by_date=by_date)
    which = f"{first + 1}–{first + len(shown)} of {len(all_)} · " if shown and not closest else ""
    foot: list[Item] = [ui.ActionRow(*buttons)] if buttons and is_whole(head) else []
    if foot and shown:
        foot.insert(0, ui.Separator())
    foot.append(text(small(literal(which + fresh(answer.coverage)))))
    reserved = size_of(head).plus(size_of(foot))
    for _ in shown:
        reserved = reserved.plus(AMENDED)
    for place, passage in enumerate(shown):
        blocks.append(passage_block(passage, place, reserved, after=bool(blocks), dated=by_date, wrong=wrong))
    nothing = wording.NONE_CLOSE if closest else wording.NO_MORE
    return _views(blocks or [[text(nothing)]], head, foot, reserved, _ANSWER if answer.answered else _OTHER)


def _passages(answer: Answer, *, closest: bool, by_date: bool) -> Sequence[Passage]:
    """Those that are shown, in their order."""
    if closest:
        return answer.closest
    return passages_by_date(answer) if by_date else answer.passages


def _opening(answer: Answer, shown: Sequence[Passage], first: int, *, closest: bool, by_date: bool) -> list[Block]:
    """What stands before the passages: why there are none, or what they are, and how the question was understood."""
    if answer.refusal and not closest:
        return [_refusal(answer.refusal)]
    blocks: list[Block] = []
    if closest and shown:
        outside = answer.refusal is not None and answer.refusal.kind == "outside"
        blocks.append([text(wording.NOT_WITHIN if outside else wording.NO_ANSWER)])
    if by_date and shown:
        blocks.append([text(small(wording.BY_DATE_OPENING))])
    if answer.notes and shown and not first:
        blocks.append([text(small(begun(note, LONGEST_ASIDE))) for note in answer.notes])
    return blocks


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


def _whole_answer(
    answer: Answer, first: int, of: int, share_for: int | None, *, closest: bool, by_date: bool
) -> list[ui.Button[ui.LayoutView]]:
    """The buttons of the whole answer. of: how many passages there are in all, `first` and later ones."""
    goes_on = not closest and first + AT_ONCE < of
    more = (ByDate if by_date else More)(first + AT_ONCE)
    wanted: list[tuple[bool, str, CustomId]] = [
        (goes_on, wording.MORE, more),
        (bool(answer.by_date) and not by_date and not closest, wording.BY_DATE, ByDate(0)),
        (answer.confined is not None and not first, wording.anywhen(answer.confined), AnyDate()),
        (bool(answer.closest) and not closest, wording.CLOSEST, Closest()),
        (share_for is not None, wording.SHARE, Share(share_for or 0)),
    ]
    return [button(label, press) for wanted_, label, press in wanted if wanted_]


def _neighbour(outside: str) -> Block:
    return [text(begun(outside, _LONGEST_NEIGHBOUR))]


def _pieces(outside: str) -> Iterator[Block]:
    """A paragraph whole, in as many parts as messages hold; of an endless one, the beginning."""
    for number in range(1, _MOST_PIECES + 1):
        shown = cut(outside, literal, left_of(Size(4, 200, 600).plus(AMENDED)))
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
        quoted = [item.quoted for item in inside if isinstance(item, PassageRow)]
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
