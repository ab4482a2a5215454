"""How a reindex looks: how far it is, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.asking.pieces import button, text
from bot.asking.wording import small
from bot.moderating.pieces import AMBER, row, view
from bot.moderating.presses import ModeratorsId
from bot.terminal.wording import number_of

if TYPE_CHECKING:
    from discord import ui

    from bot.reindexing import Run
    from index.coverage import Reindexed

BARS = 20


@dataclass(frozen=True, slots=True)
class CancelReindex(ModeratorsId):
    """Stop the reindex of this guild's coverage that is under way."""

    action = "cancel"


def progress_view(done: int, total: int) -> ui.LayoutView:
    """How far it is, in articles, with the button that cancels it."""
    part = min(done / total, 1.0) if total else 0.0
    bar = "▰" * int(part * BARS) + "▱" * (BARS - int(part * BARS))
    return view(
        [
            text("### Reindexing the coverage of this server"),
            text(f"{bar} {part:.0%} · {done:,} of {number_of(total, 'article')}" if total else f"{bar} beginning …"),
            text(small("Questions are answered meanwhile; what is found takes effect at the end, all at once.")),
            row(button("Cancel", CancelReindex())),
        ]
    )


def outcome_view(done: Reindexed, run: Run) -> ui.LayoutView:
    """What came of it."""
    if done.stopped and run.cancelled:
        what = f"Cancelled after {number_of(done.articles, 'article')}: everything is as it was."
        return view([text(what)], AMBER)
    if done.stopped:
        what = f"I am being restarted, and go on afterwards. So far: {number_of(done.articles, 'article')}."
        return view([text(what), row(button("Cancel", CancelReindex()))], AMBER)
    changed = f"{number_of(done.changed, 'paragraph')} of {done.paragraphs:,} now read differently"
    if not done.changed:
        changed = f"none of {number_of(done.paragraphs, 'paragraph')} reads differently now"
    took = "less than a second" if done.seconds < 1 else number_of(round(done.seconds), "second")
    return view([text("### Reindexed"), text(f"{number_of(done.articles, 'article')}; {changed}. It took {took}.")])


def failed_view(sentence: str) -> ui.LayoutView:
    """That it failed. sentence: Discord source."""
    return view([text("### The reindex failed"), text(f"{sentence} Everything is as it was.")], AMBER)
