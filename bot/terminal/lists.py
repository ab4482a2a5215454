"""How several things look: the articles held, what became of those added, the figures of an evaluation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.intake import Taken, place_of
from bot.terminal.prose import Prose, text_of
from bot.terminal.wording import fresh, number_of

if TYPE_CHECKING:
    from index.answering.answer import Freshness
    from index.coverage import Summary
    from index.evaluation import Figures

_OUTCOMES = ("added", "replaced", "unchanged", "refused")
_STYLES = {"added": "green", "replaced": "yellow", "unchanged": "dim"}


def articles_view(articles: Sequence[Summary], coverage: Freshness) -> RenderableType:
    """All articles as a table, with how fresh they are as its last line."""
    if not articles:
        return Text(fresh(coverage), style="dim")
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("Published", no_wrap=True)
    table.add_column("Id", overflow="fold", style="cyan")
    table.add_column("Title", overflow="fold", max_width=100, min_width=20)
    table.add_column("From", overflow="fold")
    table.add_column("Paragraphs", justify="right")
    for article in articles:
        outlet = article.source or article.agency or ""
        cells = (article.published[:10] if article.published else "", article.id, article.title, outlet)
        table.add_row(*(text_of(cell) for cell in cells), str(article.paragraphs))
    return Group(table, Text(), Text(fresh(coverage), style="dim"))


def figures_view(figures: Figures) -> RenderableType:
    """The figures of an evaluation as a table, a row for each kind of question."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("Kind")
    for name in ("Questions", "hit@1", "recall@5", "MRR@10", "Refused", "Answered"):
        table.add_column(name, justify="right")
    for row in figures.rows:
        rates = (row.hit_at_1, row.recall_at_5, row.mrr_at_10, row.refused, row.answered)
        style = "bold" if row is figures.rows[-1] else ""
        table.add_row(text_of(row.kind), f"{row.questions:,}", *map(_rate, rates), style=style)
    notes = "Refused: of the questions that have an answer. Answered: of those that have none."
    auc = f"AUC of the confidence: {_rate(figures.auc)}"
    return Group(table, Text(), Text(auc, style="bold"), Prose(Text(notes, style="dim")))


def _rate(rate: float | None) -> str:
    return "-" if rate is None else f"{rate:.3f}"


def taken_view(taken: Taken) -> RenderableType:
    """One article and what became of it."""
    change = taken.change
    line = text_of(change.title or change.id)
    line.append_text(text_of(f"  {change.id}, {number_of(change.paragraphs, 'paragraph')}", "dim"))
    if taken.reason:
        line.append_text(text_of(f"  ({place_of(taken.reading)}: {taken.reason})", "yellow"))
    return Prose(line, indent=11, lead=Text(change.outcome, style=_STYLES.get(change.outcome, "")))


def tally(outcomes: Counter[str]) -> str:
    """ "3 added, 1 replaced, 2 unchanged, 1 refused"; "nothing added" for none."""
    return ", ".join(f"{outcomes[name]:,} {name}" for name in _OUTCOMES if outcomes[name]) or "nothing added"
