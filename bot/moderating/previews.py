"""How what was read looks before and after it is added. Objects in, views out; nothing is sent or asked from here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import discord
from discord import ui

from bot.asking.fitting import ROOM, Block, Item, Size, pack, size_of
from bot.asking.literal import literal
from bot.asking.pieces import button, text
from bot.asking.wording import cited, label, small
from bot.moderating.pieces import AMBER, BLUE, GREEN, GREY, RED, begun, row, view
from bot.moderating.presses import ModeratorsId
from bot.terminal.wording import number_of

if TYPE_CHECKING:
    from bot.moderating.standings import Standing
    from index.articles import Article
    from index.results import Change, Outcome
    from index.store.drafts import Draft, Drafted

DONE = discord.Colour(0x3BA55D)

IN_FULL = 3
"""Articles of a draft that are shown with their beginning and end."""
SPEAKERS = 3
"""That are named of each."""
LINES = 10
"""Of what could not be read, of titles, and of what became of articles."""
_STANDS = {"new": "new", "unchanged": "held already, the same", "replaces": "a new version of one that is held"}
_DONE = {"added": "Added", "replaced": "Replaced", "unchanged": "Unchanged", "refused": "Refused", "restored": "Back"}


@dataclass(frozen=True, slots=True)
class AddDraft(ModeratorsId):
    """Add what was read."""

    action: ClassVar[str] = "add"
    draft: int


@dataclass(frozen=True, slots=True)
class ReplaceDraft(ModeratorsId):
    """Put what was read in the place of the article that it corrects."""

    action: ClassVar[str] = "replace"
    draft: int


@dataclass(frozen=True, slots=True)
class ReplaceReported(ModeratorsId):
    """The same, in answer to a report; `report`: the id of its message."""

    action: ClassVar[str] = "report-replace"
    draft: int
    report: int


@dataclass(frozen=True, slots=True)
class DropDraft(ModeratorsId):
    """Do not add it."""

    action: ClassVar[str] = "drop"
    draft: int


@dataclass(frozen=True, slots=True)
class LeftOut(ModeratorsId):
    """Show the lines that are no body text."""

    action: ClassVar[str] = "left-out"
    draft: int


@dataclass(frozen=True, slots=True)
class LeftOutPage(ModeratorsId):
    """Turn their pages; 0 is the first."""

    action: ClassVar[str] = "left-out-page"
    draft: int
    page: int


@dataclass(frozen=True, slots=True)
class Undo(ModeratorsId):
    """Bring back the version that an entry of the journal replaced or withdrew."""

    action: ClassVar[str] = "undo"
    sequence: int


@dataclass(frozen=True, slots=True)
class Card(ModeratorsId):
    """Show an article, for moderators; `key`: of its version, in the store."""

    action: ClassVar[str] = "card"
    key: int


def preview_view(
    draft: Draft, standings: Sequence[Standing], refusals: Sequence[str], notes: Sequence[str] = ()
) -> ui.LayoutView:
    """What was read and is not added yet. notes: what else there is to say, in plain lines."""
    articles = draft.readings
    counts = Counter(standing.kind for standing in standings)
    kinds = ", ".join(f"{counts[kind]:,} {_STANDS[kind]}" for kind in ("new", "replaces", "unchanged") if counts[kind])
    summary = f"\n{small(kinds)}" if len(articles) > 1 else ""
    head: list[Item] = [text(f"**Read, and not added yet: {number_of(len(articles), 'article')}**{summary}")]
    foot = [*notes_block(refusals, notes), choices(draft, AddDraft(draft.id), "Add")]
    blocks = [_shown(one, standing) for one, standing in zip(articles[:IN_FULL], standings, strict=False)]
    titles = [[text(cited(one.article))] for one in articles[IN_FULL : IN_FULL + LINES]]
    return view(fitted(head, [*blocks, *titles], foot, len(articles)), AMBER)


def left_out_view(draft: Draft, page: int) -> ui.LayoutView:
    """A page of the lines that are no body text, with why."""
    blocks: list[Block] = []
    for one in draft.readings:
        if one.dropped:
            blocks.append([text(f"**{literal(label(one.article.title, 200) or 'Untitled')}**")])
        blocks += [[text(f"{small(literal(line.why))}\n{begun(line.text)}")] for line in one.dropped]
    pages = pack(blocks or [[text("Nothing was left out.")]], Size(3, 20, 40))
    page = min(page, len(pages) - 1)
    turned = [("Previous", page - 1), ("Next", page + 1)]
    buttons = [button(name, LeftOutPage(draft.id, to)) for name, to in turned if 0 <= to < len(pages)]
    items = [item for block in pages[page] for item in block]
    return view([*items, *([row(*buttons)] if buttons else [])], BLUE)


def outcome_view(changes: Sequence[Change], refusals: Sequence[str] = ()) -> ui.LayoutView:
    """What became of the articles that were added: what went wrong first, then what can be undone."""
    order: tuple[Outcome, ...] = ("refused", "replaced", "restored", "added", "unchanged")
    sorted_ = sorted(changes, key=lambda change: order.index(change.outcome))
    counts = Counter(change.outcome for change in changes)
    heading = ", ".join(f"{_DONE[kind].lower()} {counts[kind]:,}" for kind in order if counts[kind])
    head: list[Item] = [text(f"**{heading.capitalize()}**")] if len(changes) > 1 else []
    blocks: list[Block] = [[_became(change)] for change in sorted_[:LINES]]
    return view(fitted(head, blocks, notes_block(refusals, ()), len(changes)), DONE if counts else AMBER)


def _became(change: Change) -> Item:
    title = literal(label(change.title, 200) or "Untitled")
    why = f": {literal(change.reason)}" if change.reason and change.outcome == "refused" else ""
    line = text(f"{_DONE[change.outcome]}: **{title}**{why}\n{small(number_of(change.paragraphs, 'paragraph'))}")
    if change.outcome == "replaced" and change.sequence is not None:
        return ui.Section(line, accessory=button("Undo", Undo(change.sequence)))
    if change.key is not None and change.outcome != "refused":
        return ui.Section(line, accessory=button("Show", Card(change.key)))
    return line


def _shown(one: Drafted, standing: Standing) -> Block:
    """One article: what names it, how large it is, how it begins and ends."""
    article, paragraphs = one.article, one.article.paragraphs
    facts = [number_of(len(paragraphs), "paragraph"), *_statements(article), _STANDS[standing.kind]]
    lines = [cited(article), small(" · ".join(facts))]
    if one.dropped:
        lines.append(small(_dropped(one)))
    lines.append(f"> {begun(paragraphs[0].text, 250)}")
    if len(paragraphs) > 1:
        lines.append(f"> {begun(paragraphs[-1].text, 150)}")
    return [text("\n".join(lines))]


def _statements(article: Article) -> list[str]:
    """Discord source: how many statements were found, and whose."""
    statements = [statement for paragraph in article.paragraphs for statement in paragraph.statements]
    if not statements:
        return []
    speakers = [name for name, _ in Counter(s.speaker for s in statements if s.speaker).most_common()]
    named = ", ".join(literal(label(name, 40)) for name in speakers[:SPEAKERS])
    more = f" and {len(speakers) - SPEAKERS} more" if len(speakers) > SPEAKERS else ""
    return [number_of(len(statements), "statement") + (f" by {named}{more}" if named else "")]


def _dropped(one: Drafted) -> str:
    """Discord source: how many lines were left out, and why most of them were."""
    why = Counter(line.why for line in one.dropped).most_common(3)
    named = ", ".join(f"{times} {literal(label(reason))}" for reason, times in why)
    return f"{number_of(len(one.dropped), 'line')} left out: {named}"


def notes_block(refusals: Sequence[str], notes: Sequence[str]) -> list[Item]:
    """What else there is to say, and what could not be read."""
    lines = [small(literal(note)) for note in notes[:LINES]]
    lines += [small(f"Not read: {begun(refusal, 200)}") for refusal in refusals[:LINES]]
    if len(refusals) > LINES:
        lines.append(small(f"and {len(refusals) - LINES:,} more that could not be read"))
    return [text("\n".join(lines))] if lines else []


def choices(draft: Draft, yes: ModeratorsId, what: str) -> Item:
    """The buttons under what was read: yes, no, and what was left out."""
    buttons = [button(what, yes, GREEN), button("Cancel", DropDraft(draft.id), RED)]
    if any(one.dropped for one in draft.readings):
        buttons.append(button("What was left out", LeftOut(draft.id), GREY))
    return row(*buttons)


def fitted(head: Sequence[Item], blocks: Sequence[Block], foot: Sequence[Item], of: int) -> list[Item]:
    """As many of the blocks as one message holds, and how many more there are."""
    taken = size_of([*head, *foot]).plus(Size(2, 60, 120))
    shown: list[Item] = []
    count = 0
    for block in blocks:
        taken = taken.plus(size_of(block))
        if not taken.fits(ROOM):
            break
        shown += block
        count += 1
    more = [text(small(f"and {of - count:,} more"))] if of > count else []
    return [*head, *shown, *more, *foot]
