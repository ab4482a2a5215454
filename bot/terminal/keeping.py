"""How keeping the coverage looks: the journal, a change and how to take it back, copies of the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.terminal.prose import Prose, text_of
from bot.terminal.wording import number_of

if TYPE_CHECKING:
    from index.results import Change
    from index.store import Entry
    from index.store.copying import Copied

_STYLES = {"added": "green", "replaced": "yellow", "withdrawn": "red", "restored": "cyan"}


def journal_view(entries: Sequence[Entry]) -> RenderableType:
    """Entries of the journal as a table, a row each."""
    if not entries:
        return Text("Nothing in the journal.", style="dim")
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("No.", justify="right", no_wrap=True)
    table.add_column("When (UTC)", no_wrap=True)
    table.add_column("What", no_wrap=True)
    table.add_column("Id", overflow="fold", style="cyan")
    table.add_column("Who", overflow="fold")
    table.add_column("Why", overflow="fold", max_width=100)
    for entry in entries:
        what = text_of(entry.action, _STYLES.get(entry.action, ""))
        cells = (text_of(cell) for cell in (entry.article_id or "", entry.who, entry.reason))
        table.add_row(str(entry.sequence), _minute(entry.at), what, *cells)
    return table


def change_view(change: Change) -> RenderableType:
    """What became of an article, and how to take that back."""
    line = Prose(text_of(f"{change.outcome}: {change.title or change.id} ({change.id})"))
    if change.sequence is None or change.outcome not in {"replaced", "withdrawn"}:
        return line
    return Group(line, Text(f"Within a day, newsdesk undo {change.sequence} takes this back.", style="dim"))


def copied_lines(copied: Copied) -> Iterator[Prose]:
    """A copy that was made, and where the database that was there before is."""
    size = f"{number_of(copied.articles, 'article')}, {copied.size / 1e6:,.1f} MB, checked"
    yield Prose(text_of(f"{copied.path}: {size}"))
    if copied.kept:
        yield Prose(text_of(f"What was there before is kept as {copied.kept}"))


def _minute(at: str) -> str:
    return f"{datetime.fromisoformat(at):%Y-%m-%d %H:%M}"
