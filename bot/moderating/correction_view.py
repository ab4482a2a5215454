"""How a correction looks before it is made: what it would change, and why. Objects in, views out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.asking.fitting import Block, Item
from bot.asking.literal import literal, unliteral
from bot.asking.pieces import text
from bot.asking.wording import cited, small
from bot.moderating.pieces import AMBER, begun, view
from bot.moderating.previews import choices, fitted, notes_block
from bot.terminal.wording import number_of

if TYPE_CHECKING:
    from bot.moderating.differences import Changed, Differences, Fact
    from bot.moderating.presses import ModeratorsId
    from index.articles import Article
    from index.store.drafts import Draft

_WHY, _REASON = "Why: ", 305
"""What the line with the reason begins with, and the id of its component, which is read back."""
_PARAGRAPHS = {"added": "Paragraph {}, new", "removed": "Paragraph {}, taken out", "changed": "Paragraph {}, changed"}


def correction_view(
    draft: Draft,
    before: Article,
    found: Differences,
    yes: ModeratorsId,
    *,
    reason: str = "",
    notes: Sequence[str] = (),
    refusals: Sequence[str] = (),
) -> ui.LayoutView:
    """What a correction would change. yes: replaces the article; reason: why, on one line, read back when it does."""
    what = [
        f"{number_of(found.count(kind), 'paragraph')} {named}"
        for kind, named in (("changed", "changed"), ("added", "added"), ("removed", "taken out"))
        if found.count(kind)
    ]
    counts = ", ".join([*what, *([f"{number_of(len(found.facts), 'fact')} changed"] if found.facts else [])])
    head: list[Item] = [text(f"**Not replaced yet**\n{cited(before)}\n{small(counts)}")]
    foot = [*notes_block(refusals, notes), choices(draft, yes, "Replace")]
    if reason:
        head.append(text(f"{_WHY}{literal(reason)}", _REASON))
    blocks: list[Block] = [[text(_fact(fact))] for fact in found.facts]
    blocks += [[text(_changed(changed))] for changed in found.paragraphs]
    return view(fitted(head, blocks, foot, len(blocks)), AMBER)


def reason_of(components: Iterable[discord.Component]) -> str:
    """Why a correction is made, as its preview says; empty where it does not."""
    for component in components:
        if isinstance(component, discord.Container):
            return reason_of(component.children)
        if isinstance(component, discord.TextDisplay) and component.id == _REASON:
            return unliteral(component.content.removeprefix(_WHY))
    return ""


def _fact(fact: Fact) -> str:
    struck = f"~~{begun(fact.before, 200)}~~ " if fact.before.strip() else ""
    return f"{fact.name.capitalize()}: {struck}{f'**{begun(fact.after, 200)}**' if fact.after.strip() else ''}"


def _changed(changed: Changed) -> str:
    """Discord source: what is taken out struck through, what is put in bold, of what is kept the neighbourhood."""
    marks = {"kept": "", "out": "~~", "in": "**"}
    runs = []
    for position, run in enumerate(changed.runs):
        words = _around(run.text, position, len(changed.runs)) if run.kind == "kept" else begun(run.text, 250)
        runs.append(f"{marks[run.kind]}{words}{marks[run.kind]}")
    said = " ".join(runs)
    return f"{small(_PARAGRAPHS[changed.kind].format(changed.number))}\n{said if len(said) <= 1500 else _said(runs)}"


def _said(runs: Sequence[str]) -> str:
    """As many runs as may stand together, and an ellipsis."""
    kept: list[str] = []
    for run in runs:
        if sum(map(len, kept)) + len(run) > 1400:
            break
        kept.append(run)
    return " ".join([*kept, "…"])


def _around(kept: str, position: int, runs: int) -> str:
    """Of words that stay, those beside a change."""
    words = kept.split()
    if len(words) <= 16:
        return literal(" ".join(words))
    before = literal(" ".join(words[:8])) if position else ""
    after = literal(" ".join(words[-8:])) if position + 1 < runs else ""
    return " ".join(part for part in (before, "…", after) if part)
